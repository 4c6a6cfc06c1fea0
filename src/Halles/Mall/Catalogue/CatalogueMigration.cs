using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Halles.Mall.Catalogue;

[DbContext(typeof(MallDb))]
[Migration("0006_Catalogue")]
internal sealed class CatalogueMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Tables("""
        CREATE TABLE categories (
            id {id} NOT NULL PRIMARY KEY, code {text} NOT NULL, parent_id {id}, position {int} NOT NULL, name {text} NOT NULL, attributes {text} NOT NULL);
        CREATE UNIQUE INDEX categories_code ON categories (code);
        CREATE TABLE attributes (code {text} NOT NULL PRIMARY KEY, name {text} NOT NULL, type {text} NOT NULL, unit {text}, value_names {text} NOT NULL);
        CREATE TABLE products (
            shop_id {id} NOT NULL, id {id} NOT NULL, handle {text} NOT NULL, state {text} NOT NULL, category_id {id} NOT NULL, tax_category {text} NOT NULL,
            language {text} NOT NULL, maker {text}, age_limit {int} NOT NULL, options {text} NOT NULL, attributes {text} NOT NULL,
            step_unit {text}, step_size {int} NOT NULL, weighed {bool} NOT NULL, policy {text} NOT NULL, preparation_hours {int} NOT NULL,
            created_at {instant} NOT NULL, updated_at {instant} NOT NULL, published_at {instant}, version {long} NOT NULL, PRIMARY KEY (shop_id, id));
        CREATE UNIQUE INDEX products_handle ON products (shop_id, handle);
        CREATE UNIQUE INDEX products_id ON products (id);
        CREATE TABLE product_texts (
            shop_id {id} NOT NULL, product_id {id} NOT NULL, language {text} NOT NULL, field {text} NOT NULL, text {text} NOT NULL, state {text} NOT NULL,
            PRIMARY KEY (shop_id, product_id, language, field));
        CREATE TABLE variants (
            shop_id {id} NOT NULL, id {id} NOT NULL, product_id {id} NOT NULL, position {int} NOT NULL, sku {text} NOT NULL, gtin {text}, choice {text} NOT NULL,
            price {long} NOT NULL, reduced_since {instant}, measure {text}, weight {int} NOT NULL, archived {bool} NOT NULL, PRIMARY KEY (shop_id, id));
        CREATE UNIQUE INDEX variants_sku ON variants (shop_id, sku);
        CREATE UNIQUE INDEX variants_id ON variants (id);
        CREATE INDEX variants_product ON variants (shop_id, product_id);
        CREATE INDEX variants_gtin ON variants (gtin);
        CREATE TABLE price_changes (
            shop_id {id} NOT NULL, variant_id {id} NOT NULL, at {instant} NOT NULL, price {long} NOT NULL, PRIMARY KEY (shop_id, variant_id, at));
        CREATE TABLE product_photos (
            shop_id {id} NOT NULL, product_id {id} NOT NULL, position {int} NOT NULL, media {text} NOT NULL, alt {text} NOT NULL,
            PRIMARY KEY (shop_id, product_id, media));
        """);
}
