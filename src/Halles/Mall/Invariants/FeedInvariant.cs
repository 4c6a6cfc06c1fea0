using Halles.Kernel.Storage;

namespace Halles.Mall.Invariants;

/// <summary>No change stands where no reader of the feed comes.</summary>
internal static class FeedInvariant
{
    /// <summary>
    /// A cluster restored from a backup counts transactions anew: until a new epoch is opened, rows that bear numbers of
    /// its future would hold every reader back.
    /// </summary>
    public static Finding ReadersReachAll(SqlSession sql)
    {
        var findings = new Findings(10, "Every change stands within the feed, where its readers come.");
        findings.Look(sql.Scalar<long>("SELECT count(*) FROM changes"));
        foreach (var place in sql.List(
            $"""
            SELECT epoch, tx, seq FROM changes WHERE epoch > (SELECT epoch FROM feed_epoch)
                OR (epoch = (SELECT epoch FROM feed_epoch) AND tx {(sql.Engine is Engine.Sqlite ? "<> 0" : ">= pg_snapshot_xmax(pg_current_snapshot())::text::bigint")})
            """,
            r => $"change {r.Int(0)}.{r.Long(1)}.{r.Long(2)}"))
        {
            findings.Break(place);
        }

        return findings.Done();
    }
}
