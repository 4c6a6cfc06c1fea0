using System.Diagnostics.Tracing;
using System.Globalization;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing;

namespace Halles.Bench;

/// <summary>How many bytes a process allocates, as its runtime counts them (the counter <c>alloc-rate</c>).</summary>
internal sealed class Allocations : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.2);
    private readonly EventPipeSession _session;
    private readonly Thread _reader;
    private readonly SemaphoreSlim _told = new(0);
    private long _total;

    public Allocations(int process)
    {
        var provider = new EventPipeProvider("System.Runtime", EventLevel.Informational, 0, new Dictionary<string, string> { ["EventCounterIntervalSec"] = Interval.TotalSeconds.ToString(CultureInfo.InvariantCulture) });
        _session = new DiagnosticsClient(process).StartEventPipeSession(provider, requestRundown: false);
        _reader = new Thread(Read) { IsBackground = true };
        _reader.Start();
    }

    /// <summary>The sum until now: what was allocated before the call is in it.</summary>
    public async Task<long> Total()
    {
        while (_told.Wait(0))
        {
            // what was told before is old
        }

        await _told.WaitAsync();
        await _told.WaitAsync();
        return Interlocked.Read(ref _total);
    }

    public void Dispose()
    {
        _session.Stop();
        _reader.Join();
        _session.Dispose();
        _told.Dispose();
    }

    private void Read()
    {
        using var source = new EventPipeEventSource(_session.EventStream);
        source.Dynamic.All += told =>
        {
            if (told.EventName == "EventCounters" && told.PayloadValue(0) is IDictionary<string, object> outer && outer["Payload"] is IDictionary<string, object> counter && counter["Name"] is "alloc-rate")
            {
                Interlocked.Add(ref _total, Convert.ToInt64(counter["Increment"], CultureInfo.InvariantCulture));
                _told.Release();
            }
        };
        source.Process();
    }
}
