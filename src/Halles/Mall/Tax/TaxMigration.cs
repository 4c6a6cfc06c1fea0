using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Halles.Mall.Tax;

[DbContext(typeof(MallDb))]
[Migration("0011_Tax")]
internal sealed class TaxMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Tables("""
            CREATE TABLE tax_rates (
                country {text} NOT NULL, postcodes {text} NOT NULL, category {text} NOT NULL, basis_points {int} NOT NULL,
                from_day {text} NOT NULL, until_day {text}, PRIMARY KEY (country, postcodes, category, from_day));
            """);
        foreach (var rate in KnownRates.All())
        {
            var until = rate.Until is { } day ? $"'{day:yyyy-MM-dd}'" : "NULL";
            migrationBuilder.Sql($"INSERT INTO tax_rates VALUES ('{rate.Country}', '{rate.Postcodes}', '{rate.Category}', {rate.BasisPoints}, '{rate.From:yyyy-MM-dd}', {until})");
        }
    }
}
