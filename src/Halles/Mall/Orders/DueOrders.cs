using Halles.Kernel;
using Halles.Kernel.Jobs;
using Halles.Kernel.Storage;
using Halles.Mall.Fulfilment;

namespace Halles.Mall.Orders;

/// <summary>Ends unpaid holds whose time has come, within a minute: cancelled before the order was ready, not collected after.</summary>
public sealed class ExpireHolds(OrderWork work, TimeProvider clock) : IJob
{
    public string Kind => "expire-holds";

    public TimeSpan? Every => TimeSpan.FromSeconds(15);

    public Task Run(string payload, CancellationToken stop) =>
        work.EachDue("SELECT shop_id, id FROM orders WHERE hold_until <= $1 ORDER BY hold_until", Expire, clock.GetUtcNow(), stop);

    private static Problem? Expire(WriteSession s, OrderNow o)
    {
        if (o.HoldUntil is null || o.HoldUntil > s.Now)
        {
            return null; // paid or ended meanwhile
        }

        return o is { State: OrderState.Ready, Way: FulfilmentKind.Collect } ? HandOverOrders.NotCollected(s, o, Actor.System) : OrderSteps.Cancel(s, o, Actor.System, OrderReasons.HoldExpired);
    }
}

/// <summary>Orders that a shop does not accept: reminded when three quarters of its time are over, cancelled at its end.</summary>
public sealed class AcceptDeadlines(OrderWork work, TimeProvider clock) : IJob
{
    public string Kind => "accept-deadlines";

    public TimeSpan? Every => TimeSpan.FromSeconds(30);

    public async Task Run(string payload, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        await work.EachDue("SELECT shop_id, id FROM orders WHERE state = 'Placed' AND accept_by <= $1 ORDER BY accept_by", Lapse, now, stop).ConfigureAwait(false);
        await work.EachDue("SELECT shop_id, id FROM orders WHERE remind_at <= $1 ORDER BY remind_at", Remind, now, stop).ConfigureAwait(false);
    }

    private static Problem? Lapse(WriteSession s, OrderNow o) =>
        o.State is OrderState.Placed && o.AcceptBy <= s.Now ? OrderSteps.Cancel(s, o, Actor.System, OrderReasons.NotAccepted) : null;

    private static Problem? Remind(WriteSession s, OrderNow o)
    {
        if (o.RemindAt is null || o.RemindAt > s.Now)
        {
            return null;
        }

        s.Sql.Execute("UPDATE orders SET remind_at = NULL WHERE shop_id = $1 AND id = $2", o.ShopId, o.Id);
        if (o.State is OrderState.Placed)
        {
            OrderSteps.Event(s, o, OrderEventKind.Reminded, Actor.System);
            OrderSteps.Mail(s, o, OrderMailKind.AcceptReminder);
        }

        return null;
    }
}
