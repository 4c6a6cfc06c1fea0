using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Halles.Mall.Fulfilment;

[DbContext(typeof(MallDb))]
[Migration("0009_Fulfilment")]
internal sealed class FulfilmentMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Tables("""
        CREATE TABLE shop_fulfilment (shop_id {id} NOT NULL PRIMARY KEY, ways {text} NOT NULL);
        """);
}
