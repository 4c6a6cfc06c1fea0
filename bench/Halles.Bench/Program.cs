using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Halles.Bench;
using Halles.Kernel.Storage;
using Spectre.Console;

var products = new Option<int[]>("--products") { Description = "How many products the malls have; may be given again.", DefaultValueFactory = _ => [10_000] };
var postgres = new Option<string?>("--postgres") { Description = "An empty database to measure on, instead of SQLite." };
var work = new Option<string[]>("--work") { Description = $"What is measured beside loading and starting: {string.Join(", ", Measure.Works)}; all by default.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [.. Measure.Works] };
var seconds = new Option<int>("--seconds") { Description = "How long each load lasts.", DefaultValueFactory = _ => 10 };
var keep = new Option<DirectoryInfo?>("--keep") { Description = "Makes the malls in this folder and leaves them there; those that are there already are measured as they are." };
var json = new Option<FileInfo?>("--json") { Description = "Writes the rows into this file." };
var rows = new Argument<FileInfo[]>("rows") { Description = "Files of --json." }.AcceptExistingOnly();
var svg = new Option<FileInfo>("--svg") { Description = "The picture.", Required = true };
var quick = new Option<bool>("--quick") { Description = "Short loads, and the end is bad when they come out worse than the figures in the baseline, three times in a row." };
var baseline = new Option<FileInfo>("--baseline") { Description = "The figures to compare with.", DefaultValueFactory = _ => new FileInfo(Path.Combine(Environment.GetEnvironmentVariable("HALLES_BENCH") ?? "bench", "baseline.json")) };
var keepBaseline = new Option<bool>("--keep-baseline") { Description = "Writes the figures into the baseline." };
var folder = new Argument<string>("folder") { DefaultValueFactory = _ => Path.Combine(Path.GetTempPath(), "halles-bench") };
var port = new Argument<int>("port");

var root = new RootCommand("Measures Halles beside what the machine can do. Rate limits are on, but raised.") { products, postgres, work, seconds, keep, json, quick, baseline, keepBaseline };
root.SetAction(async (line, _) =>
{
    var worse = await Once(line);
    for (var tries = 1; line.GetValue(quick) && worse.Count > 0 && tries < Baseline.Tries; tries++)
    {
        var again = await Once(line);
        worse = [.. again.Where(a => worse.Any(w => w.Figure == a.Figure))];
    }

    foreach (var (_, sentence) in worse)
    {
        Console.Error.WriteLine($"Worse: {sentence}.");
    }

    return worse.Count > 0 ? 1 : 0;
});

async Task<IReadOnlyList<(string Figure, string Sentence)>> Once(ParseResult line)
{
    var isQuick = line.GetValue(quick);
    var measure = new Measure(isQuick ? 2 : line.GetValue(seconds), isQuick ? 3_000 : 30_000, line.GetValue(work)!.ToHashSet());
    foreach (var size in isQuick ? [2_000] : line.GetValue(products)!)
    {
        var place = line.GetValue(keep) is { } kept ? Path.Combine(kept.FullName, size.ToString(CultureInfo.InvariantCulture)) : Directory.CreateTempSubdirectory("halles-bench-").FullName;
        await measure.Mall(place, line.GetValue(postgres), size);
        if (line.GetValue(keep) is null)
        {
            Directory.Delete(place, recursive: true);
        }
    }

    Show(measure.Rows);
    if (line.GetValue(json) is { } file)
    {
        await File.WriteAllTextAsync(file.FullName, JsonSerializer.Serialize(measure.Rows, JsonSerializerOptions.Web));
    }

    if (line.GetValue(keepBaseline))
    {
        Baseline.Write(line.GetValue(baseline)!, measure.Rows);
    }

    var failed = measure.Rows.Where(r => r.Failed > 0).Select(r => ($"{r.Work} failed", $"{r.Failed} of {r.Work} were not answered well"));
    return [.. failed, .. isQuick ? Baseline.Worse(line.GetValue(baseline)!, measure.Rows) : []];
}

static void Show(IReadOnlyList<Row> rows)
{
    var table = new Table().AddColumns("work", "products", "engine", "a second", "p50 ms", "p99 ms", "limit", "ratio", "MB", "bytes", "µs CPU", "failed");
    foreach (var row in rows)
    {
        string?[] cells = [row.Work, $"{row.Products:N0}", row.Engine, $"{row.PerSecond:N0}", $"{row.P50Ms:0.##}", $"{row.P99Ms:0.##}", $"{row.LimitPerSecond:N0}", $"{row.Ratio:0.###}", $"{row.RssMb}", $"{row.BytesAllocated:N0}", $"{row.CpuMicros:N0}", $"{row.Failed}"];
        table.AddRow([.. cells.Select(c => Markup.Escape(c ?? ""))]);
    }

    AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 140);
    AnsiConsole.Write(table);
    AnsiConsole.WriteLine($"HALLES_RATE_LIMITS={ServerProcess.RateLimits}: rate limits are on, raised so far that the load passes.");
}

var real = new Command("real", "Loads the real products of Open Food Facts as 200 shops, and looks around in them.") { folder };
real.SetAction((line, _) => RealGoods.Run(line.GetValue(folder)!));
root.Subcommands.Add(real);
var catalogues = new Argument<string>("folder") { Description = "Where the mall of the catalogues stands; it is made there the first time.", DefaultValueFactory = _ => Path.Combine(Path.GetTempPath(), "halles-relevance") };
var each = new Option<bool>("--each") { Description = "Prints each query too." };
var relevance = new Command("relevance", "Asks a hundred judged queries of the real catalogues, and says how well they are answered.") { catalogues, each, json };
relevance.SetAction(async (line, _) =>
{
    var rows = await Relevance.Run(line.GetValue(catalogues)!, line.GetValue(each));
    var table = new Table().AddColumns("kind", "queries", "nDCG@10", "nothing found", "p50 ms, asked first", "µs CPU, asked again");
    foreach (var row in rows)
    {
        table.AddRow(row.Kind, $"{row.Queries}", $"{row.Ndcg10:0.000}", $"{row.NothingFound:P0}", $"{row.ColdP50Ms:0.00}", $"{row.CpuMicros:N0}");
    }

    AnsiConsole.Write(table);
    if (line.GetValue(json) is { } file)
    {
        await File.WriteAllTextAsync(file.FullName, JsonSerializer.Serialize(rows, JsonSerializerOptions.Web));
    }

    return 0;
});
root.Subcommands.Add(relevance);
var times = new Option<int>("--times") { Description = "How often each is asked for.", DefaultValueFactory = _ => 20 };
var only = new Option<string>("--only") { Description = "Only addresses that contain this.", DefaultValueFactory = _ => "" };
var screens = new Command("screens", "Asks for every screen of a merchant and an operator in a mall of 2,000 shops and 100,000 products with a year behind it.") { folder, postgres, times, only };
screens.SetAction(async (line, _) =>
{
    var rows = await Screens.Run(line.GetValue(folder)!, line.GetValue(postgres), line.GetValue(times), line.GetValue(only)!);
    var table = new Table().AddColumns("screen", "p50 ms", "p95 ms", "CPU ms", "bytes", "status");
    foreach (var row in rows)
    {
        table.AddRow(Markup.Escape(row.Path), $"{row.P50Ms:0.0}", $"{row.P95Ms:0.0}", $"{row.CpuMs:0.0}", $"{row.Bytes:N0}", $"{(int)row.Status}");
    }

    AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 140);
    AnsiConsole.Write(table);
    return rows.All(r => (int)r.Status == 200) ? 0 : 1;
});
root.Subcommands.Add(screens);
var draw = new Command("draw", "Draws throughput over the size of the catalogue, from the rows of several runs.") { rows, svg };
draw.SetAction(line =>
{
    try
    {
        Picture.Draw(line.GetValue(svg)!, [.. line.GetValue(rows)!.SelectMany(f => JsonSerializer.Deserialize<List<Row>>(File.ReadAllText(f.FullName), JsonSerializerOptions.Web)!)]);
        return 0;
    }
    catch (Exception e) when (e is CannotStart or JsonException)
    {
        Console.Error.WriteLine(e.Message);
        return 2;
    }
});
root.Subcommands.Add(draw);
var answer = new Command("answer", "Answers every request with ten kilobytes: what the machine can do at most.") { port };
answer.SetAction((line, _) => Limits.Answer(line.GetValue(port)));
answer.Hidden = true;
root.Subcommands.Add(answer);
root.Subcommands.Add(Halles.Bench.Faults.FaultsCommand.Make());
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
return await root.Parse(args).InvokeAsync();
