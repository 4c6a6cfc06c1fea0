using Halles.Client;
using Halles.Kernel;
using Halles.Kernel.Api;
using Halles.Kernel.Storage;

namespace Halles.Mall.Orders;

/// <summary>The words by which programs take steps.</summary>
public enum StepWord
{
    Accept,
    Prepare,
    RefuseLine,
    EnterWeight,
    Ready,
    HandOver,
    OutForDelivery,
    Ship,
    Deliver,
    ReturnUndelivered,
    NotCollected,
    Cancel,
    Paid,
    GiveBack,
    AgreeReturn,
    RefuseReturn,
    ReceiveReturn,
    Refund,
}

/// <summary>One door to all steps of a shop, for programs: each exactly once for its key.</summary>
public sealed class TakeStep(OrderWork work, PickupCodes codes)
{
    /// <summary>Takes the step in the shop's order.</summary>
    /// <param name="actor">The person whose key it is.</param>
    public Task<Result<Done>> Run(Guid shop, Guid order, StepRequest step, Guid? actor, IdempotencyKey key)
    {
        if (!Wire.TryWord<StepWord>(step.Step, out var word))
        {
            return Refused(ApiProblems.NoWord<StepWord>("step"));
        }

        var once = work.Under(key);
        var (prepare, handOver, returns, checks) = (new PrepareOrders(once), new HandOverOrders(once, codes), new ReturnOrders(once), new HandOverChecks(step.Paid, step.AgeChecked, step.Unpaid));
        return word switch
        {
            StepWord.Accept => prepare.Accept(shop, order, actor),
            StepWord.Prepare => prepare.Start(shop, order, actor),
            StepWord.RefuseLine when step.Line is { } line => prepare.RefuseLine(shop, order, line, step.Quantity, step.Reason ?? "", actor),
            StepWord.EnterWeight when step is { Line: { } line, Weight: { } weight } => prepare.EnterWeight(shop, order, line, weight, actor),
            StepWord.EnterWeight when step.Line is not null => Refused(ApiProblems.MemberMissing.On("weight")),
            StepWord.RefuseLine or StepWord.EnterWeight => Refused(ApiProblems.MemberMissing.On("line")),
            StepWord.Ready => prepare.Ready(shop, order, actor),
            StepWord.HandOver when step.Code is { } code => handOver.Collect(shop, order, code, checks, actor),
            StepWord.HandOver => Refused(ApiProblems.MemberMissing.On("code")),
            StepWord.OutForDelivery => handOver.SendOut(shop, order, checks, actor),
            StepWord.Ship => handOver.Ship(shop, order, step.Tracking ?? "", checks, actor),
            StepWord.Deliver => handOver.Delivered(shop, order, checks, actor),
            StepWord.ReturnUndelivered => handOver.ReturnedUndelivered(shop, order, step.Restock, actor),
            StepWord.NotCollected => handOver.NotCollected(shop, order, actor),
            StepWord.Cancel => new CancelOrders(once).ByShop(shop, order, step.Reason ?? "", actor),
            StepWord.Paid => new SettleOrders(once).MarkPaid(shop, order, actor),
            StepWord.GiveBack when step.Amount is null => Refused(ApiProblems.MemberMissing.On("amount")),
            StepWord.GiveBack when Wire.TryWord<PaidBackBy>(step.How, out var how) => new SettleOrders(once).GiveBack(shop, order, new GivenBack(step.Amount!.Value, how), actor),
            StepWord.GiveBack => Refused(ApiProblems.NoWord<PaidBackBy>("how")),
            StepWord.AgreeReturn => returns.Agree(shop, order, actor),
            StepWord.RefuseReturn => returns.Refuse(shop, order, actor),
            StepWord.ReceiveReturn => returns.Receive(shop, order, step.Restock, actor),
            _ => returns.Refund(shop, order, actor),
        };
    }

    private static Task<Result<Done>> Refused(Problem problem) => Task.FromResult<Result<Done>>(problem);
}
