using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Halles.Mall.Shops;

/// <summary>What a shop's application says and what the office asks of it; and the audit found by who, what and when.</summary>
[DbContext(typeof(MallDb))]
[Migration("0018_Applications")]
internal sealed class ApplicationsMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Tables("""
        ALTER TABLE shops ADD COLUMN sells {text} NOT NULL DEFAULT '';
        ALTER TABLE shops ADD COLUMN asked_change {text};
        CREATE INDEX shops_state ON shops (state, created_at);
        CREATE INDEX audit_actor ON audit (actor, number);
        CREATE INDEX audit_action ON audit (action, number);
        CREATE INDEX audit_at ON audit (at, number);
        """);
}
