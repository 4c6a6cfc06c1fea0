using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Fulfilment;
using Halles.Mall.Stock;

namespace Halles.Mall.Orders;

/// <summary>
/// The shop's steps from a new order to one that is ready. Each takes the shop of the caller's membership: an order of
/// another shop is <c>no-such-order</c>. <c>actor</c> is the person who works there, or null for a key.
/// </summary>
public sealed class PrepareOrders(OrderWork work)
{
    /// <summary>The greatest final weight, in units of the line.</summary>
    public const long MostWeight = 1_000_000;

    /// <summary>The shop takes the order on.</summary>
    public Task<Result<Done>> Accept(Guid shopId, Guid orderId, Guid? actor) => work.On(shopId, orderId, (s, o) =>
    {
        if (OrderSteps.Go(s, o, OrderState.Accepted, Actor.Shop(actor)) is { } problem)
        {
            return problem;
        }

        OrderSteps.Mail(s, o, OrderMailKind.Accepted);
        return null;
    });

    /// <summary>Somebody has begun with it.</summary>
    public Task<Result<Done>> Start(Guid shopId, Guid orderId, Guid? actor) =>
        work.On(shopId, orderId, (s, o) => OrderSteps.Go(s, o, OrderState.Preparing, Actor.Shop(actor)));

    /// <summary>Ready; accepted on the way where it was not yet. Weighed lines need their final weight first.</summary>
    public Task<Result<Done>> Ready(Guid shopId, Guid orderId, Guid? actor) => work.On(shopId, orderId, (s, o) => Ready(s, o, Actor.Shop(actor)));

    /// <summary>Many at once; each succeeds or fails by itself.</summary>
    public async Task<IReadOnlyDictionary<Guid, Problem?>> ReadyAll(Guid shopId, IReadOnlyCollection<Guid> orderIds, Guid? actor)
    {
        var ids = orderIds.Distinct().ToList();
        var results = await Task.WhenAll(ids.Select(id => Ready(shopId, id, actor))).ConfigureAwait(false);
        return ids.Zip(results).ToDictionary(x => x.First, x => x.Second.Problem);
    }

    /// <summary>
    /// The shop does not have a line, or not all of it: amounts, VAT, fee and hold follow, what was paid too much is owed back;
    /// with its last line the order is cancelled.
    /// </summary>
    /// <param name="missing">How many pieces or steps; null for all that is left of the line.</param>
    /// <param name="reason">Told to the shopper.</param>
    public Task<Result<Done>> RefuseLine(Guid shopId, Guid orderId, int line, long? missing, string reason, Guid? actor) => work.On(shopId, orderId, (s, o) =>
    {
        if (CancelOrders.Unfit(reason) is { } unfit)
        {
            return unfit;
        }

        var found = o.Lines(s.Sql).Find(l => l.Number == line);
        if (found is null)
        {
            return OrderProblems.NoSuchLine;
        }

        if (!OrderStates.IsOpen(o.State) || found.Left == 0)
        {
            return OrderProblems.WrongState.With(o.State);
        }

        var gone = missing ?? found.Left;
        if (gone < 1 || gone > found.Left)
        {
            return OrderProblems.MissingWrong.With(found.Left);
        }

        Holds.Release(s, shopId, orderId, line, gone);
        return Lines.Miss(s, o, found, gone, LineState.Refused, reason.Trim(), Actor.Shop(actor));
    });

    /// <summary>What the scale said of a weighed line, in its unit; charged up to the most that was agreed.</summary>
    public Task<Result<Done>> EnterWeight(Guid shopId, Guid orderId, int line, long weight, Guid? actor) => work.On(shopId, orderId, (s, o) =>
    {
        var found = o.Lines(s.Sql).Find(l => l.Number == line);
        var problem = found is null ? OrderProblems.NoSuchLine
            : !found.Weighed ? OrderProblems.NotWeighed
            : weight is < 1 or > MostWeight ? OrderProblems.WeightWrong
            : !OrderStates.IsOpen(o.State) || found.Left == 0 ? OrderProblems.WrongState.With(o.State)
            : null;
        if (problem is not null)
        {
            return problem;
        }

        s.Sql.Execute("UPDATE order_lines SET final_amount = $4 WHERE shop_id = $1 AND order_id = $2 AND number = $3", shopId, orderId, line, weight);
        OrderSteps.Event(s, o, OrderEventKind.WeightEntered, Actor.Shop(actor), $"line {line}: {weight}");
        if (OrderSteps.Recount(s, o, Actor.Shop(actor)) != o.Total)
        {
            OrderSteps.Mail(s, o, OrderMailKind.Changed, before: o.Total);
        }

        return null;
    });

    private static Problem? Ready(WriteSession s, OrderNow o, Actor by)
    {
        if (o.Lines(s.Sql).Exists(l => l.Weighed && l.Left > 0 && l.Kept.FinalAmount is null))
        {
            return OrderProblems.WeightMissing;
        }

        var now = o;
        if (o.State is OrderState.Placed)
        {
            if (OrderSteps.Go(s, o, OrderState.Accepted, by) is { } refused)
            {
                return refused;
            }

            now = o with { State = OrderState.Accepted };
        }

        if (OrderSteps.Go(s, now, OrderState.Ready, by) is { } problem)
        {
            return problem;
        }

        if (o.Way is FulfilmentKind.Collect)
        {
            OrderSteps.Mail(s, o, OrderMailKind.Ready);
        }

        return null;
    }
}
