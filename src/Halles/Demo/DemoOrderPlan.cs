using Halles.Mall.Fulfilment;
using Halles.Mall.Orders;

namespace Halles.Demo;

/// <summary>What becomes of an order of the demo.</summary>
/// <param name="Path">The states that it goes through, the first being placed.</param>
internal sealed record DemoPath(FulfilmentKind Way, IReadOnlyList<OrderState> Path)
{
    /// <summary>Where it is now.</summary>
    public OrderState Now => Path[^1];
}

/// <summary>When a purchase of the demo was placed.</summary>
internal enum DemoWhen
{
    /// <summary>In the last weeks.</summary>
    Past,

    /// <summary>On the last day that the shop was open: what is not ready yet is late.</summary>
    Today,

    /// <summary>Within the hour, so that it is still to be prepared in time.</summary>
    Lately,
}

/// <summary>A purchase of the demo: when it was placed, and the orders in it.</summary>
internal sealed record DemoPurchase(int Number, DemoWhen When, IReadOnlyList<DemoPath> Orders);

/// <summary>The demo's past orders: 300, in every state and every way, the most of them well ended.</summary>
internal static class DemoOrderPlan
{
    public const int Orders = 300;

    private static readonly int[] Sizes = [1, 2, 1, 1, 3, 1, 2, 1];

    // An odd number of purchases, so that those of the shops that are shown take turns through all of them.
    private static readonly (DemoWhen When, DemoPath[] Orders)[] Open =
    [
        (DemoWhen.Today, [Collect(OrderState.Accepted)]),
        (DemoWhen.Lately, [Collect()]),
        (DemoWhen.Today, [Collect(OrderState.Accepted, OrderState.Ready)]),
        (DemoWhen.Lately, [Collect(OrderState.Accepted, OrderState.Preparing), Ship(OrderState.Accepted)]),
        (DemoWhen.Today, [Deliver(OrderState.Accepted, OrderState.Ready, OrderState.OutForDelivery)]),
        (DemoWhen.Today, [Collect(OrderState.Accepted, OrderState.Preparing)]),
        (DemoWhen.Lately, [Collect(), Deliver()]),
        (DemoWhen.Today, [Collect(OrderState.Accepted, OrderState.Preparing, OrderState.Ready), Ship(OrderState.Accepted, OrderState.Preparing, OrderState.Ready)]),
        (DemoWhen.Lately, [Collect(OrderState.Accepted)]),
        (DemoWhen.Today, [Ship(OrderState.Accepted, OrderState.Ready, OrderState.Shipped)]),
        (DemoWhen.Today, [Collect(OrderState.Accepted, OrderState.Ready)]),
    ];

    private static readonly int OpenOrders = 4 * Open.Sum(o => o.Orders.Length);

    private static readonly DemoPath[] Ended =
    [
        Collected(), Delivered(), Sent(), Collected(), Collected(), Sent(), Collect(OrderState.Cancelled), Collected(), Delivered(), Collected(),
        Collect(OrderState.Accepted, OrderState.Ready, OrderState.NotCollected), Sent(), Collected(), Sent(OrderState.ReturnAsked), Collected(), Delivered(),
        Ship(OrderState.Accepted, OrderState.Ready, OrderState.Shipped, OrderState.ReturnedUndelivered), Collected(OrderState.ReturnAsked, OrderState.ReturnRefused), Collected(),
        Sent(OrderState.ReturnAsked, OrderState.ReturnAgreed), Delivered(), Collected(), Sent(OrderState.ReturnAsked, OrderState.ReturnAgreed, OrderState.ReturnWithdrawn),
        Ship(OrderState.Accepted, OrderState.Cancelled), Collected(), Sent(OrderState.ReturnAsked, OrderState.ReturnAgreed, OrderState.ReturnReceived), Collected(),
        Deliver(OrderState.Accepted, OrderState.Ready, OrderState.OutForDelivery, OrderState.ReturnedUndelivered), Sent(),
        Sent(OrderState.ReturnAsked, OrderState.ReturnAgreed, OrderState.ReturnReceived, OrderState.Refunded), Collected(),
    ];

    /// <summary>All purchases; the same every time.</summary>
    public static IEnumerable<DemoPurchase> Purchases()
    {
        var (number, made) = (0, 0);
        for (; made < Orders - OpenOrders; number++)
        {
            var (first, size) = (made, Math.Min(Sizes[number % Sizes.Length], Orders - OpenOrders - made));
            made += size;
            yield return new DemoPurchase(number, DemoWhen.Past, [.. Enumerable.Range(first, size).Select(i => Ended[i % Ended.Length])]);
        }

        for (; made < Orders; number++)
        {
            var (when, orders) = Open[number % Open.Length];
            made += orders.Length;
            yield return new DemoPurchase(number, when, orders);
        }
    }

    private static DemoPath Collect(params OrderState[] then) => new(FulfilmentKind.Collect, [OrderState.Placed, .. then]);

    private static DemoPath Deliver(params OrderState[] then) => new(FulfilmentKind.Deliver, [OrderState.Placed, .. then]);

    private static DemoPath Ship(params OrderState[] then) => new(FulfilmentKind.Ship, [OrderState.Placed, .. then]);

    private static DemoPath Collected(params OrderState[] then) => Collect([OrderState.Accepted, OrderState.Ready, OrderState.Collected, .. then]);

    private static DemoPath Delivered(params OrderState[] then) => Deliver([OrderState.Accepted, OrderState.Preparing, OrderState.Ready, OrderState.OutForDelivery, OrderState.Delivered, .. then]);

    private static DemoPath Sent(params OrderState[] then) => Ship([OrderState.Accepted, OrderState.Preparing, OrderState.Ready, OrderState.Shipped, OrderState.Delivered, .. then]);
}
