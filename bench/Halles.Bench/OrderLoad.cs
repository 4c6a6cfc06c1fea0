using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text;
using Halles.Kernel.Storage;

namespace Halles.Bench;

/// <summary>
/// Buyers who place one purchase after the other, as fast as they are answered. Each acknowledgement is noted with its key;
/// afterwards the mall must hold all of them.
/// </summary>
internal sealed class OrderLoad(string origin, IReadOnlyList<Buyable> goods, int lines, int shops)
{
    private readonly ConcurrentDictionary<string, byte> _acknowledged = new();
    private readonly Lock _gate = new();
    private readonly List<double> _times = [];
    private readonly PurchaseBodies _bodies = new(goods, lines, shops);
    private long _failed;
    private int _number;

    /// <summary>Places a single purchase.</summary>
    public async Task BuyOnce()
    {
        using var http = Client();
        await Buy(http, new Uri(origin + "/api/v1/purchases"), new Random(Interlocked.Increment(ref _number)));
    }

    public async Task<Load> Run(int buyers, TimeSpan time)
    {
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, buyers).Select(_ => Task.Run(() => Buy(watch, time))));
        _times.Sort();
        return new Load(_acknowledged.Count / watch.Elapsed.TotalSeconds, _times[_times.Count / 2], _times[_times.Count * 99 / 100], _failed, _acknowledged.Count);
    }

    /// <summary>Says what is not there of all that was acknowledged; null when nothing is missing.</summary>
    public string? Missing(SeededMall mall)
    {
        using var database = new MallDatabase(DataFolder.ForReading(mall.Folder), mall.Postgres);
        var kept = database.Read(sql => sql.List("SELECT idempotency_key FROM idempotency_keys", r => r.Text(0))).ToHashSet(StringComparer.Ordinal);
        var lost = _acknowledged.Keys.Count(k => !kept.Contains(k));
        return lost == 0 ? null : $"{lost} acknowledged purchases are not there";
    }

    private static HttpClient Client() => new(new SocketsHttpHandler { MaxConnectionsPerServer = 1, UseProxy = false, UseCookies = false });

    private async Task Buy(Stopwatch watch, TimeSpan time)
    {
        using var http = Client();
        var (address, random) = (new Uri(origin + "/api/v1/purchases"), new Random(Interlocked.Increment(ref _number)));
        var times = new List<double>();
        while (watch.Elapsed < time)
        {
            var began = Stopwatch.GetTimestamp();
            if (await Buy(http, address, random))
            {
                times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }
        }

        lock (_gate)
        {
            _times.AddRange(times);
        }
    }

    private async Task<bool> Buy(HttpClient http, Uri address, Random random)
    {
        var key = $"bench-{Halles.Kernel.Ids.New(TimeProvider.System):N}";
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent(_bodies.Next(random, key), Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        request.Headers.Host = "localhost";
        using var answer = await http.SendAsync(request);
        if (answer.StatusCode is HttpStatusCode.Created)
        {
            await answer.Content.ReadAsByteArrayAsync();
            _acknowledged[key] = 0;
            return true;
        }

        if (Interlocked.Increment(ref _failed) == 1)
        {
            Console.Error.WriteLine($"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        }

        return false;
    }
}
