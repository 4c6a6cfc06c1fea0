using System.Globalization;
using Halles.Kernel;
using Halles.Kernel.Api;
using Halles.Mall.Fulfilment;
using Halles.Mall.Orders;
using Halles.Mall.Stores;
using Microsoft.AspNetCore.WebUtilities;

namespace Halles.Web.Pages.Merchant;

/// <summary>A list of orders as its address says it. Anything may stand in an address; what means nothing is left out.</summary>
public sealed record OrderListAddress
{
    /// <summary>The lengths of time that can be chosen, in days, today included.</summary>
    public static readonly IReadOnlyList<int> Lately = [1, 7, 30];

    private const int LongestSearch = 100;

    public OrderView View { get; init; }

    public string Search { get; init; } = "";

    public OrderState? State { get; init; }

    /// <summary>The store's name in addresses.</summary>
    public string Store { get; init; } = "";

    public FulfilmentKind? Way { get; init; }

    public bool? Paid { get; init; }

    /// <summary>Placed in the last so many days.</summary>
    public int? Days { get; init; }

    public DateOnly? From { get; init; }

    public DateOnly? To { get; init; }

    /// <summary>Whether more is chosen than a view.</summary>
    public bool Narrowed => Search.Length > 0 || Filters > 0;

    /// <summary>How many filters are set.</summary>
    public int Filters => ((bool[])[State is not null, Store.Length > 0, Way is not null, Paid is not null, Days is not null, From is not null, To is not null]).Count(set => set);

    /// <summary>As the request asks for it; whoever searches without a view searches all.</summary>
    public static OrderListAddress Of(HttpContext http) => Read(f => http.Request.Query[f].ToString());

    /// <summary>As a kept view has it.</summary>
    public static OrderListAddress Of(string query)
    {
        var fields = QueryHelpers.ParseQuery(query);
        return Read(f => fields.TryGetValue(f, out var value) ? value.ToString() : "");
    }

    /// <summary>The whole of it as fields, in one order always.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Fields =>
    [
        new("view", Wire.Word(View)), new("state", Word(State)), new("store", Store.Length > 0 ? Store : null), new("way", Word(Way)), new("paid", Paid switch { true => "yes", false => "no", _ => null }),
        new("days", Days?.ToString(CultureInfo.InvariantCulture)), new("from", Day(From)), new("to", Day(To)), new("q", Search.Length > 0 ? Search : null),
    ];

    /// <summary>The whole of it as a query, with its question mark.</summary>
    public string Query => Links.With("", Fields);

    /// <summary>What is asked for. A store that the shop does not have is passed over.</summary>
    public OrderFilter Filter(PageContext page, IReadOnlyList<Store> stores)
    {
        var zone = page.Format.Zone;
        var first = Days is { } days ? zone.DateAt(page.Now).AddDays(1 - days) : From;
        return new OrderFilter
        {
            View = View, Search = Search, State = State, Way = Way, Paid = Paid, StoreId = stores.FirstOrDefault(s => s.Slug == Store)?.Id,
            PlacedFrom = first is { } from ? zone.InstantOf(from, 0) : null,
            PlacedUntil = Days is null && To is { } to ? zone.InstantOf(to.AddDays(1), 0) : null,
        };
    }

    private static OrderListAddress Read(Func<string, string> field)
    {
        var search = field("q").Trim() is { Length: <= LongestSearch } text && TextRules.CanBeKept(text) ? text : "";
        var found = new OrderListAddress
        {
            Search = search,
            State = Wire.TryWord<OrderState>(field("state"), out var state) ? state : null,
            Store = field("store") is { Length: <= LongestSearch } store && TextRules.CanBeKept(store) ? store : "",
            Way = Wire.TryWord<FulfilmentKind>(field("way"), out var way) ? way : null,
            Paid = field("paid") switch { "yes" => true, "no" => false, _ => null },
            Days = int.TryParse(field("days"), NumberStyles.None, CultureInfo.InvariantCulture, out var days) && Lately.Contains(days) ? days : null,
            From = FormReader.Day(field("from")),
            To = FormReader.Day(field("to")),
        };
        return found with { View = Wire.TryWord<OrderView>(field("view"), out var view) ? view : found.Narrowed ? OrderView.All : OrderView.ToPrepare };
    }

    private static string? Word<T>(T? value)
        where T : struct, Enum => value is { } word ? Wire.Word(word) : null;

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
