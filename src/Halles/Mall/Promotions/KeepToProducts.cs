using Halles.Kernel.Auditing;
using Halles.Kernel.Storage;

namespace Halles.Mall.Promotions;

/// <summary>
/// Has promotions stay on the very products that they are on when the mall changes a category under them: what a shop sells
/// for less is the shop's to say, not the mall's.
/// </summary>
public static class KeepToProducts
{
    private sealed record Kept(Guid Shop, Guid Id, string Name);

    /// <summary>
    /// Before products come to stand in other categories: has every promotion of their shops that has not ended, and would lose or gain
    /// them, name its products instead of its categories. <see cref="GiveBack"/> finds them again by the moment.
    /// </summary>
    /// <param name="shops">Whose products they are.</param>
    /// <param name="from">The lowest category that they are to be no longer in; null for none.</param>
    /// <param name="to">The lowest that they come into; null for none.</param>
    public static void Of(WriteSession s, IEnumerable<Guid> shops, Guid? from, Guid? to, Guid actor)
    {
        var above = ShopPromotions.Above(s.Sql, new[] { from, to }.OfType<Guid>()).ToLookup(a => a.Category, a => a.Above);
        IEnumerable<Guid> Up(Guid? id) => id is { } known ? above[known] : [];
        var touched = Up(from).Except(Up(to)).Union(Up(to).Except(Up(from))).ToList();
        var promotions = s.Sql.List(
            $"""
            SELECT DISTINCT p.shop_id, p.id, p.name FROM promotion_targets t JOIN promotions p ON p.shop_id = t.shop_id AND p.id = t.promotion_id
            WHERE t.shop_id {s.Sql.Among(3)} AND t.target_id {s.Sql.Among(1)} AND p.scope = 'Categories' AND (p.ends_at IS NULL OR p.ends_at > $2)
            """, r => new Kept(r.Id(0), r.Id(1), r.Text(2)), s.Sql.Ids(touched), s.Now, s.Sql.Ids(shops));
        foreach (var promotion in promotions)
        {
            var categories = s.Sql.List("SELECT target_id FROM promotion_targets WHERE shop_id = $1 AND promotion_id = $2", r => r.Id(0), promotion.Shop, promotion.Id);
            Name(s, promotion, PromotionScope.Products, TouchedProducts.InCategories(s.Sql, promotion.Shop, categories, "state <> 'Archived'"), actor);
        }
    }

    /// <summary>
    /// When the mall has taken a change back, with its products where they were: gives the promotions that it had name their products
    /// their categories again, where they have not ended and those hold the same products as before.
    /// </summary>
    /// <param name="at">The moment of the change.</param>
    public static void GiveBack(WriteSession s, DateTimeOffset at, Guid actor)
    {
        var promotions = s.Sql.List(
            """
            SELECT DISTINCT p.shop_id, p.id, p.name FROM former_targets f JOIN promotions p ON p.shop_id = f.shop_id AND p.id = f.promotion_id
            WHERE f.until = $1 AND p.scope = 'Products' AND (p.ends_at IS NULL OR p.ends_at > $2)
            """, r => new Kept(r.Id(0), r.Id(1), r.Text(2)), at, s.Now);
        foreach (var promotion in promotions)
        {
            var products = s.Sql.List(
                "SELECT t.target_id FROM promotion_targets t JOIN products g ON g.shop_id = t.shop_id AND g.id = t.target_id WHERE t.shop_id = $1 AND t.promotion_id = $2 AND g.state <> 'Archived'",
                r => r.Id(0), promotion.Shop, promotion.Id);
            var categories = s.Sql.List("SELECT target_id FROM former_targets WHERE shop_id = $1 AND promotion_id = $2 AND until = $3", r => r.Id(0), promotion.Shop, promotion.Id, at);
            if (TouchedProducts.InCategories(s.Sql, promotion.Shop, categories, "state <> 'Archived'").ToHashSet().SetEquals(products))
            {
                Name(s, promotion, PromotionScope.Categories, categories, actor);
            }
        }
    }

    // What it named until now is kept, for the prices of the past.
    private static void Name(WriteSession s, Kept promotion, PromotionScope scope, IEnumerable<Guid> targets, Guid actor)
    {
        s.Sql.Execute(
            """
            INSERT INTO former_targets (shop_id, promotion_id, target_id, since, until)
            SELECT shop_id, promotion_id, target_id, since, $3 FROM promotion_targets WHERE shop_id = $1 AND promotion_id = $2
            ON CONFLICT (shop_id, promotion_id, target_id, until) DO NOTHING
            """, promotion.Shop, promotion.Id, s.Now);
        s.Sql.Execute("DELETE FROM promotion_targets WHERE shop_id = $1 AND promotion_id = $2", promotion.Shop, promotion.Id);
        s.Sql.Execute("UPDATE promotions SET scope = $3 WHERE shop_id = $1 AND id = $2", promotion.Shop, promotion.Id, scope.ToString());
        foreach (var target in targets)
        {
            s.Later.Add("INSERT INTO promotion_targets (shop_id, promotion_id, target_id, since) VALUES ($1, $2, $3, $4)", promotion.Shop, promotion.Id, target, s.Now);
        }

        s.Audit(new AuditEntry(actor, "change-promotion", promotion.Shop, promotion.Id, promotion.Name));
    }
}
