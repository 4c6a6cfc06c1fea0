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
    private sealed record DatedTarget((Guid Promotion, Guid Target) Named, DateTimeOffset? Since, DateTimeOffset? Until)
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
        var changed = targets.SelectMany(t => t).Where(t => t.Until is not null).Select(t => t.Named.Promotion).ToHashSet();
        var byCategory = rows.Where(p => p.Scope is PromotionScope.Categories || changed.Contains(p.Id)).Select(p => p.ShopId).ToHashSet();
        var past = CategoryPast.Read(sql, [.. products.Where(p => byCategory.Contains(p.Shop))]);
        var all = rows.ToLookup(p => p.ShopId);
        return products.SelectMany(p => SpellsOf(p.Product, p.Category, all[p.Shop], targets, past).Select(s => (p.Product, s))).ToLookup(p => p.Product, p => p.s);
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

    // By promotion and what it named: a product looks up only itself and its categories, however much else a promotion names.
    private static ILookup<(Guid Promotion, Guid Target), DatedTarget> Targets(SqlSession sql, object shops, IEnumerable<Promotion> promotions) => sql.List(
        $"""
        SELECT promotion_id, target_id, since, CAST(NULL AS bigint) FROM promotion_targets WHERE shop_id {sql.Among(1)} AND promotion_id {sql.Among(2)}
        UNION ALL SELECT promotion_id, target_id, since, until FROM former_targets WHERE shop_id {sql.Among(1)} AND promotion_id {sql.Among(2)}
        """, r => new DatedTarget((r.Id(0), r.Id(1)), r.InstantOrNull(2), r.InstantOrNull(3)), shops, sql.Ids(promotions.Where(p => p.Scope is not PromotionScope.Shop).Select(p => p.Id))).ToLookup(t => t.Named);

    private static IEnumerable<PromotionSpell> SpellsOf(
        Guid product, Guid category, IEnumerable<Promotion> promotions, ILookup<(Guid Promotion, Guid Target), DatedTarget> targets, CategoryPast past)
    {
        var ever = past.Ever(product, category);
        var turns = past.Moments(product, ever).ToList();
        return promotions.SelectMany(p => p.Scope is PromotionScope.Shop ? [new(p, p.StartsAt!.Value, p.EndsAt)]
            : Spells(p, [.. ever.Prepend(product).SelectMany(id => targets[(p.Id, id)])], turns, at => past.At(product, category, at).Prepend(product)));
    }

    // The targets are those that are, or once were, the product or above it; the turns when it came to stand elsewhere.
    private static List<PromotionSpell> Spells(Promotion promotion, DatedTarget[] targets, List<DateTimeOffset> turns, Func<DateTimeOffset, IEnumerable<Guid>> at)
    {
        var (begin, end) = (promotion.StartsAt!.Value, promotion.EndsAt);
        var (spells, open) = (new List<PromotionSpell>(), (DateTimeOffset?)null);
        if (targets.Length == 0)
        {
            return spells;
        }

        var moments = turns.Concat(targets.SelectMany(t => (DateTimeOffset?[])[t.Since, t.Until]).OfType<DateTimeOffset>());
        foreach (var moment in moments.Where(m => m > begin && !(m >= end)).Append(begin).Distinct().Order())
        {
            if (!at(moment).Any(id => targets.Any(t => t.Named.Target == id && t.HoldsAt(moment))))
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
