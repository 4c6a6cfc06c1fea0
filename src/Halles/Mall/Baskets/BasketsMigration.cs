using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Halles.Mall.Baskets;

[DbContext(typeof(MallDb))]
[Migration("0008_Baskets")]
internal sealed class BasketsMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Tables("""
        CREATE TABLE baskets (id {id} NOT NULL PRIMARY KEY, person_id {id}, updated_at {instant} NOT NULL);
        CREATE UNIQUE INDEX baskets_person ON baskets (person_id);
        CREATE INDEX baskets_updated ON baskets (updated_at);
        CREATE TABLE basket_lines (
            basket_id {id} NOT NULL, variant_id {id} NOT NULL, shop_id {id} NOT NULL, product_id {id} NOT NULL, quantity {long} NOT NULL CHECK (quantity > 0),
            price_seen {long} NOT NULL, added_at {instant} NOT NULL, PRIMARY KEY (basket_id, variant_id));
        """);
}
