using Halles.Kernel;
using Halles.Kernel.Storage;

namespace Halles.Mall.Stock;

/// <summary>Goods that go from one of a shop's stores to another.</summary>
/// <param name="Amount">Pieces or steps, at least 1.</param>
public sealed record StockMove(Guid ShopId, Guid VariantId, Guid From, Guid To, long Amount, Guid Actor);

/// <summary>Moves goods between a shop's own stores: out here and in there, in one unit of work. What is held for orders stays.</summary>
public sealed class MoveStock(MallWriter writer, AdjustStock adjust)
{
    /// <summary>Moves them, and answers with what is left where they came from.</summary>
    /// <param name="key">An idempotency key, so that a repeated posting counts once.</param>
    public Task<Result<StockLevel>> Run(StockMove move, IdempotencyKey? key = null) =>
        move.Amount is < 1 or > AdjustStock.Most ? Task.FromResult<Result<StockLevel>>(StockProblems.AmountWrong)
        : writer.WriteOnce(key, s => Move(s, move), Lane.Trade, [StockLocks.Of(move.VariantId)]);

    private Result<StockLevel> Move(WriteSession s, StockMove move)
    {
        if (AdjustStock.Ensure(s, move.ShopId, move.VariantId, move.From) is { } problem)
        {
            return problem;
        }

        if (move.From == move.To)
        {
            return StockProblems.SameStore;
        }

        var free = s.Sql.Scalar<long>("SELECT on_hand - held FROM stock WHERE shop_id = $1 AND variant_id = $2 AND store_id = $3", move.ShopId, move.VariantId, move.From);
        if (free < move.Amount)
        {
            return StockProblems.NotSoMany.With(free);
        }

        var arrived = adjust.Apply(s, new StockChange(move.ShopId, move.VariantId, move.To, MovementReason.Arrived, move.Amount, move.Actor));
        return arrived.Ok ? adjust.Apply(s, new StockChange(move.ShopId, move.VariantId, move.From, MovementReason.Sent, move.Amount, move.Actor)) : arrived;
    }
}
