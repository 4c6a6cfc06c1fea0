using System.Globalization;
using Halles.Kernel.Auditing;
using Halles.Kernel.Storage;

namespace Halles.Kernel.Checks;

/// <summary>What the kernel itself promises.</summary>
internal static class KernelInvariants
{
    public static readonly Invariant[] All =
    [
        new(10, "No change stands where no reader of the feed can come", Feed),
        new(12, "The audit's hash chain recomputes", Audit),
    ];

    // A cluster restored from a backup counts transactions anew: until a new epoch is opened, rows that bear numbers of
    // the future would hold every reader back.
    private static Finding Feed(SqlSession sql) => new(
        Figure(sql.Scalar<long>("SELECT count(*) FROM changes"), "changes"),
        sql.List(
            $"""
            SELECT epoch, tx, seq FROM changes WHERE epoch > (SELECT epoch FROM feed_epoch)
                OR (epoch = (SELECT epoch FROM feed_epoch) AND tx {(sql.Engine is Engine.Sqlite ? "<> 0" : ">= pg_snapshot_xmax(pg_current_snapshot())::text::bigint")})
            ORDER BY epoch, tx, seq
            """,
            r => $"change {r.Int(0)}.{r.Long(1)}.{r.Long(2)} lies after the end of the feed"));

    private static Finding Audit(SqlSession sql)
    {
        var (rows, broken) = AuditLog.Verify(sql);
        return new Finding(Figure(rows, "entries"), broken is { } number ? [$"entry {number} was altered, or the one before it is missing"] : []);
    }

    private static string Figure(long count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {what}");
}
