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

/// <summary>Up to so many grams, shipping costs so much (minor units).</summary>
public sealed record WeightStep(int UpToGrams, long Fee);

/// <summary>From an amount of goods on, shipping costs so much (both in minor units).</summary>
public sealed record AmountStep(long From, long Fee);

/// <summary>
/// The terms of delivery that an order is placed under, kept with it, so that a refused line computes the fee again from
/// them. By weight, by amount, or one fee; free from an amount of goods on where that is set. Minor units.
/// </summary>
public sealed record DeliveryTerms(long Fee, long? FreeFrom, IReadOnlyList<WeightStep>? ByWeight = null, IReadOnlyList<AmountStep>? ByAmount = null)
{
    /// <summary>Nothing to pay: collected.</summary>
    public static readonly DeliveryTerms Free = new(0, null);

    /// <summary>The fee for goods of an amount and a weight; null when they are too heavy to be sent.</summary>
    public long? FeeFor(long goods, int grams)
    {
        if (ByWeight is { Count: > 0 } weights)
        {
            var step = weights.FirstOrDefault(w => grams <= w.UpToGrams);
            return step is null ? null : goods >= FreeFrom ? 0 : step.Fee;
        }

        return goods >= FreeFrom ? 0 : ByAmount is { Count: > 0 } amounts ? (amounts.LastOrDefault(a => a.From <= goods) ?? amounts[0]).Fee : Fee;
    }
}

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
