using System.Diagnostics;
using System.Text.Json;
using Spectre.Console;

namespace Halles.Bench;

/// <summary>Measures a mall of a size, row by row.</summary>
/// <param name="seconds">How long a load lasts.</param>
/// <param name="file">How many products the imported file has.</param>
internal sealed class Measure(int seconds, int file, IReadOnlySet<string> chosen)
{
    private const int Buyers = 64, MostWarming = 12, SomeProducts = 5_000;
    private static readonly JsonSerializerOptions Written = JsonSerializerOptions.Web;
    private readonly List<Row> _rows = [];
    private double _answers, _orders;

    /// <summary>All that can be measured beside loading and starting.</summary>
    public static IReadOnlyList<string> Works { get; } = ["product", "cached", "listing", "search", "basket", "order-1", "order-hot", "order-6x3", "projection", "import"];

    public IReadOnlyList<Row> Rows => _rows;

    /// <summary>Makes a mall and measures all that was asked for.</summary>
    public async Task Mall(string folder, string? postgres, int products)
    {
        await FindLimits(folder, postgres);
        var mall = (postgres is null ? SeededMall.Kept(folder) : null) ?? await Make(folder, postgres, products);
        await using var server = await ServerProcess.Mall(mall);
        var start = server.Start.TotalMilliseconds;
        Add(Row.Of("start", products, mall.Engine, new Load(1000 / start, start, start, 0), memory: server.MemoryMb));
        using var allocations = new Allocations(server.Id);
        await Reads(server, allocations, mall);
        await Orders(server, allocations, mall);
        await Import(server, mall);
    }

    private async Task<SeededMall> Make(string folder, string? postgres, int products)
    {
        var mall = await SeededMall.Make(folder, postgres, products);
        Add(Row.Of("load", products, mall.Engine, new Load(products / mall.Seconds, 0, 0, 0)));
        var began = Stopwatch.StartNew();
        await using var first = await ServerProcess.Mall(mall);
        Add(Row.Of("storefront", products, mall.Engine, new Load(products / began.Elapsed.TotalSeconds, 0, 0, 0), memory: first.MemoryMb));
        return mall;
    }

    // Last, because the mall is a larger one after it.
    private async Task Import(ServerProcess server, SeededMall mall)
    {
        if (chosen.Contains("import"))
        {
            var (taken, shown) = await FileImport.Run(mall, server.Origin, file);
            Add(Row.Of("import", file, mall.Engine, taken, memory: server.MemoryMb));
            Add(Row.Of("import-shown", file, mall.Engine, new Load(1000 / shown, shown, shown, 0)));
        }
    }

    private async Task FindLimits(string folder, string? postgres)
    {
        if (chosen.Overlaps(["product", "cached", "listing", "search"]))
        {
            await using var plain = await ServerProcess.Fixed();
            _answers = (await Wrk.Run(plain.Origin, ["/"], seconds, fresh: false)).PerSecond;
        }

        if (chosen.Any(w => w is "basket" || w.StartsWith("order", StringComparison.Ordinal)))
        {
            Directory.CreateDirectory(folder);
            var (engine, time) = (postgres is null ? "sqlite" : "postgresql", TimeSpan.FromSeconds(seconds));
            _orders = postgres is null ? Limits.Sqlite(folder, together: 1, time) : await Limits.Postgres(postgres, seconds, Buyers);
            Add(Row.Of("limit-1", 0, engine, new Load(_orders, 0, 0, 0)));
            if (postgres is null)
            {
                Add(Row.Of("limit-64", 0, engine, new Load(Limits.Sqlite(folder, together: 64, time), 0, 0, 0)));
            }
        }
    }

    private async Task Reads(ServerProcess server, Allocations allocations, SeededMall mall)
    {
        var some = mall.Goods.Where((_, i) => i % Math.Max(1, mall.Goods.Count / SomeProducts) == 0).ToList();
        var pages = some.ConvertAll(g => $"/fr/shops/{g.Shop}/{g.Handle}");
        var words = new SeededGoods(seed: 2);
        var listings = Enumerable.Range(0, 96).SelectMany(i => (string[])[$"/fr/c/leaf-{i}", $"/fr/c/leaf-{i}?colour=blue", $"/fr/c/leaf-{i}?sort=price&page=2", $"/fr/c/aisle-{i % 8}?organic=true"]).ToList();
        var searches = Enumerable.Range(0, 2_000).Select(i => "/fr/search?q=" + string.Join('+', Enumerable.Range(0, 1 + (i % 3)).Select(_ => words.Frequent()))).ToList();
        await Ask("product", pages, fresh: true, _answers);
        await Ask("cached", pages[..Math.Min(200, pages.Count)], fresh: false, _answers);
        await Ask("listing", listings, fresh: true, _answers);
        await Ask("search", searches, fresh: true, _answers);
        await Ask("basket", some.ConvertAll(g => $"/fr/basket/lines variant={g.Variant}&quantity=1"), fresh: false, _orders);

        Task Ask(string work, List<string> paths, bool fresh, double limit) =>
            Run(work, server, allocations, mall, limit, () => Wrk.Run(server.Origin, paths, seconds, fresh));
    }

    private async Task Orders(ServerProcess server, Allocations allocations, SeededMall mall)
    {
        var all = new List<OrderLoad>();
        var watched = mall.Goods[^1];
        await Order("order-1", mall.Goods, 1, 1);
        await Order("order-hot", [mall.Goods[0]], 1, 1);
        await Order("order-6x3", mall.Goods, 6, 3);
        if (chosen.Contains("projection"))
        {
            using var stop = new CancellationTokenSource();
            var watching = new ProjectionLag(server.Origin, watched).Watch(stop.Token);
            var load = await Buy([.. mall.Goods.Where(g => g != watched)], 1, 1);
            await stop.CancelAsync();
            var lags = await watching;
            Add(Row.Of("projection", mall.Products, mall.Engine, load with { P50Ms = lags[lags.Count / 2], P99Ms = lags[lags.Count * 99 / 100] }, memory: server.MemoryMb));
        }

        if (all.Select(o => o.Missing(mall)).OfType<string>().FirstOrDefault() is { } missing)
        {
            throw new InvalidOperationException(missing);
        }

        Task Order(string work, IReadOnlyList<Buyable> goods, int lines, int shops) => Run(work, server, allocations, mall, _orders, () => Buy(goods, lines, shops));

        Task<Load> Buy(IReadOnlyList<Buyable> goods, int lines, int shops)
        {
            all.Add(new OrderLoad(server.Origin, goods, lines, shops));
            return all[^1].Run(Buyers, TimeSpan.FromSeconds(seconds));
        }
    }

    /// <summary>Loads until it is no quicker than before (the runtime compiles what is used much a second time), then measures.</summary>
    private async Task Run(string work, ServerProcess server, Allocations allocations, SeededMall mall, double limit, Func<Task<Load>> load)
    {
        if (!chosen.Contains(work))
        {
            return;
        }

        var (cost, before) = (double.MaxValue, 0.0);
        for (var i = 0; i < MostWarming && (i < 2 || cost < before * 0.97); i++)
        {
            before = cost;
            cost = Math.Min(cost, (await Costing()).Cpu);
        }

        var bytes = await allocations.Total();
        var (result, cpu) = await Costing();
        bytes = await allocations.Total() - bytes;
        Add(Row.Of(work, mall.Products, mall.Engine, result, limit, server.MemoryMb, bytes / Math.Max(1, result.Done), cpu));

        async Task<(Load Load, double Cpu)> Costing()
        {
            var began = server.Processor;
            var done = await load();
            return (done, (server.Processor - began).TotalMicroseconds / Math.Max(1, done.Done));
        }
    }

    private void Add(Row row)
    {
        _rows.Add(row);
        AnsiConsole.WriteLine(JsonSerializer.Serialize(row, Written));
    }
}
