using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Halles.Mall.Payments;

[DbContext(typeof(MallDb))]
[Migration("0010_Payments")]
internal sealed class PaymentsMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Tables("""
        CREATE TABLE shop_payment (shop_id {id} NOT NULL PRIMARY KEY, ways {text} NOT NULL);
        CREATE TABLE payments (
            shop_id {id} NOT NULL, id {id} NOT NULL, order_id {id} NOT NULL, method {text} NOT NULL, state {text} NOT NULL, amount {long} NOT NULL,
            owed_back {long} NOT NULL, refunded {long} NOT NULL, reference {text}, created_at {instant} NOT NULL, received_at {instant}, PRIMARY KEY (shop_id, id));
        CREATE UNIQUE INDEX payments_order ON payments (shop_id, order_id);
        """);
}
