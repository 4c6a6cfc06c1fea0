using System.Globalization;
using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Halles.Mall.Fulfilment;
using Halles.Mall.Orders;
using Halles.Mall.Payments;
using Halles.Mall.Stock;

namespace Halles.Demo;

/// <summary>The life of one order of the demo: its events, its money, its holds and what left the shelf.</summary>
internal sealed class DemoOrderSteps(WriteSession s, Order order, DemoPath path, DemoWhen when, DemoSale sale, Guid owner)
{
    // Said of anything that a shop sells: bread, a vase, a bicycle.
    private static readonly string[] SentBack =
    [
        "Je m’attendais à autre chose d’après la photo.", "C’était un cadeau, et on l’avait déjà.", "Le colis est arrivé abîmé.", "J’en ai commandé un de trop.",
    ];

    private static readonly string[] CalledOff = ["Je n’en ai plus besoin.", "Je ne pourrai pas passer avant la fermeture.", "Je me suis trompé d’article.", "On me l’a offert entre-temps."];

    private int _number;
    private DateTimeOffset? _paidAt;
    private DateTimeOffset? _left;
    private long _owed;
    private long _refunded;

    public void Write()
    {
        var at = order.PlacedAt;
        OrderState? from = null;
        foreach (var (number, to) in path.Path.Index())
        {
            at = from is null ? at : MomentOf(to, number, at);
            Before(to, at);
            Event(OrderEventKind.Step, By(to), at, from, to, to is OrderState.Collected && sale.Lines.Any(l => l.Offer.Product.AgeLimit > 0) ? "age checked" : null);
            After(to, at);
            from = to;
        }

        order.Version = _number;
        WritePayment();
        foreach (var (i, line) in sale.Lines.Index().Where(l => l.Item.Offer.IsKept))
        {
            WriteGoods(line, i + 1);
        }
    }

    /// <summary>
    /// When a step was taken: the post, those who never come and those who change their mind take a day or two, a shop less
    /// than an hour of those in which it is open. What came within the hour was accepted between then and now.
    /// </summary>
    private DateTimeOffset MomentOf(OrderState to, int number, DateTimeOffset before)
    {
        if (when is DemoWhen.Lately)
        {
            return order.PlacedAt + ((s.Now - order.PlacedAt) * number / path.Path.Count);
        }

        var slow = to is OrderState.NotCollected or OrderState.ReturnAsked || (order.Fulfilment is FulfilmentKind.Ship && to is OrderState.Delivered or OrderState.ReturnedUndelivered);
        var soonest = before.AddMinutes(20 + Seeded.Pick($"{order.Code}:{to}", slow ? 1800 : 25));
        var at = sale.Store.Hours.EarliestReady(soonest, TimeSpan.Zero, sale.Store.Zone) ?? soonest;
        if (at < s.Now)
        {
            return at;
        }

        // It does not open again before now: while it was still open, then.
        var open = sale.Store.Hours.Between(before, s.Now, sale.Store.Zone).FirstOrDefault(new OpenSpan(before, s.Now));
        return open.From + Least(soonest - before, (open.Until - open.From) / 2);
    }

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;

    /// <summary>What is paid before a step: at the counter and to the courier when the goods change hands, by transfer soon after it was accepted.</summary>
    private void Before(OrderState to, DateTimeOffset at)
    {
        var pays = order.PaymentMethod switch { "transfer" => to is OrderState.Preparing or OrderState.Ready, "in-store" => to is OrderState.Collected, _ => to is OrderState.Delivered };
        if (pays && _paidAt is null)
        {
            (_paidAt, order.Paid, order.HoldUntil) = (at, true, null);
            Event(OrderEventKind.Paid, CancelledBy.Shop, at);
        }
    }

    private void After(OrderState to, DateTimeOffset at)
    {
        order.ReadyAt = to is OrderState.Ready ? at : order.ReadyAt;
        order.EndedAt = OrderStates.Ends(to) ? at : order.EndedAt;
        _left = to is OrderState.Collected or OrderState.OutForDelivery or OrderState.Shipped ? at : _left;
        switch (to)
        {
            case OrderState.Shipped:
                order.Tracking = "8R" + order.Code;
                break;
            case OrderState.Cancelled:
                (order.CancelledBy, order.CancelReason) = (By(to), By(to) is CancelledBy.Shop ? "Nous n’avons plus ce qu’il faut." : CalledOff[Seeded.Pick(order.Code + ":off", CalledOff.Length)]);
                break;
            case OrderState.ReturnAsked:
                order.ReturnReason = SentBack[Seeded.Pick(order.Code + ":back", SentBack.Length)];
                break;
            case OrderState.ReturnedUndelivered or OrderState.ReturnReceived when _paidAt is not null:
                _owed = order.Total;
                Event(OrderEventKind.OwedBack, CancelledBy.Shop, at, details: Words(_owed));
                break;
            case OrderState.Refunded:
                (_refunded, _owed) = (_owed, 0);
                Event(OrderEventKind.Refunded, CancelledBy.Shop, at, details: Words(_refunded));
                break;
        }
    }

    private CancelledBy By(OrderState to) => to switch
    {
        OrderState.Placed or OrderState.ReturnAsked or OrderState.ReturnWithdrawn => CancelledBy.Shopper,
        OrderState.Cancelled => path.Path.Count > 2 ? CancelledBy.Shop : CancelledBy.Shopper,
        OrderState.NotCollected => CancelledBy.System,
        _ => CancelledBy.Shop,
    };

    private void Event(OrderEventKind kind, CancelledBy by, DateTimeOffset at, OrderState? from = null, OrderState? to = null, string? details = null) => s.Insert(new OrderEvent
    {
        ShopId = order.ShopId,
        OrderId = order.Id,
        Number = ++_number,
        Kind = kind,
        From = from,
        To = to,
        By = by,
        PersonId = by switch { CancelledBy.Shop => owner, CancelledBy.Shopper => order.PersonId, _ => null },
        Details = details,
        At = at,
    });

    private void WritePayment() => s.Insert(new Payment
    {
        ShopId = order.ShopId,
        Id = Seeded.Id("payment:" + order.Code, order.PlacedAt),
        OrderId = order.Id,
        Method = order.PaymentMethod,
        State = _paidAt is not null ? PaymentState.Received : OrderStates.Ends(path.Now) ? PaymentState.Void : PaymentState.Expected,
        Amount = order.Total,
        OwedBack = _owed,
        Refunded = _refunded,
        Reference = order.PaymentMethod == "transfer" ? Iso11649.For(order.Code).Value : null,
        CreatedAt = order.PlacedAt,
        ReceivedAt = _paidAt,
    });

    /// <summary>The hold of a line; what left came in on the same day, so that the shelf is as it was.</summary>
    private void WriteGoods(DemoLine line, int number)
    {
        var variant = line.Offer.Variant;
        var live = OrderStates.IsOpen(path.Now);
        s.Insert(new Hold
        {
            ShopId = order.ShopId,
            Id = Seeded.Id($"hold:{order.Code}:{number}", order.PlacedAt),
            VariantId = variant.Id,
            StoreId = order.StoreId,
            OrderId = order.Id,
            Line = number,
            Quantity = line.Quantity,
            State = live ? HoldState.Live : _left is not null ? HoldState.HandedOver : HoldState.Released,
            Paid = _paidAt is not null,
            CreatedAt = order.PlacedAt,
        });
        if (live)
        {
            s.Sql.Execute("UPDATE stock SET held = held + $4 WHERE shop_id = $1 AND variant_id = $2 AND store_id = $3", order.ShopId, variant.Id, order.StoreId, line.Quantity);
        }

        if (_left is { } left)
        {
            Move(line, number, line.Quantity, line.Offer.Product.Policy is StockPolicy.Daily ? MovementReason.Daily : MovementReason.Delivery, order.PlacedAt, null, null);
            Move(line, number, -line.Quantity, MovementReason.HandedOver, left, owner, order.Code);
        }
    }

    private void Move(DemoLine line, int number, long change, MovementReason reason, DateTimeOffset at, Guid? actor, string? reference) => s.Insert(new StockMovement
    {
        ShopId = order.ShopId,
        Id = Seeded.Id($"{reason}:{order.Code}:{number}", at),
        VariantId = line.Offer.Variant.Id,
        StoreId = order.StoreId,
        Change = change,
        Reason = reason,
        Actor = actor,
        Reference = reference,
        At = at,
    });

    private static string Words(long amount) => amount.ToString(CultureInfo.InvariantCulture);
}
