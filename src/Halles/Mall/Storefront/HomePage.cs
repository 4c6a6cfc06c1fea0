namespace Halles.Mall.Storefront;

/// <summary>What the home page is made of.</summary>
public sealed record HomePage
{
    /// <summary>What was published last and is in stock, at most two of a shop, without those of <see cref="InStockNear"/>.</summary>
    public required IReadOnlyList<ProductCard> New { get; init; }

    /// <summary>In stock in a store near the point, the nearest first, at most two of a shop.</summary>
    public required IReadOnlyList<ProductCard> InStockNear { get; init; }

    /// <summary>Shops with a store that is open now, the nearest first.</summary>
    public required IReadOnlyList<ShopCard> OpenShops { get; init; }

    /// <summary>Another open shop each week; null in an empty mall.</summary>
    public ShopCard? ShopOfTheWeek { get; init; }

    /// <summary>The aisles with their groups.</summary>
    public required IReadOnlyList<CategoryNode> Categories { get; init; }

    public required int Products { get; init; }

    public required int Shops { get; init; }

    /// <summary>Stores that are open now.</summary>
    public required int OpenStores { get; init; }

    /// <summary>When a word on the page turns untrue next.</summary>
    public DateTimeOffset? NextChange { get; init; }
}

/// <summary>A page that search engines should know.</summary>
/// <param name="Shop">Slug of the shop; empty for a category.</param>
/// <param name="Product">Handle of the product; empty for the shop's own page.</param>
/// <param name="Category">Code of the category; empty for the others.</param>
/// <param name="Languages">Those in which it is really written.</param>
/// <param name="Slugs">A category's name in the addresses of the languages in which that is not its code.</param>
public sealed record SitemapRow(string Shop, string Product, string Category, IReadOnlyList<string> Languages, DateTimeOffset? UpdatedAt, Kernel.LocalText? Slugs = null)
{
    /// <summary>Slug of the district; empty for the others.</summary>
    public string District { get; init; } = "";
}
