using System.Text.Json;
using Halles.Kernel.Storage;
using Halles.Mall.Checkout;

namespace Halles.Mall.Invariants;

/// <summary>What was promised under an idempotency key, held against what is there; page by page, whatever their number.</summary>
internal static class PurchaseInvariants
{
    private const int Page = 1_000;

    /// <summary>Both invariants need the same walk over the kept outcomes.</summary>
    public static IEnumerable<Finding> Check(SqlSession sql)
    {
        var lost = new Findings(1, "Every purchase that was acknowledged under an idempotency key is there with its orders.");
        var doubled = new Findings(4, "One key, one purchase, one order per shop: none stands under two keys, none came twice.");
        var (scope, key) = ("", "");
        List<(string Scope, string Key, Guid Purchase, List<Guid> Orders)> page;
        do
        {
            page = Acknowledged(sql, scope, key);
            Look(sql, page, lost);
            doubled.Look(page.Count);
            (scope, key) = page.Count == 0 ? (scope, key) : (page[^1].Scope, page[^1].Key);
        }
        while (page.Count == Page);

        var id = sql.Engine is Engine.Sqlite ? "outcome ->> 'purchaseId'" : "outcome::json ->> 'purchaseId'";
        foreach (var purchase in sql.List($"SELECT {id} FROM idempotency_keys WHERE scope LIKE '%{PlaceOrder.Route}' GROUP BY {id} HAVING count(*) > 1", r => r.Text(0)))
        {
            doubled.Break($"purchase {purchase} stands under two keys");
        }

        foreach (var (purchase, shop) in sql.List("SELECT purchase_id, shop_id FROM orders GROUP BY purchase_id, shop_id HAVING count(*) > 1", r => (r.Id(0), r.Id(1))))
        {
            doubled.Break($"purchase {purchase} has two orders of shop {shop}");
        }

        return [lost.Done(), doubled.Done()];
    }

    private static void Look(SqlSession sql, List<(string Scope, string Key, Guid Purchase, List<Guid> Orders)> page, Findings lost)
    {
        var purchases = sql.List($"SELECT id FROM purchases WHERE id {sql.Among(1)}", r => r.Id(0), sql.Ids(page.Select(p => p.Purchase))).ToHashSet();
        var orders = sql.List($"SELECT id FROM orders WHERE purchase_id {sql.Among(1)}", r => r.Id(0), sql.Ids(page.Select(p => p.Purchase))).ToHashSet();
        lost.Look(page.Count);
        foreach (var (_, _, purchase, promised) in page)
        {
            if (!purchases.Contains(purchase) || promised.Exists(o => !orders.Contains(o)))
            {
                lost.Break($"purchase {purchase}");
            }
        }
    }

    private static List<(string Scope, string Key, Guid Purchase, List<Guid> Orders)> Acknowledged(SqlSession sql, string scope, string key) => sql.List(
        $"""
        SELECT scope, idempotency_key, outcome FROM idempotency_keys
        WHERE (scope, idempotency_key) > ($1, $2) AND scope LIKE '%{PlaceOrder.Route}' ORDER BY scope, idempotency_key LIMIT {Page}
        """,
        r =>
        {
            using var outcome = JsonDocument.Parse(r.Text(2));
            return (r.Text(0), r.Text(1), outcome.RootElement.GetProperty("purchaseId").GetGuid(),
                outcome.RootElement.GetProperty("orders").EnumerateArray().Select(o => o.GetProperty("orderId").GetGuid()).ToList());
        }, scope, key);
}
