using Halles.Kernel.Storage;

namespace Halles.Mall.Invariants;

/// <summary>No promotion is used more often than it may be (rules of the house, invariant 7).</summary>
internal static class PromotionInvariant
{
    public static Finding UsesAreCounted(SqlSession sql)
    {
        var findings = new Findings(7, "A promotion is used as often as orders use it, and never more often than it may be, by all or by one person.");
        findings.Look(sql.Scalar<long>("SELECT count(*) FROM promotions"));
        foreach (var broken in sql.List(
            """
            SELECT p.id, p.uses, p.limit_all, (SELECT count(*) FROM promotion_uses u WHERE u.shop_id = p.shop_id AND u.promotion_id = p.id)
            FROM promotions p WHERE p.limit_all IS NOT NULL
            """, r => (Id: r.Id(0), Uses: r.Long(1), Most: r.IsNull(2) ? long.MaxValue : r.Long(2), Counted: r.Long(3))).Where(p => p.Uses != p.Counted || p.Uses > p.Most))
        {
            findings.Break($"promotion {broken.Id}: {broken.Uses} uses kept, {broken.Counted} orders use it");
        }

        foreach (var often in sql.List(
            """
            SELECT p.id, count(*) FROM promotions p JOIN promotion_uses u ON u.shop_id = p.shop_id AND u.promotion_id = p.id
            JOIN orders o ON o.shop_id = u.shop_id AND o.id = u.order_id
            WHERE p.limit_person IS NOT NULL GROUP BY p.id, p.limit_person, o.buyer HAVING count(*) > p.limit_person
            """, r => $"promotion {r.Id(0)}: used {r.Long(1)} times by one person"))
        {
            findings.Break(often);
        }

        return findings.Done();
    }
}
