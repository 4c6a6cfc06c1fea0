using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Halles.Mall.Stores;

[DbContext(typeof(MallDb))]
[Migration("0005_Stores")]
internal sealed class StoresMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Tables("""
        CREATE TABLE stores (
            shop_id {id} NOT NULL, id {id} NOT NULL, slug {text} NOT NULL, name {text} NOT NULL, address {text} NOT NULL,
            latitude {real} NOT NULL, longitude {real} NOT NULL, time_zone {text} NOT NULL, hours {text} NOT NULL, closed_until {instant},
            services {text} NOT NULL, access {text} NOT NULL, phone {text}, position {int} NOT NULL, gone {bool} NOT NULL, version {long} NOT NULL,
            PRIMARY KEY (shop_id, id));
        CREATE UNIQUE INDEX stores_slug ON stores (shop_id, slug);
        """);
}
