using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Halles.Mall.Tax;

[DbContext(typeof(MallDb))]
[Migration("0011_Tax")]
internal sealed class TaxMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Tables("""
        CREATE TABLE tax_rates (
            id {id} NOT NULL PRIMARY KEY, country {text} NOT NULL, postcodes {text} NOT NULL, category {text} NOT NULL, basis_points {int} NOT NULL,
            from_day {text} NOT NULL, until_day {text});
        CREATE INDEX tax_rates_country ON tax_rates (country, category);
        """);
}
