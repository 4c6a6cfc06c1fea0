using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using Halles.Kernel;

namespace Halles.Bench.Faults;

/// <summary>An answer that acknowledged nothing.</summary>
/// <param name="Status">0 when there was no answer.</param>
internal sealed record Refusal(int Status, double Milliseconds, bool RetryAfter, string Said);

/// <summary>
/// Buyers who place one purchase after the other. Who gets no acknowledgement tries the same purchase again under its key,
/// as a good client does, until it is acknowledged or it is known that it cannot be.
/// </summary>
internal sealed class Buyers(IReadOnlyList<string> origins, PurchaseBodies bodies, Journal journal) : IAsyncDisposable
{
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(100); // of a client that was refused
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<Refusal> _refusals = new();
    private readonly ConcurrentQueue<long> _acknowledgedAt = new();
    private readonly List<Task> _running = [];
    private int _number;

    /// <summary>All answers that acknowledged nothing.</summary>
    public IReadOnlyCollection<Refusal> Refusals => _refusals;

    /// <summary>The longest that an answer may take before the buyer hangs up.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Lets so many begin.</summary>
    public void Begin(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var origin = origins[i % origins.Count];
            _running.Add(Task.Run(() => Buy(origin)));
        }
    }

    /// <summary>Waits for so many more acknowledgements.</summary>
    public async Task More(int count, TimeSpan patience)
    {
        var (enough, watch) = (journal.Acknowledged.Count + count, Stopwatch.StartNew());
        while (journal.Acknowledged.Count < enough)
        {
            _ = watch.Elapsed < patience ? true : throw new TrialFailed($"Within {patience.TotalSeconds:0} s fewer than {count} purchases were acknowledged.");
            await Task.Delay(Breath);
        }
    }

    /// <summary>How long after a moment (of <see cref="Stopwatch.GetTimestamp"/>) the first acknowledgement came; null when none did.</summary>
    public TimeSpan? FirstAfter(long moment) => _acknowledgedAt.Where(t => t > moment).Select(t => (TimeSpan?)Stopwatch.GetElapsedTime(moment, t)).FirstOrDefault();

    /// <summary>How many were acknowledged in a stretch of time.</summary>
    public int Between(long from, long to) => _acknowledgedAt.Count(t => t > from && t <= to);

    /// <summary>The longest time after a moment in which nothing was acknowledged.</summary>
    public TimeSpan LongestPause(long from)
    {
        var (last, longest) = (from, TimeSpan.Zero);
        foreach (var moment in _acknowledgedAt.Where(t => t > from).Order())
        {
            longest = Stopwatch.GetElapsedTime(last, moment) is var pause && pause > longest ? pause : longest;
            last = moment;
        }

        return longest;
    }

    /// <summary>Fails the trial when a purchase was refused as a bug, or as the buyer's fault.</summary>
    public void MustBeNamed()
    {
        if (_refusals.FirstOrDefault(r => r.Status is not (0 or 503 or 507)) is { } strange)
        {
            throw new TrialFailed($"A purchase was refused with {strange.Status}: {strange.Said}");
        }
    }

    /// <summary>How purchases were refused, and how long the slowest of almost all took.</summary>
    public string Summary() => _refusals.IsEmpty ? "none refused" : string.Join(", ", _refusals.GroupBy(r => r.Status).OrderBy(g => g.Key).Select(g =>
    {
        var times = g.Select(r => r.Milliseconds).Order().ToList();
        return $"{g.Count()} × {(g.Key == 0 ? "no answer" : g.Key)} (p99 {times[times.Count * 99 / 100]:0} ms)";
    }));

    /// <summary>Stops them, then asks again under each key whose outcome nobody was told, at one of the origins.</summary>
    /// <returns>How many of those there were.</returns>
    public async Task<int> Settle(string origin)
    {
        await Stop();
        using var http = Client();
        var open = journal.Sent.Keys.Where(k => !journal.Acknowledged.ContainsKey(k)).ToList();
        foreach (var key in open)
        {
            var answer = await Ask(http, origin, key, CancellationToken.None);
            _ = answer is null or { Status: >= 400 and < 500 } ? true : throw new TrialFailed($"{key} is still not settled: {answer.Status} {answer.Said}");
        }

        return open.Count;
    }

    /// <summary>Lets each end what it is doing.</summary>
    public async Task Stop()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running);
    }

    /// <summary>Sends a purchase once; null when it was acknowledged.</summary>
    public async Task<Refusal?> Ask(HttpClient http, string origin, string key, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, origin + "/api/v1/purchases") { Content = new StringContent(journal.Sent[key], Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        request.Headers.Host = "localhost";
        var began = Stopwatch.GetTimestamp();
        try
        {
            using var answer = await http.SendAsync(request, stop);
            if (answer.StatusCode is HttpStatusCode.Created)
            {
                journal.Acknowledge(key, (await answer.Content.ReadFromJsonAsync<Placed>(stop))!.Id);
                _acknowledgedAt.Enqueue(Stopwatch.GetTimestamp());
                return null;
            }

            var refusal = new Refusal((int)answer.StatusCode, Stopwatch.GetElapsedTime(began).TotalMilliseconds, answer.Headers.RetryAfter is not null, await answer.Content.ReadAsStringAsync(stop));
            _refusals.Enqueue(refusal);
            return refusal;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException or System.Text.Json.JsonException)
        {
            var refusal = new Refusal(0, Stopwatch.GetElapsedTime(began).TotalMilliseconds, false, e.Message);
            _refusals.Enqueue(refusal);
            return refusal;
        }
    }

    /// <summary>A client with one connection of its own.</summary>
    public HttpClient Client() => new(new SocketsHttpHandler { MaxConnectionsPerServer = 1, UseProxy = false, UseCookies = false }) { Timeout = Patience };

    public async ValueTask DisposeAsync()
    {
        await Stop();
        _stop.Dispose();
    }

    private async Task Buy(string origin)
    {
        using var http = Client();
        var random = new Random(Interlocked.Increment(ref _number));
        while (!_stop.IsCancellationRequested)
        {
            var key = $"trial-{Ids.New(TimeProvider.System):N}";
            journal.Send(key, bodies.Next(random, key));
            while (!_stop.IsCancellationRequested && await Ask(http, origin, key, CancellationToken.None) is { } refusal && refusal.Status is 0 or 429 or >= 500)
            {
                await Task.Delay(Breath);
            }
        }
    }

    private sealed record Placed(Guid Id);
}
