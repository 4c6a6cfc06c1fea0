using System.Runtime.InteropServices;
using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Orders;
using Halles.Mall.Settings;

namespace Halles.Mall.Statistics;

/// <summary>
/// Reads the figures of one shop: views and baskets as they were counted, orders as they stand now. Nothing of an order is
/// counted beside it, so the two cannot differ.
/// </summary>
public sealed class ReadStatistics(MallDatabase database, CurrentSettings settings, TimeProvider clock)
{
    /// <summary>The figures of a period.</summary>
    public ShopFigures Of(Guid shop, Period period) => database.Read(sql =>
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(settings.Value.TimeZone);
        var orders = Orders(sql, shop, zone.InstantOf(period.From, 0), zone.InstantOf(period.To.AddDays(1), 0));
        var days = Days(sql, shop, period, orders.Select(o => (zone.DateAt(o.PlacedAt).DayNumber, o.Funnel)));
        return new ShopFigures(days.Aggregate(default(Funnel), (sum, d) => sum + d.Funnel), days, Stores(sql, shop, orders), Products(sql, shop, period, KeptDays.First(zone.DateAt(clock.GetUtcNow())), orders));
    });

    /// <summary>Figures of products with their names in the wanted language, in the order in which they are given.</summary>
    public List<ProductFigures> Named(Guid shop, IReadOnlyCollection<ProductFunnel> products, string language) => database.Read(sql =>
    {
        var named = sql.List(
            $"""
            SELECT p.id, p.handle, coalesce(t.text, o.text, p.handle), coalesce(t.language, p.language) FROM products p
            LEFT JOIN product_texts t ON t.shop_id = p.shop_id AND t.product_id = p.id AND t.field = 'Name' AND t.language = $3
            LEFT JOIN product_texts o ON o.shop_id = p.shop_id AND o.product_id = p.id AND o.field = 'Name' AND o.language = p.language
            WHERE p.shop_id = $1 AND p.id {sql.Among(2)}
            """,
            r => new ProductFigures(r.Id(0), r.Text(2), r.Text(3), r.Text(1), default), shop, sql.Ids(products.Select(p => p.Id)), language).ToDictionary(p => p.Id);
        return products.Where(p => named.ContainsKey(p.Id)).Select(p => named[p.Id] with { Funnel = p.Funnel }).ToList();
    });

    // Orders lie in the order of their ids, which no clock that is set back can break: where to begin is found by them.
    private static List<Sale> Orders(SqlSession sql, Guid shop, DateTimeOffset from, DateTimeOffset until) => sql.List(
        "SELECT id, placed_at, store_id, state, total FROM orders WHERE shop_id = $1 AND id >= $2 AND placed_at >= $3 AND placed_at < $4",
        r =>
        {
            var state = r.Word<OrderState>(3);
            return new Sale(r.Id(0), r.Instant(1), r.Id(2), new Funnel(0, 0, 1, OrderStates.HandedOver(state) ? 1 : 0, OrderStates.EndsWithoutGoods(state) ? 0 : r.Long(4)), !OrderStates.EndsWithoutGoods(state));
        }, shop, Ids.First(from.AddDays(-1)), from, until);

    private static List<DayFigures> Days(SqlSession sql, Guid shop, Period period, IEnumerable<(int Day, Funnel Funnel)> orders)
    {
        var counts = sql.List(
            "SELECT day, views, baskets FROM shop_days WHERE shop_id = $1 AND day >= $2 AND day <= $3",
            r => (Day: r.Int(0), Funnel: new Funnel(r.Long(1), r.Long(2), 0, 0, 0)), shop, period.From.DayNumber, period.To.DayNumber);
        var all = counts.Concat(orders).ToLookup(f => f.Day, f => f.Funnel);
        return [.. Enumerable.Range(period.From.DayNumber, period.Days).Select(day => new DayFigures(DateOnly.FromDayNumber(day), Sum(all[day])))];
    }

    private static List<StoreFigures> Stores(SqlSession sql, Guid shop, List<Sale> orders)
    {
        var names = sql.List("SELECT id, name FROM stores WHERE shop_id = $1", r => (Id: r.Id(0), Name: r.Text(1)), shop).ToDictionary(s => s.Id, s => s.Name);
        return [.. orders.GroupBy(o => o.Store, o => o.Funnel).Select(g => new StoreFigures(g.Key, names.GetValueOrDefault(g.Key, ""), Sum(g))).OrderByDescending(s => s.Funnel.Sold).ThenBy(s => s.Name, StringComparer.Ordinal)];
    }

    // What is kept of the time before the first day is one sum: a period can begin with that day at the earliest.
    private static List<ProductFunnel> Products(SqlSession sql, Guid shop, Period period, DateOnly first, List<Sale> orders)
    {
        var (before, last) = (Math.Max(period.From.DayNumber, first.DayNumber) - 1, period.To.DayNumber);
        var counts = sql.List(
            $"SELECT p.id, {Upto("views", 3)} - {Upto("views", 2)}, {Upto("baskets", 3)} - {Upto("baskets", 2)} FROM products p WHERE p.shop_id = $1",
            r => new ProductFunnel(r.Id(0), new Funnel(r.Long(1), r.Long(2), 0, 0, 0)), shop, before, Math.Max(before, last));
        return [.. counts.Concat(Sold(sql, shop, orders)).GroupBy(f => f.Id, f => f.Funnel).Select(g => new ProductFunnel(g.Key, Sum(g))).Where(f => f.Funnel != default)];

        static string Upto(string count, int day) =>
            $"coalesce((SELECT t.{count} FROM product_totals t WHERE t.shop_id = p.shop_id AND t.product_id = p.id AND t.day <= ${day} ORDER BY t.day DESC LIMIT 1), 0)";
    }

    // A product counts once for each order that it is in, whatever number of its lines are about it.
    private static IEnumerable<ProductFunnel> Sold(SqlSession sql, Guid shop, List<Sale> orders)
    {
        if (orders.Count == 0)
        {
            return [];
        }

        var placed = orders.ToDictionary(o => o.Id);
        var sums = new Dictionary<(Guid Order, Guid Product), long>();
        using var lines = sql.Query(
            "SELECT order_id, product_id, total FROM order_lines WHERE shop_id = $1 AND order_id >= $2 AND order_id <= $3 AND state = 'Ordered'", shop, orders.Min(o => o.Id), orders.Max(o => o.Id));
        while (lines.Read())
        {
            CollectionsMarshal.GetValueRefOrAddDefault(sums, (lines.Id(0), lines.Id(1)), out _) += lines.Long(2);
        }

        return [.. sums.Where(l => placed.ContainsKey(l.Key.Order)).Select(l => new ProductFunnel(l.Key.Product, placed[l.Key.Order].Funnel with { Sold = placed[l.Key.Order].HasGoods ? l.Value : 0 }))];
    }

    private static Funnel Sum(IEnumerable<Funnel> funnels) => funnels.Aggregate(default(Funnel), (sum, f) => sum + f);

    /// <param name="HasGoods">Whether the shopper gets what was ordered, or has got it.</param>
    private sealed record Sale(Guid Id, DateTimeOffset PlacedAt, Guid Store, Funnel Funnel, bool HasGoods);
}
