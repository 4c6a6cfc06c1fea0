using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Halles.Mall.Promotions;

// What a promotion was on at a moment of the past: where products and categories were, and what it named.
[DbContext(typeof(MallDb))]
[Migration("0037_PastPlaces")]
internal sealed class PastPlacesMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Tables("""
        CREATE TABLE former_categories (
            shop_id {id} NOT NULL, product_id {id} NOT NULL, category_id {id} NOT NULL, until {instant} NOT NULL, PRIMARY KEY (shop_id, product_id, until));
        CREATE TABLE former_parents (category_id {id} NOT NULL, parent_id {id}, until {instant} NOT NULL, PRIMARY KEY (category_id, until));
        CREATE TABLE former_targets (
            shop_id {id} NOT NULL, promotion_id {id} NOT NULL, target_id {id} NOT NULL, since {instant}, until {instant} NOT NULL,
            PRIMARY KEY (shop_id, promotion_id, target_id, until));
        CREATE INDEX former_targets_until ON former_targets (until);
        ALTER TABLE promotion_targets ADD COLUMN since {instant};
        """);
}
