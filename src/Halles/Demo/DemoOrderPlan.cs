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

/// <summary>A purchase of the demo: how long ago, by whom, and the orders in it.</summary>
internal sealed record DemoPurchase(int Number, int HoursAgo, IReadOnlyList<DemoPath> Orders)
{
    /// <summary>Placed so lately that its goods are still with the shops.</summary>
    public bool IsFresh => HoursAgo < DemoOrderPlan.Fresh;
}

/// <summary>The demo's past orders: 300, in every state and every way, the most of them well ended.</summary>
internal static class DemoOrderPlan
{
    public const int Orders = 300;

    /// <summary>Hours within which an order can still be open.</summary>
    public const int Fresh = 20;

    private const int FreshOrders = 60;
    private static readonly int[] Sizes = [1, 2, 1, 1, 3, 1, 2, 1];

    private static readonly DemoPath[] Open =
    [
        Collect(), Collect(OrderState.Accepted), Collect(OrderState.Accepted, OrderState.Preparing), Collect(OrderState.Accepted, OrderState.Ready),
        Deliver(), Deliver(OrderState.Accepted, OrderState.Ready, OrderState.OutForDelivery), Collect(OrderState.Accepted, OrderState.Preparing, OrderState.Ready), Ship(OrderState.Accepted),
        Ship(OrderState.Accepted, OrderState.Preparing, OrderState.Ready), Collect(OrderState.Accepted, OrderState.Ready), Collect(), Ship(OrderState.Accepted, OrderState.Ready, OrderState.Shipped),
    ];

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

    /// <summary>All purchases, the oldest first; the same every time.</summary>
    public static IEnumerable<DemoPurchase> Purchases()
    {
        var made = 0;
        for (var number = 0; made < Orders; number++)
        {
            var size = Math.Min(Sizes[number % Sizes.Length], Orders - made);
            var fresh = made >= Orders - FreshOrders;
            var hours = fresh ? 5 + Seeded.Pick($"fresh:{number}", Fresh - 6) : 48 + Seeded.Pick($"age:{number}", 24 * 150);
            var paths = fresh ? Open : Ended;
            var first = made;
            yield return new DemoPurchase(number, hours, [.. Enumerable.Range(0, size).Select(i => paths[(first + i) % paths.Length])]);
            made += size;
        }
    }

    private static DemoPath Collect(params OrderState[] then) => new(FulfilmentKind.Collect, [OrderState.Placed, .. then]);

    private static DemoPath Deliver(params OrderState[] then) => new(FulfilmentKind.Deliver, [OrderState.Placed, .. then]);

    private static DemoPath Ship(params OrderState[] then) => new(FulfilmentKind.Ship, [OrderState.Placed, .. then]);

    private static DemoPath Collected(params OrderState[] then) => Collect([OrderState.Accepted, OrderState.Ready, OrderState.Collected, .. then]);

    private static DemoPath Delivered(params OrderState[] then) => Deliver([OrderState.Accepted, OrderState.Preparing, OrderState.Ready, OrderState.OutForDelivery, OrderState.Delivered, .. then]);

    private static DemoPath Sent(params OrderState[] then) => Ship([OrderState.Accepted, OrderState.Preparing, OrderState.Ready, OrderState.Shipped, OrderState.Delivered, .. then]);
}
