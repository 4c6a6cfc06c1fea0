using Halles.Kernel;
using Halles.Kernel.Auditing;
using Halles.Kernel.Storage;
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

        OrderSteps.Mail(s, o, OrderMailKind.Paid);
        return null;
    });

    /// <summary>So much was given back, never more than is owed. With the last of it a return that was received is refunded.</summary>
    public Task<Result<Done>> GiveBack(Guid shopId, Guid orderId, GivenBack given, Guid? actor) => work.On(shopId, orderId, (s, o) =>
    {
        if (!OrderPayments.GiveBack(s, shopId, orderId, given.Amount))
        {
            var owed = new Money(OrderPayments.OwedBack(s, shopId, orderId), o.Currency);
            return PaymentProblems.TooMuchBack.With(owed) with { Data = new Dictionary<string, object?> { ["owed"] = owed } };
        }

        OrderSteps.Event(s, o, OrderEventKind.Refunded, Actor.Shop(actor), given.ToString());
        s.Audit(new AuditEntry(actor, "give-back", shopId, orderId, $"{o.Code} {given}"));
        OrderSteps.Mail(s, o, OrderMailKind.Refunded);
        return o.State is OrderState.ReturnReceived && OrderPayments.OwedBack(s, shopId, orderId) == 0
            ? OrderSteps.Go(s, o, OrderState.Refunded, Actor.Shop(actor))
            : null;
    });

    /// <summary>The same, once for each key.</summary>
    public Task<Result<Done>> GiveBack(Guid shopId, Guid orderId, GivenBack given, Guid? actor, string key) =>
        new SettleOrders(work.Under(IdempotencyKey.For($"shop:{shopId:N} give-back", key, $"{orderId:N} {given}"))).GiveBack(shopId, orderId, given, actor);
}
