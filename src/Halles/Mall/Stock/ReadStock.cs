using Halles.Kernel.Storage;

namespace Halles.Mall.Stock;

/// <summary>The stock of a variant in a store, by the variant's number in the shop.</summary>
public sealed record ListedStock(string Sku, Availability Stock);

/// <summary>A shop's stock. Every question names the shop; another's is not there.</summary>
public sealed class ReadStock(MallDatabase database)
{
    /// <summary>Rows by variant and store, after one of them.</summary>
    public List<ListedStock> After(Guid shop, Guid variant, Guid store, int most) => database.Read(sql => sql.List(
        $"""
        SELECT {Availability.Columns}, v.sku {Availability.Tables}
        WHERE s.shop_id = $1 AND (s.variant_id > $2 OR (s.variant_id = $2 AND s.store_id > $3)) AND v.archived = $4 AND t.gone = $4 ORDER BY s.variant_id, s.store_id LIMIT $5
        """,
        r => new ListedStock(r.Text(12), Availability.Row(r)), shop, variant, store, false, most));

    /// <summary>The variant of a number; null when the shop has none such.</summary>
    public Guid? Find(Guid shop, string sku) => database.Read(sql =>
        sql.Scalar<Guid>("SELECT id FROM variants WHERE shop_id = $1 AND sku = $2 AND archived = $3", shop, sku, false) is var id && id != default ? id : (Guid?)null);
}
