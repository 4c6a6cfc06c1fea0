using System.Globalization;
using Halles.Kernel;
using Halles.Mall.Fulfilment;
using Halles.Mall.Storefront;

namespace Halles.Web.Pages.Shopper;

/// <summary>
/// A listing or search as its address says it: what was typed and chosen, and the addresses of the same list with
/// something else. Anything may stand in an address; what means nothing is left out.
/// </summary>
public sealed record ListingAddress
{
    /// <summary>Before the code of an attribute: <c>a.colour=blue</c>.</summary>
    public const string AttributePrefix = "a.";

    private const int MostValues = 40;

    /// <summary>The path without a query: a category's, or the search's.</summary>
    public required string Path { get; init; }

    /// <summary>The category of the path, or the one that a search was narrowed to.</summary>
    public string? Category { get; init; }

    /// <summary>True where the category stands in the path.</summary>
    public bool CategoryInPath { get; init; }

    /// <summary>What somebody typed.</summary>
    public string Text { get; init; } = "";

    /// <summary>Search for exactly these words, without mending them.</summary>
    public bool Exactly { get; init; }

    /// <summary>A place as typed.</summary>
    public string Near { get; init; } = "";

    /// <summary>The browser's position, <c>latitude,longitude</c>.</summary>
    public string At { get; init; } = "";

    /// <summary>Attribute codes with the value that was chosen, in the order of the address.</summary>
    public IReadOnlyList<(string Code, string Value)> Attributes { get; init; } = [];

    /// <summary>Lowest and highest price as typed.</summary>
    public string Min { get; init; } = "";

    /// <inheritdoc cref="Min"/>
    public string Max { get; init; } = "";

    public string Shop { get; init; } = "";

    /// <summary>Slug of a district.</summary>
    public string District { get; init; } = "";

    public bool InStock { get; init; }

    public bool OpenNow { get; init; }

    public FulfilmentKind? Way { get; init; }

    public ProductSort Sort { get; init; }

    public int Page { get; init; } = 1;

    /// <summary>Reads an address.</summary>
    /// <param name="category">The category of the path; null for a search.</param>
    public static ListingAddress Read(IQueryCollection query, string path, string? category) => new()
    {
        Path = path,
        Category = category ?? Word(query, "in"),
        CategoryInPath = category is not null,
        Text = query["q"].ToString().Trim() is var text && text.Length > 200 ? text[..200] : text,
        Exactly = query["exactly"] == "1",
        Near = query["near"].ToString().Trim() is var near && near.Length > 80 ? near[..80] : near,
        At = query["at"].ToString(),
        Attributes = [.. query.Where(q => q.Key.StartsWith(AttributePrefix, StringComparison.Ordinal))
            .SelectMany(q => q.Value.OfType<string>().Where(v => v.Length is > 0 and <= 200).Select(v => (q.Key[AttributePrefix.Length..], v)))
            .Distinct().Take(MostValues)],
        Min = query["min"].ToString().Trim(),
        Max = query["max"].ToString().Trim(),
        Shop = query["shop"].ToString(),
        District = query["place"].ToString(),
        InStock = query["stock"] == "1",
        OpenNow = query["open"] == "1",
        Way = query["way"].ToString() switch { "collect" => FulfilmentKind.Collect, "deliver" => FulfilmentKind.Deliver, "ship" => FulfilmentKind.Ship, _ => null },
        Sort = query["sort"].ToString() switch { "new" => ProductSort.Newest, "price" => ProductSort.PriceUp, "-price" => ProductSort.PriceDown, "near" => ProductSort.Nearest, _ => ProductSort.Relevance },
        Page = int.TryParse(query["page"], NumberStyles.None, CultureInfo.InvariantCulture, out var page) && page > 0 ? page : 1,
    };

    /// <summary>The address with its query; empty and usual things are left out.</summary>
    public override string ToString() => Links.With(Path, Parts().Where(p => p.Key != "page").Concat([new("page", Page > 1 ? Page.ToString(CultureInfo.InvariantCulture) : null)]));

    /// <summary>Everything but the page, for forms that send something else along.</summary>
    /// <param name="without">Names that the form itself has fields for.</param>
    public IEnumerable<KeyValuePair<string, string>> Hidden(params string[] without) =>
        Parts().Where(p => p.Value is not null && !without.Contains(p.Key) && !(without.Contains(AttributePrefix) && p.Key.StartsWith(AttributePrefix, StringComparison.Ordinal)))
            .Select(p => new KeyValuePair<string, string>(p.Key, p.Value!));

    /// <summary>The same list narrowed to a category.</summary>
    /// <param name="path">The category's own path; a search stays where it is.</param>
    public ListingAddress In(string code, string path) =>
        CategoryInPath || Text.Length == 0 ? this with { Path = path, Category = code, CategoryInPath = true, Page = 1 } : this with { Category = code, Page = 1 };

    /// <summary>The same list within a band of prices.</summary>
    /// <param name="from">Included; null for the open end.</param>
    /// <param name="to">Excluded; null for the open end.</param>
    public ListingAddress Priced(Money? from, Money? to) => this with
    {
        Min = from is { } least ? least.Amount.ToString(CultureInfo.InvariantCulture) : "",
        Max = to is { } end ? new Money(end.Minor - 1, end.Currency).Amount.ToString(CultureInfo.InvariantCulture) : "",
        Page = 1,
    };

    /// <summary>The filters that can be taken off: the category of the path is the page itself.</summary>
    public IReadOnlyList<Chip> Filters(ProductList list) => [.. list.Chips.Where(c => c.Kind is not ChipKind.Category || !CategoryInPath)];

    /// <summary>The same list without a filter.</summary>
    public ListingAddress Without(Chip chip) => chip.Kind switch
    {
        ChipKind.Category => this with { Category = null, Page = 1 },
        ChipKind.Attribute => this with { Attributes = [.. Attributes.Where(a => (a.Code, a.Value) != (chip.Code, chip.Value))], Page = 1 },
        ChipKind.Price => this with { Min = "", Max = "", Page = 1 },
        ChipKind.Shop => this with { Shop = "", Page = 1 },
        ChipKind.District => this with { District = "", Page = 1 },
        ChipKind.InStock => this with { InStock = false, Page = 1 },
        ChipKind.OpenNow => this with { OpenNow = false, Page = 1 },
        ChipKind.Way => this with { Way = null, Page = 1 },
        _ => this with { Near = "", At = "", Page = 1 },
    };

    /// <summary>The same list without any filter.</summary>
    public ListingAddress Bare() => new() { Path = Path, Category = CategoryInPath ? Category : null, CategoryInPath = CategoryInPath, Text = Text, Sort = Sort };

    /// <summary>What the storefront is asked.</summary>
    /// <param name="point">Where <see cref="Near"/> or <see cref="At"/> is; the town's own point otherwise.</param>
    public ProductQuery Query(string language, Currency currency, GeoPoint? point) => new()
    {
        Language = language,
        Text = Text.Length > 0 ? Text : null,
        Exactly = Exactly,
        Category = Category,
        Attributes = Attributes.GroupBy(a => a.Code, StringComparer.Ordinal).ToDictionary(g => g.Key, g => (IReadOnlyList<string>)[.. g.Select(a => a.Value)], StringComparer.Ordinal),
        PriceFrom = Amount(Min, currency),
        PriceTo = Amount(Max, currency),
        Shop = Shop.Length > 0 ? Shop : null,
        District = District.Length > 0 ? District : null,
        InStock = InStock,
        OpenNow = OpenNow,
        Way = Way,
        Near = point,
        Sort = Sort,
        Page = Page,
    };

    /// <summary>An amount typed with a comma or a point, in minor units; null when it is none.</summary>
    public static long? Amount(string typed, Currency currency) =>
        typed.Length is > 0 and < 20 && Money.TryParse(typed.Replace(',', '.'), currency, out var money) && !money.IsNegative ? money.Minor : null;

    /// <summary>A way of getting goods, as addresses name it.</summary>
    public static string Name(FulfilmentKind way) => way switch { FulfilmentKind.Collect => "collect", FulfilmentKind.Deliver => "deliver", _ => "ship" };

    /// <summary>An order, as addresses name it; null for the usual one.</summary>
    public static string? Name(ProductSort sort) => sort switch
    {
        ProductSort.Newest => "new",
        ProductSort.PriceUp => "price",
        ProductSort.PriceDown => "-price",
        ProductSort.Nearest => "near",
        _ => null,
    };

    private static string? Word(IQueryCollection query, string name) => query[name].ToString() is { Length: > 0 and <= 80 } word ? word : null;

    private IEnumerable<KeyValuePair<string, string?>> Parts() =>
    [
        new("q", Text.Length > 0 ? Text : null),
        new("exactly", Exactly ? "1" : null),
        new("near", Near.Length > 0 ? Near : null),
        new("at", At.Length > 0 ? At : null),
        new("in", CategoryInPath ? null : Category),
        new("stock", InStock ? "1" : null),
        new("open", OpenNow ? "1" : null),
        new("way", Way is { } way ? Name(way) : null),
        .. Attributes.Select(a => new KeyValuePair<string, string?>(AttributePrefix + a.Code, a.Value)),
        new("shop", Shop.Length > 0 ? Shop : null),
        new("place", District.Length > 0 ? District : null),
        new("min", Min.Length > 0 ? Min : null),
        new("max", Max.Length > 0 ? Max : null),
        new("sort", Name(Sort)),
    ];
}
