using Halles.Kernel;
using Halles.Mall.Fulfilment;

namespace Halles.Mall.Storefront;

/// <summary>The order of a list.</summary>
public enum ProductSort
{
    /// <summary>The best match first; without a text what is in stock, then the newest.</summary>
    Relevance,
    Newest,
    PriceUp,
    PriceDown,

    /// <summary>The nearest store where it can be had; needs a point.</summary>
    Nearest,
}

/// <summary>What a listing or search asks for. Words that name nothing (an unknown category or shop) find nothing.</summary>
public sealed record ProductQuery
{
    /// <summary>How many cards a page has.</summary>
    public const int PageSize = 24;

    /// <summary>Nobody turns more pages than this.</summary>
    public const int LastPage = 400;

    /// <summary>What somebody typed; any string.</summary>
    public string? Text { get; init; }

    /// <summary>Mend no word of <see cref="Text"/>.</summary>
    public bool Exactly { get; init; }

    /// <summary>Tag of the language to search and answer in.</summary>
    public required string Language { get; init; }

    /// <summary>Slug of a district: only what its shops sell.</summary>
    public string? District { get; init; }

    /// <summary>Code of a category; its subtree is meant.</summary>
    public string? Category { get; init; }

    /// <summary>Wanted values by attribute code: one of the values of each attribute.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Attributes { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Lowest and highest price in minor units of the mall's currency, both included.</summary>
    public long? PriceFrom { get; init; }

    /// <inheritdoc cref="PriceFrom"/>
    public long? PriceTo { get; init; }

    /// <summary>Slug of a shop.</summary>
    public string? Shop { get; init; }

    public bool InStock { get; init; }

    /// <summary>Can be had in a store that is open at this moment.</summary>
    public bool OpenNow { get; init; }

    /// <summary>The shop offers this way of getting it.</summary>
    public FulfilmentKind? Way { get; init; }

    public GeoPoint? Near { get; init; }

    /// <summary>Can be had within so many metres of <see cref="Near"/>.</summary>
    public int? Radius { get; init; }

    public ProductSort Sort { get; init; }

    /// <summary>From 1.</summary>
    public int Page { get; init; } = 1;

    public int Size { get; init; } = PageSize;
}
