using System.Text.Json;
using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Fulfilment;
using Halles.Mall.Orders;

namespace Halles.Mall.Invariants;

/// <summary>Orders held against what they keep of themselves; read as streams, one order at a time.</summary>
internal static class OrderInvariants
{
    private sealed record Kept(Guid Id, string Code, OrderAmounts Amounts, long Total, int DeliveryRate, DeliveryTerms Terms);

    /// <summary>Invariant 6.</summary>
    public static Finding AmountsRecompute(SqlSession sql)
    {
        var findings = new Findings(6, "An order's amounts equal a fresh computation from its own kept prices, rates and terms.");
        var terms = new ParseCache<DeliveryTerms>(t => JsonSerializer.Deserialize<DeliveryTerms>(t, Json.Stored)!);
        using var rows = sql.Query(
            """
            SELECT o.id, o.code, o.goods, o.delivery_fee, o.vat, o.total, o.delivery_rate, o.delivery,
                l.unit_price, l.quantity, l.missing, l.step_unit, l.step_size, l.most, l.final_amount, l.weight, l.tax_rate, l.total, l.number, l.discounts
            FROM orders o JOIN order_lines l ON l.shop_id = o.shop_id AND l.order_id = o.id ORDER BY o.shop_id, o.id, l.number
            """);
        Kept? order = null;
        var lines = new List<KeptLine>();
        while (rows.Read())
        {
            if (order?.Id != rows.Id(0))
            {
                Compare(findings, order, lines);
                order = new Kept(rows.Id(0), rows.Text(1), new OrderAmounts(rows.Long(2), rows.Long(3), rows.Long(4)), rows.Long(5), rows.Int(6), terms.Of(rows.Text(7)));
                lines.Clear();
            }

            var line = new KeptLine(
                rows.Long(8), rows.Long(9), rows.Long(10), rows.TextOrNull(11), rows.Int(12), rows.IsNull(13) ? null : rows.Long(13), rows.IsNull(14) ? null : rows.Long(14), rows.Int(15), rows.Int(16), LineDiscount.Sum(LineDiscount.Read(rows, 19)));
            lines.Add(line);
            if (line.Total != rows.Long(17))
            {
                findings.Break($"order {order.Code} line {rows.Int(18)}: {rows.Long(17)} kept, {line.Total} computed");
            }
        }

        Compare(findings, order, lines);
        return findings.Done();
    }

    /// <summary>Invariant 8.</summary>
    public static Finding HistoriesFollowTheTable(SqlSession sql)
    {
        var findings = new Findings(8, "Order events follow the table of states only, and end where the order is.");
        using var rows = sql.Query(
            """
            SELECT o.id, o.code, o.fulfilment, o.state, e.number, e.kind, e.from_state, e.to_state
            FROM orders o JOIN order_events e ON e.shop_id = o.shop_id AND e.order_id = o.id ORDER BY o.shop_id, o.id, e.number
            """);
        (Guid Id, string Code, OrderState End)? order = null;
        (OrderState? State, int Number) at = (null, 0);
        while (rows.Read())
        {
            if (order?.Id != rows.Id(0))
            {
                End(findings, order, at.State);
                (order, at) = ((rows.Id(0), rows.Text(1), rows.Word<OrderState>(3)), (null, 0));
            }

            findings.Look();
            if (rows.Int(4) != at.Number + 1)
            {
                findings.Break($"order {rows.Text(1)}: event {rows.Int(4)} comes after {at.Number}");
            }

            at = (at.State, rows.Int(4));
            if (rows.Word<OrderEventKind>(5) is OrderEventKind.Step)
            {
                var (from, to) = (rows.IsNull(6) ? (OrderState?)null : rows.Word<OrderState>(6), rows.Word<OrderState>(7));
                if (from != at.State || !OrderStates.Allows(from, to, rows.Word<FulfilmentKind>(2)))
                {
                    findings.Break($"order {rows.Text(1)}: from {from} to {to} while {at.State}");
                }

                at = (to, at.Number);
            }
        }

        End(findings, order, at.State);
        return findings.Done();
    }

    private static void Compare(Findings findings, Kept? order, List<KeptLine> lines)
    {
        if (order is null)
        {
            return;
        }

        findings.Look();
        var fresh = OrderAmounts.Of(lines, order.Terms, order.DeliveryRate);
        if (fresh != order.Amounts || fresh.Total != order.Total)
        {
            findings.Break($"order {order.Code}: {order.Total} kept, {fresh.Total} computed");
        }
    }

    private static void End(Findings findings, (Guid Id, string Code, OrderState End)? order, OrderState? last)
    {
        if (order is { } o && o.End != last)
        {
            findings.Break($"order {o.Code} is {o.End}, its history says {last}");
        }
    }
}
