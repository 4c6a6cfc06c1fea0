using Halles.Kernel;
using Halles.Mall.Fulfilment;
using Halles.Mall.Payments;
using Halles.Mall.Shops;

namespace Halles.Mall.Orders;

/// <summary>An order in a list.</summary>
/// <param name="Late">Past the moment that was promised and not ready yet, or ready and past its hold.</param>
public sealed record OrderRow(
    Guid Id, string Code, OrderState State, FulfilmentKind Way, string ShopperName, DateTimeOffset PlacedAt, DateTimeOffset ReadyBy, DateTimeOffset? ReadyAt,
    DateTimeOffset AcceptBy, long Total, string Currency, bool Paid, string PaymentMethod, bool Late, IReadOnlyList<OrderLine> Lines);

/// <summary>An order with all that its page shows.</summary>
public sealed record OrderDetail(Order Order, IReadOnlyList<OrderLine> Lines, IReadOnlyList<OrderEvent> Events, Payment? Payment, OrderShop Shop, OrderStore Store);

/// <summary>The shop of an order, as the law has it shown to the shopper.</summary>
/// <param name="Account">Where a transfer goes; null when it takes none.</param>
public sealed record OrderShop(Guid Id, string Slug, string Name, string Email, string? Phone, LegalIdentity Legal, LocalText Returns, BankAccount? Account);

/// <summary>The store of an order, as it is told to the shopper.</summary>
public sealed record OrderStore(Guid Id, string Name, Address Address, string TimeZone, string Hours, string? Phone);

/// <summary>A purchase with its orders.</summary>
public sealed record PurchaseDetail(Purchase Purchase, IReadOnlyList<OrderDetail> Orders)
{
    /// <summary>What it costs as it stands, in minor units: without what was called off unpaid.</summary>
    public long Total => Orders.Sum(o => o.Order.Charged);
}

/// <summary>A purchase in a person's list.</summary>
/// <param name="Orders">Each of its orders with the name of its shop.</param>
public sealed record PurchaseRow(Purchase Purchase, IReadOnlyList<(Order Order, string Shop)> Orders)
{
    /// <inheritdoc cref="PurchaseDetail.Total"/>
    public long Total => Orders.Sum(o => o.Order.Charged);
}

/// <summary>What a shop's orders can be looked at by.</summary>
public enum OrderView
{
    /// <summary>Placed, accepted or being prepared.</summary>
    ToPrepare,

    /// <summary>Ready, out for delivery or shipped.</summary>
    Ready,

    /// <summary>Past its promise.</summary>
    Late,

    /// <summary>Ended.</summary>
    Done,
    All,
}

/// <summary>The figures of a shop's day. Money in minor units of its orders.</summary>
/// <param name="Sold">Totals of the orders placed since the day began, without cancelled ones.</param>
public sealed record TodayFigures(int New, int ToPrepare, int Ready, int Late, long Sold);

/// <summary>A product to be picked for several orders.</summary>
public sealed record PickRow(string Sku, string Name, string Choice, long Quantity, string? StepUnit, int StepSize, IReadOnlyList<string> Orders);
