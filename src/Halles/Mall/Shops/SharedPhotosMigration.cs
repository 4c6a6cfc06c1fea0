using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Halles.Mall.Shops;

[DbContext(typeof(MallDb))]
[Migration("0020_SharedPhotos")]
internal sealed class SharedPhotosMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Tables("ALTER TABLE shops ADD COLUMN shares_photos {bool} NOT NULL DEFAULT {false}");
}
