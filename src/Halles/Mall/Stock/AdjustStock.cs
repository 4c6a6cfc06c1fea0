using Halles.Kernel;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;

namespace Halles.Mall.Stock;

/// <summary>Something that physically happened to a shop's stock.</summary>
/// <param name="Reason">Opening, Delivery and Return add; Sale and Breakage take away; Count says how much is there.</param>
/// <param name="Amount">Pieces or steps, never negative; 0 for a Count alone.</param>
/// <param name="Actor">Who did it; null for the system.</param>
/// <param name="Reference">A delivery note, or words of the merchant; at most <see cref="AdjustStock.MostReference"/> characters.</param>
public sealed record StockChange(Guid ShopId, Guid VariantId, Guid StoreId, MovementReason Reason, long Amount, Guid? Actor, string? Reference = null);

/// <summary>
/// Writes down what happened on the shelf. Physical facts win: it always goes through. If less is there than is held, the
/// youngest unpaid holds are taken back, then the youngest paid ones; what would fall below zero is a count difference.
/// </summary>
public sealed class AdjustStock(MallDatabase database, MallWriter writer, IEnumerable<IHoldsTakenBack> holders)
{
    /// <summary>The greatest amount of one change.</summary>
    public const long Most = 1_000_000;

    /// <summary>The longest reference in characters.</summary>
    public const int MostReference = 200;

    private readonly IHoldsTakenBack[] _holders = [.. holders];

    /// <summary>Records one change and answers with the stock after it.</summary>
    /// <param name="key">An idempotency key, so that a repeated posting counts once.</param>
    public Task<Result<StockLevel>> Run(StockChange change, IdempotencyKey? key = null) =>
        writer.WriteOnce(key, s => Apply(s, change), Lane.Trade, Locks(change));

    /// <summary>Sets what is kept back from online sale, and for goods sold so many a day the count of each morning.</summary>
    /// <param name="low">From so many on, and fewer, the line is low; null for the usual <see cref="StockShelf.UsuallyLow"/>.</param>
    public Task<Result<StockLevel>> SetTerms(Guid shopId, Guid variantId, Guid storeId, long safety, long? daily, long? low = null) =>
        safety is < 0 or > Most || daily is < 0 or > Most || low is < 0 or > Most
            ? Task.FromResult<Result<StockLevel>>(StockProblems.AmountWrong)
            : writer.Write<StockLevel>(
                s =>
                {
                    if (Ensure(s, shopId, variantId, storeId) is { } problem)
                    {
                        return problem;
                    }

                    s.Sql.Execute("UPDATE stock SET safety = $4, daily = $5, low = $6 WHERE shop_id = $1 AND variant_id = $2 AND store_id = $3", shopId, variantId, storeId, safety, daily, low);
                    s.Changed(Topic.Stock, shopId, variantId);
                    return Level(s.Sql, shopId, variantId, storeId);
                }, Lane.Trade, StockLocks.Of(variantId));

    /// <summary>What a unit declares in which a change is applied.</summary>
    public LockKey[] Locks(StockChange change) => [StockLocks.Of(change.VariantId), .. Holders(change)];

    /// <summary>The same inside a unit that holds these locks.</summary>
    public Result<StockLevel> Apply(WriteSession s, StockChange change)
    {
        if (change.Amount is < 0 or > Most)
        {
            return StockProblems.AmountWrong;
        }

        if (change is { Amount: 0, Reason: not MovementReason.Count })
        {
            return StockProblems.AmountNone;
        }

        if (change.Reference is { } words && (words.Length > MostReference || !TextRules.CanBeKept(words)))
        {
            return StockProblems.ReferenceLong;
        }

        if (Ensure(s, change.ShopId, change.VariantId, change.StoreId) is { } problem)
        {
            return problem;
        }

        var before = Level(s.Sql, change.ShopId, change.VariantId, change.StoreId);
        var wanted = change.Reason switch
        {
            MovementReason.Count => change.Amount,
            MovementReason.Sale or MovementReason.Breakage or MovementReason.Sent => before.OnHand - change.Amount,
            _ => before.OnHand + change.Amount,
        };
        var after = Math.Max(0, wanted);
        var taken = TakeBack(s, change, before.Held - after);
        s.Sql.Execute(
            "UPDATE stock SET on_hand = $4, held = held - $5, seen_at = $6 WHERE shop_id = $1 AND variant_id = $2 AND store_id = $3",
            change.ShopId, change.VariantId, change.StoreId, after, taken.Sum(t => t.Quantity), s.Now);
        Movements.Write(s, change.ShopId, change.VariantId, change.StoreId, wanted - before.OnHand, change.Reason, change.Actor, change.Reference);
        Movements.Write(s, change.ShopId, change.VariantId, change.StoreId, after - wanted, MovementReason.CountDifference, change.Actor, change.Reference);
        s.Changed(Topic.Stock, change.ShopId, change.VariantId);
        foreach (var shortfall in taken)
        {
            foreach (var holder in _holders)
            {
                holder.TakenBack(s, shortfall);
            }
        }

        return Level(s.Sql, change.ShopId, change.VariantId, change.StoreId);
    }

    /// <summary>Ends the youngest holds, unpaid before paid, until so much is free; of the last one only what is needed.</summary>
    private static List<Shortfall> TakeBack(WriteSession s, StockChange change, long missing)
    {
        var taken = new List<Shortfall>();
        if (missing <= 0)
        {
            return taken;
        }

        var live = s.Sql.List(
            """
            SELECT shop_id, id, variant_id, store_id, order_id, line, quantity, paid, created_at FROM holds
            WHERE shop_id = $1 AND variant_id = $2 AND store_id = $3 AND state = 'Live' ORDER BY paid, created_at DESC, id DESC
            """, LiveHold.Row, change.ShopId, change.VariantId, change.StoreId);
        foreach (var hold in live.TakeWhile(_ => missing > 0))
        {
            var part = Math.Min(missing, hold.Quantity);
            Holds.End(s, hold, part, HoldState.Shortfall);
            taken.Add(new Shortfall(hold.ShopId, hold.OrderId, hold.Line, hold.VariantId, hold.StoreId, part));
            missing -= part;
        }

        return taken;
    }

    // The row is made on the first change, for a variant and a store that are the shop's.
    internal static Problem? Ensure(WriteSession s, Guid shop, Guid variant, Guid store)
    {
        if (s.Sql.Scalar<long>("SELECT count(*) FROM variants WHERE shop_id = $1 AND id = $2", shop, variant) == 0)
        {
            return StockProblems.NoSuchVariant;
        }

        if (s.Sql.Scalar<long>("SELECT count(*) FROM stores WHERE shop_id = $1 AND id = $2", shop, store) == 0)
        {
            return StockProblems.NoSuchStore;
        }

        s.Sql.Execute(
            "INSERT INTO stock (shop_id, variant_id, store_id, on_hand, held, safety, seen_at) VALUES ($1, $2, $3, 0, 0, 0, $4) ON CONFLICT (shop_id, variant_id, store_id) DO NOTHING",
            shop, variant, store, s.Now);
        var today = DailyCounts.Today(s.Now, s.Sql.Scalar<string>("SELECT time_zone FROM stores WHERE shop_id = $1 AND id = $2", shop, store)!);
        if (s.Sql.Scalar<string>("SELECT p.policy FROM variants v JOIN products p ON p.shop_id = v.shop_id AND p.id = v.product_id WHERE v.shop_id = $1 AND v.id = $2", shop, variant) == nameof(Catalogue.StockPolicy.Daily))
        {
            DailyCounts.Renew(s, shop, variant, store, today);
        }

        return null;
    }

    // Orders that hold this stock now: a shortfall would touch them. One that comes in between is caught by its row's lock.
    private LockKey[] Holders(StockChange change) => change.Reason is MovementReason.Delivery or MovementReason.Return or MovementReason.Opening or MovementReason.Arrived ? [] : database.Read(sql => sql.List(
        "SELECT DISTINCT order_id FROM holds WHERE shop_id = $1 AND variant_id = $2 AND store_id = $3 AND state = 'Live'",
        r => LockKey.Of(LockKind.Order, r.Id(0)), change.ShopId, change.VariantId, change.StoreId)).ToArray();

    private static StockLevel Level(SqlSession sql, Guid shop, Guid variant, Guid store) => sql.List(
        "SELECT shop_id, variant_id, store_id, on_hand, held, safety, daily, counted_on, seen_at FROM stock WHERE shop_id = $1 AND variant_id = $2 AND store_id = $3",
        r => new StockLevel
        {
            ShopId = r.Id(0), VariantId = r.Id(1), StoreId = r.Id(2), OnHand = r.Long(3), Held = r.Long(4), Safety = r.Long(5),
            Daily = r.IsNull(6) ? null : r.Long(6), CountedOn = r.TextOrNull(7), SeenAt = r.Instant(8),
        }, shop, variant, store).Single();
}
