using Halles.Kernel;

namespace Halles.Mall.Fulfilment;

/// <summary>The goods of one shop that are to be got: what decides fee and time.</summary>
/// <param name="Goods">Their amount.</param>
/// <param name="Grams">Their weight.</param>
/// <param name="PreparationHours">What the slowest of them made to order takes; 0 when all is in stock.</param>
public sealed record Parcel(Money Goods, int Grams, int PreparationHours);

/// <summary>A way of getting a parcel from a store, with its price and its time.</summary>
/// <param name="Fee">For this parcel in minor units; the lowest of all zones while no address is known.</param>
/// <param name="ReadyBy">Ready in the store, leaving with the courier, or handed to the carrier; null when it cannot be had.</param>
/// <param name="WhyNot">Why this parcel cannot be had in this way; null when it can.</param>
public sealed record WayOffered(FulfilmentKind Way, Guid StoreId, long Fee, DeliveryTerms Terms, DateTimeOffset? ReadyBy, Problem? WhyNot);

/// <summary>Works out the ways of getting goods that a shop offers; pure.</summary>
public static class Ways
{
    /// <summary>The way to get a parcel from a store.</summary>
    /// <param name="to">Where it is to go; needed for the price of delivery and shipping.</param>
    public static WayOffered Of(WaysOfGetting ways, FulfilmentKind way, StoreNow store, Parcel parcel, Address? to, DateTimeOffset now) => way switch
    {
        FulfilmentKind.Collect when ways.Collect is { } terms => Timed(way, store, parcel, DeliveryTerms.Free, null, now, TimeSpan.FromMinutes(terms.PreparationMinutes), terms.InOpeningHours),
        FulfilmentKind.Deliver when ways.Deliver is { } terms => Deliver(terms, store, parcel, to, now),
        FulfilmentKind.Ship when ways.Ship is { } terms => Ship(terms, store, parcel, to, now),
        _ => new WayOffered(way, store.Id, 0, DeliveryTerms.Free, null, FulfilmentProblems.WayNotOffered),
    };

    private static WayOffered Deliver(DeliverTerms terms, StoreNow store, Parcel parcel, Address? to, DateTimeOffset now)
    {
        var zone = to is null ? terms.Zones.MinBy(z => z.Fee) : to.Country != store.Address.Country ? null : terms.Zones.FirstOrDefault(z => Serves(z, to.Postcode));
        var frozen = zone is null ? DeliveryTerms.Free : new DeliveryTerms(zone.Fee, zone.FreeFrom);
        var whyNot = zone is null ? FulfilmentProblems.NotServed
            : parcel.Goods.Minor < terms.Minimum ? BelowMinimum(new Money(terms.Minimum, parcel.Goods.Currency), parcel.Goods)
            : to is null ? FulfilmentProblems.AddressNeeded
            : null;
        return Timed(FulfilmentKind.Deliver, store, parcel, frozen, whyNot, now, TimeSpan.FromMinutes(terms.PreparationMinutes), inOpeningHours: false);
    }

    private static Problem BelowMinimum(Money minimum, Money goods) => FulfilmentProblems.BelowMinimum.With(minimum, minimum - goods) with
    {
        Data = new Dictionary<string, object?> { ["minimum"] = minimum, ["missing"] = minimum - goods },
    };

    private static WayOffered Ship(ShipTerms terms, StoreNow store, Parcel parcel, Address? to, DateTimeOffset now)
    {
        var zones = to is null ? terms.Zones : terms.Zones.Where(z => z.Countries.Contains(to.Country.Alpha2, StringComparer.OrdinalIgnoreCase)).Take(1);
        var offers = zones.Select(z => new DeliveryTerms(0, z.FreeFrom, z.ByWeight, z.ByAmount)).ToList();
        var best = offers.Where(o => o.FeeFor(parcel.Goods.Minor, parcel.Grams) is not null).MinBy(o => o.FeeFor(parcel.Goods.Minor, parcel.Grams));
        var whyNot = offers.Count == 0 ? FulfilmentProblems.NotServed : best is null ? FulfilmentProblems.TooHeavy : to is null ? FulfilmentProblems.AddressNeeded : null;
        return Timed(FulfilmentKind.Ship, store, parcel, best ?? DeliveryTerms.Free, whyNot, now, TimeSpan.FromHours(terms.PreparationHours), inOpeningHours: false);
    }

    private static WayOffered Timed(
        FulfilmentKind way, StoreNow store, Parcel parcel, DeliveryTerms terms, Problem? whyNot, DateTimeOffset now, TimeSpan preparation, bool inOpeningHours)
    {
        var made = TimeSpan.FromHours(parcel.PreparationHours);
        var clock = inOpeningHours && made <= preparation ? PreparationClock.OpeningHours : PreparationClock.RoundTheClock; // hours of making pass day and night
        var ready = store.ReadyBy(now, made > preparation ? made : preparation, clock);
        whyNot ??= ready is null ? FulfilmentProblems.StoreClosed : null;
        return new WayOffered(way, store.Id, terms.FeeFor(parcel.Goods.Minor, parcel.Grams) ?? 0, terms, whyNot is null or { Status: 422 } ? ready : null, whyNot);
    }

    private static bool Serves(DeliveryZone zone, string postcode)
    {
        var bare = Bare(postcode);
        return zone.Postcodes.Any(p => p.EndsWith('*') ? bare.StartsWith(Bare(p[..^1]), StringComparison.Ordinal) : Bare(p) == bare);
    }

    private static string Bare(string postcode) => postcode.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
}
