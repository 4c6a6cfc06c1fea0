using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Halles.Kernel.Storage;

/// <summary>What the pipeline of writes tells of itself.</summary>
internal sealed class WriteFigures : IDisposable
{
    private readonly Meter _meter = Telemetry.Meter();
    private readonly Histogram<int> _batch;
    private readonly Histogram<double> _commit;
    private readonly Counter<long> _refused;

    public WriteFigures(Func<int> waiting)
    {
        _meter.CreateObservableGauge("halles.write.waiting", waiting, "{write}", "Writes that wait for their turn.");
        _batch = _meter.CreateHistogram("halles.write.batch", "{write}", "Writes that were committed together.", tags: null, new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128] });
        _commit = _meter.Durations("halles.write.commit.duration", "How long a commit took to be on the disk.");
        _refused = _meter.CreateCounter<long>("halles.write.refused", "{write}", "Writes that could not be taken or kept, by problem.");
    }

    /// <summary>The trace of a write, from its waiting to its answer; null while nobody listens.</summary>
    public static Activity? Begin(Lane lane)
    {
        if (!Telemetry.Traces.HasListeners())
        {
            return null;
        }

        var caller = Activity.Current;
        var trace = Telemetry.Traces.StartActivity("write")?.SetTag("halles.lane", lane is Lane.Trade ? "trade" : "office");
        Activity.Current = caller; // it ends on another thread
        return trace;
    }

    /// <summary>Measures a commit; dispose the answer when it is done. One commit is of many writes: they are linked.</summary>
    public Commit Committing(List<WriteUnit> units)
    {
        _batch.Record(units.Count);
        var traced = Telemetry.Traces.HasListeners() ? units.Where(u => u.Trace is not null).Select(u => u.Trace!.Context).ToList() : [];
        var trace = traced.Count == 0 ? null
            : Telemetry.Traces.StartActivity("commit", ActivityKind.Client, traced[0], links: traced.Skip(1).Select(c => new ActivityLink(c)))?.SetTag("halles.batch", units.Count);
        return new Commit(_commit, trace, Stopwatch.GetTimestamp());
    }

    public void Refused(Problem problem, int writes = 1) => _refused.Add(writes, new KeyValuePair<string, object?>("problem", problem.Code));

    public void Dispose() => _meter.Dispose();

    /// <summary>A commit under way.</summary>
    internal readonly struct Commit(Histogram<double> durations, Activity? trace, long began) : IDisposable
    {
        public void Dispose()
        {
            durations.Record(Stopwatch.GetElapsedTime(began).TotalSeconds);
            trace?.Dispose();
        }
    }
}
