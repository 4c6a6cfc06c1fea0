using Halles.Kernel.Storage;
using Halles.Mall.Orders;

namespace Halles.Mall.Invariants;

/// <summary>Whoever was erased is in no table; what they bought stays, nameless (rules of the house, invariant 14).</summary>
internal static class ErasureInvariant
{
    private const string Erased = "IN (SELECT id FROM people WHERE erased_at IS NOT NULL)";

    /// <summary>Rows that outlive their person, and what in them would still tell who it was.</summary>
    private static readonly (string Table, string Telling)[] Outliving =
    [
        ("people", $"id {Erased} AND (email IS NOT NULL OR name <> '' OR phone IS NOT NULL OR password_hash IS NOT NULL OR totp_secret IS NOT NULL)"),
        ("purchases", $"person_id {Erased} AND contact <> '{PersonalOrders.Nobody}'"),
        ("orders", $"person_id {Erased} AND (contact <> '{PersonalOrders.Nobody}' OR address IS NOT NULL OR note IS NOT NULL OR return_reason IS NOT NULL OR tracking IS NOT NULL)"),
        ("messages", $"text <> '' AND EXISTS (SELECT 1 FROM orders o WHERE o.shop_id = messages.shop_id AND o.id = messages.order_id AND o.person_id {Erased})"),
    ];

    /// <summary>Every table that names persons is looked through, those too that did not exist when this was written.</summary>
    public static Finding NobodyIsLeft(SqlSession sql)
    {
        var findings = new Findings(14, "Whoever was erased is in no table, and what they bought is nobody's.");
        findings.Look(sql.Scalar<long>("SELECT count(*) FROM people WHERE erased_at IS NOT NULL"));
        foreach (var (table, telling) in Outliving)
        {
            Count(table, sql.Scalar<long>($"SELECT count(*) FROM {table} WHERE {telling}"));
        }

        // The history of an order says when a step was taken; the number of who took it is nobody's any more.
        foreach (var table in TablesOfPersons(sql).Except(Outliving.Select(o => o.Table).Append("order_events")))
        {
            Count(table, sql.Scalar<long>($"SELECT count(*) FROM {table} WHERE person_id {Erased}"));
        }

        Count("checkout_drafts", sql.Scalar<long>($"SELECT count(*) FROM checkout_drafts WHERE basket_id {Erased}"));
        var id = sql.Engine is Engine.Sqlite ? "lower(hex(p.id))" : "replace(p.id::text, '-', '')";
        Count("idempotency_keys", sql.Scalar<long>($"SELECT count(*) FROM idempotency_keys k JOIN people p ON p.erased_at IS NOT NULL AND k.scope LIKE 'person:' || {id} || '%'"));
        return findings.Done();

        void Count(string table, long left)
        {
            for (; left > 0; left--)
            {
                findings.Break(table + " still tells of somebody who was erased");
            }
        }
    }

    private static List<string> TablesOfPersons(SqlSession sql) => sql.List(
        sql.Engine is Engine.Sqlite
            ? "SELECT t.name FROM sqlite_master t JOIN pragma_table_info(t.name) c ON c.name = 'person_id' WHERE t.type = 'table' ORDER BY 1"
            : "SELECT table_name::text FROM information_schema.columns WHERE table_schema = current_schema() AND column_name = 'person_id' ORDER BY 1",
        r => r.Text(0));
}
