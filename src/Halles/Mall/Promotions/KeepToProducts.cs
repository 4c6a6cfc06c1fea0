using Halles.Kernel.Auditing;
using Halles.Kernel.Storage;

namespace Halles.Mall.Promotions;

/// <summary>
/// Has promotions stay on the very products that they are on when the mall changes a category under them: what a shop sells
/// for less is the shop's to say, not the mall's.
/// </summary>
public static class KeepToProducts
{
    /// <summary>Names, for every promotion on a category that has not ended, the products instead of its categories.</summary>
    public static void Of(WriteSession s, Guid category, Guid actor)
    {
        var promotions = s.Sql.List(
            """
            SELECT p.shop_id, p.id, p.name FROM promotion_targets t JOIN promotions p ON p.shop_id = t.shop_id AND p.id = t.promotion_id
            WHERE t.target_id = $1 AND p.scope = 'Categories' AND (p.ends_at IS NULL OR p.ends_at > $2)
            """, r => (Shop: r.Id(0), Id: r.Id(1), Name: r.Text(2)), category, s.Now);
        foreach (var (shop, id, name) in promotions)
        {
            var categories = s.Sql.List("SELECT target_id FROM promotion_targets WHERE shop_id = $1 AND promotion_id = $2", r => r.Id(0), shop, id);
            var products = TouchedProducts.InCategories(s.Sql, shop, categories, "state <> 'Archived'");
            s.Sql.Execute("DELETE FROM promotion_targets WHERE shop_id = $1 AND promotion_id = $2", shop, id);
            s.Sql.Execute("UPDATE promotions SET scope = 'Products' WHERE shop_id = $1 AND id = $2", shop, id);
            foreach (var product in products)
            {
                s.Later.Add("INSERT INTO promotion_targets (shop_id, promotion_id, target_id) VALUES ($1, $2, $3)", shop, id, product);
            }

            s.Audit(new AuditEntry(actor, "change-promotion", shop, id, name));
        }
    }
}
