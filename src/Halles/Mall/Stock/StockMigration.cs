using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Halles.Mall.Stock;

[DbContext(typeof(MallDb))]
[Migration("0007_Stock")]
internal sealed class StockMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Tables("""
        CREATE TABLE stock (
            shop_id {id} NOT NULL, variant_id {id} NOT NULL, store_id {id} NOT NULL, on_hand {long} NOT NULL, held {long} NOT NULL, safety {long} NOT NULL,
            daily {long}, counted_on {text}, seen_at {instant} NOT NULL, PRIMARY KEY (shop_id, variant_id, store_id),
            CHECK (held >= 0 AND held <= on_hand AND safety >= 0));
        CREATE INDEX stock_daily ON stock (counted_on) WHERE daily IS NOT NULL;
        CREATE TABLE stock_movements (
            shop_id {id} NOT NULL, id {id} NOT NULL, variant_id {id} NOT NULL, store_id {id} NOT NULL, change {long} NOT NULL, reason {text} NOT NULL,
            actor {id}, reference {text}, at {instant} NOT NULL, PRIMARY KEY (shop_id, id));
        CREATE INDEX stock_movements_variant ON stock_movements (shop_id, variant_id, store_id, id);
        CREATE TABLE holds (
            shop_id {id} NOT NULL, id {id} NOT NULL, variant_id {id} NOT NULL, store_id {id} NOT NULL, order_id {id} NOT NULL, line {int} NOT NULL,
            quantity {long} NOT NULL CHECK (quantity > 0), state {text} NOT NULL, paid {bool} NOT NULL, created_at {instant} NOT NULL, PRIMARY KEY (shop_id, id));
        CREATE INDEX holds_order ON holds (shop_id, order_id);
        CREATE INDEX holds_live ON holds (shop_id, variant_id, store_id) WHERE state = 'Live';
        """);
}
