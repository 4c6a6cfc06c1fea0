using System.Diagnostics;
using Halles.Kernel.Storage;

namespace Halles.Bench.Faults;

/// <summary>PostgreSQL falls, stands still, cannot be reached, or is started again, while people buy and look around.</summary>
internal static class PostgresTrials
{
    private const int AtOnce = 32;
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Back = TimeSpan.FromSeconds(30);

    public static IReadOnlyList<Trial> All =>
    [
        Here("postgres-killed", p => p.Signal("KILL"), p => p.Start()),
        Here("postgres-paused", p => p.Signal("STOP"), p => p.Signal("CONT")),
        Here("postgres-restarted", p => p.Stop("fast"), p => p.Start()),
        new("postgres-cut", Engine.PostgreSql, Must, 3, (ground, _) => CutOff(ground), Network.Lacks),
    ];

    private static string Must => $"Pages and search go on; purchases are acknowledged again within {Back.TotalSeconds:0} s, nothing lost.";

    private static Trial Here(string name, Func<PostgresCluster, Task> away, Func<PostgresCluster, Task> back) => new(name, Engine.PostgreSql, Must, 3, async (ground, _) =>
    {
        var mall = await ground.Mall(Engine.PostgreSql);
        return await Without(ground, mall, () => away(ground.Postgres), () => back(ground.Postgres));
    });

    private static async Task<string> CutOff(Ground ground)
    {
        await using var network = await Network.Make();
        await using var cluster = await PostgresCluster.Make(ground.Empty("cluster"), ground.Port + 8, network);
        await cluster.Create("mall");
        var mall = await ground.Mall(cluster.Database("mall"));
        return await Without(ground, mall, () => network.Cut(0), () => network.Join(0));
    }

    private static async Task<string> Without(Ground ground, SeededMall mall, Func<Task> away, Func<Task> back)
    {
        using var journal = ground.Journal();
        await using var server = await ServerProcess.Mall(mall, ground.Port);
        await using var buyers = new Buyers([server.Origin], new PurchaseBodies(mall.Goods, 2, 2), journal);
        buyers.Begin(AtOnce);
        await buyers.More(100, TimeSpan.FromMinutes(1));
        await using var visitors = new Visitors(server.Origin, mall);
        await away();
        await Task.Delay(Away);
        await back();
        var there = Stopwatch.GetTimestamp();
        await buyers.More(100, TimeSpan.FromMinutes(3));
        var after = buyers.FirstAfter(there)!.Value;
        var seen = await visitors.Leave();
        buyers.MustBeNamed();
        await buyers.Settle(server.Origin);
        await Verdict.Of(mall, journal, server.Origin);
        return after <= Back
            ? $"away {Away.TotalSeconds:0} s, orders {after.TotalSeconds:0.0} s after it was back; {buyers.Summary()}; {seen}; {journal.Acknowledged.Count:N0} acknowledged, 0 lost"
            : throw new TrialFailed($"Orders came back only {after.TotalSeconds:0.0} s after PostgreSQL.");
    }
}
