using Halles.Kernel;
using Halles.Mall.Catalogue;
using Halles.Mall.Fulfilment;

namespace Halles.Mall.Storefront;

/// <summary>A page of a listing or search.</summary>
public sealed record ProductList
{
    public required ProductQuery Query { get; init; }

    public required IReadOnlyList<ProductCard> Hits { get; init; }

    /// <summary>All that match.</summary>
    public required int Total { get; init; }

    /// <summary>True when a text finds more than is gone through: total and counts are "more than".</summary>
    public bool More { get; init; }

    /// <summary>The page that is shown, from 1: the last one when a later was asked for.</summary>
    public required int Page { get; init; }

    public required int Pages { get; init; }

    public required Facets Facets { get; init; }

    /// <summary>The filters that are set, each to be taken off.</summary>
    public required IReadOnlyList<Chip> Chips { get; init; }

    /// <summary>From the aisle down to the asked category; empty without one.</summary>
    public required IReadOnlyList<CategoryLink> Path { get; init; }

    /// <summary>Another spelling of the text that finds more; null when there is none.</summary>
    public string? DidYouMean { get; init; }

    /// <summary>The text that was searched for instead of what was typed, misspellings mended; null when none was.</summary>
    public string? Mended { get; init; }

    /// <summary>True when too little has all words, and hits with fewer of them follow.</summary>
    public bool FewerWords { get; init; }

    /// <summary>When a word in the list turns untrue next.</summary>
    public DateTimeOffset? NextChange { get; init; }
}

/// <summary>What the matches can be narrowed by. Counts of a facet leave its own filter out, so that another value can be chosen.</summary>
public sealed record Facets
{
    /// <summary>The categories below the asked one (the aisles without one), in the mall's order; those with matches.</summary>
    public required IReadOnlyList<CategoryCount> Categories { get; init; }

    public required IReadOnlyList<AttributeFacet> Attributes { get; init; }

    /// <summary>At most 30, those with most matches first.</summary>
    public required IReadOnlyList<ShopCount> Shops { get; init; }

    public required IReadOnlyList<PriceBand> Prices { get; init; }

    /// <summary>Matches that can be had now.</summary>
    public required int InStock { get; init; }
}

/// <summary>A category and how many matches it has, its subtree included.</summary>
/// <param name="Slug">Its name in the addresses of the language.</param>
public sealed record CategoryCount(string Code, Wording Name, int Count, string Slug);

/// <summary>An attribute and its values among the matches.</summary>
public sealed record AttributeFacet(string Code, Wording Name, AttributeType Type, string? Unit, IReadOnlyList<ValueCount> Values);

/// <summary>A value of an attribute.</summary>
public sealed record ValueCount(string Value, Wording Text, int Count, bool Chosen);

/// <summary>A shop and how many matches it has.</summary>
public sealed record ShopCount(string Slug, string Name, int Count, bool Chosen);

/// <summary>A band of prices: from included, to excluded; null at the open ends.</summary>
public sealed record PriceBand(Money? From, Money? To, int Count, bool Chosen);

/// <summary>What a chip takes off.</summary>
public enum ChipKind
{
    Category,
    Attribute,
    Price,
    Shop,
    InStock,
    OpenNow,
    Way,
    Near,
    District,
}

/// <summary>One filter that is set.</summary>
/// <param name="Code">The category's, attribute's or shop's code; empty for the others.</param>
/// <param name="Value">The attribute's value; empty for the others.</param>
/// <param name="Name">What it is called: the category, the shop, the attribute; empty where the page has its own word.</param>
/// <param name="Text">The value in words.</param>
/// <param name="Way">For <see cref="ChipKind.Way"/>.</param>
public sealed record Chip(ChipKind Kind, string Code, string Value, Wording Name, Wording Text, FulfilmentKind? Way = null);

/// <summary>A category in a path.</summary>
/// <param name="Slug">Its name in the addresses of the language.</param>
public sealed record CategoryLink(string Code, Wording Name, string Slug);

/// <summary>A category with what is below it and how many products it shows, subtree included.</summary>
/// <param name="Slug">Its name in the addresses of the language.</param>
public sealed record CategoryNode(string Code, Wording Name, int Count, IReadOnlyList<CategoryNode> Children, string Slug);
