using System.Diagnostics;
using Halles.Kernel.Storage;

namespace Halles.Bench.Faults;

/// <summary>Two hundred buyers want the last unit at once; half of those who want two last units name them the other way round.</summary>
internal static class LastUnitTrial
{
    private const int AtOnce = 200;
    private const int Pairs = 10;

    public static Trial On(Engine engine) => new(
        "last-unit", engine, engine is Engine.Sqlite ? "Exactly one of 200 gets it." : "Exactly one of 200 on two nodes gets it, no deadlock.", 3, (ground, _) => Run(ground, engine));

    private static async Task<string> Run(Ground ground, Engine engine)
    {
        var mall = await ground.Mall(engine);
        var pairs = await LastUnits.Of(mall, 2 * Pairs);
        using var journal = ground.Journal();
        await using var first = await ServerProcess.Mall(mall, ground.Port);
        await using var second = engine is Engine.Sqlite ? null : await ServerProcess.Mall(mall with { Folder = ground.Empty("node") }, ground.Port + 1);
        string[] origins = second is null ? [first.Origin] : [first.Origin, second.Origin];
        await using var buyers = new Buyers(origins, new PurchaseBodies(mall.Goods, 1, 1), journal) { Patience = TimeSpan.FromMinutes(1) };
        var clients = Enumerable.Range(0, AtOnce).Select(_ => buyers.Client()).ToList();
        var longest = TimeSpan.Zero;
        foreach (var (round, (one, other)) in pairs.Index())
        {
            var began = Stopwatch.GetTimestamp();
            var refusals = await Task.WhenAll(clients.Select((http, i) => Want(i, http)));
            longest = Stopwatch.GetElapsedTime(began) is var took && took > longest ? took : longest;
            if (refusals.Count(r => r is null) != 1 || refusals.Any(r => r is { Status: not 409 }))
            {
                throw new TrialFailed($"{refusals.Count(r => r is null)} of {AtOnce} got the last unit; {refusals.FirstOrDefault(r => r is { Status: not 409 })}");
            }

            // In the first half all want one unit; in the second each wants two, in one order or the other.
            Task<Refusal?> Want(int i, HttpClient http)
            {
                var key = $"trial-{round}-{i}-{Halles.Kernel.Ids.New(TimeProvider.System):N}";
                journal.Send(key, PurchaseBodies.Of(key, round < Pairs ? [one] : i % 4 < 2 ? [one, other] : [other, one]));
                return buyers.Ask(http, origins[i % origins.Length], key, CancellationToken.None);
            }
        }

        clients.ForEach(c => c.Dispose());
        var there = await Verdict.Of(mall, journal, first.Origin);
        var deadlocks = engine is Engine.Sqlite ? 0 : Deadlocks(mall);
        return there == 2 * Pairs && deadlocks == 0
            ? $"{there} sold in {2 * Pairs} rounds, the longest {longest.TotalSeconds:0.0} s; {deadlocks} deadlocks"
            : throw new TrialFailed($"{there} sold in {2 * Pairs} rounds, {deadlocks} deadlocks.");
    }

    private static long Deadlocks(SeededMall mall)
    {
        using var database = new MallDatabase(DataFolder.ForReading(mall.Folder), mall.Postgres);
        return database.Read(sql => sql.Scalar<long>("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"));
    }
}
