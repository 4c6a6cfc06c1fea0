using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Halles.Mall.Promotions;

[DbContext(typeof(MallDb))]
[Migration("0022_Promotions")]
internal sealed class PromotionsMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Tables("""
        CREATE TABLE promotions (
            shop_id {id} NOT NULL, id {id} NOT NULL, name {text} NOT NULL, kind {text} NOT NULL, percent {int}, amount {long}, take {int}, pay {int},
            scope {text} NOT NULL, code {text}, starts_at {instant}, ends_at {instant}, released_at {instant}, limit_all {long}, limit_person {long},
            uses {long} NOT NULL CHECK (uses >= 0), created_at {instant} NOT NULL, PRIMARY KEY (shop_id, id));
        CREATE TABLE promotion_targets (
            shop_id {id} NOT NULL, promotion_id {id} NOT NULL, target_id {id} NOT NULL, PRIMARY KEY (shop_id, promotion_id, target_id));
        CREATE TABLE promotion_uses (
            shop_id {id} NOT NULL, order_id {id} NOT NULL, promotion_id {id} NOT NULL, amount {long} NOT NULL, PRIMARY KEY (shop_id, order_id, promotion_id));
        CREATE INDEX promotion_uses_promotion ON promotion_uses (shop_id, promotion_id);
        CREATE TABLE basket_codes (basket_id {id} NOT NULL, code {text} NOT NULL, added_at {instant} NOT NULL, PRIMARY KEY (basket_id, code));
        ALTER TABLE order_lines ADD COLUMN discounts {text} NOT NULL DEFAULT '[]';
        """);
}
