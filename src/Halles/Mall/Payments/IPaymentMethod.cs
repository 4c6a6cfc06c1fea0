using Halles.Kernel;
using Halles.Mall.Fulfilment;

namespace Halles.Mall.Payments;

/// <summary>A way of paying an order. Card, mobile money and gift cards come as further implementations.</summary>
public interface IPaymentMethod
{
    /// <summary>Stable, kebab-case; kept on the order.</summary>
    string Code { get; }

    /// <summary>Whether a shop with these ways takes it for goods that are got so.</summary>
    bool Takes(WaysOfPaying ways, FulfilmentKind way);

    /// <summary>How long the goods are kept without payment; null for no end of its own (rules.md, <i>Stock</i>).</summary>
    DateTimeOffset? HoldUntil(UnpaidOrder order);

    /// <summary>Whether money changes hands with the goods when this way of paying was chosen; else it comes by itself, and only then is the order paid.</summary>
    static bool IsPaidAtHandOver(string code) => code is InStore.Name or OnDelivery.Name;

    /// <summary>What the payer quotes so that the payment is found again; null when it needs nothing.</summary>
    string? Reference(string orderCode) => null;
}

/// <summary>What decides how long goods are kept without payment.</summary>
public sealed record UnpaidOrder(DateTimeOffset PlacedAt, DateTimeOffset ReadyBy, OpeningHours Hours, TimeZoneInfo Zone);

/// <summary>Paid in the store when the goods are collected.</summary>
internal sealed class InStore : IPaymentMethod
{
    public const string Name = "in-store";

    public string Code => Name;

    public bool Takes(WaysOfPaying ways, FulfilmentKind way) => ways.InStore && way is FulfilmentKind.Collect;

    /// <summary>Until the store closes on the next day that it opens; on the one after it is ready, if that is later.</summary>
    public DateTimeOffset? HoldUntil(UnpaidOrder order)
    {
        var until = order.Hours.CloseOfNextOpenDay(order.PlacedAt, order.Zone);
        return until > order.ReadyBy ? until : order.Hours.CloseOfNextOpenDay(order.ReadyBy, order.Zone) ?? order.ReadyBy.AddDays(1);
    }
}

/// <summary>Paid to the shop's courier.</summary>
internal sealed class OnDelivery : IPaymentMethod
{
    public const string Name = "on-delivery";

    public string Code => Name;

    public bool Takes(WaysOfPaying ways, FulfilmentKind way) => ways.OnDelivery && way is FulfilmentKind.Deliver;

    public DateTimeOffset? HoldUntil(UnpaidOrder order) => null; // the shop itself decides when the courier goes
}

/// <summary>Paid by transfer to the shop's account, with a reference after ISO 11649.</summary>
internal sealed class Transfer : IPaymentMethod
{
    public const string Name = "transfer";

    private const int WorkingDays = 5;

    public string Code => Name;

    public bool Takes(WaysOfPaying ways, FulfilmentKind way) => ways.Transfer is not null;

    /// <summary>Until the end of the fifth working day, Monday to Friday, on the store's calendar.</summary>
    public DateTimeOffset? HoldUntil(UnpaidOrder order)
    {
        var day = order.Zone.DateAt(order.PlacedAt);
        for (var left = WorkingDays; left > 0;)
        {
            day = day.AddDays(1);
            left -= day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 0 : 1;
        }

        return order.Zone.InstantOf(day.AddDays(1), 0);
    }

    public string? Reference(string orderCode) => Iso11649.For(orderCode).Value;
}
