using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Halles.Mall.Stock;

[DbContext(typeof(MallDb))]
[Migration("0020_Stocktake")]
internal sealed class StocktakeMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Tables("""
        ALTER TABLE stock ADD COLUMN low {long};
        CREATE TABLE stock_counts (
            shop_id {id} NOT NULL, store_id {id} NOT NULL, variant_id {id} NOT NULL, expected {long} NOT NULL, counted {long} NOT NULL, actor {id} NOT NULL,
            at {instant} NOT NULL, PRIMARY KEY (shop_id, store_id, variant_id));
        """);
}
