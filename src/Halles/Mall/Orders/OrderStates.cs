using Halles.Mall.Fulfilment;
using static Halles.Mall.Orders.OrderState;

namespace Halles.Mall.Orders;

/// <summary>The life of an order as one table: no edge but these (rules.md, <i>Purchase, order, exactly once</i>).</summary>
public static class OrderStates
{
    private static readonly (OrderState? From, FulfilmentKind? Way, OrderState To)[] Edges =
    [
        (null, null, Placed),
        (Placed, null, Accepted),
        (Placed, null, Cancelled),
        (Accepted, null, Preparing),
        (Accepted, null, Ready),
        (Accepted, null, Cancelled),
        (Preparing, null, Ready),
        (Preparing, null, Cancelled),
        (Ready, FulfilmentKind.Collect, Collected),
        (Ready, FulfilmentKind.Collect, NotCollected),
        (Ready, FulfilmentKind.Collect, Cancelled),
        (Ready, FulfilmentKind.Deliver, OutForDelivery),
        (OutForDelivery, FulfilmentKind.Deliver, Delivered),
        (OutForDelivery, FulfilmentKind.Deliver, ReturnedUndelivered),
        (Ready, FulfilmentKind.Ship, Shipped),
        (Shipped, FulfilmentKind.Ship, Delivered),
        (Shipped, FulfilmentKind.Ship, ReturnedUndelivered),
        (Collected, null, ReturnAsked),
        (Delivered, null, ReturnAsked),
        (ReturnAsked, null, ReturnAgreed),
        (ReturnAsked, null, ReturnRefused),
        (ReturnAgreed, null, ReturnReceived),
        (ReturnAgreed, null, ReturnWithdrawn),
        (ReturnReceived, null, Refunded),
    ];

    /// <summary>Whether an order that is got in this way may go from one state to another; null for one that is not yet there.</summary>
    public static bool Allows(OrderState? from, OrderState to, FulfilmentKind way) =>
        Array.Exists(Edges, e => e.From == from && e.To == to && (e.Way is null || e.Way == way));

    /// <summary>The states that may follow.</summary>
    public static IReadOnlyList<OrderState> After(OrderState from, FulfilmentKind way) =>
        [.. Edges.Where(e => e.From == from && (e.Way is null || e.Way == way)).Select(e => e.To)];

    /// <summary>Whether the goods are still with the shop, so that the order may hold stock.</summary>
    public static bool IsOpen(OrderState state) => state is Placed or Accepted or Preparing or Ready;

    /// <summary>Whether arriving here ends the order: nothing is kept and no payment is waited for any more.</summary>
    public static bool Ends(OrderState state) => state is Collected or Delivered || EndsWithoutGoods(state);

    /// <summary>Whether the shopper has got the goods, or had them before sending them back.</summary>
    public static bool HandedOver(OrderState state) => state is Collected or Delivered or >= ReturnAsked;

    /// <summary>Whether the shopper never got the goods and will not: an order that ends here unpaid asks for no money.</summary>
    public static bool EndsWithoutGoods(OrderState state) => state is Cancelled or NotCollected or ReturnedUndelivered;
}
