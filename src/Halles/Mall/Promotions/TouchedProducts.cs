using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;

namespace Halles.Mall.Promotions;

/// <summary>Which of a shop's products a promotion is on.</summary>
internal static class TouchedProducts
{
    /// <summary>The published products of a kept promotion.</summary>
    public static List<Guid> Of(SqlSession sql, Guid shop, Guid promotion)
    {
        var rows = new List<Promotion>();
        sql.ReadTogether(ShopPromotions.Query("shop_id = $1 AND id = $2", rows, shop, promotion));
        return rows.Count == 0 ? [] : Of(sql, shop, rows[0].Scope, [.. ShopPromotions.Targets(sql, sql.Ids([shop]), rows)[promotion]]);
    }

    /// <summary>The published products of a scope.</summary>
    public static List<Guid> Of(SqlSession sql, Guid shop, PromotionScope scope, IReadOnlyCollection<Guid> targets) => scope switch
    {
        PromotionScope.Shop => sql.List("SELECT id FROM products WHERE shop_id = $1 AND state = 'Published'", r => r.Id(0), shop),
        PromotionScope.Products => sql.List($"SELECT id FROM products WHERE shop_id = $2 AND state = 'Published' AND id {sql.Among(1)}", r => r.Id(0), sql.Ids(targets), shop),
        _ => InCategories(sql, shop, targets, " AND state = 'Published'"),
    };

    /// <summary>A shop's products in some categories and those below them.</summary>
    /// <param name="and">A further condition on them; empty for all, archived ones too.</param>
    public static List<Guid> InCategories(SqlSession sql, Guid shop, IEnumerable<Guid> categories, string and = "") => sql.List(
        $"""
        WITH RECURSIVE below (id) AS (
            SELECT id FROM categories WHERE id {sql.Among(1)} UNION SELECT c.id FROM below b JOIN categories c ON c.parent_id = b.id)
        SELECT id FROM products WHERE shop_id = $2 AND category_id IN (SELECT id FROM below){and}
        """, r => r.Id(0), sql.Ids(categories), shop);
}
