using Halles.Kernel;
using Halles.Kernel.Storage;

namespace Halles.Mall.Orders;

/// <summary>What became of a typed code: the order, or why not. Not a refusal of the unit, so that the wrong try is kept.</summary>
internal sealed record CodeOutcome(Guid? OrderId, Problem? Refused);

/// <summary>
/// Pick-up codes: compared in constant time; five wrong tries an hour for a store, then a wait (rules.md, <i>Purchase,
/// order, exactly once</i>).
/// </summary>
public sealed class PickupCodes(MallWriter writer)
{
    private const int MostWrong = 5;
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    /// <summary>Which order that is ready in this store has this code. Problems: <c>wrong-code</c>, <c>too-many-tries</c>.</summary>
    public async Task<Result<Guid>> Find(Guid shopId, Guid storeId, string typed)
    {
        var outcome = await writer.Write<CodeOutcome>(s => Check(s, shopId, storeId, () => Matching(s.Sql, shopId, storeId, typed)), Lane.Trade, Lock(shopId)).ConfigureAwait(false);
        return !outcome.Ok ? outcome.Problem! : outcome.Value.Refused is { } refused ? refused : outcome.Value.OrderId!.Value;
    }

    internal static LockKey Lock(Guid shop) => LockKey.Of(LockKind.Key, "pick-up", shop.ToString());

    /// <summary>Tries a code in a store, unless too many were wrong; a wrong one is written down.</summary>
    internal CodeOutcome Check(WriteSession s, Guid shop, Guid store, Func<Guid?> match)
    {
        var wrong = s.Sql.List("SELECT at FROM pickup_attempts WHERE shop_id = $1 AND store_id = $2 AND at > $3 ORDER BY at DESC", r => r.Instant(0), shop, store, s.Now - Window);
        if (wrong.Count >= MostWrong)
        {
            return new CodeOutcome(null, OrderProblems.TooManyTries.With(wrong[MostWrong - 1] + Window));
        }

        if (match() is { } order)
        {
            return new CodeOutcome(order, null);
        }

        s.Sql.Execute("DELETE FROM pickup_attempts WHERE shop_id = $1 AND store_id = $2 AND at <= $3", shop, store, s.Now - Window);
        s.Sql.Execute("INSERT INTO pickup_attempts (shop_id, store_id, id, at) VALUES ($1, $2, $3, $4)", shop, store, s.NewId(), s.Now);
        return new CodeOutcome(null, OrderProblems.WrongCode);
    }

    // Every code is compared, and each in constant time.
    private static Guid? Matching(SqlSession sql, Guid shop, Guid store, string typed)
    {
        Guid? found = null;
        foreach (var (id, code) in sql.List(
            "SELECT id, pickup_code FROM orders WHERE shop_id = $1 AND state = 'Ready' AND store_id = $2 AND fulfilment = 'Collect'", r => (r.Id(0), r.Text(1)), shop, store))
        {
            found = Code.Parse(code).Matches(typed) ? id : found;
        }

        return found;
    }
}
