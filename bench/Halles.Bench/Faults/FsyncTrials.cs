using System.Diagnostics;
using Halles.Kernel.Storage;

namespace Halles.Bench.Faults;

/// <summary>A disk that takes its time to make things durable, and one that says that it could not.</summary>
internal static class FsyncTrials
{
    private const int AtOnce = 128;

    public static Trial Slow => new("slow-fsync", Engine.Sqlite, "With 5 ms for each fsync all are acknowledged; many share one commit.", 3, (ground, _) => Delay(ground), Strace.Lacks);

    public static Trial Failing => new("failing-fsync", Engine.Sqlite, "Never an acknowledgement of what was not stored; heals by itself.", 3, (ground, _) => Refuse(ground), Strace.Lacks);

    private static async Task<string> Delay(Ground ground)
    {
        var mall = await ground.Mall(Engine.Sqlite);
        using var journal = ground.Journal();
        await using var server = await ServerProcess.Mall(mall, ground.Port, Strace.With("delay_exit=5000"));
        await using var buyers = new Buyers([server.Origin], new PurchaseBodies(mall.Goods, 1, 1), journal);
        buyers.Begin(AtOnce);
        await buyers.More(2_000, TimeSpan.FromMinutes(2));
        var from = Stopwatch.GetTimestamp();
        await Task.Delay(TimeSpan.FromSeconds(5));
        var rate = buyers.Between(from, Stopwatch.GetTimestamp()) / Stopwatch.GetElapsedTime(from).TotalSeconds;
        await buyers.Settle(server.Origin);
        await Verdict.Of(mall, journal, server.Origin);
        return $"{rate:0} a second where one to a commit could be 200 at most; {buyers.Summary()}; {journal.Acknowledged.Count:N0} acknowledged, 0 lost";
    }

    // The writer's calls from the 150th to the 190th fail; then the server is killed, so that nothing is there by its own memory.
    private static async Task<string> Refuse(Ground ground)
    {
        var mall = await ground.Mall(Engine.Sqlite);
        using var journal = ground.Journal();
        await using var buyers = new Buyers([$"http://127.0.0.1:{ground.Port}"], new PurchaseBodies(mall.Goods, 2, 2), journal);
        await using (var server = await ServerProcess.Mall(mall, ground.Port, Strace.With("error=EIO:when=150..190")))
        {
            buyers.Begin(AtOnce);
            await buyers.More(100, TimeSpan.FromMinutes(1));
            var watch = Stopwatch.StartNew();
            while (buyers.Refusals.All(r => r.Status != 503))
            {
                _ = watch.Elapsed < TimeSpan.FromMinutes(1) ? true : throw new TrialFailed("No purchase was refused though the disk failed.");
                await Task.Delay(TimeSpan.FromMilliseconds(50));
            }

            await buyers.More(500, TimeSpan.FromMinutes(1));
            await server.Kill();
        }

        await using var again = await ServerProcess.Mall(mall, ground.Port);
        await buyers.More(100, TimeSpan.FromMinutes(1));
        await buyers.Settle(again.Origin);
        await Verdict.Of(mall, journal, again.Origin);
        return $"{buyers.Summary()}; {journal.Acknowledged.Count:N0} acknowledged, 0 lost";
    }
}
