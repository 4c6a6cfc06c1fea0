using System.Diagnostics;
using System.Diagnostics.Metrics;
using Halles.Kernel.Storage;

namespace Halles.Kernel.Jobs;

/// <summary>What the work after the commit tells of itself. How much waits is asked of the table, whenever somebody wants to know.</summary>
internal sealed class JobFigures : IDisposable
{
    private readonly Meter _meter = Telemetry.Meter();
    private readonly Counter<long> _done;
    private readonly Histogram<double> _took;
    private readonly MallDatabase _database;
    private readonly TimeProvider _clock;

    public JobFigures(MallDatabase database, TimeProvider clock)
    {
        (_database, _clock) = (database, clock);
        _done = _meter.CreateCounter<long>("halles.jobs.done", "{job}", "Jobs that were run, by kind and outcome.");
        _took = _meter.Durations("halles.jobs.duration", "How long a job took, by kind.");
        _meter.CreateObservableGauge("halles.jobs.waiting", Waiting, "{job}", "Jobs that are due, that failed and will be tried again, and that were given up.");
        _meter.CreateObservableGauge("halles.jobs.oldest", Oldest, "s", "How long the oldest job has been due.");
    }

    /// <summary>The trace of a job; null while nobody listens.</summary>
    public static Activity? Begin(JobRow row) => Telemetry.Traces.StartActivity("job " + row.Kind, ActivityKind.Consumer, default(ActivityContext))?.SetTag("halles.job.kind", row.Kind).SetTag("halles.job.attempt", row.Attempts + 1);

    /// <summary>Counts a job that was run.</summary>
    /// <param name="failure">Why it failed; null when it was done.</param>
    public void Ended(JobRow row, Activity? trace, TimeSpan took, Exception? failure)
    {
        var kind = new KeyValuePair<string, object?>("kind", row.Kind);
        _done.Add(1, kind, new KeyValuePair<string, object?>("outcome", failure is null ? "done" : "failed"));
        _took.Record(took.TotalSeconds, kind);
        trace?.SetStatus(failure is null ? ActivityStatusCode.Ok : ActivityStatusCode.Error, failure?.GetType().Name);
    }

    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<long>> Waiting() => Ask(
        """
        SELECT coalesce(sum(CASE WHEN gave_up = $2 AND run_at <= $1 THEN 1 ELSE 0 END), 0), coalesce(sum(CASE WHEN gave_up = $2 AND run_at > $1 AND attempts > 0 THEN 1 ELSE 0 END), 0),
               coalesce(sum(CASE WHEN gave_up <> $2 THEN 1 ELSE 0 END), 0)
        FROM jobs
        """,
        r => (Measurement<long>[])[new(r.Long(0), State("due")), new(r.Long(1), State("retrying")), new(r.Long(2), State("given-up"))]);

    private IEnumerable<Measurement<double>> Oldest() => Ask(
        "SELECT coalesce(min(run_at), $1) FROM jobs WHERE gave_up = $2 AND run_at <= $1",
        r => (Measurement<double>[])[new((_clock.GetUtcNow() - r.Instant(0)).TotalSeconds)]);

    private IReadOnlyList<Measurement<T>> Ask<T>(string sql, Func<SqlRows, Measurement<T>[]> read)
        where T : struct => Telemetry.Known<T>(() => _database.Read(s => s.List(sql, read, _clock.GetUtcNow(), false))[0]);

    private static KeyValuePair<string, object?> State(string state) => new("state", state);
}
