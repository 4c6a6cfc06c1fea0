using Halles.Kernel;
using Halles.Kernel.Storage;

namespace Halles.Mall.Promotions;

/// <summary>The promotions that pages of products show, and the prices that they make.</summary>
public static class ShownPromotions
{
    /// <summary>
    /// The released promotions without a code that are on these products (shop, product, category): those to come, those that run, and
    /// those that ended, which the prices of the past are made of.
    /// </summary>
    public static ILookup<Guid, Promotion> Of(SqlSession sql, IReadOnlyCollection<(Guid Shop, Guid Product, Guid Category)> products)
    {
        var (shops, rows) = (sql.Ids(products.Select(p => p.Shop).Distinct()), new List<Promotion>());
        sql.ReadTogether(ShopPromotions.Query($"shop_id {sql.Among(1)} AND released_at IS NOT NULL AND code IS NULL", rows, shops));
        if (rows.Count == 0)
        {
            return Array.Empty<(Guid Product, Promotion Promotion)>().ToLookup(p => p.Product, p => p.Promotion);
        }

        var targets = ShopPromotions.Targets(sql, shops, rows);
        var all = rows.Select(p => new PromotionNow(p, targets[p.Id].ToHashSet())).ToLookup(p => p.Promotion.ShopId);
        var above = ShopPromotions.Above(sql, products.Select(p => p.Category).Distinct()).ToLookup(a => a.Category, a => a.Above);
        return products.SelectMany(p => all[p.Shop].Where(a => a.Covers(p.Product, above[p.Category])).Select(a => (p.Product, a.Promotion))).ToLookup(p => p.Product, p => p.Promotion);
    }

    /// <summary>What was asked for over time: the shop's own prices, lowered while a promotion made a price of them.</summary>
    /// <param name="own">The shop's prices, from the first on.</param>
    /// <param name="promotions">Those that are on the product.</param>
    public static IReadOnlyList<PriceChange> Asked(IReadOnlyList<PriceChange> own, IEnumerable<Promotion> promotions)
    {
        var prices = promotions.Where(p => p.IsPrice).ToList();
        var moments = own.Select(c => c.From).Concat(prices.SelectMany(p => (DateTimeOffset?[])[p.StartsAt, p.EndsAt]).OfType<DateTimeOffset>());
        return [.. moments.Where(m => m >= own[0].From).Distinct().Order().Select(m => new PriceChange(m, At(m)))];

        Money At(DateTimeOffset moment)
        {
            var price = own.Last(c => c.From <= moment).Price;
            return price with { Minor = prices.Where(p => p.StateAt(moment) is PromotionState.Running).Select(p => p.Reduced(price.Minor)).Append(price.Minor).Min() };
        }
    }
}
