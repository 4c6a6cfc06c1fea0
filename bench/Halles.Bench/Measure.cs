using System.Diagnostics;
using System.Text.Json;
using Spectre.Console;

namespace Halles.Bench;

/// <summary>One line of the result.</summary>
/// <param name="Ratio">Of what the machine can do; null where there is nothing to compare with.</param>
/// <param name="CpuMicros">Processor time of the server for one.</param>
internal sealed record Row(string Work, int Products, string Engine, double PerSecond, double P50Ms, double P99Ms, double? LimitPerSecond, double? Ratio, long RssMb, double CpuMicros, long Failed);

/// <summary>Measures a mall of a size, row by row.</summary>
internal sealed class Measure(int seconds, IReadOnlySet<string> chosen)
{
    private readonly List<Row> _rows = [];

    public IReadOnlyList<Row> Rows => _rows;

    /// <summary>Makes a mall and measures all that was asked for.</summary>
    public async Task Mall(string folder, string? postgres, int products)
    {
        var engine = postgres is null ? "sqlite" : "postgresql";
        var (answers, one) = (0.0, 0.0);
        if (chosen.Overlaps(["product", "cached", "listing", "search"]))
        {
            await using var plain = await ServerProcess.Fixed(5098);
            answers = (await Wrk.Run(plain.Origin, ["/"], seconds, fresh: false)).PerSecond;
        }

        if (postgres is null && chosen.Any(w => w.StartsWith("order", StringComparison.Ordinal)))
        {
            Directory.CreateDirectory(folder);
            one = Limits.Sqlite(folder, together: 1, TimeSpan.FromSeconds(seconds));
            Add("limit-64", 0, engine, new Load(Limits.Sqlite(folder, together: 64, TimeSpan.FromSeconds(seconds)), 0, 0, 0), null, 0, 0);
        }

        var mall = await SeededMall.Make(folder, postgres, products);
        Add("import", products, engine, new Load(products / mall.Seconds, 0, 0, 0), null, 0, 0);
        var began = Stopwatch.StartNew();
        await using (var first = await ServerProcess.Mall(mall, 5097))
        {
            Add("projection", products, engine, new Load(products / began.Elapsed.TotalSeconds, 0, 0, 0), null, first.MemoryMb, 0);
        }

        await using var server = await ServerProcess.Mall(mall, 5097);
        Add("start", products, engine, new Load(1 / server.Start.TotalSeconds, server.Start.TotalMilliseconds, server.Start.TotalMilliseconds, 0), null, server.MemoryMb, 0);
        await Reads(server, mall, engine, answers);
        await Orders(server, mall, engine, one);
    }

    private async Task Reads(ServerProcess server, SeededMall mall, string engine, double limit)
    {
        var some = mall.Goods.Where((_, i) => i % Math.Max(1, mall.Goods.Count / 5_000) == 0).ToList();
        var words = new SeededGoods(seed: 2);
        var listings = Enumerable.Range(0, 96).SelectMany(i => (string[])[$"/fr/c/leaf-{i}", $"/fr/c/leaf-{i}?colour=blue", $"/fr/c/leaf-{i}?sort=price&page=2", $"/fr/c/aisle-{i % 8}?organic=true"]).ToList();
        await Read("product", [.. some.Select(g => $"/fr/shops/{g.Shop}/{g.Handle}")], fresh: true);
        await Read("cached", [.. some.Take(200).Select(g => $"/fr/shops/{g.Shop}/{g.Handle}")], fresh: false);
        await Read("listing", listings, fresh: true);
        await Read("search", [.. Enumerable.Range(0, 2_000).Select(i => "/fr/search?q=" + string.Join('+', Enumerable.Range(0, 1 + (i % 3)).Select(_ => words.Frequent())))], fresh: true);

        async Task Read(string work, List<string> paths, bool fresh)
        {
            if (chosen.Contains(work))
            {
                await Wrk.Run(server.Origin, paths, seconds, fresh); // warm
                var before = server.Processor;
                var load = await Wrk.Run(server.Origin, paths, seconds, fresh);
                Add(work, mall.Products, engine, load, limit, server.MemoryMb, Cpu(server, before, load.PerSecond * seconds));
            }
        }
    }

    private async Task Orders(ServerProcess server, SeededMall mall, string engine, double limit)
    {
        var all = new List<OrderLoad>();
        await Order("order-1", mall.Goods, 1, 1);
        await Order("order-hot", [mall.Goods[0]], 1, 1);
        await Order("order-6x3", mall.Goods, 6, 3);
        if (all.Select(o => o.Missing(mall)).OfType<string>().FirstOrDefault() is { } missing)
        {
            throw new InvalidOperationException(missing);
        }

        async Task Order(string work, IReadOnlyList<Buyable> goods, int lines, int shops)
        {
            if (!chosen.Contains(work))
            {
                return;
            }

            await new OrderLoad(server.Origin, goods, lines, shops).Run(64, TimeSpan.FromSeconds(2 * seconds)); // warm
            var (load, before) = (new OrderLoad(server.Origin, goods, lines, shops), server.Processor);
            var result = await load.Run(64, TimeSpan.FromSeconds(seconds));
            all.Add(load);
            Add(work, mall.Products, engine, result, limit, server.MemoryMb, Cpu(server, before, load.Acknowledged));
        }
    }

    private static double Cpu(ServerProcess server, TimeSpan before, double done) => (server.Processor - before).TotalMicroseconds / Math.Max(1, done);

    private void Add(string work, int products, string engine, Load load, double? limit, long memory, double cpu)
    {
        _rows.Add(new Row(work, products, engine, Math.Round(load.PerSecond, 1), load.P50Ms, load.P99Ms, limit is > 0 ? Math.Round(limit.Value) : null, limit is > 0 ? Math.Round(load.PerSecond / limit.Value, 3) : null, memory, Math.Round(cpu), load.Failed));
        AnsiConsole.WriteLine(JsonSerializer.Serialize(_rows[^1], JsonSerializerOptions.Web));
    }
}
