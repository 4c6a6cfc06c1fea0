using Halles.Kernel;
using Halles.Kernel.Auditing;
using Halles.Kernel.Storage;
using Halles.Mall.Payments;
using Halles.Mall.Stock;

namespace Halles.Mall.Orders;

/// <summary>A shopper gives goods back: asked, then agreed or refused; agreed, then received or withdrawn; received, then refunded.</summary>
public sealed class ReturnOrders(OrderWork work)
{
    /// <summary>The shopper asks to return the order. The reason is kept on the order alone.</summary>
    public Task<Result<Done>> Ask(Guid shopId, Guid orderId, OrderOwner owner, string reason) => work.On(shopId, orderId, (s, o) =>
    {
        if (!owner.Owns(s.Sql, o))
        {
            return OrderProblems.NoSuchOrder;
        }

        if (CancelOrders.Unfit(reason) is { } unfit)
        {
            return unfit;
        }

        if (OrderSteps.Go(s, o, OrderState.ReturnAsked, Actor.Shopper(owner.PersonId)) is { } problem)
        {
            return problem;
        }

        s.Sql.Execute("UPDATE orders SET return_reason = $3 WHERE shop_id = $1 AND id = $2", shopId, orderId, reason.Trim());
        OrderSteps.Mail(s, o, OrderMailKind.ReturnAsked);
        return null;
    });

    /// <summary>The shop agrees.</summary>
    public Task<Result<Done>> Agree(Guid shopId, Guid orderId, Guid? actor) => work.On(shopId, orderId, (s, o) => Answer(s, o, OrderState.ReturnAgreed, actor));

    /// <summary>The shop refuses; its answer is told to the shopper by message.</summary>
    public Task<Result<Done>> Refuse(Guid shopId, Guid orderId, Guid? actor) => work.On(shopId, orderId, (s, o) => Answer(s, o, OrderState.ReturnRefused, actor));

    /// <summary>The shopper keeps it after all.</summary>
    public Task<Result<Done>> Withdraw(Guid shopId, Guid orderId, OrderOwner owner) => work.On(shopId, orderId, (s, o) =>
    {
        if (!owner.Owns(s.Sql, o))
        {
            return OrderProblems.NoSuchOrder;
        }

        var problem = OrderSteps.Go(s, o, OrderState.ReturnWithdrawn, Actor.Shopper(owner.PersonId));
        if (problem is null)
        {
            OrderSteps.Mail(s, o, OrderMailKind.ReturnWithdrawn);
        }

        return problem;
    });

    /// <summary>The goods have come back; what was paid is owed back from now on.</summary>
    /// <param name="restock">Whether they go back onto the shelf.</param>
    public Task<Result<Done>> Receive(Guid shopId, Guid orderId, bool restock, Guid? actor) => work.On(shopId, orderId, (s, o) =>
    {
        if (OrderSteps.Go(s, o, OrderState.ReturnReceived, Actor.Shop(actor)) is { } problem)
        {
            return problem;
        }

        if (restock)
        {
            Holds.TakeBackIn(s, shopId, orderId, actor, o.Code);
        }

        OrderSteps.EndWithoutGoods(s, o, Actor.Shop(actor));
        return null;
    });

    /// <summary>All that is owed back was given back.</summary>
    public Task<Result<Done>> Refund(Guid shopId, Guid orderId, Guid? actor) => work.On(shopId, orderId, (s, o) =>
    {
        if (OrderSteps.Go(s, o, OrderState.Refunded, Actor.Shop(actor)) is { } problem)
        {
            return problem;
        }

        var owed = OrderPayments.OwedBack(s, shopId, orderId);
        if (OrderPayments.GiveBack(s, shopId, orderId, owed))
        {
            OrderSteps.Event(s, o, OrderEventKind.Refunded, Actor.Shop(actor), new GivenBack(owed).ToString());
            s.Audit(new AuditEntry(actor, "give-back", shopId, orderId, $"{o.Code} {owed}"));
        }

        OrderSteps.Mail(s, o, OrderMailKind.Refunded);
        return null;
    });

    private static Problem? Answer(WriteSession s, OrderNow o, OrderState to, Guid? actor)
    {
        var problem = OrderSteps.Go(s, o, to, Actor.Shop(actor));
        if (problem is null)
        {
            OrderSteps.Mail(s, o, OrderMailKind.ReturnAnswered);
        }

        return problem;
    }
}
