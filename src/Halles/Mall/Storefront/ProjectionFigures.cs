using System.Diagnostics.Metrics;
using Halles.Kernel;
using Halles.Kernel.Changes;

namespace Halles.Mall.Storefront;

/// <summary>How far the storefront is behind the change feed, asked whenever somebody wants to know.</summary>
internal sealed class ProjectionFigures : IDisposable
{
    private const int Most = 1000;
    private readonly Meter _meter = Telemetry.Meter();

    public ProjectionFigures(Func<FeedPosition> position, ChangeFeed feed, TimeProvider clock)
    {
        _meter.CreateObservableGauge("halles.projection.behind", () => Ask(c => c.Count == 0 ? 0 : Math.Max(0, (clock.GetUtcNow() - c[0].At).TotalSeconds)), "s", "Age of the oldest change that shoppers do not see yet.");
        _meter.CreateObservableGauge("halles.projection.changes", () => Ask(c => c.Count), "{change}", $"Changes that shoppers do not see yet, counted up to {Most}.");

        IEnumerable<Measurement<T>> Ask<T>(Func<List<Change>, T> figure)
            where T : struct => Telemetry.Known<T>(() => [new(figure(feed.After(position(), Most)))]);
    }

    public void Dispose() => _meter.Dispose();
}
