using System.Diagnostics.Metrics;
using Halles.Kernel;

namespace Halles.Web.Hosting;

/// <summary>What the cache of public pages tells of itself.</summary>
internal sealed class PageCacheFigures : IDisposable
{
    private static readonly KeyValuePair<string, object?> Hit = new("result", "hit"), Miss = new("result", "miss"), Own = new("result", "own");
    private readonly Meter _meter = Telemetry.Meter();
    private readonly Counter<long> _asked;

    public PageCacheFigures(Func<int> pages, Func<long> bytes)
    {
        _asked = _meter.CreateCounter<long>("halles.page_cache.requests", "{request}", "Public pages asked for: found (hit), made (miss), or made for one visitor (own).");
        _meter.CreateObservableGauge("halles.page_cache.pages", pages, "{page}", "Pages that are kept.");
        _meter.CreateObservableGauge("halles.page_cache.size", bytes, "By", "Room that they take.");
    }

    public void Asked(bool found) => _asked.Add(1, found ? Hit : Miss);

    /// <summary>A page was made for one visitor.</summary>
    public void Passed() => _asked.Add(1, Own);

    public void Dispose() => _meter.Dispose();
}
