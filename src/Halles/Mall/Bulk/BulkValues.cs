using System.Globalization;
using Halles.Kernel.Storage;

namespace Halles.Mall.Bulk;

/// <summary>The one thing that a change touches, as a word: a price with or without its announcement, an id, a state, a count.</summary>
public static class BulkValues
{
    private const string Reduced = " reduced";

    /// <summary>A price in minor units.</summary>
    public static string Price(long price, bool reduced) => price.ToString(CultureInfo.InvariantCulture) + (reduced ? Reduced : "");

    /// <summary>Reads what <see cref="Price(long, bool)"/> wrote.</summary>
    public static (long Price, bool Reduced) Price(string value) =>
        value.EndsWith(Reduced, StringComparison.Ordinal) ? (Number(value[..^Reduced.Length]), true) : (Number(value), false);

    /// <summary>A count.</summary>
    public static long Number(string value) => long.Parse(value, CultureInfo.InvariantCulture);

    /// <summary>How it stands now of all products or variants that may be meant; with null for the variant where the product has it.</summary>
    internal static List<(Guid Product, Guid? Variant, string Value)> Read(SqlSession sql, Guid shop, BulkChange change, IEnumerable<Guid> products)
    {
        var ids = sql.Ids(products);
        return change.Kind switch
        {
            BulkKind.Price => sql.List(
                $"SELECT product_id, id, price, reduced_since FROM variants WHERE shop_id = $2 AND product_id {sql.Among(1)} AND archived = $3 ORDER BY product_id, position",
                r => (r.Id(0), (Guid?)r.Id(1), Price(r.Long(2), !r.IsNull(3))), ids, shop, false),
            BulkKind.Stock => sql.List(
                $"""
                SELECT v.product_id, v.id, coalesce(s.on_hand, 0) FROM variants v
                JOIN products p ON p.shop_id = v.shop_id AND p.id = v.product_id
                LEFT JOIN stock s ON s.shop_id = v.shop_id AND s.variant_id = v.id AND s.store_id = $4
                WHERE v.shop_id = $2 AND v.product_id {sql.Among(1)} AND v.archived = $3 AND p.policy = 'Counted' ORDER BY v.product_id, v.position
                """,
                r => (r.Id(0), (Guid?)r.Id(1), r.Long(2).ToString(CultureInfo.InvariantCulture)), ids, shop, false, change.StoreId!.Value),
            _ => sql.List(
                $"SELECT id, category_id, tax_category, state FROM products WHERE shop_id = $2 AND id {sql.Among(1)} ORDER BY id",
                r => (r.Id(0), (Guid?)null, change.Kind switch { BulkKind.Category => r.Id(1).ToString(), BulkKind.Tax => r.Text(2), _ => r.Text(3) }), ids, shop),
        };
    }
}
