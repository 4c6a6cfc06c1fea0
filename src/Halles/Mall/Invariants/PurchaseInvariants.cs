using System.Text.Json;
using Halles.Kernel.Storage;

namespace Halles.Mall.Invariants;

/// <summary>What was promised under an idempotency key, held against what is there.</summary>
internal static class PurchaseInvariants
{
    /// <summary>Both invariants need the same walk over the kept outcomes.</summary>
    public static IEnumerable<Finding> Check(SqlSession sql)
    {
        var lost = new Findings(1, "Every purchase that was acknowledged under an idempotency key is there.");
        var doubled = new Findings(4, "One key, one purchase: none stands under two keys.");
        var seen = new HashSet<Guid>();
        foreach (var chunk in Acknowledged(sql).Chunk(500))
        {
            var there = sql.List($"SELECT id FROM purchases WHERE id {sql.Among(1)}", r => r.Id(0), sql.Ids(chunk)).ToHashSet();
            foreach (var purchase in chunk)
            {
                lost.Look();
                doubled.Look();
                if (!there.Contains(purchase))
                {
                    lost.Break($"purchase {purchase}");
                }

                if (!seen.Add(purchase))
                {
                    doubled.Break($"purchase {purchase}");
                }
            }
        }

        return [lost.Done(), doubled.Done()];
    }

    private static List<Guid> Acknowledged(SqlSession sql) => sql.List(
        "SELECT outcome FROM idempotency_keys WHERE scope LIKE '%place-purchase'", r =>
        {
            using var outcome = JsonDocument.Parse(r.Text(0));
            return outcome.RootElement.GetProperty("purchaseId").GetGuid();
        });
}
