using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Stock;

namespace Halles.Mall.Orders;

/// <summary>Runs one step of one order: locks declared, order loaded, refused with 404 where it is not this shop's.</summary>
public sealed class OrderWork(MallDatabase database, MallWriter writer)
{
    private IdempotencyKey? _key;

    /// <summary>The same for a step that is taken once for this key.</summary>
    public OrderWork Under(IdempotencyKey key) => new(database, writer) { _key = key };

    /// <param name="binds">Whether an outcome binds the idempotency key.</param>
    internal Task<Result<T>> On<T>(Guid shop, Guid order, Func<WriteSession, OrderNow, Result<T>> step, Func<T, bool>? binds = null, params LockKey[] more)
    {
        // What an order's lines are never changes, so its locks can be known before the step.
        var stock = database.Read(sql => sql.List(
            "SELECT DISTINCT variant_id FROM order_lines WHERE shop_id = $1 AND order_id = $2", r => StockLocks.Of(r.Id(0)), shop, order));
        return writer.WriteOnce(
            _key, s => OrderNow.Load(s, shop, order) is { } now ? step(s, now) : OrderProblems.NoSuchOrder, Lane.Trade, [LockKey.Of(LockKind.Order, order), .. stock, .. more], binds);
    }

    /// <summary>A step that answers nothing.</summary>
    internal Task<Result<Done>> On(Guid shop, Guid order, Func<WriteSession, OrderNow, Problem?> step) =>
        On<Done>(shop, order, (s, o) => step(s, o) is { } problem ? problem : default(Done));

    /// <summary>The orders that a due-date query finds, page by page, each in a unit of its own that share their commits.</summary>
    internal async Task EachDue(string query, Func<WriteSession, OrderNow, Problem?> step, DateTimeOffset now, CancellationToken stop)
    {
        const int Page = 200;
        List<(Guid Shop, Guid Order)> due;
        do
        {
            due = database.Read(sql => sql.List($"{query} LIMIT {Page}", r => (r.Id(0), r.Id(1)), now));
            foreach (var result in await Task.WhenAll(due.Select(d => On(d.Shop, d.Order, step))).ConfigureAwait(false))
            {
                if (result.Problem is { } problem)
                {
                    throw new InvalidOperationException($"A due order was refused: {problem.Code}"); // tried again by the job
                }
            }
        }
        while (due.Count == Page && !stop.IsCancellationRequested);
    }
}
