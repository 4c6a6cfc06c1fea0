using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Fulfilment;
using Halles.Mall.Payments;
using Halles.Mall.Stock;

namespace Halles.Mall.Orders;

/// <summary>What the clerk has seen to before the goods change hands.</summary>
/// <param name="Paid">The payment was taken now; needed when the order is paid at hand-over and is not paid yet.</param>
/// <param name="AgeChecked">The age was checked; needed when a line has an age limit.</param>
/// <param name="Unpaid">The goods leave although their transfer has not come; needed then, and pays nothing.</param>
public readonly record struct HandOverChecks(bool Paid = false, bool AgeChecked = false, bool Unpaid = false);

/// <summary>The goods leave the shop: over the counter against the code, with the courier, or by post. See <see cref="PrepareOrders"/> for whom the steps answer.</summary>
public sealed class HandOverOrders(OrderWork work, PickupCodes codes)
{
    /// <summary>The longest tracking number in characters.</summary>
    public const int MostTracking = 100;

    /// <summary>Handed over at the counter against the pick-up code. Wrong codes are counted (see <see cref="PickupCodes"/>).</summary>
    public async Task<Result<Done>> Collect(Guid shopId, Guid orderId, string code, HandOverChecks checks, Guid? actor)
    {
        var outcome = await work.On<CodeOutcome>(shopId, orderId, (s, o) =>
        {
            var tried = codes.Check(s, o.ShopId, o.StoreId, () => o.State is OrderState.Ready && Code.Parse(o.PickupCode).Matches(code) ? o.Id : null);
            if (tried.Refused is not null)
            {
                return tried; // kept, so that the try counts
            }

            var by = Actor.Shop(actor);
            var problem = Checked(s, o, checks, by) ?? Leave(s, o, OrderState.Collected, by);
            return problem is null ? tried : problem;
        }, binds: tried => tried.Refused is null, PickupCodes.Lock(shopId)).ConfigureAwait(false);
        return outcome.Ok && outcome.Value.Refused is null ? default(Done) : outcome.Problem ?? outcome.Value.Refused!;
    }

    /// <summary>The courier has left with it.</summary>
    public Task<Result<Done>> SendOut(Guid shopId, Guid orderId, HandOverChecks checks, Guid? actor) => work.On(shopId, orderId, (s, o) =>
    {
        var problem = Unpaid(o, OrderState.OutForDelivery, checks) ?? Leave(s, o, OrderState.OutForDelivery, Actor.Shop(actor));
        if (problem is null)
        {
            OrderSteps.Mail(s, o, OrderMailKind.OutForDelivery);
        }

        return problem;
    });

    /// <summary>The carrier has it; the tracking number may be empty.</summary>
    public Task<Result<Done>> Ship(Guid shopId, Guid orderId, string tracking, HandOverChecks checks, Guid? actor) => work.On(shopId, orderId, (s, o) =>
    {
        if (tracking.Length > MostTracking || !TextRules.CanBeKept(tracking))
        {
            return OrderProblems.TrackingWrong;
        }

        if ((Unpaid(o, OrderState.Shipped, checks) ?? Leave(s, o, OrderState.Shipped, Actor.Shop(actor))) is { } problem)
        {
            return problem;
        }

        s.Sql.Execute("UPDATE orders SET tracking = $3 WHERE shop_id = $1 AND id = $2", shopId, orderId, tracking.Trim().Length == 0 ? null : tracking.Trim());
        OrderSteps.Mail(s, o, OrderMailKind.Shipped);
        return null;
    });

    /// <summary>It has arrived; paid to the courier where that was agreed. A transfer that has not come stays expected.</summary>
    public Task<Result<Done>> Delivered(Guid shopId, Guid orderId, HandOverChecks checks, Guid? actor) => work.On(shopId, orderId, (s, o) =>
        o.State is not (OrderState.OutForDelivery or OrderState.Shipped) ? OrderProblems.WrongState.With(o.State)
        : Checked(s, o, checks with { Unpaid = true }, Actor.Shop(actor), byCourier: o.Way is FulfilmentKind.Deliver) ?? OrderSteps.Go(s, o, OrderState.Delivered, Actor.Shop(actor), Age(s, o, checks)));

    /// <summary>It came back. What was paid is owed back.</summary>
    /// <param name="restock">Whether the goods go back onto the shelf.</param>
    public Task<Result<Done>> ReturnedUndelivered(Guid shopId, Guid orderId, bool restock, Guid? actor) => work.On(shopId, orderId, (s, o) =>
    {
        if (OrderSteps.Go(s, o, OrderState.ReturnedUndelivered, Actor.Shop(actor)) is { } problem)
        {
            return problem;
        }

        if (restock)
        {
            Holds.TakeBackIn(s, shopId, orderId, actor, o.Code);
        }

        OrderSteps.EndWithoutGoods(s, o, Actor.Shop(actor));
        OrderSteps.Mail(s, o, OrderMailKind.Cancelled);
        return null;
    });

    /// <summary>Nobody came for it.</summary>
    public Task<Result<Done>> NotCollected(Guid shopId, Guid orderId, Guid? actor) => work.On(shopId, orderId, (s, o) => NotCollected(s, o, Actor.Shop(actor)));

    internal static Problem? NotCollected(WriteSession s, OrderNow o, Actor by)
    {
        if (OrderSteps.Go(s, o, OrderState.NotCollected, by) is { } problem)
        {
            return problem;
        }

        OrderSteps.EndWithoutGoods(s, o, by);
        OrderSteps.Mail(s, o, OrderMailKind.Cancelled);
        return null;
    }

    private static Problem? Checked(WriteSession s, OrderNow o, HandOverChecks checks, Actor by, bool byCourier = true)
    {
        var age = byCourier ? AgeLimit(s, o) : 0; // a carrier checks nothing for the shop
        return age > 0 && !checks.AgeChecked ? OrderProblems.AgeNotChecked.With(age)
            : o.Paid ? null
            : !IPaymentMethod.IsPaidAtHandOver(o.PaymentMethod) ? Unpaid(o, OrderState.Collected, checks)
            : checks.Paid ? OrderSteps.Pay(s, o, by)
            : OrderProblems.NotPaid;
    }

    // Goods whose transfer has not come leave only when somebody says so.
    private static Problem? Unpaid(OrderNow o, OrderState to, HandOverChecks checks) =>
        !OrderStates.Allows(o.State, to, o.Way) ? null // told by the step itself
        : !o.Paid && !checks.Unpaid && !IPaymentMethod.IsPaidAtHandOver(o.PaymentMethod) ? OrderProblems.TransferNotCome
        : null;

    private static Problem? Leave(WriteSession s, OrderNow o, OrderState to, Actor by)
    {
        if (OrderSteps.Go(s, o, to, by, to is OrderState.Collected && AgeLimit(s, o) > 0 ? "age checked" : null) is { } problem)
        {
            return problem;
        }

        // Of weighed goods that turned out lighter, whole steps stay on the shelf.
        var taken = o.Lines(s.Sql).Where(l => l.Kept.FinalAmount is not null).ToDictionary(l => l.Number, l => (l.Kept.FinalAmount!.Value + l.Kept.StepSize - 1) / l.Kept.StepSize);
        Holds.HandOver(s, o.ShopId, o.Id, by.PersonId, o.Code, taken);
        return null;
    }

    private static string? Age(WriteSession s, OrderNow o, HandOverChecks checks) => checks.AgeChecked && AgeLimit(s, o) > 0 ? "age checked" : null;

    private static int AgeLimit(WriteSession s, OrderNow o) => o.Lines(s.Sql).Where(l => l.Left > 0).Select(l => l.AgeLimit).DefaultIfEmpty(0).Max();
}
