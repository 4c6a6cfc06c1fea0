using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Halles.Mall.Identity;

/// <summary>The shop at whose desk somebody of the mall's staff stands in a session, and until when.</summary>
[DbContext(typeof(MallDb))]
[Migration("0019_Visits")]
internal sealed class VisitsMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Tables("""
        ALTER TABLE sessions ADD COLUMN visited_shop {id};
        ALTER TABLE sessions ADD COLUMN visit_ends_at {instant};
        """);
}
