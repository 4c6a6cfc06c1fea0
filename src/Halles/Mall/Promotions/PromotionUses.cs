using Halles.Kernel;
using Halles.Kernel.Storage;

namespace Halles.Mall.Promotions;

/// <summary>Counts the orders that use promotions: one use an order, whatever it holds. Inside the unit of the order's own step.</summary>
public static class PromotionUses
{
    /// <summary>
    /// Takes one use of each promotion that takes something off an order; how often one person has used it was read under
    /// the lock of that person. Why not, when the last use went to another node a moment ago.
    /// </summary>
    public static Problem? Take(WriteSession s, Guid shop, Guid order, IEnumerable<Discount> discounts)
    {
        foreach (var used in discounts.GroupBy(d => d.Promotion.Id).OrderBy(g => g.Key))
        {
            // Only a limit is counted in its row: orders that use the same promotion would else wait for one another.
            var promotion = used.First().Promotion;
            if (promotion.LimitAll is not null)
            {
                if (s.Sql.List("UPDATE promotions SET uses = uses + 1 WHERE shop_id = $1 AND id = $2 AND uses < limit_all AND (ends_at IS NULL OR ends_at > $3) RETURNING uses", r => r.Long(0), shop, used.Key, s.Now) is not [var uses])
                {
                    return PromotionProblems.JustUsedUp;
                }

                if (uses == promotion.LimitAll)
                {
                    TellProducts.Enqueue(s, promotion, s.Now); // pages promise it no longer
                }
            }

            s.Later.Add("INSERT INTO promotion_uses (shop_id, order_id, promotion_id, amount) VALUES ($1, $2, $3, $4)", shop, order, used.Key, used.Sum(d => d.Amount));
        }

        return null;
    }

    /// <summary>Gives back what an order used when the shopper never got its goods. A return of goods that were had gives back no use.</summary>
    public static void GiveBack(WriteSession s, Guid shop, Guid order)
    {
        var freed = s.Sql.List(
            "UPDATE promotions SET uses = uses - 1 WHERE shop_id = $1 AND limit_all IS NOT NULL AND id IN (SELECT promotion_id FROM promotion_uses WHERE shop_id = $1 AND order_id = $2) RETURNING id, uses + 1 = limit_all",
            r => (Id: r.Id(0), WasUsedUp: r.Bool(1)), shop, order);
        foreach (var promotion in freed.Where(f => f.WasUsedUp))
        {
            TellProducts.Enqueue(s, s.Db.Find<Promotion>(shop, promotion.Id)!, s.Now);
        }

        s.Sql.Execute("DELETE FROM promotion_uses WHERE shop_id = $1 AND order_id = $2", shop, order);
    }
}
