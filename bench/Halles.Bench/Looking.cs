using System.Diagnostics;
using System.Net;
using Halles.Mall.Storefront;
using Spectre.Console;

namespace Halles.Bench;

/// <summary>Looks around over HTTP as browsers do, and says how long the answers took.</summary>
internal static class Looking
{
    private const int Requests = 2000;
    private const int AtOnce = 4;

    public static async Task Around(Table table, string origin, IReadOnlyList<RawProduct> goods, Storefront storefront)
    {
        var words = goods.Where((p, i) => p.IsFood && i % 16 == 0).Select(p => p["product_name"]).Where(n => n.Length > 3).Take(Requests).ToList();
        var cards = Enumerable.Range(1, 100).SelectMany(page => storefront.Search(new ProductQuery { Language = "fr", Page = page, Sort = ProductSort.PriceUp }).Hits).ToList();
        await Time(table, "product page, not kept", i => $"{origin}/fr/shops/{cards[i % cards.Count].ShopSlug}/{cards[i % cards.Count].Handle}?n={i}");
        await Time(table, "listing with facets, not kept", i => $"{origin}/fr/c/all-electronics?page={1 + (i % 300)}&n={i}");
        await Time(table, "search of two words", i => $"{origin}/fr/search?q={WebUtility.UrlEncode(string.Join(' ', words[i % words.Count].Split(' ').Take(2)))}&n={i}");
        await Time(table, "home page, kept", _ => origin + "/fr/");
    }

    private static async Task Time(Table table, string work, Func<int, string> url)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None });
        http.DefaultRequestHeaders.Add("Accept-Encoding", "br");
        var times = new double[Requests];
        var failed = 0;
        for (var i = 0; i < 50; i++)
        {
            using var warm = await http.GetAsync(url(i));
        }

        var watch = Stopwatch.StartNew();
        await Parallel.ForEachAsync(Enumerable.Range(0, Requests), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, stop) =>
        {
            var began = Stopwatch.GetTimestamp();
            using var answer = await http.GetAsync(url(i), stop);
            await answer.Content.ReadAsByteArrayAsync(stop);
            times[i] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            if (!answer.IsSuccessStatusCode)
            {
                Interlocked.Increment(ref failed);
            }
        });
        Array.Sort(times);
        table.AddRow(work, $"{Requests / watch.Elapsed.TotalSeconds:#,0} a second, p50 {times[Requests / 2]:0.0} ms, p99 {times[Requests * 99 / 100]:0.0} ms{(failed > 0 ? $", {failed} FAILED" : "")}");
    }
}
