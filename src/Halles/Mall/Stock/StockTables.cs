using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Halles.Mall.Stock;

/// <summary>
/// What is there of a variant in a store, in pieces or steps. Available online = max(0, on hand − held − safety), and
/// always 0 ≤ held ≤ on hand (rules.md, <i>Stock</i>). Written by conditional statements only.
/// </summary>
public sealed class StockLevel
{
    public required Guid ShopId { get; init; }

    public required Guid VariantId { get; init; }

    public required Guid StoreId { get; init; }

    /// <summary>Physically there.</summary>
    public long OnHand { get; init; }

    /// <summary>Kept for somebody.</summary>
    public long Held { get; init; }

    /// <summary>Kept back from online sale.</summary>
    public long Safety { get; init; }

    /// <summary>For goods sold so many a day: the count of each morning.</summary>
    public long? Daily { get; init; }

    /// <summary>From so many on, and fewer, the shop wants to know; null for the usual.</summary>
    public long? Low { get; init; }

    /// <summary>The local date for which the daily count was last made, <c>yyyy-MM-dd</c>.</summary>
    public string? CountedOn { get; init; }

    /// <summary>When somebody last saw that the figure is true: a count, a sale, a delivery.</summary>
    public required DateTimeOffset SeenAt { get; init; }

    public long Available => Math.Max(0, OnHand - Held - Safety);
}

/// <summary>One change of what is on hand; the sum of them is the stock.</summary>
public sealed class StockMovement
{
    public required Guid ShopId { get; init; }

    public required Guid Id { get; init; }

    public required Guid VariantId { get; init; }

    public required Guid StoreId { get; init; }

    public required long Change { get; init; }

    public required MovementReason Reason { get; init; }

    /// <summary>Who did it; null for the system.</summary>
    public Guid? Actor { get; init; }

    /// <summary>The order's code, a delivery note, or words of the merchant.</summary>
    public string? Reference { get; init; }

    public required DateTimeOffset At { get; init; }
}

public enum MovementReason
{
    Opening,
    Delivery,
    Sale,
    HandedOver,
    Return,
    Breakage,
    Count,
    Daily,

    /// <summary>Gone to another store of the shop.</summary>
    Sent,

    /// <summary>Come from another store of the shop.</summary>
    Arrived,

    /// <summary>What would have fallen below zero.</summary>
    CountDifference,
}

/// <summary>Stock kept for an order's line.</summary>
public sealed class Hold
{
    public required Guid ShopId { get; init; }

    public required Guid Id { get; init; }

    public required Guid VariantId { get; init; }

    public required Guid StoreId { get; init; }

    public required Guid OrderId { get; init; }

    public required int Line { get; init; }

    public required long Quantity { get; init; }

    public required HoldState State { get; init; }

    /// <summary>Already paid for: released last when physical facts win.</summary>
    public required bool Paid { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

public enum HoldState
{
    Live,
    HandedOver,
    Released,

    /// <summary>Taken back because the goods were physically gone.</summary>
    Shortfall,
}

/// <summary>How many somebody counted of a variant in a store, until it is applied.</summary>
public sealed class StockCount
{
    public required Guid ShopId { get; init; }

    public required Guid StoreId { get; init; }

    public required Guid VariantId { get; init; }

    /// <summary>What the books said at that moment.</summary>
    public required long Expected { get; init; }

    public required long Counted { get; init; }

    public required Guid Actor { get; init; }

    public required DateTimeOffset At { get; init; }
}

internal sealed class StockTables : IEntityTypeConfiguration<StockLevel>, IEntityTypeConfiguration<StockMovement>, IEntityTypeConfiguration<Hold>, IEntityTypeConfiguration<StockCount>
{
    public void Configure(EntityTypeBuilder<StockCount> builder) => builder.ToTable("stock_counts").HasKey(c => new { c.ShopId, c.StoreId, c.VariantId });

    public void Configure(EntityTypeBuilder<StockLevel> builder)
    {
        builder.ToTable("stock").HasKey(s => new { s.ShopId, s.VariantId, s.StoreId });
        builder.Ignore(s => s.Available);
        builder.HasIndex(s => s.CountedOn).HasFilter("daily IS NOT NULL").HasDatabaseName("stock_daily");
    }

    public void Configure(EntityTypeBuilder<StockMovement> builder)
    {
        builder.ToTable("stock_movements").HasKey(m => new { m.ShopId, m.Id });
        builder.HasIndex(m => new { m.ShopId, m.VariantId, m.StoreId, m.Id }).HasDatabaseName("stock_movements_variant");
    }

    public void Configure(EntityTypeBuilder<Hold> builder)
    {
        builder.ToTable("holds").HasKey(h => new { h.ShopId, h.Id });
        builder.HasIndex(h => new { h.ShopId, h.OrderId }).HasDatabaseName("holds_order");
        builder.HasIndex(h => new { h.ShopId, h.VariantId, h.StoreId }).HasFilter("state = 'Live'").HasDatabaseName("holds_live");
    }
}
