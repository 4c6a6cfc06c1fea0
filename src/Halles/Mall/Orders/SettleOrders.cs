using Halles.Kernel;
using Halles.Kernel.Auditing;
using Halles.Mall.Payments;

namespace Halles.Mall.Orders;

/// <summary>The merchant says that money has come or has been given back. Both are kept in the audit.</summary>
public sealed class SettleOrders(OrderWork work)
{
    /// <summary>The payment has come: the goods are now kept without end.</summary>
    public Task<Result<Done>> MarkPaid(Guid shopId, Guid orderId, Guid? actor) => work.On(shopId, orderId, (s, o) =>
    {
        if (OrderSteps.Pay(s, o, Actor.Shop(actor)) is { } problem)
        {
            return problem;
        }

        s.Audit(new AuditEntry(actor, "mark-paid", shopId, orderId, $"{o.Code} {o.Total}"));
        OrderSteps.Mail(s, o, OrderMailKind.Paid);
        return null;
    });

    /// <summary>So much of what is owed back was given back, in minor units.</summary>
    public Task<Result<Done>> GiveBack(Guid shopId, Guid orderId, long amount, Guid? actor) => work.On(shopId, orderId, (s, o) =>
    {
        if (!OrderPayments.GiveBack(s, shopId, orderId, amount))
        {
            return PaymentProblems.TooMuchBack.With(s.Sql.Scalar<long>("SELECT owed_back FROM payments WHERE shop_id = $1 AND order_id = $2", shopId, orderId));
        }

        OrderSteps.Event(s, o, OrderEventKind.Refunded, Actor.Shop(actor), amount.ToString(System.Globalization.CultureInfo.InvariantCulture));
        s.Audit(new AuditEntry(actor, "give-back", shopId, orderId, $"{o.Code} {amount}"));
        OrderSteps.Mail(s, o, OrderMailKind.Refunded);
        return null;
    });
}
