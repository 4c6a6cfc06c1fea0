using System.Collections.Concurrent;

namespace Halles.Bench.Faults;

/// <summary>
/// What buyers did and were told: a line before each purchase is sent and a line when its acknowledgement was received, in
/// a file of its own, on no disk that is made to fail.
/// </summary>
internal sealed class Journal : IDisposable
{
    private readonly StreamWriter _file;
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, string> _sent = new();
    private readonly ConcurrentDictionary<string, Guid> _acknowledged = new();

    public Journal(string path) => _file = new StreamWriter(path) { AutoFlush = true };

    /// <summary>Keys of purchases that were sent, with their bodies.</summary>
    public IReadOnlyDictionary<string, string> Sent => _sent;

    /// <summary>Keys of purchases that were acknowledged, with the purchase that was named.</summary>
    public IReadOnlyDictionary<string, Guid> Acknowledged => _acknowledged;

    /// <summary>Notes what is about to be sent.</summary>
    public void Send(string key, string body)
    {
        if (_sent.TryAdd(key, body))
        {
            Line($"sent {key}");
        }
    }

    /// <summary>Notes an acknowledgement; a second one of the same key must name the same purchase.</summary>
    public void Acknowledge(string key, Guid purchase)
    {
        if (_acknowledged.GetOrAdd(key, purchase) is var first && first != purchase)
        {
            throw new TrialFailed($"The key {key} was answered with purchase {first}, and then with {purchase}.");
        }

        Line($"acknowledged {key} {purchase}");
    }

    public void Dispose() => _file.Dispose();

    private void Line(string text)
    {
        lock (_gate)
        {
            _file.WriteLine(text);
        }
    }
}
