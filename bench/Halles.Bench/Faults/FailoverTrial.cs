using System.Diagnostics;
using Halles.Kernel.Storage;
using Spectre.Console;

namespace Halles.Bench.Faults;

/// <summary>The PostgreSQL that writes is lost or relieved, and Patroni has a standby take over, while people buy and look around.</summary>
internal static class FailoverTrial
{
    private const int AtOnce = 32;
    private static readonly TimeSpan Back = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Alone = TimeSpan.FromSeconds(3);

    public static IReadOnlyList<Trial> All =>
    [
        new("failover", Engine.PostgreSql, $"Pages and search go on; each time purchases are acknowledged again within {Back.TotalSeconds:0} s, nothing lost.", 3, (ground, _) => On(ground, synchronous: true, Synchronous), PatroniCluster.Lacks),
        new("failover-control", Engine.PostgreSql, "Where no commit waits for a standby, acknowledged purchases must be lost, or `failover` shows nothing.", 1, (ground, _) => On(ground, synchronous: false, Asynchronous), PatroniCluster.Lacks),
    ];

    // What is done to the machine that writes, and what makes it whole again.
    private static IReadOnlyList<Fault> Faults =>
    [
        new("killed", (c, primary) => c.Kill(primary), (c, primary) => c.Start(primary)),
        new("relieved", (c, primary) => c.SwitchOver(primary), (_, _) => Task.CompletedTask),
        new("cut off", (c, primary) => c.Cut(primary), StartAgain),
        new("alone, then cut off", LoseLast, StartAgain) { Back = TimeSpan.FromSeconds(45) }, // etcd chooses a leader too, and all leases begin anew
    ];

    /// <summary>A cluster with a mall, its server, and people who buy.</summary>
    private sealed record Stage(PatroniCluster Cluster, SeededMall Mall, Journal Journal, ServerProcess Server, Buyers Buyers);

    private static async Task<string> On(Ground ground, bool synchronous, Func<Stage, Task<string>> play)
    {
        await using var cluster = await PatroniCluster.Make(ground.Empty("patroni"), synchronous);
        await cluster.Create("mall");
        var mall = await ground.Mall(PatroniCluster.Database("mall"));
        using var journal = ground.Journal();
        await using var server = await ServerProcess.Mall(mall, ground.Port);
        await using var buyers = new Buyers([server.Origin], new PurchaseBodies(mall.Goods, 2, 2), journal);
        buyers.Begin(AtOnce);
        await buyers.More(100, TimeSpan.FromMinutes(1));
        return await play(new Stage(cluster, mall, journal, server, buyers));
    }

    private static async Task<string> Synchronous(Stage stage)
    {
        var (cluster, mall, journal, server, buyers) = stage;
        await using var visitors = new Visitors(server.Origin, mall);
        var pauses = new List<string>();
        foreach (var fault in Faults)
        {
            var pause = await Over(fault, cluster, buyers, mall, journal);
            pauses.Add($"{fault.Name}: orders again after {pause.TotalSeconds:0.0} s");
            AnsiConsole.WriteLine(pauses[^1]);
            _ = pause <= fault.Back ? true : throw new TrialFailed($"{string.Join(", ", pauses)}; {buyers.Summary()}");
        }

        var seen = await visitors.Leave();
        buyers.MustBeNamed();
        await buyers.Settle(server.Origin);
        await Verdict.Of(mall, journal, server.Origin);
        return $"{string.Join(", ", pauses)}; {buyers.Summary()}; {seen}; {journal.Acknowledged.Count:N0} acknowledged, 0 lost";
    }

    // Looked at while the old primary is away, so that nothing is there by its help.
    private static async Task<TimeSpan> Over(Fault fault, PatroniCluster cluster, Buyers buyers, SeededMall mall, Journal journal)
    {
        var (primary, from) = (await cluster.Primary(), Stopwatch.GetTimestamp());
        await fault.Strike(cluster, primary);
        await cluster.Primary(before: primary);
        var another = Stopwatch.GetElapsedTime(from);
        await buyers.More(100, TimeSpan.FromMinutes(3));
        var pause = buyers.LongestPause(from);
        AnsiConsole.WriteLine($"{fault.Name}: another writes after {another.TotalSeconds:0.0} s");
        var lost = Verdict.Lost(mall, new Dictionary<string, Guid>(journal.Acknowledged));
        _ = lost.Count == 0 ? true : throw new TrialFailed($"{fault.Name}: {lost.Count} of {journal.Acknowledged.Count} acknowledged purchases are lost, the first {lost[0]}.");
        await fault.Mend(cluster, primary);
        await cluster.Whole();
        return pause;
    }

    private static async Task<string> Asynchronous(Stage stage)
    {
        var (cluster, mall, journal, _, buyers) = stage;
        var primary = await cluster.Primary();
        await LoseLast(cluster, primary);
        await cluster.Primary(before: primary);
        await buyers.More(100, TimeSpan.FromMinutes(3));
        await buyers.Stop();
        var lost = Verdict.Lost(mall, journal.Acknowledged);
        return lost.Count > 0
            ? $"{lost.Count} of {journal.Acknowledged.Count} acknowledged purchases lost, as they must be"
            : throw new TrialFailed($"Nothing of {journal.Acknowledged.Count} purchases was lost: the trial could not have seen it.");
    }

    // The standbys hear nothing of the primary's last seconds, and one of them is all that stays.
    private static async Task LoseLast(PatroniCluster cluster, int primary)
    {
        await Task.WhenAll(PatroniCluster.Standbys(primary).Select(cluster.Cut));
        await Task.Delay(Alone);
        await cluster.Cut(primary);
        await Task.WhenAll(PatroniCluster.Standbys(primary).Select(cluster.Join));
    }

    // As an operator does with a machine that was away.
    private static async Task StartAgain(PatroniCluster cluster, int node)
    {
        await cluster.Kill(node);
        await cluster.Join(node);
        await cluster.Start(node);
    }

    private sealed record Fault(string Name, Func<PatroniCluster, int, Task> Strike, Func<PatroniCluster, int, Task> Mend)
    {
        /// <summary>Within what orders are back.</summary>
        public TimeSpan Back { get; init; } = FailoverTrial.Back;
    }
}
