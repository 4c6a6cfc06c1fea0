using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Halles.Mall.Bulk;

/// <summary>What many products change at once.</summary>
public enum BulkKind
{
    Price,
    Category,
    Tax,
    State,
    Stock,
}

/// <summary>One change for many products; of the members only those of its kind are set.</summary>
/// <param name="Reduced">Announce the new prices as reductions, where that is lawful.</param>
/// <param name="StoreId">Where the stock is.</param>
/// <param name="Level">Pieces or steps there from now on.</param>
public sealed record BulkChange(
    BulkKind Kind, PriceRule? Price = null, bool Reduced = false, Guid? CategoryId = null, string? TaxCategory = null, ProductState? State = null, Guid? StoreId = null, long? Level = null);

/// <summary>Where a change of many products is.</summary>
public enum BulkState
{
    /// <summary>To be looked at; nothing has changed.</summary>
    Planned,
    Applying,
    Applied,
    Undoing,
    Undone,
}

/// <summary>A change of many products, kept so that it can be looked at before and undone after.</summary>
public sealed class BulkEdit
{
    public required Guid ShopId { get; init; }

    public required Guid Id { get; init; }

    public required BulkChange Change { get; init; }

    public required BulkState State { get; init; }

    /// <summary>Who planned it.</summary>
    public required Guid Actor { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the last line was applied; it can be undone for <see cref="RunBulkEdit.Kept"/> from then on.</summary>
    public DateTimeOffset? AppliedAt { get; init; }
}

/// <summary>What became of one line.</summary>
public enum BulkLineState
{
    Planned,
    Applied,

    /// <summary>Not changed, for the reason beside it.</summary>
    Skipped,
    Undone,

    /// <summary>Not put back, for the reason beside it.</summary>
    Stays,
}

/// <summary>One product or variant of a change: what it is and what it is to be, as words of <see cref="BulkValues"/>.</summary>
public sealed class BulkLine
{
    public required Guid ShopId { get; init; }

    public required Guid EditId { get; init; }

    public required int Position { get; init; }

    public required Guid ProductId { get; init; }

    /// <summary>For prices and stock.</summary>
    public Guid? VariantId { get; init; }

    public required string Before { get; init; }

    public required string After { get; init; }

    public required BulkLineState State { get; init; }

    /// <summary>The code of the problem for which it was passed over.</summary>
    public string? Problem { get; init; }
}

internal sealed class BulkTables : IEntityTypeConfiguration<BulkEdit>, IEntityTypeConfiguration<BulkLine>
{
    public void Configure(EntityTypeBuilder<BulkEdit> builder)
    {
        builder.ToTable("bulk_edits").HasKey(e => new { e.ShopId, e.Id });
        builder.HasIndex(e => e.CreatedAt).HasDatabaseName("bulk_edits_created");
        builder.Property(e => e.Change).HasJson();
    }

    public void Configure(EntityTypeBuilder<BulkLine> builder)
    {
        builder.ToTable("bulk_lines").HasKey(l => new { l.ShopId, l.EditId, l.Position });
        builder.Property(l => l.Before).HasColumnName("value_before");
        builder.Property(l => l.After).HasColumnName("value_after");
    }
}

[DbContext(typeof(MallDb))]
[Migration("0021_Bulk")]
internal sealed class BulkMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Tables("""
        CREATE TABLE bulk_edits (
            shop_id {id} NOT NULL, id {id} NOT NULL, change {text} NOT NULL, state {text} NOT NULL, actor {id} NOT NULL, created_at {instant} NOT NULL,
            applied_at {instant}, PRIMARY KEY (shop_id, id));
        CREATE INDEX bulk_edits_created ON bulk_edits (created_at);
        CREATE TABLE bulk_lines (
            shop_id {id} NOT NULL, edit_id {id} NOT NULL, position {int} NOT NULL, product_id {id} NOT NULL, variant_id {id}, value_before {text} NOT NULL,
            value_after {text} NOT NULL, state {text} NOT NULL, problem {text}, PRIMARY KEY (shop_id, edit_id, position));
        """);
}
