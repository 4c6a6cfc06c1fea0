using Halles.Kernel;
using Halles.Mall.Catalogue;
using Halles.Mall.Promotions;

namespace Halles.Mall.Storefront;

/// <summary>All that a product's page shows, in one language.</summary>
public sealed record ProductPage
{
    public required Guid Id { get; init; }

    public required string Handle { get; init; }

    public required ShopCard Shop { get; init; }

    public required Wording Name { get; init; }

    /// <summary>Markdown without HTML.</summary>
    public Wording Description { get; init; }

    public Wording Safety { get; init; }

    /// <summary>Manufacturer's name and place.</summary>
    public string? Maker { get; init; }

    public int AgeLimit { get; init; }

    /// <summary>From the aisle down to its own category.</summary>
    public required IReadOnlyList<CategoryLink> Path { get; init; }

    public required IReadOnlyList<AttributeLine> Attributes { get; init; }

    public required IReadOnlyList<OptionLine> Options { get; init; }

    /// <summary>In the shop's order, never empty.</summary>
    public required IReadOnlyList<VariantOffer> Variants { get; init; }

    /// <summary>The first is the one on cards.</summary>
    public required IReadOnlyList<Photo> Photos { get; init; }

    /// <summary>By the piece, or by steps of a unit; then prices are for one base unit (kg, l, m).</summary>
    public required SoldBy SoldBy { get; init; }

    public required StockPolicy Policy { get; init; }

    /// <summary>Hours that a piece made to order takes.</summary>
    public int PreparationHours { get; init; }

    public required string TaxCategory { get; init; }

    /// <summary>What the shop gives on it to everybody just now.</summary>
    public IReadOnlyList<RunningPromotion> Promotions { get; init; } = [];

    /// <summary>The shop's stores, the nearest first when a point was given.</summary>
    public required IReadOnlyList<StoreCard> Stores { get; init; }

    /// <summary>The same goods (GTIN) in other shops.</summary>
    public IReadOnlyList<ProductCard> AlsoSoldBy { get; init; } = [];

    /// <summary>Languages in which its name is really written: the page's hreflang.</summary>
    public required IReadOnlyList<string> Languages { get; init; }

    public DateTimeOffset PublishedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When a word on the page turns untrue next; null when none will by itself.</summary>
    public DateTimeOffset? NextChange { get; init; }

    /// <summary>Of all variants in all stores.</summary>
    public StockState Stock => new(
        Variants.Any(v => v.Stock.Word is StockWord.ToOrder) ? StockWord.ToOrder
        : Variants.Where(v => v.Stock.CanBeHad).Select(v => v.Stock.Word).DefaultIfEmpty(StockWord.SoldOut).Min(),
        Variants.Sum(v => v.Stock.Left));
}

/// <summary>A promotion that is running and needs no code.</summary>
/// <param name="EndsAt">Null for no end that is known.</param>
public sealed record RunningPromotion(Wording Name, PromotionTerms Terms, DateTimeOffset? EndsAt);

/// <summary>One thing that can be bought, with its price and where it is.</summary>
public sealed record VariantOffer
{
    public required Guid Id { get; init; }

    public required string Sku { get; init; }

    public string? Gtin { get; init; }

    /// <summary>For each option of the product, the index of its value.</summary>
    public required IReadOnlyList<int> Choice { get; init; }

    /// <summary>The chosen values in words: "Red, M"; empty when the product has no options.</summary>
    public required string Words { get; init; }

    /// <summary>VAT included, of a piece or of one base unit.</summary>
    public required Money Price { get; init; }

    public PriceReduction? Reduction { get; init; }

    public UnitPrice? UnitPrice { get; init; }

    /// <summary>Contents of a piece, such as <c>800 g</c>.</summary>
    public string? Measure { get; init; }

    /// <summary>Grams with packing.</summary>
    public int Weight { get; init; }

    public required StockState Stock { get; init; }

    /// <summary>By store, in the order of the page's stores; a store without a line does not keep it.</summary>
    public required IReadOnlyList<StoreStock> Stores { get; init; }
}

/// <summary>The stock of a variant in a store.</summary>
/// <param name="SeenAt">When somebody last saw that the figure is true; null for what is made to order.</param>
public sealed record StoreStock(Guid StoreId, StockState Stock, DateTimeOffset? SeenAt);

/// <summary>An attribute of a product as it is read: "Roast: dark", "Power: 40 W".</summary>
/// <param name="Code">The attribute's code.</param>
/// <param name="Value">The value's code, as filters take it.</param>
public sealed record AttributeLine(string Code, Wording Name, string Value, Wording Text, AttributeType Type, string? Unit);

/// <summary>An option and its values.</summary>
public sealed record OptionLine(Wording Name, IReadOnlyList<Wording> Values);

/// <summary>A variant with its product: a basket's line as the storefront knows it.</summary>
public sealed record Offer(ProductPage Product, VariantOffer Variant);
