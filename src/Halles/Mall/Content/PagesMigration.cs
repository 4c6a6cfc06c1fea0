using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Halles.Mall.Content;

[DbContext(typeof(MallDb))]
[Migration("0027_Pages")]
internal sealed class PagesMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Tables("""
        CREATE TABLE pages (id {id} NOT NULL PRIMARY KEY, slug {text} NOT NULL, content {text} NOT NULL, version {long} NOT NULL, deleted_at {instant});
        CREATE UNIQUE INDEX pages_slug ON pages (slug) WHERE deleted_at IS NULL;
        CREATE TABLE page_versions (page_id {id} NOT NULL, version {long} NOT NULL, content {text} NOT NULL, actor {id} NOT NULL, at {instant} NOT NULL, PRIMARY KEY (page_id, version));
        """);
}
