using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Halles.Mall.Stock;

/// <summary>Somebody wants to be told when a variant can be had again. Gone once they were told.</summary>
public sealed class StockWish
{
    public required Guid ShopId { get; init; }

    public required Guid Id { get; init; }

    public required Guid VariantId { get; init; }

    /// <summary>Whose it is, when they were signed in.</summary>
    public Guid? PersonId { get; init; }

    /// <summary>Where to write, in lower case.</summary>
    public required string Email { get; init; }

    /// <summary>The language of the page on which they asked.</summary>
    public required string Language { get; init; }

    public required DateTimeOffset At { get; init; }
}

internal sealed class WishTables : IEntityTypeConfiguration<StockWish>
{
    public void Configure(EntityTypeBuilder<StockWish> builder)
    {
        builder.ToTable("stock_wishes").HasKey(w => new { w.ShopId, w.Id });
        builder.HasIndex(w => new { w.ShopId, w.VariantId, w.Email }).IsUnique().HasDatabaseName("stock_wishes_once");
        builder.HasIndex(w => w.Email).HasDatabaseName("stock_wishes_email");
    }
}

[DbContext(typeof(MallDb))]
[Migration("0016_StockWishes")]
internal sealed class WishesMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Tables("""
        CREATE TABLE stock_wishes (
            shop_id {id} NOT NULL, id {id} NOT NULL, variant_id {id} NOT NULL, person_id {id}, email {text} NOT NULL, language {text} NOT NULL,
            at {instant} NOT NULL, PRIMARY KEY (shop_id, id));
        CREATE UNIQUE INDEX stock_wishes_once ON stock_wishes (shop_id, variant_id, email);
        CREATE INDEX stock_wishes_email ON stock_wishes (email);
        """);
}
