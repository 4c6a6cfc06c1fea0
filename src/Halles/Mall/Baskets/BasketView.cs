using Halles.Kernel;
using Halles.Mall.Catalogue;
using Halles.Mall.Promotions;
using Halles.Mall.Shops;

namespace Halles.Mall.Baskets;

/// <summary>A basket as it stands now, grouped by shop in the order in which the shops came into it.</summary>
/// <param name="Currency">ISO 4217; all amounts are minor units of it, VAT included.</param>
public sealed record BasketView(IReadOnlyList<BasketShop> Shops, string Currency)
{
    /// <summary>The codes that were typed into it.</summary>
    public IReadOnlyList<TypedCode> Codes { get; init; } = [];

    /// <summary>What promotions take off all of it.</summary>
    public long Discount => Shops.Sum(s => s.Discounts.Sum(d => d.Amount));

    /// <summary>How many lines it has.</summary>
    public int Lines => Shops.Sum(s => s.Lines.Count);

    /// <summary>What can be bought costs so much now, without delivery.</summary>
    public long Total => Shops.Sum(s => s.Goods);

    /// <summary>True when something in it cannot be bought as it stands.</summary>
    public bool Blocked => Shops.Any(s => s.Problem is not null || s.Lines.Any(l => l.Blocked));
}

/// <summary>What a basket holds of one shop.</summary>
/// <param name="Problem">Why the shop sells nothing now; null when it does.</param>
/// <param name="AwayUntil">The last day of its holiday, after which its goods are ready; null when it is not away.</param>
public sealed record BasketShop(Guid ShopId, string Slug, string Name, ShopState State, Problem? Problem, DateOnly? AwayUntil, IReadOnlyList<BasketItem> Lines)
{
    /// <summary>Its lines that can be bought.</summary>
    public IEnumerable<BasketItem> Sold => Problem is null ? Lines.Where(l => !l.Blocked) : [];

    /// <summary>The sum of its lines that can be bought, after discounts.</summary>
    public long Goods => Sold.Sum(l => l.Total);

    /// <summary>What promotions take off them.</summary>
    public IEnumerable<Discount> Discounts => Lines.SelectMany(l => l.Discounts);
}

/// <summary>One wanted variant at its present price.</summary>
/// <param name="Photo">Hash of the first photo's original, or null.</param>
/// <param name="PriceSeen">The price when it was put in.</param>
/// <param name="Gross">What the line costs now, before discounts.</param>
/// <param name="Stores">What each store of the shop has of it; empty for goods made to order.</param>
/// <param name="Problems">Everything that is wrong with the line; those with a status of 409 keep it from being bought.</param>
public sealed record BasketItem(OfferNow Offer, string? Photo, long Quantity, long PriceSeen, long Gross, IReadOnlyList<InStore> Stores, IReadOnlyList<Problem> Problems)
{
    /// <summary>What promotions take off it.</summary>
    public IReadOnlyList<Discount> Discounts { get; init; } = [];

    /// <summary>What the line costs now.</summary>
    public long Total => Gross - Discounts.Sum(d => d.Amount);

    /// <summary>True when it cannot be bought as it stands.</summary>
    public bool Blocked => Problems.Any(p => p.Status == 409);
}

/// <summary>A code that was typed into a basket.</summary>
/// <param name="Problem">Why it takes nothing off; null when it does, or when something better does.</param>
/// <param name="Saved">What it takes off, in minor units.</param>
public sealed record TypedCode(string Code, Problem? Problem, long Saved);

/// <summary>What a store has of a variant.</summary>
/// <param name="Available">In pieces or steps, free to be reserved.</param>
public sealed record InStore(Guid StoreId, string Name, long Available, DateTimeOffset SeenAt);
