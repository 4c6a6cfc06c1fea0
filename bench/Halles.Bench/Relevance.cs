using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Halles.Mall.Storefront;
using Microsoft.Extensions.Logging.Abstractions;
using Spectre.Console;

namespace Halles.Bench;

/// <summary>
/// Asks the queries of <c>queries.jsonl</c> of the real catalogues and measures how far up the products stand that they should
/// find. Which those are is said by rules over the fields of the sources, which know nothing of the search.
/// </summary>
internal static class Relevance
{
    private const int Depth = 10, Rounds = 20;

    /// <param name="folder">Where the mall stands or is made.</param>
    /// <param name="details">Print each query too.</param>
    public static async Task<IReadOnlyList<RelevanceRow>> Run(string folder, bool details)
    {
        var raw = RealCatalogue.Read();
        using var data = DataFolder.TryLock(folder) ?? throw new InvalidOperationException($"{folder} is in use.");
        var isNew = !File.Exists(data.Within("mall.db"));
        using var database = new MallDatabase(data, null);
        Migrator.Migrate(database);
        var feed = new ChangeFeed(database);
        if (isNew)
        {
            using var writer = new MallWriter(database, feed, TimeProvider.System, NullLogger<MallWriter>.Instance);
            await Founding.Found(writer);
            var (loaded, refused) = await new RealMall(writer).Load(raw);
            AnsiConsole.WriteLine($"{loaded:N0} products loaded, {refused:N0} refused");
        }

        var judged = Judged.Read().AsParallel().AsOrdered().Select(q => (Query: q, Grades: q.Grades(raw))).ToList();
        await Ask(database, feed, judged); // compiles
        var results = await Ask(database, feed, judged);
        foreach (var result in details ? results : [])
        {
            AnsiConsole.WriteLine($"{result.Gain:0.000}  {result.Kind,-14} {result.Asked}: {result.Found:N0} of {result.Wanted:N0}, {result.Micros:0} µs");
        }

        return [.. results.GroupBy(r => r.Kind).Append(results.GroupBy(_ => "all").Single()).Select(RelevanceRow.Of)];
    }

    private static async Task<List<QueryResult>> Ask(MallDatabase database, ChangeFeed feed, List<(Judged Query, Dictionary<string, int> Grades)> judged)
    {
        using var storefront = new Storefront(TimeProvider.System);
        using var projector = new StorefrontProjector(database, feed, storefront, TimeProvider.System, NullLogger<StorefrontProjector>.Instance);
        await projector.StartAsync(CancellationToken.None);
        await projector.WaitFor(feed.LastCommitted, TimeSpan.FromMinutes(5));
        await projector.StopAsync(CancellationToken.None);
        return judged.ConvertAll(q => Ask(storefront, q.Query, q.Grades));
    }

    private static QueryResult Ask(Storefront storefront, Judged judged, Dictionary<string, int> grades)
    {
        var query = new ProductQuery { Text = judged.Ask, Language = judged.Language };
        var cold = Stopwatch.StartNew();
        var list = storefront.Search(query);
        cold.Stop();
        var before = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < Rounds; i++)
        {
            storefront.Search(query);
        }

        var micros = (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / Rounds;
        var ideal = Gain(grades.Values.OrderDescending().Take(Depth));
        return new QueryResult(judged.Kind, judged.Ask, Gain(list.Hits.Take(Depth).Select(h => grades.GetValueOrDefault(h.Sku))) / ideal, list.Total, grades.Values.Count(g => g == 3), cold.Elapsed.TotalMilliseconds, micros);
    }

    /// <summary>Discounted cumulative gain of grades in the order shown.</summary>
    private static double Gain(IEnumerable<int> grades) => grades.Select((grade, i) => (Math.Pow(2, grade) - 1) / Math.Log2(i + 2)).Sum();
}

/// <param name="Found">How many products the search found.</param>
/// <param name="Wanted">How many there are of the highest grade.</param>
/// <param name="ColdMs">When it was asked for the first time.</param>
/// <param name="Micros">Processor time of one when asked again.</param>
internal sealed record QueryResult(string Kind, string Asked, double Gain, int Found, int Wanted, double ColdMs, double Micros);

/// <summary>A line of the result.</summary>
internal sealed record RelevanceRow(string Kind, int Queries, double Ndcg10, double NothingFound, double ColdP50Ms, double CpuMicros)
{
    public static RelevanceRow Of(IGrouping<string, QueryResult> some)
    {
        var cold = some.Select(r => r.ColdMs).Order().ToList();
        return new RelevanceRow(some.Key, some.Count(), Math.Round(some.Average(r => r.Gain), 3), Math.Round(some.Count(r => r.Found == 0) / (double)some.Count(), 3), Math.Round(cold[cold.Count / 2], 2), Math.Round(some.Average(r => r.Micros)));
    }
}

/// <summary>A query and the rules that say how well a product answers it; the first that fits gives the grade, none gives 0.</summary>
/// <param name="Find">Each has a grade from 1 to 3, and a regular expression for each field of the source that it looks at.</param>
internal sealed record Judged(string Ask, string Language, string Kind, IReadOnlyList<Dictionary<string, JsonElement>> Find)
{
    public static IReadOnlyList<Judged> Read() =>
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "queries.jsonl")).Where(l => l.Length > 0).Select(l => JsonSerializer.Deserialize<Judged>(l, JsonSerializerOptions.Web)!)];

    /// <summary>The grades by number of the product in the mall.</summary>
    public Dictionary<string, int> Grades(IReadOnlyList<RawProduct> raw)
    {
        var grades = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var rule in Find)
        {
            var (grade, fields) = (rule["grade"].GetInt32(), rule.Where(f => f.Key != "grade").Select(f => (f.Key, Regex: new Regex(f.Value.GetString()!, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Compiled))).ToList());
            foreach (var product in raw.Where(p => fields.TrueForAll(f => p.Fields.TryGetValue(f.Key, out var value) && f.Regex.IsMatch(value))))
            {
                grades.TryAdd(product.Sku, grade);
            }
        }

        return grades.ContainsValue(3) ? grades : throw new InvalidOperationException($"No product is what “{Ask}” asks for.");
    }
}
