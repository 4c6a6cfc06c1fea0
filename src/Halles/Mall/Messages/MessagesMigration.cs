using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Halles.Mall.Messages;

[DbContext(typeof(MallDb))]
[Migration("0013_Messages")]
internal sealed class MessagesMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Tables("""
        CREATE TABLE messages (
            shop_id {id} NOT NULL, id {id} NOT NULL, order_id {id} NOT NULL, from_shop {bool} NOT NULL, person_id {id}, text {text} NOT NULL,
            at {instant} NOT NULL, read_at {instant}, PRIMARY KEY (shop_id, id));
        CREATE INDEX messages_order ON messages (shop_id, order_id);
        """);
}

[DbContext(typeof(MallDb))]
[Migration("0033_LastMessage")]
internal sealed class LastMessageMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Tables("""
        DROP INDEX messages_order;
        CREATE INDEX messages_order ON messages (shop_id, order_id, id);
        """);
}
