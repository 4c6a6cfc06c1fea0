using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Halles.Mall.Settings;

[DbContext(typeof(MallDb))]
[Migration("0003_Settings")]
internal sealed class SettingsMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Tables(
        "CREATE TABLE settings (id {int} NOT NULL PRIMARY KEY, data {text} NOT NULL, version {long} NOT NULL);");
}
