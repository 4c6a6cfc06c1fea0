using Halles.Kernel.Storage;

namespace Halles.Bench.Faults;

/// <summary>The clock of the machine is set forward and back by an hour while people buy, by Debian's libfaketime; beside it Npgsql's waiting breaks, so only on SQLite.</summary>
internal static class ClockTrial
{
    private static readonly int[] Jumps = [0, -3_600, 3_600, -60, 60, 0];

    public static Trial OnSqlite => new("clock", Engine.Sqlite, "No hold ends early, ids stay in the order of the commits.", 3, (ground, _) => Run(ground), () => Library() is null ? "libfaketime is missing (Debian: libfaketime)" : null);

    private static async Task<string> Run(Ground ground)
    {
        var mall = await ground.Mall(Engine.Sqlite);
        using var journal = ground.Journal();
        var clock = Path.Combine(ground.Empty("clock"), "offset");
        await File.WriteAllTextAsync(clock, "+0");
        var environment = new Dictionary<string, string> { ["LD_PRELOAD"] = Library()!, ["FAKETIME_TIMESTAMP_FILE"] = clock, ["FAKETIME_NO_CACHE"] = "1", ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1" };
        await using var server = await ServerProcess.Mall(mall, ground.Port, environment: environment);
        await using var buyers = new Buyers([server.Origin], new PurchaseBodies(mall.Goods, 2, 2), journal);
        buyers.Begin(16);
        foreach (var seconds in Jumps)
        {
            await File.WriteAllTextAsync(clock, $"{seconds:+0;-0}");
            await buyers.More(200, TimeSpan.FromMinutes(1));
        }

        await Task.Delay(TimeSpan.FromSeconds(16)); // the job that ends holds has looked
        await buyers.Settle(server.Origin);
        using var database = new MallDatabase(DataFolder.ForReading(mall.Folder), mall.Postgres);
        var (spread, ended, disorder) = database.Read(sql => (
            sql.Scalar<long>("SELECT max(placed_at) - min(placed_at) FROM orders") / 1_000_000,
            sql.Scalar<long>("SELECT count(*) FROM orders WHERE state <> 'Placed'"),
            Disorder(sql.List("SELECT subject FROM changes WHERE topic = 'Order' ORDER BY seq", r => r.Id(0)))));
        await Verdict.Of(mall, journal, server.Origin);
        return spread < 7_000 ? throw new TrialFailed($"The clock did not jump: orders lie within {spread} s.")
            : ended > 0 ? throw new TrialFailed($"{ended} orders ended early.")
            : disorder > 0 ? throw new TrialFailed($"{disorder} ids came before an earlier one.")
            : $"placed by clocks {spread:N0} s apart; {journal.Acknowledged.Count:N0} acknowledged, 0 lost, 0 ended early, all ids in order; {buyers.Summary()}";
    }

    private static long Disorder(IReadOnlyList<Guid> committed) =>
        committed.Select(id => Convert.ToHexString(id.ToByteArray(bigEndian: true))).ToList() is var ids ? ids.Zip(ids.Skip(1)).LongCount(pair => string.CompareOrdinal(pair.First, pair.Second) > 0) : 0;

    private static string? Library() => Directory.Exists("/usr/lib") ? Directory.GetDirectories("/usr/lib", "*-linux-gnu").Select(f => Path.Combine(f, "faketime/libfaketimeMT.so.1")).FirstOrDefault(File.Exists) : null;
}
