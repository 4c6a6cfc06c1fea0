using Halles.Kernel;
using Halles.Kernel.Storage;

namespace Halles.Mall.Promotions;

/// <summary>A promotion in its shop's list.</summary>
/// <param name="Given">What it took off the orders that use it, in minor units.</param>
public sealed record PromotionRow(Promotion Promotion, PromotionState State, long Given);

/// <summary>A shop's promotions for its own people.</summary>
public sealed class ReadPromotions(MallDatabase database, TimeProvider clock)
{
    private const int MostEnded = 100;

    /// <summary>Running, scheduled, drafts, then those that ended, the latest first.</summary>
    public IReadOnlyList<PromotionRow> Of(Guid shop) => database.Read(sql =>
    {
        var (rows, now) = (new List<Promotion>(), clock.GetUtcNow());
        sql.ReadTogether(ShopPromotions.Query("shop_id = $1", rows, shop));
        var given = sql.List(
            "SELECT promotion_id, CAST(sum(amount) AS bigint), count(*) FROM promotion_uses WHERE shop_id = $1 GROUP BY promotion_id", r => (Id: r.Id(0), Amount: r.Long(1), Uses: r.Long(2)), shop).ToDictionary(g => g.Id);
        rows.ForEach(p => p.Uses = given.GetValueOrDefault(p.Id).Uses);
        return rows.Select(p => new PromotionRow(p, p.StateAt(now), given.GetValueOrDefault(p.Id).Amount))
            .OrderBy(p => p.State switch { PromotionState.Running => 0, PromotionState.Scheduled => 1, PromotionState.Draft => 2, _ => 3 })
            .ThenByDescending(p => p.Promotion.EndsAt ?? DateTimeOffset.MaxValue).ThenByDescending(p => p.Promotion.Id).Take(EditPromotion.MostAtOnce + MostEnded).ToList();
    });

    /// <summary>One of them with its targets; null when the shop has none of this id.</summary>
    public (PromotionRow Row, IReadOnlyList<Guid> Targets)? Find(Guid shop, Guid id) => database.Read<(PromotionRow, IReadOnlyList<Guid>)?>(sql =>
    {
        var rows = new List<Promotion>();
        sql.ReadTogether(ShopPromotions.Query("shop_id = $1 AND id = $2", rows, shop, id));
        if (rows.Count == 0)
        {
            return null;
        }

        (rows[0].Uses, var given) = sql.List(
            "SELECT count(*), CAST(coalesce(sum(amount), 0) AS bigint) FROM promotion_uses WHERE shop_id = $1 AND promotion_id = $2", r => (r.Long(0), r.Long(1)), shop, id)[0];
        return (
            new PromotionRow(rows[0], rows[0].StateAt(clock.GetUtcNow()), given),
            [.. ShopPromotions.Targets(sql, sql.Ids([shop]), rows)[id]]);
    });

    /// <summary>The categories that the shop has products in and those above them, by their whole name: "Fresh › Bakery".</summary>
    public IReadOnlyList<(Guid Id, string Name)> Categories(Guid shop, string language) => database.Read(sql =>
    {
        var own = ShopPromotions.Above(sql, sql.List("SELECT DISTINCT category_id FROM products WHERE shop_id = $1", r => r.Id(0), shop)).Select(a => a.Above).Distinct().ToList();
        var all = sql.List($"SELECT id, parent_id, name FROM categories WHERE id {sql.Among(1)}", r => (Id: r.Id(0), Parent: r.IdOrNull(1), Name: r.Json<LocalText>(2).Best(language)), sql.Ids(own)).ToDictionary(c => c.Id);
        return (IReadOnlyList<(Guid, string)>)[.. all.Keys.Select(id => (id, Name(id))).OrderBy(c => c.Item2, StringComparer.Ordinal)];

        string Name(Guid id) => (all[id].Parent is { } parent ? Name(parent) + " › " : "") + all[id].Name;
    });

    /// <summary>These products of the shop by their names, in the order given.</summary>
    public IReadOnlyList<(Guid Id, string Name)> Products(Guid shop, IReadOnlyList<Guid> ids) => database.Read(sql =>
    {
        var names = sql.List(
            $"""
            SELECT p.id, coalesce(t.text, p.handle) FROM products p
            LEFT JOIN product_texts t ON t.shop_id = p.shop_id AND t.product_id = p.id AND t.language = p.language AND t.field = 'Name'
            WHERE p.shop_id = $2 AND p.id {sql.Among(1)}
            """, r => (r.Id(0), r.Text(1)), sql.Ids(ids), shop).ToDictionary();
        return (IReadOnlyList<(Guid, string)>)[.. ids.Where(names.ContainsKey).Select(id => (id, names[id]))];
    });

    /// <summary>How many published products it would be on, before it is kept.</summary>
    public int Touches(Guid shop, PromotionScope scope, IReadOnlyCollection<Guid> targets) => database.Read(sql => TouchedProducts.Of(sql, shop, scope, targets).Count);
}
