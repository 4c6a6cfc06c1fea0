using Halles.Kernel;
using Halles.Kernel.Auditing;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Halles.Mall.Payments;
using Halles.Mall.Promotions;
using Halles.Mall.Stock;

namespace Halles.Mall.Orders;

/// <summary>Who takes a step: one side of an order, and the person where they have an account.</summary>
internal readonly record struct Actor(CancelledBy Side, Guid? PersonId)
{
    public static readonly Actor System = new(CancelledBy.System, null);

    public static Actor Shop(Guid? person) => new(CancelledBy.Shop, person);

    public static Actor Shopper(Guid? person) => new(CancelledBy.Shopper, person);
}

/// <summary>What steps are made of: the edge, the event, the money and the goods. All of it inside the unit of the step.</summary>
internal static class OrderSteps
{
    /// <summary>
    /// Takes the order along an edge of the table, or says why not. Ending an order lets its reminders and its end of hold
    /// go; making one ready that the shop brings or sends does so too, for from then on the shop decides.
    /// </summary>
    public static Problem? Go(WriteSession s, OrderNow o, OrderState to, Actor by, string? details = null)
    {
        if (!OrderStates.Allows(o.State, to, o.Way))
        {
            return OrderProblems.WrongState.With(o.State);
        }

        var ends = OrderStates.Ends(to);
        var keeps = !ends && !(to is OrderState.Ready && o.Way is not Fulfilment.FulfilmentKind.Collect);
        s.Sql.Execute(
            """
            UPDATE orders SET state = $3, version = version + 1, remind_at = NULL,
                ready_at = CASE WHEN $4 THEN $5 ELSE ready_at END,
                ended_at = CASE WHEN $6 THEN $5 ELSE ended_at END,
                hold_until = CASE WHEN $7 THEN hold_until ELSE NULL END
            WHERE shop_id = $1 AND id = $2
            """, o.ShopId, o.Id, to, to is OrderState.Ready, s.Now, ends, keeps);
        Event(s, o, OrderEventKind.Step, by, details, o.State, to);
        return null;
    }

    /// <summary>Writes an event and tells the feed. Details hold no personal data.</summary>
    public static void Event(WriteSession s, OrderNow o, OrderEventKind kind, Actor by, string? details = null, OrderState? from = null, OrderState? to = null)
    {
        s.Sql.Execute(
            """
            INSERT INTO order_events (shop_id, order_id, number, kind, from_state, to_state, by, person_id, details, at)
            VALUES ($1, $2, (SELECT coalesce(max(number), 0) + 1 FROM order_events WHERE shop_id = $1 AND order_id = $2), $3, $4, $5, $6, $7, $8, $9)
            """, o.ShopId, o.Id, kind, from, to, by.Side, by.PersonId, details, s.Now);
        s.Changed(Topic.Order, o.ShopId, o.Id);
    }

    /// <summary>Asks for an e-mail about this order.</summary>
    public static void Mail(WriteSession s, OrderNow o, OrderMailKind what, long? before = null) => new OrderMail(what, o.PurchaseId, o.ShopId, o.Id, before).Enqueue(s);

    /// <summary>Cancels: the goods are free again, what was paid is owed back, both sides are told. The reason is kept on the order alone.</summary>
    public static Problem? Cancel(WriteSession s, OrderNow o, Actor by, string reason)
    {
        if (Go(s, o, OrderState.Cancelled, by) is { } problem)
        {
            return problem;
        }

        s.Sql.Execute("UPDATE orders SET cancelled_by = $3, cancel_reason = $4 WHERE shop_id = $1 AND id = $2", o.ShopId, o.Id, by.Side, reason);
        EndWithoutGoods(s, o, by);
        Mail(s, o, OrderMailKind.Cancelled);
        if (by.Side is not CancelledBy.Shop)
        {
            Mail(s, o, OrderMailKind.CancelledForShop);
        }

        return null;
    }

    /// <summary>Frees what an ended order held and owes back what was paid for it. What the shopper never had, uses no promotion up.</summary>
    public static void EndWithoutGoods(WriteSession s, OrderNow o, Actor by)
    {
        Holds.Release(s, o.ShopId, o.Id);
        if (o.State is not OrderState.ReturnAgreed)
        {
            PromotionUses.GiveBack(s, o.ShopId, o.Id);
        }

        Owe(s, o, by, OrderPayments.End(s, o.ShopId, o.Id));
    }

    /// <summary>Works the amounts out again from what the order keeps; the money follows. Returns the new total.</summary>
    public static long Recount(WriteSession s, OrderNow o, Actor by)
    {
        var lines = o.Lines(s.Sql);
        var amounts = OrderAmounts.Of([.. lines.Select(l => l.Kept)], o.Terms, o.DeliveryRate);
        foreach (var line in lines)
        {
            s.Sql.Execute("UPDATE order_lines SET total = $4 WHERE shop_id = $1 AND order_id = $2 AND number = $3 AND total <> $4", o.ShopId, o.Id, line.Number, line.Kept.Total);
        }

        s.Sql.Execute(
            "UPDATE orders SET goods = $3, delivery_fee = $4, total = $5, vat = $6, version = version + 1 WHERE shop_id = $1 AND id = $2",
            o.ShopId, o.Id, amounts.Goods, amounts.DeliveryFee, amounts.Total, amounts.Vat);
        Owe(s, o, by, OrderPayments.Follow(s, o.ShopId, o.Id, amounts.Total));
        return amounts.Total;
    }

    /// <summary>The expected payment has come, which the audit keeps. Weighed goods now never cost more than was paid for them.</summary>
    public static Problem? Pay(WriteSession s, OrderNow o, Actor by)
    {
        if (!OrderPayments.Receive(s, o.ShopId, o.Id))
        {
            return o.Paid ? PaymentProblems.AlreadyPaid : PaymentProblems.NotExpected;
        }

        s.Sql.Execute("UPDATE orders SET paid = $3, hold_until = NULL, version = version + 1 WHERE shop_id = $1 AND id = $2", o.ShopId, o.Id, true);
        s.Sql.Execute("UPDATE order_lines SET most = total WHERE shop_id = $1 AND order_id = $2 AND most > total AND missing < quantity", o.ShopId, o.Id);
        Holds.MarkPaid(s, o.ShopId, o.Id);
        Event(s, o, OrderEventKind.Paid, by);
        s.Audit(new AuditEntry(by.PersonId, "mark-paid", o.ShopId, o.Id, $"{o.Code} {o.Total}"));
        return null;
    }

    private static void Owe(WriteSession s, OrderNow o, Actor by, long owed)
    {
        var told = s.Sql.Scalar<string>("SELECT details FROM order_events WHERE shop_id = $1 AND order_id = $2 AND kind IN ('OwedBack', 'Refunded') ORDER BY number DESC LIMIT 1", o.ShopId, o.Id);
        var words = owed.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (owed > 0 && told != words)
        {
            Event(s, o, OrderEventKind.OwedBack, by, words);
        }
    }
}
