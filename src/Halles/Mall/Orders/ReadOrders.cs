using Halles.Kernel;
using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace Halles.Mall.Orders;

/// <summary>A shop's orders, for its own pages. Every question names the shop; another's order is not there.</summary>
public sealed class ReadOrders(MallDatabase database, TimeProvider clock)
{
    /// <summary>How many orders a page of the list has.</summary>
    public const int PageSize = 50;

    private const string Columns = "o.id, o.code, o.state, o.fulfilment, o.contact, o.placed_at, o.ready_by, o.ready_at, o.accept_by, o.total, o.currency, o.paid, o.payment_method, " + OrderFilter.Late;

    /// <summary>The first page of a view.</summary>
    public List<OrderRow> List(Guid shop, OrderView view) => List(shop, new OrderFilter { View = view });

    /// <summary>One page of what a filter lets through; what is to be done soonest first, what is done newest first.</summary>
    /// <param name="page">From 1.</param>
    public List<OrderRow> List(Guid shop, OrderFilter filter, int page = 1) => database.Read(sql =>
    {
        var (now, skip) = (clock.GetUtcNow(), (Math.Max(1, page) - 1) * PageSize);
        if (filter.Search.Length > 0)
        {
            var found = SearchOrders.Find(sql, shop, filter, now, skip, PageSize);
            return WithLines(sql, shop, sql.List($"SELECT {Columns} FROM orders o WHERE o.shop_id = $1 AND o.id {sql.Among(3)} ORDER BY {filter.Order}", Head, shop, now, sql.Ids(found)));
        }

        var (where, args) = filter.Condition(shop, now);
        var rows = sql.List($"SELECT {Columns} FROM orders o WHERE {where} ORDER BY {filter.Order} LIMIT ${args.Count + 1} OFFSET ${args.Count + 2}", Head, [.. args, PageSize, skip]);
        return WithLines(sql, shop, rows);
    });

    /// <summary>How many orders a view has.</summary>
    public int Count(Guid shop, OrderView view) => database.Read(sql => Count(sql, shop, OrderFilter.Of(view)));

    /// <summary>The figures of the day that began at <paramref name="midnight"/>.</summary>
    public TodayFigures Today(Guid shop, DateTimeOffset midnight) => database.Read(sql => new TodayFigures(
        Count(sql, shop, "o.state = 'Placed'"),
        Count(sql, shop, OrderFilter.ToPrepare),
        Count(sql, shop, OrderFilter.Ready),
        Count(sql, shop, OrderFilter.Late),
        sql.Scalar<long>(
            "SELECT CAST(coalesce(sum(total), 0) AS bigint) FROM orders WHERE shop_id = $1 AND id >= $3 AND placed_at >= $2 AND state <> 'Cancelled'",
            shop, midnight, Ids.First(midnight.AddDays(-1)))));

    /// <summary>The orders of the whole mall, and the shops where some are late, the most first.</summary>
    /// <param name="midnight">When the day began.</param>
    public MallOrders OfMall(DateTimeOffset midnight) => database.Read(sql =>
    {
        var now = clock.GetUtcNow();
        var late = sql.List(
            $"""
            SELECT s.id, s.name, count(*) FROM orders o JOIN shops s ON s.id = o.shop_id WHERE o.ended_at IS NULL AND {OrderFilter.Late} AND $1 = $1
            GROUP BY s.id, s.name ORDER BY count(*) DESC, s.name
            """, r => new LateShop(r.Id(0), r.Text(1), (int)r.Long(2)), 0L, now);
        return new MallOrders(
            (int)sql.Scalar<long>("SELECT count(*) FROM orders WHERE ended_at IS NULL"),
            (int)sql.Scalar<long>("SELECT count(*) FROM orders o JOIN purchases p ON p.id = o.purchase_id WHERE p.id >= $1", Ids.First(midnight)), // purchases lie in the order of their ids
            late);
    });

    /// <summary>An order with lines, history, payment, shop and store; null when this shop has none of that code.</summary>
    public OrderDetail? Find(Guid shop, string code)
    {
        using var db = database.Read();
        var order = db.Set<Order>().FirstOrDefault(o => o.ShopId == shop && o.Code == code);
        return order is null ? null : OrderDetails.Of(db, [order]).Single();
    }

    /// <summary>One order as a list shows it; null when this shop has none of that id.</summary>
    public OrderRow? Row(Guid shop, Guid order) => database.Read(sql => WithLines(sql, shop, sql.List(
        $"SELECT {Columns} FROM orders o WHERE o.shop_id = $1 AND o.id = $3", Head, shop, clock.GetUtcNow(), order)).FirstOrDefault());

    /// <summary>The orders of whoever placed one of them, newest first, of this shop alone.</summary>
    /// <param name="code">The code of any of them.</param>
    /// <param name="before">Where the page before ended; null for the first.</param>
    public List<OrderRow> OfCustomer(Guid shop, string code, Guid? before) => database.Read(sql => WithLines(sql, shop, sql.List(
        $"""
        SELECT {Columns} FROM orders o
        WHERE o.shop_id = $1 AND o.buyer = (SELECT c.buyer FROM orders c WHERE c.shop_id = $1 AND c.code = $3) AND o.id < $4 ORDER BY o.id DESC LIMIT $5
        """, Head, shop, clock.GetUtcNow(), code, before ?? Guid.AllBitsSet, PageSize)));

    /// <summary>Orders newest first, for programs: those before one of them, in a state, or to which something happened since.</summary>
    public List<OrderDetail> Newest(Guid shop, OrderState? state, DateTimeOffset? since, Guid? before, int most)
    {
        var ids = database.Read(sql => sql.List(
            $"""
            SELECT o.id FROM orders o WHERE o.shop_id = $1 AND o.id < $2 AND ($3 = '' OR o.state = $3)
            {(since is null ? "" : "AND o.id IN (SELECT e.order_id FROM order_events e WHERE e.shop_id = $1 AND e.at >= $5)")} ORDER BY o.id DESC LIMIT $4
            """, r => r.Id(0), [shop, before ?? Guid.AllBitsSet, state?.ToString() ?? "", most, .. since is { } at ? (object?[])[at] : []]));
        using var db = database.Read();
        var orders = db.Set<Order>().Where(o => o.ShopId == shop && ids.Contains(o.Id)).ToList();
        return OrderDetails.Of(db, [.. orders.OrderBy(o => ids.IndexOf(o.Id))]);
    }

    /// <summary>What is to be taken from the shelves for the orders that are to be prepared, by product.</summary>
    /// <param name="codes">Only these orders; null for all.</param>
    public List<PickRow> PickList(Guid shop, IReadOnlyCollection<string>? codes = null) => database.Read(sql => sql.List(
            $"""
            SELECT l.sku, l.name, l.choice, l.quantity - l.missing, l.step_unit, l.step_size, o.code FROM orders o
            JOIN order_lines l ON l.shop_id = o.shop_id AND l.order_id = o.id
            WHERE o.shop_id = $1 AND {OrderFilter.ToPrepare} AND l.state = 'Ordered' ORDER BY l.name, l.sku, o.ready_by
            """,
            r => (Line: new PickRow(r.Text(0), r.Text(1), r.Text(2), r.Long(3), r.TextOrNull(4), r.Int(5), []), Code: r.Text(6)), shop)
        .Where(r => codes is null || codes.Contains(r.Code))
        .GroupBy(r => (r.Line.Sku, r.Line.StepSize))
        .Select(g => g.First().Line with { Quantity = g.Sum(r => r.Line.Quantity), Orders = [.. g.Select(r => r.Code).Distinct()] })
        .ToList());

    private static int Count(SqlSession sql, Guid shop, string where, DateTimeOffset now) =>
        (int)sql.Scalar<long>($"SELECT count(*) FROM orders o WHERE o.shop_id = $1 AND {where} AND $2 > 0", shop, now);

    private int Count(SqlSession sql, Guid shop, string where) => Count(sql, shop, where, clock.GetUtcNow());

    private static OrderRow Head(SqlRows r) => new(
        r.Id(0), r.Text(1), r.Word<OrderState>(2), r.Word<Fulfilment.FulfilmentKind>(3), r.Json<Contact>(4).Name, r.Instant(5), r.Instant(6), r.InstantOrNull(7),
        r.Instant(8), r.Long(9), r.Text(10), r.Bool(11), r.Text(12), r.Bool(13), []);

    private static List<OrderRow> WithLines(SqlSession sql, Guid shop, List<OrderRow> rows)
    {
        var lines = sql.List(
            $"SELECT {OrderDetails.LineColumns} FROM order_lines WHERE shop_id = $2 AND order_id {sql.Among(1)} ORDER BY order_id, number",
            OrderDetails.Line, sql.Ids(rows.Select(r => r.Id)), shop).ToLookup(l => l.OrderId);
        return [.. rows.Select(r => r with { Lines = [.. lines[r.Id]] })];
    }
}

/// <summary>The orders of the whole mall.</summary>
/// <param name="Open">Those that have not ended.</param>
/// <param name="Today">Those placed since midnight.</param>
/// <param name="Late">The shops where orders are late.</param>
public sealed record MallOrders(int Open, int Today, IReadOnlyList<LateShop> Late);

/// <summary>A shop with how many of its orders are late.</summary>
public sealed record LateShop(Guid Id, string Name, int Orders);
