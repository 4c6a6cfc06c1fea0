using Halles.Kernel.Changes;
using Halles.Kernel.Storage;

namespace Halles.Mall.Stock;

/// <summary>The first stock of variants that were written in the same unit of work, so that nothing can hold or move it yet.</summary>
public static class OpeningStock
{
    /// <summary>Writes the level and the movement that it comes from.</summary>
    /// <param name="amount">Pieces or steps, from 0 to <see cref="AdjustStock.Most"/>.</param>
    /// <param name="actor">Who says so; null for the system.</param>
    public static void Write(WriteSession s, Guid shop, Guid variant, Guid store, long amount, Guid? actor)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(amount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(amount, AdjustStock.Most);
        s.Insert(new StockLevel { ShopId = shop, VariantId = variant, StoreId = store, OnHand = amount, SeenAt = s.Now });
        Movements.Write(s, shop, variant, store, amount, MovementReason.Opening, actor, reference: null);
        s.Changed(Topic.Stock, shop, variant);
    }
}
