using System.Text.Json;
using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Stock;

namespace Halles.Mall.Imports;

/// <summary>By how much an import changed what is there of a variant in a store, so that it can be taken back without what was sold since.</summary>
/// <param name="Change">Pieces or steps; below zero where it counted fewer than the books had.</param>
internal sealed record StockStep(Guid Variant, Guid Store, long Change)
{
    /// <summary>Writes a count, in a unit that holds the shop's lock; nothing where it is as counted already.</summary>
    /// <param name="count">With the reason <see cref="MovementReason.Count"/>.</param>
    /// <returns>What it changed; null where it was refused.</returns>
    public static StockStep? Set(WriteSession s, AdjustStock stock, StockChange count)
    {
        Lock(s, stock, count);
        var there = Levels(s, count.ShopId, count.VariantId, count.StoreId)?.OnHand;
        return there == count.Amount || (there is null && count.Amount == 0) ? new StockStep(count.VariantId, count.StoreId, 0)
            : stock.Apply(s, count).Ok ? new StockStep(count.VariantId, count.StoreId, count.Amount - (there ?? 0)) : null;
    }

    /// <summary>Takes the change back, in a unit that holds the shop's lock: what was sold since stays sold, and what is kept for customers stays.</summary>
    /// <returns>False where not all of it could be taken back.</returns>
    public bool TakeBack(WriteSession s, AdjustStock stock, Guid shop, Guid? actor, string? file)
    {
        var change = new StockChange(shop, Variant, Store, MovementReason.Count, 0, actor, file);
        Lock(s, stock, change);
        if (Levels(s, shop, Variant, Store) is not { } there)
        {
            return true;
        }

        var (wanted, least) = (Math.Max(0, there.OnHand - Change), there.Held); // what was sold of it is gone, and nothing is owed
        var amount = Math.Min(Math.Max(wanted, least), AdjustStock.Most);
        return (amount == there.OnHand || stock.Apply(s, change with { Amount = amount }).Ok) && amount == wanted;
    }

    /// <summary>As several are stored; null for none.</summary>
    public static string? ToText(List<StockStep> steps) => steps.Count == 0 ? null : JsonSerializer.Serialize(steps, Json.Stored);

    /// <summary>Reads what <see cref="ToText"/> wrote.</summary>
    public static List<StockStep> Parse(string? text) => text is null ? [] : JsonSerializer.Deserialize<List<StockStep>>(text, Json.Stored)!;

    private static void Lock(WriteSession s, AdjustStock stock, StockChange change)
    {
        foreach (var key in stock.Locks(change).OrderBy(k => k.Number))
        {
            s.Lock(key);
        }
    }

    private static (long OnHand, long Held)? Levels(WriteSession s, Guid shop, Guid variant, Guid store) =>
        s.Sql.List("SELECT on_hand, held FROM stock WHERE shop_id = $1 AND variant_id = $2 AND store_id = $3", r => ((long, long)?)(r.Long(0), r.Long(1)), shop, variant, store).FirstOrDefault();
}
