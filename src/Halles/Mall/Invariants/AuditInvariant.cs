using Halles.Kernel.Auditing;
using Halles.Kernel.Storage;

namespace Halles.Mall.Invariants;

/// <summary>The audit cannot be rewritten, and was not.</summary>
internal static class AuditInvariant
{
    private static readonly string[] Triggers = ["audit_no_delete", "audit_no_update"];

    public static Finding Holds(SqlSession sql)
    {
        var findings = new Findings(12, "Audit rows can be neither changed nor deleted, and their hash chain recomputes.");
        var there = sql.List(
            sql.Engine is Engine.Sqlite ? "SELECT name FROM sqlite_master WHERE type = 'trigger'" : "SELECT tgname::text FROM pg_trigger WHERE tgenabled <> 'D'", r => r.Text(0));
        foreach (var missing in Triggers.Except(there))
        {
            findings.Break($"trigger {missing} is missing");
        }

        var (rows, broken) = AuditLog.Verify(sql);
        findings.Look(rows + Triggers.Length);
        if (broken is { } number)
        {
            findings.Break($"the chain breaks at row {number}");
        }

        return findings.Done();
    }
}
