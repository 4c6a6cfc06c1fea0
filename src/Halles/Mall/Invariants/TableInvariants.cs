using Halles.Kernel.Storage;

namespace Halles.Mall.Invariants;

/// <summary>The invariants that the database can check by itself: what is looked at, and the rows that break it.</summary>
internal static class TableInvariants
{
    private const string Stock =
        """
        SELECT s.variant_id, s.store_id, s.on_hand, s.held FROM stock s
        LEFT JOIN (SELECT shop_id, variant_id, store_id, sum(change) AS moved FROM stock_movements GROUP BY shop_id, variant_id, store_id) m
          ON m.shop_id = s.shop_id AND m.variant_id = s.variant_id AND m.store_id = s.store_id
        LEFT JOIN (SELECT shop_id, variant_id, store_id, sum(quantity) AS kept FROM holds WHERE state = 'Live' GROUP BY shop_id, variant_id, store_id) h
          ON h.shop_id = s.shop_id AND h.variant_id = s.variant_id AND h.store_id = s.store_id
        WHERE coalesce(m.moved, 0) <> s.on_hand OR s.held < 0 OR s.held > s.on_hand OR coalesce(h.kept, 0) <> s.held
        """;

    // A live hold of a variant that has no stock row in its store would not be seen above.
    private const string LostHolds =
        """
        SELECT h.variant_id, h.store_id, h.quantity FROM holds h WHERE h.state = 'Live' AND NOT EXISTS
          (SELECT 1 FROM stock s WHERE s.shop_id = h.shop_id AND s.variant_id = h.variant_id AND s.store_id = h.store_id)
        """;

    // States in which an order still keeps its goods.
    private const string Keeping = "'Placed', 'Accepted', 'Preparing', 'Ready'";

    private const string HalfOrders =
        $"""
        SELECT o.code, o.state FROM orders o WHERE
          NOT EXISTS (SELECT 1 FROM order_lines l WHERE l.shop_id = o.shop_id AND l.order_id = o.id)
          OR NOT EXISTS (SELECT 1 FROM purchases p WHERE p.id = o.purchase_id)
          OR NOT EXISTS (SELECT 1 FROM payments p WHERE p.shop_id = o.shop_id AND p.order_id = o.id)
          OR NOT EXISTS (SELECT 1 FROM order_events e WHERE e.shop_id = o.shop_id AND e.order_id = o.id)
          OR (o.state IN ({Keeping}) AND EXISTS (SELECT 1 FROM order_lines l WHERE l.shop_id = o.shop_id AND l.order_id = o.id AND l.held = $1 AND l.state = 'Ordered'
            AND NOT EXISTS (SELECT 1 FROM holds h WHERE h.shop_id = l.shop_id AND h.order_id = l.order_id AND h.line = l.number AND h.state = 'Live')))
          OR (o.state NOT IN ({Keeping}) AND EXISTS (SELECT 1 FROM holds h WHERE h.shop_id = o.shop_id AND h.order_id = o.id AND h.state = 'Live'))
        """;

    private const string EmptyPurchases =
        "SELECT p.id, p.total FROM purchases p WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.purchase_id = p.id)";

    public static Finding StockAddsUp(SqlSession sql)
    {
        var findings = new Findings(2, "For every variant and store the movements add up to what is on hand, and the live holds to what is held.");
        findings.Look(sql.Scalar<long>("SELECT count(*) FROM stock"));
        Rows(sql, findings, Stock, r => $"variant {r.Id(0)} in store {r.Id(1)}: {r.Long(2)} on hand, {r.Long(3)} held");
        Rows(sql, findings, LostHolds, r => $"hold of {r.Long(2)} of variant {r.Id(0)} in store {r.Id(1)}, which keeps no stock of it");
        return findings.Done();
    }

    public static Finding OrdersAreWhole(SqlSession sql)
    {
        var findings = new Findings(9, "No purchase without orders; no order without lines, payment, history and the holds of its state.");
        findings.Look(sql.Scalar<long>("SELECT count(*) FROM orders") + sql.Scalar<long>("SELECT count(*) FROM purchases"));
        Rows(sql, findings, HalfOrders, r => $"order {r.Text(0)}, {r.Text(1)}", true);
        Rows(sql, findings, EmptyPurchases, r => $"purchase {r.Id(0)}");
        return findings.Done();
    }

    private static void Rows(SqlSession sql, Findings findings, string query, Func<SqlRows, string> example, params ReadOnlySpan<object?> args)
    {
        using var rows = sql.Query(query, args);
        while (rows.Read())
        {
            findings.Break(example(rows));
        }
    }
}
