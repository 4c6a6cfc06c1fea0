namespace Halles.Client;

/// <summary>A page of a search.</summary>
/// <param name="Query">What was searched for.</param>
/// <param name="More">True when a text finds more than is gone through: total and counts are "more than".</param>
/// <param name="DidYouMean">Another spelling that finds more; null when there is none.</param>
/// <param name="Mended">What was searched for instead, misspellings mended; null when none was. Ask with <c>exactly</c> to search for what was typed.</param>
/// <param name="FewerWords">True when too little has all words, and hits with fewer of them follow.</param>
public sealed record SearchAnswer(
    string Query, int Total, bool More, int Page, int Pages, string? DidYouMean, string? Mended, bool FewerWords, IReadOnlyList<Hit> Hits, IReadOnlyList<Facet> Facets);

/// <summary>A product that was found.</summary>
/// <param name="Sku">Of the variant whose price is shown.</param>
/// <param name="Gtin">14 digits, or null.</param>
/// <param name="Price">The lowest of its variants, VAT included; of one kg, l or m for goods sold by steps.</param>
/// <param name="From">True when other variants cost more.</param>
/// <param name="Per">The unit that the price is of, for goods sold by steps: <c>kg</c>, <c>l</c> or <c>m</c>; null by the piece.</param>
/// <param name="UnitPrice">The price of one kg, l, m, m2 or piece of its contents; null when that says nothing new.</param>
/// <param name="LowestBefore">The lowest price of the 30 days before an announced reduction; null without one.</param>
/// <param name="ReductionPercent">Whole percent off <paramref name="LowestBefore"/>, rounded down; null without a reduction that may be announced.</param>
/// <param name="Metres">To the nearest store that has it; null when no place was given.</param>
public sealed record Hit(
    Guid ProductId, Named Shop, string Sku, string? Gtin, Words Name, Amount Price, bool From, string? Per, AmountPer? UnitPrice, Amount? LowestBefore, int? ReductionPercent, StockLevel Stock, long? Metres, string Url, string? Photo);

/// <summary>What is left, as a word and as a number.</summary>
/// <param name="Word"><c>in-stock</c>, <c>last</c>, <c>sold-out</c> or <c>to-order</c>.</param>
/// <param name="Left">Pieces or steps that may be sold online now; 0 for what is made to order.</param>
public sealed record StockLevel(string Word, long Left);

/// <summary>Values by which the matches can be narrowed.</summary>
/// <param name="Code"><c>category</c>, <c>shop</c>, <c>price</c>, <c>in-stock</c>, or an attribute's code.</param>
public sealed record Facet(string Code, string Name, IReadOnlyList<FacetValue> Values);

/// <summary>A value of a facet, and how many products have it.</summary>
/// <param name="From">The lowest price of a band, to be given as <c>price-from</c>; null when it is open below, and for other facets.</param>
/// <param name="To">The highest price of a band, to be given as <c>price-to</c>; null when it is open above, and for other facets.</param>
public sealed record FacetValue(string Value, string Name, int Count, bool Chosen, Amount? From = null, Amount? To = null);

/// <summary>A product with its variants.</summary>
/// <param name="Policy"><c>counted</c>, <c>daily</c> or <c>to-order</c>.</param>
/// <param name="StepUnit">The unit of a step for goods sold by weight or length; null by the piece.</param>
/// <param name="StepSize">How many units one step is; a quantity of 3 with 100 g steps is 300 g.</param>
public sealed record ProductAnswer(
    Guid Id, string Handle, Named Shop, Words Name, Words Description, string? Maker, int AgeLimit, IReadOnlyList<string> Categories,
    IReadOnlyDictionary<string, string> Attributes, string Policy, string? StepUnit, int StepSize, bool Weighed, IReadOnlyList<VariantAnswer> Variants,
    IReadOnlyList<string> Photos, string Url);

/// <summary>One thing that can be bought.</summary>
/// <param name="UnitPrice">The price of one kg, l, m, m2 or piece of its contents; null when that says nothing new.</param>
/// <param name="LowestBefore">The lowest price of the 30 days before an announced reduction; null without one.</param>
/// <param name="ReductionPercent">Whole percent off <paramref name="LowestBefore"/>, rounded down; null without a reduction that may be announced.</param>
public sealed record VariantAnswer(
    Guid Id, string Sku, string? Gtin, string Choice, Amount Price, AmountPer? UnitPrice, Amount? LowestBefore, int? ReductionPercent, string? Measure, int WeightGrams, StockLevel Stock, IReadOnlyList<StoreStock> Stores);

/// <summary>The stock of a variant in a store.</summary>
/// <param name="SeenAt">When somebody last saw that the figure is true.</param>
public sealed record StoreStock(Guid StoreId, StockLevel Stock, DateTimeOffset? SeenAt);

/// <summary>A shop in a list.</summary>
/// <param name="Standing"><c>open</c>, <c>paused</c> or <c>on-holiday</c>.</param>
/// <param name="Ways"><c>collect</c>, <c>deliver</c>, <c>ship</c>.</param>
public sealed record ShopSummary(string Slug, string Name, string Kind, Words Strap, string Standing, IReadOnlyList<string> Ways, int Products, string Url);

/// <summary>A shop with who stands behind it and its stores.</summary>
public sealed record ShopAnswer(ShopSummary Summary, Words Story, TraderIdentity Trader, string Email, string? Phone, IReadOnlyList<StoreAnswer> Stores, IReadOnlyList<string> Payments);

/// <summary>The trader's legal identity.</summary>
/// <param name="Mediator">Who mediates with consumers: name, address and web site; empty where the shop names nobody.</param>
public sealed record TraderIdentity(string Name, string Form, string Number, string VatNumber, PostalAddress? Seat, string Mediator);

/// <summary>A store.</summary>
/// <param name="Hours">Canonical text, such as <c>Tu-Sa 09:00-12:30 14:00-19:00; 2026-12-25 closed</c>, on the clock of <paramref name="TimeZone"/>.</param>
/// <param name="ChangesAt">When it closes (open) or opens (closed).</param>
public sealed record StoreAnswer(
    Guid Id, Named Shop, string Name, PostalAddress Address, double Latitude, double Longitude, string TimeZone, string Hours, bool OpenNow, DateTimeOffset? ChangesAt,
    IReadOnlyList<string> Services, long? Metres);
