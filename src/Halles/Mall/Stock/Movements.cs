using Halles.Kernel.Storage;

namespace Halles.Mall.Stock;

/// <summary>The history of what is on hand; the sum of a variant's movements in a store is its stock (rules.md, invariant 2).</summary>
internal static class Movements
{
    /// <summary>Writes down a change of what is on hand; nothing when it is none.</summary>
    public static void Write(WriteSession s, Guid shop, Guid variant, Guid store, long change, MovementReason reason, Guid? actor, string? reference)
    {
        if (change != 0)
        {
            s.Later.Add(
                "INSERT INTO stock_movements (shop_id, id, variant_id, store_id, change, reason, actor, reference, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                shop, s.NewId(), variant, store, change, reason, actor, reference, s.Now);
        }
    }
}

/// <summary>Names of the locks of this module.</summary>
public static class StockLocks
{
    /// <summary>The lock of a variant's stock in all stores; whoever changes a row of stock declares it.</summary>
    public static LockKey Of(Guid variant) => LockKey.Of(LockKind.Stock, variant);
}
