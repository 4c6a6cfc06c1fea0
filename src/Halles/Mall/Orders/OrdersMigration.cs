using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Halles.Mall.Orders;

[DbContext(typeof(MallDb))]
[Migration("0012_Orders")]
internal sealed class OrdersMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Tables("""
        CREATE TABLE purchases (
            id {id} NOT NULL PRIMARY KEY, person_id {id}, link_hash {bytes} NOT NULL, contact {text} NOT NULL, language {text} NOT NULL,
            currency {text} NOT NULL, total {long} NOT NULL, placed_at {instant} NOT NULL);
        CREATE INDEX purchases_person ON purchases (person_id);
        CREATE UNIQUE INDEX purchases_link ON purchases (link_hash);
        CREATE TABLE orders (
            shop_id {id} NOT NULL, id {id} NOT NULL, purchase_id {id} NOT NULL, person_id {id}, buyer {id} NOT NULL, code {text} NOT NULL, state {text} NOT NULL,
            fulfilment {text} NOT NULL, store_id {id} NOT NULL, address {text}, ready_by {instant} NOT NULL, contact {text} NOT NULL, note {text},
            language {text} NOT NULL, currency {text} NOT NULL, goods {long} NOT NULL, delivery_fee {long} NOT NULL, total {long} NOT NULL, vat {long} NOT NULL,
            delivery_rate {int} NOT NULL, delivery {text} NOT NULL, payment_method {text} NOT NULL, paid {bool} NOT NULL, pickup_code {text} NOT NULL,
            commission_rate {int} NOT NULL, tracking {text}, cancelled_by {text}, cancel_reason {text}, return_reason {text}, placed_at {instant} NOT NULL, accept_by {instant} NOT NULL,
            remind_at {instant}, hold_until {instant}, ready_at {instant}, ended_at {instant}, version {long} NOT NULL, PRIMARY KEY (shop_id, id));
        CREATE UNIQUE INDEX orders_code ON orders (code);
        CREATE INDEX orders_purchase ON orders (purchase_id);
        CREATE INDEX orders_state ON orders (shop_id, state, placed_at);
        CREATE INDEX orders_buyer ON orders (buyer, placed_at);
        CREATE INDEX orders_remind_at ON orders (remind_at) WHERE remind_at IS NOT NULL;
        CREATE INDEX orders_pickup ON orders (shop_id, pickup_code) WHERE ended_at IS NULL;
        CREATE INDEX orders_hold_until ON orders (hold_until) WHERE hold_until IS NOT NULL;
        CREATE INDEX orders_accept_by ON orders (accept_by) WHERE state = 'Placed';
        CREATE TABLE order_lines (
            shop_id {id} NOT NULL, order_id {id} NOT NULL, number {int} NOT NULL, product_id {id} NOT NULL, variant_id {id} NOT NULL, sku {text} NOT NULL,
            gtin {text}, name {text} NOT NULL, choice {text} NOT NULL, quantity {long} NOT NULL, step_unit {text}, step_size {int} NOT NULL, weighed {bool} NOT NULL,
            unit_price {long} NOT NULL, missing {long} NOT NULL, total {long} NOT NULL, most {long}, final_amount {long}, tax_category {text} NOT NULL, tax_rate {int} NOT NULL, weight {int} NOT NULL,
            age_limit {int} NOT NULL, held {bool} NOT NULL, state {text} NOT NULL, reason {text}, PRIMARY KEY (shop_id, order_id, number));
        CREATE TABLE order_events (
            shop_id {id} NOT NULL, order_id {id} NOT NULL, number {int} NOT NULL, kind {text} NOT NULL, from_state {text}, to_state {text}, by {text} NOT NULL,
            person_id {id}, details {text}, at {instant} NOT NULL, PRIMARY KEY (shop_id, order_id, number));
        CREATE INDEX order_events_at ON order_events (shop_id, at);
        CREATE TABLE pickup_attempts (shop_id {id} NOT NULL, store_id {id} NOT NULL, id {id} NOT NULL, at {instant} NOT NULL, PRIMARY KEY (shop_id, store_id, id));
        """);
}
