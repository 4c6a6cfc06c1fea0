using Halles.Kernel.Jobs;
using Halles.Kernel.Storage;

namespace Halles.Mall.Orders;

/// <summary>An e-mail to be written about an order: asked for in the transaction of its cause, rendered by the pages' side.</summary>
/// <param name="ShopId">The shop and order it is about; null for <see cref="OrderMailKind.Placed"/>, which is about the whole purchase.</param>
/// <param name="Before">For <see cref="OrderMailKind.Changed"/> the total before, in minor units.</param>
public sealed record OrderMail(OrderMailKind What, Guid PurchaseId, Guid? ShopId = null, Guid? OrderId = null, long? Before = null)
{
    /// <summary>The kind of the job.</summary>
    public const string JobKind = "order-mail";

    /// <summary>Asks for this e-mail.</summary>
    public void Enqueue(WriteSession session) => JobQueue.Enqueue(session, JobKind, this);
}

/// <summary>What happened, and so who is told.</summary>
public enum OrderMailKind
{
    /// <summary>To the shopper: all orders of the purchase, with the trader's identity and terms.</summary>
    Placed,

    /// <summary>To the shop.</summary>
    NewOrder,

    /// <summary>To the shop: its time to accept is nearly over.</summary>
    AcceptReminder,

    /// <summary>To the shopper.</summary>
    Accepted,

    /// <summary>To the shopper: a line was refused, short, or weighed; the amount changed.</summary>
    Changed,

    /// <summary>To the shop: goods that were held are physically gone.</summary>
    Shortfall,

    /// <summary>To the shopper: can be collected.</summary>
    Ready,

    /// <summary>To the shopper.</summary>
    OutForDelivery,

    /// <summary>To the shopper, with tracking.</summary>
    Shipped,

    /// <summary>To the shopper: cancelled, not collected, or returned undelivered.</summary>
    Cancelled,

    /// <summary>To the shop: the shopper or the system cancelled.</summary>
    CancelledForShop,

    /// <summary>To the shop: the shopper asks to return it.</summary>
    ReturnAsked,

    /// <summary>To the shop: the shopper keeps it after all.</summary>
    ReturnWithdrawn,

    /// <summary>To the shopper: a return was agreed, refused or refunded.</summary>
    ReturnAnswered,

    /// <summary>To the shopper: the payment has come.</summary>
    Paid,

    /// <summary>To the shopper: money was given back.</summary>
    Refunded,
}
