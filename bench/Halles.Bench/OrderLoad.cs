using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
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
    private long _failed;
    private int _number;

    /// <summary>Purchases whose 201 was received.</summary>
    public int Acknowledged => _acknowledged.Count;

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
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent(Body(random, key), Encoding.UTF8, "application/json") };
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

    private string Body(Random random, string key)
    {
        var first = random.Next(goods.Count);
        var chosen = Enumerable.Range(0, shops).Select(i => goods[(first + (i * 50)) % goods.Count].Shop).Distinct()
            .Select(shop => (Shop: shop, Goods: Of(shop, random, lines / shops))).ToList();
        var total = chosen.Sum(c => c.Goods.Sum(g => g.Price));
        var body = new StringBuilder("{\"lines\":[");
        body.AppendJoin(',', chosen.SelectMany(c => c.Goods).Select(g => $$$"""{"variantId":"{{{g.Variant}}}","quantity":1}"""));
        body.Append("],\"shops\":[");
        body.AppendJoin(',', chosen.Select(c => $$$"""{"shop":"{{{c.Shop}}}","way":"collect","payment":"in-store","storeId":"{{{c.Goods[0].Store}}}"}"""));
        return body.Append(CultureInfo.InvariantCulture,
            $$$"""],"language":"fr","expectedTotal":{"minor":{{{total}}},"currency":"EUR"},"contact":{"name":"Camille Durand","email":"{{{key}}}@example.org","phone":"+33612345678"}}""").ToString();
    }

    private readonly Dictionary<string, List<Buyable>> _byShop = goods.GroupBy(g => g.Shop).ToDictionary(g => g.Key, g => g.ToList());

    private List<Buyable> Of(string shop, Random random, int count)
    {
        var shelf = _byShop[shop];
        var from = random.Next(shelf.Count);
        return [.. Enumerable.Range(0, Math.Min(count, shelf.Count)).Select(i => shelf[(from + i) % shelf.Count])];
    }
}
