using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Halles.Mall.Shops;

[DbContext(typeof(MallDb))]
[Migration("0004_Shops")]
internal sealed class ShopsMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Tables("""
        CREATE TABLE shops (
            id {id} NOT NULL PRIMARY KEY, slug {text} NOT NULL, name {text} NOT NULL, kind {text} NOT NULL, state {text} NOT NULL, state_reason {text},
            legal {text} NOT NULL, strap {text} NOT NULL, story {text} NOT NULL, returns {text} NOT NULL, language {text} NOT NULL, email {text} NOT NULL,
            phone {text}, logo {text}, cover {text}, tint {text} NOT NULL, holiday {text}, created_at {instant} NOT NULL, opened_at {instant}, version {long} NOT NULL);
        CREATE UNIQUE INDEX shops_slug ON shops (slug);
        """);
}
