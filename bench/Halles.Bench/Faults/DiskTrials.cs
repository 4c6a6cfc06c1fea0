using System.Diagnostics;
using Halles.Kernel.Storage;

namespace Halles.Bench.Faults;

/// <summary>Disks that fill up, turn read-only, or lose their power.</summary>
internal static class DiskTrials
{
    private const int AtOnce = 32;
    private static readonly TimeSpan Healed = TimeSpan.FromSeconds(10);

    public static Trial Full => new("disk-full", Engine.Sqlite, "Refused at once with 507 or 503, reads go on, heals by itself, nothing lost.", 3, (ground, _) => FillUp(ground), LoopDisk.Lacks);

    public static Trial ReadOnly => new("read-only", Engine.Sqlite, "Refused at once with 503, reads go on, nothing lost when it is mended.", 3, (ground, _) => TurnReadOnly(ground), LoopDisk.Lacks);

    public static Trial Power => new("power", Engine.Sqlite, "Nothing acknowledged is lost.", 10, (ground, run) => LosePower(ground, run), LoopDisk.Lacks);

    public static Trial PowerControl => new(
        "power-control", Engine.Sqlite, "Loses purchases, for commits do not wait for the disk: so the trial can see a loss.", 1, (ground, _) => LosePowerUnsynced(ground),
        () => LoopDisk.Lacks() ?? Strace.Lacks());

    private static async Task<string> FillUp(Ground ground)
    {
        await using var disk = await LoopDisk.Make(ground.Empty("disk"), 96);
        var mall = await ground.Mall(Engine.Sqlite, Path.Combine(disk.Folder, "mall"));
        using var journal = ground.Journal();
        await using var server = await ServerProcess.Mall(mall, ground.Port);
        await using var buyers = new Buyers([server.Origin], new PurchaseBodies(mall.Goods, 2, 2), journal);
        buyers.Begin(AtOnce);
        await buyers.More(200, TimeSpan.FromMinutes(1));
        await using var visitors = new Visitors(server.Origin, mall);
        await disk.Fill("filler");
        await Refused(buyers, 507, 200);
        var freed = Stopwatch.GetTimestamp();
        File.Delete(Path.Combine(disk.Folder, "filler"));
        await buyers.More(200, TimeSpan.FromMinutes(1));
        var back = buyers.FirstAfter(freed)!.Value;
        var seen = await visitors.Leave();
        await buyers.Settle(server.Origin);
        await Verdict.Of(mall, journal, server.Origin);
        return back <= Healed ? $"{buyers.Summary()}; orders again {back.TotalSeconds:0.00} s after room was made; {seen}; {journal.Acknowledged.Count:N0} acknowledged, 0 lost" : throw new TrialFailed($"Orders came back only after {back.TotalSeconds:0.0} s.");
    }

    private static async Task<string> TurnReadOnly(Ground ground)
    {
        await using var disk = await LoopDisk.Make(ground.Empty("disk"), 96);
        var mall = await ground.Mall(Engine.Sqlite, Path.Combine(disk.Folder, "mall"));
        using var journal = ground.Journal();
        await using var buyers = new Buyers([$"http://127.0.0.1:{ground.Port}"], new PurchaseBodies(mall.Goods, 2, 2), journal);
        string seen;
        await using (var server = await ServerProcess.Mall(mall, ground.Port))
        {
            buyers.Begin(AtOnce);
            await buyers.More(200, TimeSpan.FromMinutes(1));
            await using var visitors = new Visitors(server.Origin, mall);
            await disk.Fail();
            await Refused(buyers, 503, 200);
            seen = await visitors.Leave();
        }

        await disk.Unmount();
        await disk.Mend();
        await disk.Mount();
        await using var again = await ServerProcess.Mall(mall, ground.Port);
        await buyers.More(200, TimeSpan.FromMinutes(1));
        await buyers.Settle(again.Origin);
        await Verdict.Of(mall, journal, again.Origin);
        return $"{buyers.Summary()}; {seen}; {journal.Acknowledged.Count:N0} acknowledged, 0 lost after it was mended and started again";
    }

    private static async Task<string> LosePower(Ground ground, int run)
    {
        await using var disk = await LoopDisk.Make(ground.Empty("disk"), 192);
        var mall = await ground.Mall(Engine.Sqlite, Path.Combine(disk.Folder, "mall"));
        using var journal = ground.Journal();
        await using var buyers = new Buyers([$"http://127.0.0.1:{ground.Port}"], new PurchaseBodies(mall.Goods, 2, 2), journal);
        await Cut(disk, mall, buyers, run, null, ground.Port);
        await using var again = await ServerProcess.Mall(mall, ground.Port);
        await buyers.More(100, TimeSpan.FromMinutes(1));
        await buyers.Settle(again.Origin);
        await Verdict.Of(mall, journal, again.Origin);
        return $"{journal.Acknowledged.Count:N0} acknowledged, 0 lost";
    }

    // What synchronous=NORMAL does: a commit does not wait until its log is on the disk.
    private static async Task<string> LosePowerUnsynced(Ground ground)
    {
        const int Most = 20;
        for (var run = 1; run <= Most; run++)
        {
            await using var disk = await LoopDisk.Make(ground.Empty("disk"), 192);
            var mall = await ground.Mall(Engine.Sqlite, Path.Combine(disk.Folder, "mall"));
            using var journal = ground.Journal();
            await using var buyers = new Buyers([$"http://127.0.0.1:{ground.Port}"], new PurchaseBodies(mall.Goods, 2, 2), journal);
            await Cut(disk, mall, buyers, run, Strace.With("retval=0", Path.Combine(mall.Folder, "mall.db-wal")), ground.Port);
            await buyers.Stop();
            if (Verdict.Lost(mall, journal.Acknowledged) is { Count: > 0 } lost)
            {
                return $"lost {lost.Count} of {journal.Acknowledged.Count:N0} acknowledged purchases in run {run}";
            }
        }

        throw new TrialFailed($"Nothing was lost in {Most} runs: the trial proves nothing.");
    }

    private static async Task Cut(LoopDisk disk, SeededMall mall, Buyers buyers, int run, IEnumerable<string>? through, int port)
    {
        await using (var server = await ServerProcess.Mall(mall, port, through))
        {
            buyers.Begin(AtOnce);
            await buyers.More(100, TimeSpan.FromMinutes(1));
            await Task.Delay(TimeSpan.FromMilliseconds(new Random(run).Next(2_000)));
            disk.CutPower();
            await server.Kill();
        }

        await disk.Unmount();
        await disk.Mount(); // replays what the file system's own journal has
    }

    private static async Task Refused(Buyers buyers, int status, int times)
    {
        var watch = Stopwatch.StartNew();
        while (buyers.Refusals.Count(r => r.Status == status) < times)
        {
            _ = watch.Elapsed < TimeSpan.FromMinutes(1) ? true : throw new TrialFailed($"Within a minute fewer than {times} purchases were refused with {status}: {buyers.Summary()}");
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }

        buyers.MustBeNamed();
    }
}
