using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Halles.Mall.Catalogue;

// Who shows a photo is asked when it is removed, and at its address from then on.
[DbContext(typeof(MallDb))]
[Migration("0038_RemovedPhotos")]
internal sealed class RemovedPhotosMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Tables("CREATE INDEX product_photos_media ON product_photos (media);");
}
