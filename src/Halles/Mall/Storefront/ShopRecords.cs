using Halles.Kernel;
using Halles.Mall.Fulfilment;
using Halles.Mall.Shops;

namespace Halles.Mall.Storefront;

/// <summary>How a shop that shoppers see stands.</summary>
public enum ShopStanding
{
    Open,

    /// <summary>Shown, not buyable.</summary>
    Paused,
    OnHoliday,
}

/// <summary>All that a card of a shop shows.</summary>
public sealed record ShopCard
{
    public required Guid Id { get; init; }

    public required string Slug { get; init; }

    public required string Name { get; init; }

    /// <summary>What sort of shop it is, one word: <c>bakery</c>.</summary>
    public required string Kind { get; init; }

    public required Wording Strap { get; init; }

    public Photo? Logo { get; init; }

    /// <summary>The 3:2 picture.</summary>
    public Photo? Cover { get; init; }

    public required string Tint { get; init; }

    public required ShopStanding Standing { get; init; }

    /// <summary>The present or coming holiday.</summary>
    public HolidayNote? Holiday { get; init; }

    /// <summary>The ways of getting its goods.</summary>
    public required IReadOnlyList<FulfilmentKind> Ways { get; init; }

    /// <summary>How many products it shows.</summary>
    public int Products { get; init; }

    public int Stores { get; init; }

    /// <summary>The nearest of its stores, or the first; of those open now when there is one. Null for a shop without a store.</summary>
    public StoreCard? Nearest { get; init; }

    /// <summary>Whether it can be bought from: on holiday too, when it promises its goods for after it.</summary>
    public bool TakesOrders => Standing is ShopStanding.Open || (Standing is ShopStanding.OnHoliday && Holiday is { Holiday.TakesOrders: true });
}

/// <summary>A shop's holiday with its word for shoppers.</summary>
public sealed record HolidayNote(Holiday Holiday, Wording Word)
{
    public DateOnly From => Holiday.From;

    public DateOnly To => Holiday.To;
}

/// <summary>All that a shop's page shows, apart from the list of its products.</summary>
public sealed record ShopPage
{
    public required ShopCard Card { get; init; }

    /// <summary>Markdown without HTML.</summary>
    public Wording Story { get; init; }

    public Wording Returns { get; init; }

    public required LegalIdentity Legal { get; init; }

    public required string Email { get; init; }

    public string? Phone { get; init; }

    public required IReadOnlyList<StoreCard> Stores { get; init; }

    public required WaysOfGetting Getting { get; init; }

    public required PayingWays Paying { get; init; }

    /// <summary>The aisles in which it has products, with their numbers.</summary>
    public required IReadOnlyList<CategoryCount> Categories { get; init; }

    public required IReadOnlyList<ProductCard> Newest { get; init; }

    /// <summary>Languages in which its strap or story is really written.</summary>
    public required IReadOnlyList<string> Languages { get; init; }

    public DateTimeOffset? OpenedAt { get; init; }

    /// <summary>When a word on the page turns untrue next.</summary>
    public DateTimeOffset? NextChange { get; init; }
}

/// <summary>How a shop is paid, as shoppers are told: no account numbers.</summary>
public readonly record struct PayingWays(bool InStore, bool OnDelivery, bool Transfer);

/// <summary>All that a line about a store shows.</summary>
public sealed record StoreCard
{
    public required Guid Id { get; init; }

    public required Guid ShopId { get; init; }

    public required string ShopSlug { get; init; }

    public required string ShopName { get; init; }

    public required string Slug { get; init; }

    public required string Name { get; init; }

    public required Address Address { get; init; }

    public required GeoPoint Point { get; init; }

    public required TimeZoneInfo Zone { get; init; }

    public required OpeningHours Hours { get; init; }

    /// <summary>What the place offers: <c>wheelchair</c>, <c>card</c>, …</summary>
    public required IReadOnlyList<string> Services { get; init; }

    public Wording Access { get; init; }

    public string? Phone { get; init; }

    public required OpenState Open { get; init; }

    /// <summary>"Close now": shut by hand until then; may lie in the past.</summary>
    public DateTimeOffset? ClosedUntil { get; init; }

    /// <summary>From the asked point; null when none was given.</summary>
    public long? Metres { get; init; }
}
