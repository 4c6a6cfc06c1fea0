using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;

namespace Halles.Mall.Stock;

/// <summary>An order's place in the holds: whose stock, in which store, and whether it is paid.</summary>
public sealed record HoldFor(Guid ShopId, Guid StoreId, Guid OrderId, bool Paid);

/// <summary>Pieces or steps wanted for one line of an order.</summary>
public sealed record WantedHold(int Line, Guid VariantId, long Quantity, StockPolicy Policy);

/// <summary>A line for which too little is there, and what is left of it.</summary>
public sealed record Shortage(int Line, Guid VariantId, long Wanted, long Left);

/// <summary>
/// Keeps stock for orders, lets it go and hands it over; each a conditional statement under the declared lock of the
/// stock row (<see cref="StockLocks"/>), inside the unit of the order's own step.
/// </summary>
public static class Holds
{
    /// <summary>
    /// Holds all lines or tells which fall short; then the unit must be refused. Goods made to order hold nothing.
    /// </summary>
    /// <param name="today">The date on the store's calendar (<see cref="DailyCounts.Today"/>), for goods sold so many a day.</param>
    public static IReadOnlyList<Shortage> TryHold(WriteSession s, HoldFor order, IReadOnlyList<WantedHold> wanted, string today)
    {
        var held = wanted.Where(w => w.Policy is not StockPolicy.ToOrder).ToList();
        foreach (var daily in held.Where(w => w.Policy is StockPolicy.Daily))
        {
            DailyCounts.Renew(s, order.ShopId, daily.VariantId, order.StoreId, today);
        }

        var batch = s.Sql.Together();
        foreach (var w in held)
        {
            batch.Add(
                "UPDATE stock SET held = held + $4 WHERE shop_id = $1 AND variant_id = $2 AND store_id = $3 AND on_hand - held - safety >= $4",
                order.ShopId, w.VariantId, order.StoreId, w.Quantity);
        }

        var touched = batch.Run();
        var shortages = held.Where((_, i) => touched[i] == 0).Select(w => new Shortage(w.Line, w.VariantId, w.Quantity, Left(s, order, w))).ToList();
        if (shortages.Count == 0)
        {
            Write(s, order, held);
        }

        return shortages;
    }

    /// <summary>Lets go what an order holds: all of it, or of one line so many (all of the line when null).</summary>
    public static void Release(WriteSession s, Guid shop, Guid order, int? line = null, long? quantity = null)
    {
        var left = quantity ?? long.MaxValue;
        foreach (var hold in Live(s.Sql, shop, order).Where(h => line is null || h.Line == line))
        {
            var part = Math.Min(left, hold.Quantity);
            if (part > 0)
            {
                End(s, hold, part, HoldState.Released);
                s.Sql.Execute("UPDATE stock SET held = held - $4 WHERE shop_id = $1 AND variant_id = $2 AND store_id = $3", shop, hold.VariantId, hold.StoreId, part);
                left -= part;
            }
        }
    }

    /// <summary>The goods leave the store: on hand and held go down together.</summary>
    /// <param name="reference">The order's code.</param>
    /// <param name="taken">By line, what really left where the scale said less than was held.</param>
    public static void HandOver(WriteSession s, Guid shop, Guid order, Guid? actor, string reference, IReadOnlyDictionary<int, long>? taken = null)
    {
        foreach (var hold in Live(s.Sql, shop, order))
        {
            var gone = taken is not null && taken.TryGetValue(hold.Line, out var less) ? Math.Clamp(less, 1, hold.Quantity) : hold.Quantity;
            if (gone < hold.Quantity)
            {
                End(s, hold, hold.Quantity - gone, HoldState.Released);
            }

            End(s, hold with { Quantity = gone }, gone, HoldState.HandedOver);
            s.Sql.Execute(
                "UPDATE stock SET on_hand = on_hand - $4, held = held - $5, seen_at = $6 WHERE shop_id = $1 AND variant_id = $2 AND store_id = $3",
                shop, hold.VariantId, hold.StoreId, gone, hold.Quantity, s.Now);
            Movements.Write(s, shop, hold.VariantId, hold.StoreId, -gone, MovementReason.HandedOver, actor, reference);
        }
    }

    /// <summary>Goods of an order that had left are back on the shelf: what each of its lines had taken.</summary>
    public static void TakeBackIn(WriteSession s, Guid shop, Guid order, Guid? actor, string reference)
    {
        var gone = s.Sql.List(
            """
            SELECT h.variant_id, h.store_id, h.quantity FROM holds h WHERE h.shop_id = $1 AND h.order_id = $2 AND h.state = 'HandedOver' ORDER BY h.line, h.id
            """, r => (Variant: r.Id(0), Store: r.Id(1), Quantity: r.Long(2)), shop, order);
        foreach (var (variant, store, quantity) in gone)
        {
            s.Sql.Execute("UPDATE stock SET on_hand = on_hand + $4, seen_at = $5 WHERE shop_id = $1 AND variant_id = $2 AND store_id = $3", shop, variant, store, quantity, s.Now);
            Movements.Write(s, shop, variant, store, quantity, MovementReason.Return, actor, reference);
            s.Changed(Topic.Stock, shop, variant);
        }
    }

    /// <summary>What an order holds is now paid for, and is taken back last when goods are short.</summary>
    public static void MarkPaid(WriteSession s, Guid shop, Guid order) =>
        s.Sql.Execute("UPDATE holds SET paid = $3 WHERE shop_id = $1 AND order_id = $2 AND state = 'Live'", shop, order, true);

    internal static List<LiveHold> Live(SqlSession sql, Guid shop, Guid order) => sql.List(
        "SELECT shop_id, id, variant_id, store_id, order_id, line, quantity, paid, created_at FROM holds WHERE shop_id = $1 AND order_id = $2 AND state = 'Live' ORDER BY line, id", LiveHold.Row, shop, order);

    /// <summary>Ends a hold, or a part of it, which then lives on as a row of its own in the history.</summary>
    internal static void End(WriteSession s, LiveHold hold, long part, HoldState state)
    {
        if (part == hold.Quantity)
        {
            s.Sql.Execute("UPDATE holds SET state = $3 WHERE shop_id = $1 AND id = $2", hold.ShopId, hold.Id, state);
        }
        else
        {
            s.Sql.Execute("UPDATE holds SET quantity = quantity - $3 WHERE shop_id = $1 AND id = $2", hold.ShopId, hold.Id, part);
            Insert(s.Sql.Together(), s, hold with { Quantity = part }, state).Run();
        }

        s.Changed(Topic.Stock, hold.ShopId, hold.VariantId);
    }

    private static void Write(WriteSession s, HoldFor order, List<WantedHold> held)
    {
        foreach (var w in held)
        {
            Insert(s.Later, s, new LiveHold(order.ShopId, default, w.VariantId, order.StoreId, order.OrderId, w.Line, w.Quantity, order.Paid, s.Now), HoldState.Live);
            s.Changed(Topic.Stock, order.ShopId, w.VariantId);
        }
    }

    private static SqlBatch Insert(SqlBatch batch, WriteSession s, LiveHold h, HoldState state) => batch.Add(
        "INSERT INTO holds (shop_id, id, variant_id, store_id, order_id, line, quantity, state, paid, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        h.ShopId, s.NewId(), h.VariantId, h.StoreId, h.OrderId, h.Line, h.Quantity, state, h.Paid, h.CreatedAt);

    private static long Left(WriteSession s, HoldFor order, WantedHold w) => Math.Max(0, s.Sql.Scalar<long>(
        "SELECT on_hand - held - safety FROM stock WHERE shop_id = $1 AND variant_id = $2 AND store_id = $3", order.ShopId, w.VariantId, order.StoreId));
}

/// <summary>A hold that lives.</summary>
internal sealed record LiveHold(Guid ShopId, Guid Id, Guid VariantId, Guid StoreId, Guid OrderId, int Line, long Quantity, bool Paid, DateTimeOffset CreatedAt)
{
    public static LiveHold Row(SqlRows r) => new(r.Id(0), r.Id(1), r.Id(2), r.Id(3), r.Id(4), r.Int(5), r.Long(6), r.Bool(7), r.Instant(8));
}
