using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Shops;

namespace Halles.Mall.Catalogue;

/// <summary>
/// A shop opens with five products on sale that have a photo and a price: shoppers who find fewer do not come again. One that
/// was open before and paused comes back with what it has, if that is anything.
/// </summary>
internal sealed class HasProductsToShow : IOpeningCheck
{
    /// <summary>How many products a shop first opens with.</summary>
    public const int Needed = 5;

    public OpeningTask Task => OpeningTask.Products;

    public Problem? Missing(SqlSession sql, Guid shop)
    {
        if (sql.Scalar<long>("SELECT count(*) FROM shops WHERE id = $1 AND opened_at IS NOT NULL", shop) > 0)
        {
            return sql.Scalar<long>("SELECT count(*) FROM products WHERE shop_id = $1 AND state = 'Published'", shop) > 0 ? null : CatalogueProblems.NothingPublished;
        }

        // Enough is enough: a shop with thousands is not counted through.
        var there = sql.Scalar<long>(
            """
            SELECT count(*) FROM (
                SELECT 1 FROM products p WHERE p.shop_id = $1 AND p.state = 'Published'
                AND EXISTS (SELECT 1 FROM product_photos f WHERE f.shop_id = p.shop_id AND f.product_id = p.id)
                AND EXISTS (SELECT 1 FROM variants v WHERE v.shop_id = p.shop_id AND v.product_id = p.id AND v.archived = $3 AND v.price > 0)
                LIMIT $2) AS enough
            """, shop, Needed, false);
        return there >= Needed ? null : CatalogueProblems.FewPublished.With(Needed, there);
    }
}
