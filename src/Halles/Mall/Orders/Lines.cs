using Halles.Kernel;
using Halles.Kernel.Storage;

namespace Halles.Mall.Orders;

/// <summary>What happens to an order when part of it is not to be had.</summary>
internal static class Lines
{
    /// <summary>
    /// Writes down that so much of a line is missing and counts the order anew; when nothing is left of it, cancels it. The
    /// stock was dealt with already. Nothing is changed when it cannot be cancelled by the table.
    /// </summary>
    public static Problem? Miss(WriteSession s, OrderNow o, LineNow line, long missing, LineState state, string reason, Actor by)
    {
        var last = o.Lines(s.Sql).Sum(l => l.Left) == missing;
        if (last && state is LineState.Refused && !OrderStates.Allows(o.State, OrderState.Cancelled, o.Way))
        {
            return OrderProblems.WrongState.With(o.State);
        }

        s.Sql.Execute(
            "UPDATE order_lines SET missing = missing + $4, state = CASE WHEN missing + $4 = quantity THEN $5 ELSE state END, reason = $6 WHERE shop_id = $1 AND order_id = $2 AND number = $3",
            o.ShopId, o.Id, line.Number, missing, state, reason);
        OrderSteps.Event(s, o, state is LineState.Shortfall ? OrderEventKind.Shortfall : OrderEventKind.LineRefused, by, $"line {line.Number}: {missing}");
        if (state is LineState.Shortfall)
        {
            OrderSteps.Mail(s, o, OrderMailKind.Shortfall);
        }

        var cancel = last && OrderStates.Allows(o.State, OrderState.Cancelled, o.Way);
        OrderSteps.Recount(s, o, by);
        if (cancel)
        {
            return OrderSteps.Cancel(s, o, by, reason);
        }

        OrderSteps.Mail(s, o, OrderMailKind.Changed, before: o.Total); // even where the fee makes up for what is gone
        return null;
    }
}
