using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Halles.Mall.Fulfilment;

/// <summary>The ways in which goods of a shop reach the shopper; a way that is null is not offered.</summary>
public sealed record WaysOfGetting(CollectTerms? Collect = null, DeliverTerms? Deliver = null, ShipTerms? Ship = null)
{
    public static readonly WaysOfGetting None = new();
}

/// <summary>Collect in a store. Ready after the preparation time, counted round the clock unless the shop says opening hours.</summary>
public sealed record CollectTerms(int PreparationMinutes = 120, bool InOpeningHours = false);

/// <summary>Delivery by the shop into postcode zones. Amounts in minor units.</summary>
public sealed record DeliverTerms(IReadOnlyList<DeliveryZone> Zones, long Minimum = 0, int PreparationMinutes = 240);

/// <param name="Postcodes">Whole postcodes, or beginnings that end in <c>*</c>.</param>
/// <param name="FreeFrom">The goods' amount from which delivery is free; null when never.</param>
public sealed record DeliveryZone(IReadOnlyList<string> Postcodes, long Fee, long? FreeFrom = null);

/// <summary>Shipping into zones of countries.</summary>
public sealed record ShipTerms(IReadOnlyList<ShippingZone> Zones, int PreparationHours = 48);

/// <param name="Countries">ISO 3166-1 alpha-2.</param>
/// <param name="ByWeight">Fees by total weight, rising; heavier than the last is not shipped. Empty when by amount.</param>
/// <param name="ByAmount">Fees by the goods' amount, rising; above the last the last holds. Empty when by weight.</param>
public sealed record ShippingZone(IReadOnlyList<string> Countries, IReadOnlyList<WeightStep> ByWeight, IReadOnlyList<AmountStep> ByAmount, long? FreeFrom = null);

public sealed record WeightStep(int UpToGrams, long Fee);

public sealed record AmountStep(long From, long Fee);

/// <summary>How an order reaches the shopper.</summary>
public enum FulfilmentKind
{
    Collect,
    Deliver,
    Ship,
}

internal sealed class FulfilmentRow
{
    public required Guid ShopId { get; init; }

    public required WaysOfGetting Ways { get; set; }
}

internal sealed class FulfilmentTables : IEntityTypeConfiguration<FulfilmentRow>
{
    public void Configure(EntityTypeBuilder<FulfilmentRow> builder)
    {
        builder.ToTable("shop_fulfilment").HasKey(f => f.ShopId);
        builder.Property(f => f.Ways).HasJson();
    }
}
