using Halles.Kernel;
using Halles.Kernel.Storage;

namespace Halles.Mall.Promotions;

/// <summary>A while in which a promotion was, is or will be on a product.</summary>
/// <param name="Until">The moment from which it no longer is; null for no end.</param>
public sealed record PromotionSpell(Promotion Promotion, DateTimeOffset From, DateTimeOffset? Until)
{
    public bool HoldsAt(DateTimeOffset moment) => From <= moment && !(Until <= moment);
}

/// <summary>The promotions that pages of products show, and the prices that they make.</summary>
public static class ShownPromotions
{
    /// <summary>A category or product that a promotion named, and when.</summary>
    private sealed record DatedTarget(Guid Promotion, Guid Target, DateTimeOffset? Since, DateTimeOffset? Until)
    {
        public bool HoldsAt(DateTimeOffset moment) => !(Since > moment) && !(Until <= moment);
    }

    /// <summary>
    /// When released promotions without a code were, are and will be on these products (shop, product, category): as their categories
    /// and those above them were at each moment, for what was asked for then is a fact that no later move changes.
    /// </summary>
    public static ILookup<Guid, PromotionSpell> Of(SqlSession sql, IReadOnlyCollection<(Guid Shop, Guid Product, Guid Category)> products)
    {
        var (shops, rows) = (sql.Ids(products.Select(p => p.Shop).Distinct()), new List<Promotion>());
        sql.ReadTogether(ShopPromotions.Query($"shop_id {sql.Among(1)} AND released_at IS NOT NULL AND code IS NULL", rows, shops));
        if (rows.Count == 0)
        {
            return Array.Empty<PromotionSpell>().ToLookup(_ => Guid.Empty);
        }

        var targets = Targets(sql, shops, rows);
        var byCategory = rows.Where(p => p.Scope is PromotionScope.Categories || targets[p.Id].Any(t => t.Until is not null)).Select(p => p.ShopId).ToHashSet();
        var past = CategoryPast.Read(sql, [.. products.Where(p => byCategory.Contains(p.Shop))]);
        var all = rows.ToLookup(p => p.ShopId);
        return products.SelectMany(p => all[p.Shop].SelectMany(a => Spells(a, [.. targets[a.Id]], p.Product, p.Category, past)).Select(s => (p.Product, s))).ToLookup(p => p.Product, p => p.s);
    }

    /// <summary>What was asked for over time: the shop's own prices, lowered while a promotion made a price of them.</summary>
    /// <param name="own">The shop's prices, from the first on.</param>
    /// <param name="promotions">When which promotion was on the product.</param>
    public static IReadOnlyList<PriceChange> Asked(IReadOnlyList<PriceChange> own, IEnumerable<PromotionSpell> promotions)
    {
        var prices = promotions.Where(p => p.Promotion.IsPrice).ToList();
        var moments = own.Select(c => c.From).Concat(prices.SelectMany(p => (DateTimeOffset?[])[p.From, p.Until]).OfType<DateTimeOffset>());
        return [.. moments.Where(m => m >= own[0].From).Distinct().Order().Select(m => new PriceChange(m, At(m)))];

        Money At(DateTimeOffset moment)
        {
            var price = own.Last(c => c.From <= moment).Price;
            return price with { Minor = prices.Where(p => p.HoldsAt(moment)).Select(p => p.Promotion.Reduced(price.Minor)).Append(price.Minor).Min() };
        }
    }

    private static ILookup<Guid, DatedTarget> Targets(SqlSession sql, object shops, IEnumerable<Promotion> promotions) => sql.List(
        $"""
        SELECT promotion_id, target_id, since, CAST(NULL AS bigint) FROM promotion_targets WHERE shop_id {sql.Among(1)} AND promotion_id {sql.Among(2)}
        UNION ALL SELECT promotion_id, target_id, since, until FROM former_targets WHERE shop_id {sql.Among(1)} AND promotion_id {sql.Among(2)}
        """, r => new DatedTarget(r.Id(0), r.Id(1), r.InstantOrNull(2), r.InstantOrNull(3)), shops, sql.Ids(promotions.Where(p => p.Scope is not PromotionScope.Shop).Select(p => p.Id))).ToLookup(t => t.Promotion);

    private static IEnumerable<PromotionSpell> Spells(Promotion promotion, DatedTarget[] targets, Guid product, Guid category, CategoryPast past)
    {
        var (begin, end) = (promotion.StartsAt!.Value, promotion.EndsAt);
        if (promotion.Scope is PromotionScope.Shop)
        {
            return [new(promotion, begin, end)];
        }

        var turns = past.Moments(product).Concat(targets.SelectMany(t => (DateTimeOffset?[])[t.Since, t.Until]).OfType<DateTimeOffset>());
        var (spells, open) = (new List<PromotionSpell>(), (DateTimeOffset?)null);
        foreach (var moment in turns.Where(m => m > begin && !(m >= end)).Append(begin).Distinct().Order())
        {
            var there = targets.Where(t => t.HoldsAt(moment)).Select(t => t.Target).ToHashSet();
            if (!there.Contains(product) && !past.At(product, category, moment).Any(there.Contains))
            {
                spells.AddRange(open is { } left ? [new(promotion, left, moment)] : []);
                open = null;
            }
            else
            {
                open ??= moment;
            }
        }

        return open is { } from ? [.. spells, new(promotion, from, end)] : spells;
    }
}
