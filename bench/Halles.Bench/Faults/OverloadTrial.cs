using System.Diagnostics;
using Halles.Kernel.Storage;

namespace Halles.Bench.Faults;

/// <summary>Ten times as many buyers and visitors as the server can serve, and thousands of connections that hardly move.</summary>
internal static class OverloadTrial
{
    private const int Enough = 64; // buyers who keep the server busy
    private const int Slow = 5_000;
    private const int Browsers = 256;
    private const double Share = 0.8;
    private const double AtOnceMs = 1_000;
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(10);

    public static Trial On(Engine engine) => new(
        "overload", engine, "Purchases at 80 % of capacity or more; the rest refused within a second, with Retry-After.", 3, (ground, _) => Run(ground, engine),
        () => Shell.Has("wrk") ? null : "wrk is missing (Debian: wrk)");

    private static async Task<string> Run(Ground ground, Engine engine)
    {
        var mall = await ground.Mall(engine);
        using var journal = ground.Journal();
        await using var server = await ServerProcess.Mall(mall, ground.Port);
        double capacity;
        await using (var few = new Buyers([server.Origin], new PurchaseBodies(mall.Goods, 1, 1), journal))
        {
            few.Begin(Enough);
            await few.More(3_000, TimeSpan.FromMinutes(2)); // warm
            capacity = await Rate(few);
        }

        await using var buyers = new Buyers([server.Origin], new PurchaseBodies(mall.Goods, 1, 1), journal);
        await using var slow = new SlowClients();
        await slow.Begin(Slow, ground.Port, "/fr/");
        var pages = mall.Goods.Take(500).Select(g => $"/fr/shops/{g.Shop}/{g.Handle}").ToList();
        var browsing = Wrk.Run(server.Origin, pages, 2 + (int)(2 * Measured.TotalSeconds), fresh: true, Browsers);
        buyers.Begin(10 * Enough);
        await buyers.More(500, TimeSpan.FromMinutes(2));
        var under = await Rate(buyers);
        await browsing;
        await buyers.Settle(server.Origin);
        await Verdict.Of(mall, journal, server.Origin);
        var refusals = buyers.Refusals.ToList();
        var seen = $"{under:0} a second under {10 * Enough} buyers, {Browsers} browsers and {Slow:N0} slow connections, {capacity:0} under {Enough} buyers alone ({under / capacity:P0}); {buyers.Summary()}";
        return under < Share * capacity ? throw new TrialFailed($"Too few: {seen}")
            : refusals.Exists(r => r is not { Status: 429 or 503, RetryAfter: true }) ? throw new TrialFailed($"Refused without saying when to come back: {seen}; {refusals.First(r => !r.RetryAfter)}")
            : refusals.Count > 0 && refusals.Select(r => r.Milliseconds).Order().ElementAt(refusals.Count * 99 / 100) > AtOnceMs ? throw new TrialFailed($"Refused too late: {seen}")
            : seen;
    }

    private static async Task<double> Rate(Buyers buyers)
    {
        var from = Stopwatch.GetTimestamp();
        await Task.Delay(Measured);
        return buyers.Between(from, Stopwatch.GetTimestamp()) / Stopwatch.GetElapsedTime(from).TotalSeconds;
    }
}
