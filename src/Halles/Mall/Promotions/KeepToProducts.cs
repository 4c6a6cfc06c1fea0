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
        var among = $"""
            FROM promotion_targets t JOIN promotions p ON p.shop_id = t.shop_id AND p.id = t.promotion_id
            WHERE t.shop_id {s.Sql.Among(3)} AND t.target_id {s.Sql.Among(1)} AND p.scope = 'Categories' AND (p.ends_at IS NULL OR p.ends_at > $2)
            """;
        // Of a draft nothing was promised: its shop sees what it is on before it releases it.
        var promotions = Locked(s, among, s.Sql.Ids(touched), s.Now, s.Sql.Ids(shops));
        foreach (var promotion in promotions)
        {
            var categories = s.Sql.List("SELECT target_id FROM promotion_targets WHERE shop_id = $1 AND promotion_id = $2", r => r.Id(0), promotion.Shop, promotion.Id);
            Name(s, promotion, PromotionScope.Products, TouchedProducts.InCategories(s.Sql, promotion.Shop, categories), actor);
        }
    }

    /// <summary>When a category becomes part of another: has the drafts that name it name the other. <see cref="Of"/> has taken the locks of their shops.</summary>
    public static void InDrafts(WriteSession s, Guid category, Guid into, Guid actor)
    {
        foreach (var draft in s.Sql.List(
            "SELECT p.shop_id, p.id, p.name FROM promotion_targets t JOIN promotions p ON p.shop_id = t.shop_id AND p.id = t.promotion_id WHERE t.target_id = $1 AND p.released_at IS NULL",
            r => new Kept(r.Id(0), r.Id(1), r.Text(2)), category))
        {
            s.Sql.Execute("DELETE FROM promotion_targets WHERE shop_id = $1 AND promotion_id = $2 AND target_id = $3", draft.Shop, draft.Id, category);
            s.Sql.Execute("INSERT INTO promotion_targets (shop_id, promotion_id, target_id) VALUES ($1, $2, $3) ON CONFLICT (shop_id, promotion_id, target_id) DO NOTHING", draft.Shop, draft.Id, into);
            s.Audit(new AuditEntry(actor, "change-promotion", draft.Shop, draft.Id, draft.Name));
        }
    }

    /// <summary>
    /// When the mall has taken a change back, with its products where they were: gives the promotions that it had name their products
    /// their categories again, where they have not ended and those hold the same products as before.
    /// </summary>
    /// <param name="at">The moment of the change.</param>
    public static void GiveBack(WriteSession s, DateTimeOffset at, Guid actor)
    {
        var promotions = Locked(
            s,
            """
            FROM former_targets f JOIN promotions p ON p.shop_id = f.shop_id AND p.id = f.promotion_id
            WHERE f.until = $1 AND p.scope = 'Products' AND (p.ends_at IS NULL OR p.ends_at > $2)
            """,
            at,
            s.Now);
        foreach (var promotion in promotions)
        {
            var products = s.Sql.List("SELECT target_id FROM promotion_targets WHERE shop_id = $1 AND promotion_id = $2", r => r.Id(0), promotion.Shop, promotion.Id);
            var categories = s.Sql.List("SELECT target_id FROM former_targets WHERE shop_id = $1 AND promotion_id = $2 AND until = $3", r => r.Id(0), promotion.Shop, promotion.Id, at);
            if (TouchedProducts.InCategories(s.Sql, promotion.Shop, categories).ToHashSet().SetEquals(products))
            {
                Name(s, promotion, PromotionScope.Categories, categories, actor);
            }
        }
    }

    // Takes the locks under which their shops write, before anything is read that is written again: a shop may be changing or ending
    // one right now. Drafts are waited for too, for one may be released meanwhile.
    private static List<Kept> Locked(WriteSession s, string among, params object?[] args)
    {
        foreach (var key in s.Sql.List($"SELECT DISTINCT p.shop_id {among}", r => LockKey.Of(LockKind.Shop, r.Id(0)), args).OrderBy(k => k.Number))
        {
            s.Lock(key);
        }

        return s.Sql.List($"SELECT DISTINCT p.shop_id, p.id, p.name {among} AND p.released_at IS NOT NULL", r => new Kept(r.Id(0), r.Id(1), r.Text(2)), args);
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
        // One statement: a promotion of a large shop may come to name tens of thousands of products.
        var those = scope is PromotionScope.Products ? $"products WHERE shop_id = $1 AND id {s.Sql.Among(3)}" : $"categories WHERE id {s.Sql.Among(3)}";
        s.Sql.Execute($"INSERT INTO promotion_targets (shop_id, promotion_id, target_id, since) SELECT $1, $2, id, $4 FROM {those}", promotion.Shop, promotion.Id, s.Sql.Ids(targets), s.Now);
        s.Audit(new AuditEntry(actor, "change-promotion", promotion.Shop, promotion.Id, promotion.Name));
    }
}
