using System.Diagnostics;
using Halles.Kernel;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Halles.Mall.Media;
using Microsoft.Extensions.Logging.Abstractions;

namespace Halles.Bench.Faults;

/// <summary>Backups while people buy, one of them killed in the middle, and a restore elsewhere.</summary>
internal static class BackupTrial
{
    private const int Photos = 2_000;
    private const int PhotoBytes = 40_000;
    private const int Kills = 3;
    private const int AtOnce = 16;

    public static Trial On(Engine engine) => new(
        "backup", engine, "All that was acknowledged before it began is there and adds up; a killed one leaves the old one whole.", 3, (ground, run) => Run(ground, engine, run));

    private static async Task<string> Run(Ground ground, Engine engine, int run)
    {
        var mall = await ground.Mall(engine);
        await Photograph(mall);
        var backups = ground.Empty("backups");
        using var journal = ground.Journal();
        await using var server = await ServerProcess.Mall(mall, ground.Port);
        await using var buyers = new Buyers([server.Origin], new PurchaseBodies(mall.Goods, 2, 2), journal);
        buyers.Begin(AtOnce);
        await buyers.More(300, TimeSpan.FromMinutes(1));
        var (first, before) = (Stopwatch.GetTimestamp(), journal.Acknowledged.ToDictionary());
        await Backup(mall, backups);
        var (took, pause) = (Stopwatch.GetElapsedTime(first), buyers.LongestPause(first));
        await Restored(ground, mall, backups, before);

        await KillInTheMiddle(mall, backups, new Random(run));
        await Restored(ground, mall, backups, before);

        var later = journal.Acknowledged.ToDictionary();
        await Backup(mall, backups);
        await Restored(ground, mall, backups, later);
        await buyers.Settle(server.Origin);
        await Verdict.Of(mall, journal, server.Origin);
        return $"backup in {took.TotalSeconds:0.0} s beside {buyers.Between(first, first + (long)(took.TotalSeconds * Stopwatch.Frequency)):N0} purchases, the longest pause between two {pause.TotalMilliseconds:0} ms; {before.Count:N0} acknowledged before the first and {later.Count:N0} before the last restored, {Kills} killed between";
    }

    private static async Task Backup(SeededMall mall, string backups)
    {
        var (code, said) = await Verdict.Halles(["backup", backups, .. mall.Place]);
        _ = code == 0 ? true : throw new TrialFailed($"halles backup: {said}");
    }

    private static async Task KillInTheMiddle(SeededMall mall, string backups, Random random)
    {
        for (var i = 0; i < Kills; i++)
        {
            var whole = Directory.GetDirectories(backups, "2*").Length;
            using var backup = Process.Start(new ProcessStartInfo("dotnet", [ServerProcess.Program, "backup", backups, .. mall.Place]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            while (!Directory.Exists(Path.Combine(backups, "unfinished")) && !backup.HasExited)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(1));
            }

            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(100)));
            backup.Kill(entireProcessTree: true);
            await backup.WaitForExitAsync();
            _ = Directory.GetDirectories(backups, "2*").Length == whole ? true : throw new TrialFailed("The backup ended before it was killed.");
        }
    }

    private static async Task Restored(Ground ground, SeededMall mall, string backups, IReadOnlyDictionary<string, Guid> acknowledged)
    {
        var folder = ground.Empty("restored");
        File.Copy(Path.Combine(mall.Folder, "secret"), Path.Combine(folder, "secret"));
        var restored = mall with { Folder = folder };
        if (mall.Postgres is not null)
        {
            var name = $"restored_{Path.GetFileName(folder).Replace('-', '_')}";
            await ground.Postgres.Create(name);
            restored = restored with { Postgres = ground.Postgres.Database(name) };
        }

        var (code, said) = await Verdict.Halles(["restore", backups, .. restored.Place]);
        _ = code == 0 ? true : throw new TrialFailed($"halles restore: {said}");
        var lost = Verdict.Lost(restored, acknowledged);
        _ = lost.Count == 0 ? true : throw new TrialFailed($"{lost.Count} purchases acknowledged before the backup began are not in it.");
    }

    private static async Task Photograph(SeededMall mall)
    {
        using var folder = DataFolder.TryLock(mall.Folder)!;
        using var database = new MallDatabase(folder, mall.Postgres);
        using var writer = new MallWriter(database, new ChangeFeed(database), TimeProvider.System, NullLogger<MallWriter>.Instance);
        var random = new Random(1);
        foreach (var some in Enumerable.Range(0, Photos).Chunk(100))
        {
            _ = (await writer.Write<Done>(s =>
            {
                foreach (var _ in some)
                {
                    var bytes = new byte[PhotoBytes];
                    random.NextBytes(bytes);
                    MediaStore.Keep(s, new Original(MediaStore.HashOf(bytes), "image/png", 800, 1_000, bytes));
                }

                return default(Done);
            })).Value;
        }
    }
}
