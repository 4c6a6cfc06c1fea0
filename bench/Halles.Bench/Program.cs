using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Halles.Bench;
using Spectre.Console;

string[] works = ["product", "cached", "listing", "search", "order-1", "order-hot", "order-6x3"];
var products = new Option<int[]>("--products") { Description = "How many products the malls have; may be given again.", DefaultValueFactory = _ => [10_000] };
var postgres = new Option<string?>("--postgres") { Description = "An empty database to measure on, instead of SQLite." };
var work = new Option<string[]>("--work") { Description = $"What is measured beside loading and starting: {string.Join(", ", works)}; all by default.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => works };
var seconds = new Option<int>("--seconds") { Description = "How long each load lasts.", DefaultValueFactory = _ => 10 };
var keep = new Option<DirectoryInfo?>("--keep") { Description = "Makes the malls in this folder and leaves them there, to look into." };
var json = new Option<FileInfo?>("--json") { Description = "Writes the rows into this file." };
var folder = new Argument<string>("folder") { DefaultValueFactory = _ => Path.Combine(Path.GetTempPath(), "halles-bench") };
var port = new Argument<int>("port");

var root = new RootCommand("Measures Halles beside what the machine can do. Rate limits are off.") { products, postgres, work, seconds, keep, json };
root.SetAction(async (line, _) =>
{
    var measure = new Measure(line.GetValue(seconds), line.GetValue(work)!.ToHashSet());
    foreach (var size in line.GetValue(products)!)
    {
        var place = line.GetValue(keep) is { } kept ? Path.Combine(kept.FullName, size.ToString(CultureInfo.InvariantCulture)) : Directory.CreateTempSubdirectory("halles-bench-").FullName;
        await measure.Mall(place, line.GetValue(postgres), size);
        if (line.GetValue(keep) is null)
        {
            Directory.Delete(place, recursive: true);
        }
    }

    var table = new Table().AddColumns("work", "products", "engine", "a second", "p50 ms", "p99 ms", "limit", "ratio", "MB", "µs CPU", "failed");
    foreach (var row in measure.Rows)
    {
        string?[] cells = [row.Work, $"{row.Products:N0}", row.Engine, $"{row.PerSecond:N0}", $"{row.P50Ms:0.##}", $"{row.P99Ms:0.##}", $"{row.LimitPerSecond:N0}", $"{row.Ratio:0.###}", $"{row.RssMb}", $"{row.CpuMicros:N0}", $"{row.Failed}"];
        table.AddRow([.. cells.Select(c => Markup.Escape(c ?? ""))]);
    }

    AnsiConsole.Write(table);
    if (line.GetValue(json) is { } file)
    {
        await File.WriteAllTextAsync(file.FullName, JsonSerializer.Serialize(measure.Rows, JsonSerializerOptions.Web));
    }

    return measure.Rows.Any(r => r.Failed > 0) ? 1 : 0;
});

var real = new Command("real", "Loads the real products of Open Food Facts as 200 shops, and looks around in them.") { folder };
real.SetAction((line, _) => RealGoods.Run(line.GetValue(folder)!));
root.Subcommands.Add(real);
var answer = new Command("answer", "Answers every request with ten kilobytes: what the machine can do at most.") { port };
answer.SetAction((line, _) => Limits.Answer(line.GetValue(port)));
answer.Hidden = true;
root.Subcommands.Add(answer);
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
return await root.Parse(args).InvokeAsync();
