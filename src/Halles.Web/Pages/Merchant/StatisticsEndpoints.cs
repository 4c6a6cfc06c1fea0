using System.Globalization;
using Halles.Kernel;
using Halles.Mall.Identity;
using Halles.Mall.Statistics;
using Halles.Web.Hosting;

namespace Halles.Web.Pages.Merchant;

/// <summary>A shop's figures, as a page and as CSV.</summary>
public static class StatisticsEndpoints
{
    // The others are in the CSV.
    private const int Shown = 25;

    public static void MapStatistics(this IEndpointRouteBuilder routes)
    {
        var statistics = routes.MapGroup("/{lang:language}/desk/{shop}/statistics").RequirePermission(Permission.ViewMoney);
        statistics.MapGet("", Show);
        statistics.MapGet("csv", Csv);
    }

    private static IResult Show(HttpContext http, PageContext page, ReadStatistics read, string? from, string? to, int? days, string? by)
    {
        var desk = Desk.Of(http);
        var (period, today, step) = (PeriodOf(page, from, to, days), Today(page), FunnelStep.Named(by));
        var figures = read.Of(desk.ShopId, period);
        var top = figures.Products.OrderByDescending(p => step.Of(p.Funnel)).ThenByDescending(p => p.Funnel.Views).ThenBy(p => p.Id).Take(Shown).ToList();
        return Render.Page<StatisticsPage>(new { Desk = desk, Period = period, Today = today, Figures = figures, Top = read.Named(desk.ShopId, top, page.Language), By = step });
    }

    private static IResult Csv(HttpContext http, PageContext page, ReadStatistics read, string? from, string? to, string? of)
    {
        var desk = Desk.Of(http);
        var period = PeriodOf(page, from, to, null);
        var figures = read.Of(desk.ShopId, period);
        var (what, heads, rows) = of switch
        {
            "products" => ("products", (string[])["product", "name"], read.Named(desk.ShopId, figures.Products, page.Language).OrderByDescending(p => p.Funnel.Sold).ThenBy(p => p.Handle, StringComparer.Ordinal).Select(p => ((string[])[p.Handle, p.Name], p.Funnel))),
            "stores" => ("stores", (string[])["store"], figures.Stores.Select(s => ((string[])[s.Name], s.Funnel))),
            _ => ("days", (string[])["day"], figures.Days.Select(d => ((string[])[Day(d.Day)], d.Funnel))),
        };
        return Answers.Table($"{what}-{Day(period.From)}-{Day(period.To)}.csv", page.Words.TableSeparator, async table =>
        {
            // Nobody looks at a product of a store: that begins with the order.
            var isOfStores = what == "stores";
            await table.Row([.. heads, .. isOfStores ? (string[])[] : ["views", "baskets"], "orders", "handed-over", "sold"]);
            foreach (var (named, f) in rows)
            {
                await table.Row([.. named, .. (isOfStores ? (long[])[f.Orders, f.HandedOver] : [f.Views, f.Baskets, f.Orders, f.HandedOver]).Select(n => n.ToString(CultureInfo.InvariantCulture)), page.Typed(f.Sold)]);
            }
        });
    }

    // What is not a period becomes the nearest one that is: the page shows which.
    private static Period PeriodOf(PageContext page, string? from, string? to, int? days)
    {
        const int Usual = 30;
        var today = Today(page);
        var (first, last) = (FormReader.Day(from), FormReader.Day(to) ?? today);
        last = last > today ? today : last;
        if (first is null)
        {
            return Period.Last(Math.Clamp(days ?? Usual, 1, Period.Most), last);
        }

        var earliest = last.AddDays(1 - Period.Most);
        return new Period(first > last ? last : first < earliest ? earliest : first.Value, last);
    }

    private static DateOnly Today(PageContext page) => page.Format.Zone.DateAt(page.Now);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>One of the five figures, by its word in addresses: what a table is ordered by.</summary>
/// <param name="Of">Reads it.</param>
public sealed record FunnelStep(string Word, Func<Funnel, long> Of)
{
    public static readonly IReadOnlyList<FunnelStep> All =
        [new("views", f => f.Views), new("baskets", f => f.Baskets), new("orders", f => f.Orders), new("handed-over", f => f.HandedOver), new("sold", f => f.Sold)];

    /// <summary>The one of that word; money where there is none.</summary>
    public static FunnelStep Named(string? word) => All.FirstOrDefault(s => s.Word == word) ?? All[^1];
}
