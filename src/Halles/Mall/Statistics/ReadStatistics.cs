using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Orders;
using Halles.Mall.Settings;

namespace Halles.Mall.Statistics;

/// <summary>
/// Reads the figures of one shop: views and baskets as they were counted, orders as they stand now. Nothing of an order is
/// counted beside it, so the two cannot differ.
/// </summary>
public sealed class ReadStatistics(MallDatabase database, CurrentSettings settings)
{
    // Orders lie in the order of their ids, which no clock that is set back can break: where to begin is found by them.
    private const string Placed = "o.shop_id = $1 AND o.id >= $2 AND o.placed_at >= $3 AND o.placed_at < $4";
    private static readonly string HasGoods = AmongStates(OrderStates.HandedOver);
    private static readonly string HasNone = AmongStates(OrderStates.EndsWithoutGoods);

    /// <summary>The figures of a period, with names in the wanted language.</summary>
    public ShopFigures Of(Guid shop, Period period, string language) => database.Read(sql =>
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(settings.Value.TimeZone);
        var (from, until) = (zone.InstantOf(period.From, 0), zone.InstantOf(period.To.AddDays(1), 0));
        object?[] placed = [shop, Ids.First(from.AddDays(-1)), from, until];
        object?[] counted = [shop, period.From.DayNumber, period.To.DayNumber];
        var orders = Orders(sql, placed);
        var days = Days(sql, counted, period, orders.Select(o => (zone.DateAt(o.PlacedAt).DayNumber, o.Funnel)));
        return new ShopFigures(days.Aggregate(default(Funnel), (sum, d) => sum + d.Funnel), days, Stores(sql, shop, orders), Products(sql, shop, language, counted, placed));
    });

    private static List<(DateTimeOffset PlacedAt, Guid Store, Funnel Funnel)> Orders(SqlSession sql, object?[] placed) => sql.List(
        $"SELECT o.placed_at, o.store_id, o.state, o.total FROM orders o WHERE {Placed}",
        r =>
        {
            var state = r.Word<OrderState>(2);
            return (r.Instant(0), r.Id(1), new Funnel(0, 0, 1, OrderStates.HandedOver(state) ? 1 : 0, OrderStates.EndsWithoutGoods(state) ? 0 : r.Long(3)));
        }, placed);

    private static List<DayFigures> Days(SqlSession sql, object?[] counted, Period period, IEnumerable<(int Day, Funnel Funnel)> orders)
    {
        var counts = sql.List(
            "SELECT day, CAST(sum(views) AS bigint), CAST(sum(baskets) AS bigint) FROM product_days WHERE shop_id = $1 AND day >= $2 AND day <= $3 GROUP BY day",
            r => (Day: r.Int(0), Funnel: new Funnel(r.Long(1), r.Long(2), 0, 0, 0)), counted);
        var all = counts.Concat(orders).ToLookup(f => f.Day, f => f.Funnel);
        return [.. Enumerable.Range(period.From.DayNumber, period.Days).Select(day => new DayFigures(DateOnly.FromDayNumber(day), Sum(all[day])))];
    }

    private static List<StoreFigures> Stores(SqlSession sql, Guid shop, IEnumerable<(DateTimeOffset PlacedAt, Guid Store, Funnel Funnel)> orders)
    {
        var names = sql.List("SELECT id, name FROM stores WHERE shop_id = $1", r => (Id: r.Id(0), Name: r.Text(1)), shop).ToDictionary(s => s.Id, s => s.Name);
        return [.. orders.GroupBy(o => o.Store, o => o.Funnel).Select(g => new StoreFigures(g.Key, names.GetValueOrDefault(g.Key, ""), Sum(g))).OrderByDescending(s => s.Funnel.Sold).ThenBy(s => s.Name, StringComparer.Ordinal)];
    }

    private static List<ProductFigures> Products(SqlSession sql, Guid shop, string language, object?[] counted, object?[] placed)
    {
        var counts = sql.List(
            "SELECT product_id, CAST(sum(views) AS bigint), CAST(sum(baskets) AS bigint) FROM product_days WHERE shop_id = $1 AND day >= $2 AND day <= $3 GROUP BY product_id",
            r => (Id: r.Id(0), Funnel: new Funnel(r.Long(1), r.Long(2), 0, 0, 0)), counted);
        var sold = sql.List(
            $"""
            SELECT p.product_id, count(*), CAST(sum(p.handed) AS bigint), CAST(sum(p.sold) AS bigint) FROM (
                SELECT l.product_id, max(CASE WHEN o.state IN ({HasGoods}) THEN 1 ELSE 0 END) AS handed, sum(CASE WHEN o.state IN ({HasNone}) THEN 0 ELSE l.total END) AS sold
                FROM orders o JOIN order_lines l ON l.shop_id = o.shop_id AND l.order_id = o.id
                WHERE {Placed} AND l.state = 'Ordered' GROUP BY l.product_id, o.id) p
            GROUP BY p.product_id
            """,
            r => (Id: r.Id(0), Funnel: new Funnel(0, 0, r.Long(1), r.Long(2), r.Long(3))), placed);
        var figures = counts.Concat(sold).GroupBy(f => f.Id, f => f.Funnel).ToDictionary(g => g.Key, Sum);
        return sql.List(
            $"""
            SELECT p.id, p.handle, coalesce(t.text, o.text, p.handle), coalesce(t.language, p.language) FROM products p
            LEFT JOIN product_texts t ON t.shop_id = p.shop_id AND t.product_id = p.id AND t.field = 'Name' AND t.language = $3
            LEFT JOIN product_texts o ON o.shop_id = p.shop_id AND o.product_id = p.id AND o.field = 'Name' AND o.language = p.language
            WHERE p.shop_id = $1 AND p.id {sql.Among(2)}
            """,
            r => new ProductFigures(r.Id(0), r.Text(2), r.Text(3), r.Text(1), figures[r.Id(0)]), shop, sql.Ids(figures.Keys), language);
    }

    private static Funnel Sum(IEnumerable<Funnel> funnels) => funnels.Aggregate(default(Funnel), (sum, f) => sum + f);

    private static string AmongStates(Func<OrderState, bool> which) => string.Join(", ", Enum.GetValues<OrderState>().Where(which).Select(s => $"'{s}'"));
}
