using Halles.Kernel.Storage;

namespace Halles.Mall.Stock;

/// <summary>Reads what happened to a shop's stock.</summary>
public sealed class StockHistory(MallDatabase database)
{
    /// <summary>The movements of a shop, newest first: of one variant, of one store, or all.</summary>
    /// <param name="before">Only those before this movement; null for the newest.</param>
    public List<StockMovement> Newest(Guid shopId, Guid? variantId = null, Guid? storeId = null, Guid? before = null, int most = 50)
    {
        var where = "m.shop_id = $1 AND m.id < $2";
        var args = new List<object?> { shopId, before ?? Guid.AllBitsSet, most };
        if (variantId is { } variant)
        {
            args.Add(variant);
            where += $" AND m.variant_id = ${args.Count}";
        }

        if (storeId is { } store)
        {
            args.Add(store);
            where += $" AND m.store_id = ${args.Count}";
        }

        return database.Read(sql => sql.List(
            $"SELECT m.shop_id, m.id, m.variant_id, m.store_id, m.change, m.reason, m.actor, m.reference, m.at FROM stock_movements m WHERE {where} ORDER BY m.id DESC LIMIT $3",
            r => new StockMovement
            {
                ShopId = r.Id(0), Id = r.Id(1), VariantId = r.Id(2), StoreId = r.Id(3), Change = r.Long(4), Reason = r.Word<MovementReason>(5),
                Actor = r.IdOrNull(6), Reference = r.TextOrNull(7), At = r.Instant(8),
            }, args.ToArray()));
    }
}
