using Halles.Kernel.Storage;

namespace Halles.Bench.Faults;

/// <summary>The server is killed at a random moment under load, and started again.</summary>
internal static class KillTrial
{
    private const int AtOnce = 32;
    private static readonly TimeSpan Ready = TimeSpan.FromSeconds(5);

    public static Trial On(Engine engine) => new(
        "kill", engine, "Ready again within 5 s, no acknowledged purchase lost.", engine is Engine.Sqlite ? 20 : 10, (ground, run) => Run(ground, engine, run));

    private static async Task<string> Run(Ground ground, Engine engine, int run)
    {
        var mall = await ground.Mall(engine);
        using var journal = ground.Journal();
        await using var buyers = new Buyers([$"http://127.0.0.1:{ground.Port}"], new PurchaseBodies(mall.Goods, lines: 2, shops: 2), journal);
        var random = new Random(run);
        await using (var first = await ServerProcess.Mall(mall, ground.Port))
        {
            buyers.Begin(AtOnce);
            await buyers.More(100, TimeSpan.FromMinutes(1));
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(3_000)));
            await first.Kill();
        }

        await using var second = await ServerProcess.Mall(mall, ground.Port);
        var (start, processor) = (second.Start, second.Processor);
        await buyers.More(100, TimeSpan.FromMinutes(1));
        var settled = await buyers.Settle(second.Origin);
        var there = await Verdict.Of(mall, journal, second.Origin);
        return start <= Ready
            ? $"ready after {start.TotalSeconds:0.00} s ({processor.TotalSeconds:0.0} s of processor time); {journal.Acknowledged.Count:N0} acknowledged, {there:N0} there; {settled} settled by asking again"
            : throw new TrialFailed($"It was ready only after {start.TotalSeconds:0.0} s ({processor.TotalSeconds:0.0} s of processor time); {journal.Acknowledged.Count:N0} acknowledged, 0 lost.");
    }
}
