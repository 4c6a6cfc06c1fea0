using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Settings;
using Halles.Mall.Taxonomy;

namespace Halles.Web.Commands;

/// <summary><c>halles taxonomy import</c>: takes the categories of Google's product taxonomy into the mall.</summary>
internal static class TaxonomyCommand
{
    public static readonly Errand Errand = new("taxonomy", Import);

    private static readonly Argument<FileInfo[]> Files = new Argument<FileInfo[]>("files") { Description = "Google's product taxonomy with ids, a file for each language, whose name ends like fr-FR.txt.", Arity = ArgumentArity.OneOrMore }.AcceptExistingOnly();
    private static readonly Option<string[]> Branches = new("--branch") { Description = "Only this branch, by its number or name; may be given again. All by default.", HelpName = "number" };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Only say what would happen. Needs no mall." };

    public static Command Make()
    {
        var import = new Command("import", "Take Google's product taxonomy in.") { Files, Branches, DryRun, Output.AsJson };
        Place.AddOptions(import);
        import.SetAction((line, stop) =>
        {
            var (place, branches) = (Place.Of(line), line.GetValue(Branches) ?? []);
            var files = line.GetValue(Files)!.Select(f => f.FullName).ToList();
            if (line.GetValue(DryRun))
            {
                return Task.FromResult(Look(line, place, files, branches));
            }

            place.MustExist();
            var arguments = new JsonObject { ["files"] = new JsonArray([.. files.Select(f => (JsonNode)f)]), ["branches"] = new JsonArray([.. branches.Select(b => (JsonNode)b)]) };
            return Output.Carry(line, Errand, arguments, a => Sentence(a, dry: false), stop);
        });
        return new Command("taxonomy", "The mall's categories.") { import };
    }

    // Beside whoever serves the mall: it only reads. Where there is none, everything is new.
    private static int Look(ParseResult line, Place place, List<string> files, string[] branches)
    {
        var read = Read(files);
        if (read.Problem is { } unreadable)
        {
            throw new CannotStart(Text(unreadable));
        }

        using var database = place.Exists ? place.Open(DataFolder.ForReading(place.Folder)) : null;
        var plan = database is null ? ApplyTaxonomy.PlanAlone(read.Value, branches) : ApplyTaxonomy.Plan(database, new CurrentSettings(database), read.Value, branches);
        if (plan.Problem is { } problem)
        {
            throw new CannotStart(Text(problem));
        }

        var answer = Answer(plan.Value);
        Output.Say(line.GetValue(Output.AsJson) ? answer.ToJsonString(new JsonSerializerOptions(Json.Stored) { WriteIndented = true }) : Sentence(answer, dry: true));
        return 0;
    }

    private static async Task<Result<JsonObject>> Import(IServiceProvider services, JsonObject arguments, IProgress<Step> progress, CancellationToken stop)
    {
        var (apply, clock) = (services.GetRequiredService<ApplyTaxonomy>(), services.GetRequiredService<TimeProvider>());
        var branches = arguments["branches"]!.AsArray().Select(b => (string)b!).ToList();
        var read = Read(arguments["files"]!.AsArray().Select(f => (string)f!));
        if (read.Problem is { } unreadable)
        {
            return unreadable;
        }

        var plan = apply.Plan(read.Value, branches);
        if (plan.Problem is { } problem)
        {
            return problem;
        }

        var began = clock.GetTimestamp();
        var ran = await apply.Run(read.Value, branches, null, new Output.Named("categories", progress), stop);
        if (ran.Problem is { } failed)
        {
            return failed;
        }

        var answer = Answer(plan.Value);
        answer["seconds"] = Math.Round(clock.GetElapsedTime(began).TotalSeconds, 2);
        return answer;
    }

    private static Result<IReadOnlyList<GoogleTaxonomy>> Read(IEnumerable<string> files) => TaxonomyImports.Read(files.Select(f => (Path.GetFileName(f), File.ReadAllBytes(f))));

    private static JsonObject Answer(TaxonomyPlan plan) => new()
    {
        ["version"] = plan.Leading.Version,
        ["leading"] = plan.Leading.Language,
        ["categories"] = plan.Categories,
        ["new"] = plan.New,
        ["changed"] = plan.Changed,
        ["unchanged"] = plan.Unchanged,
        ["folded"] = plan.Folded,
        ["foldedToWrite"] = plan.FoldedToWrite,
        ["gone"] = new JsonArray([.. plan.Gone.Select(g => (JsonNode)g)]),
        ["languages"] = new JsonArray([.. plan.Languages.Select(l => (JsonNode)new JsonObject
        {
            ["language"] = l.Language, ["version"] = l.Version, ["lines"] = l.Lines, ["new"] = l.New, ["changed"] = l.Changed, ["same"] = l.Same, ["kept"] = l.Kept,
            ["missing"] = l.Missing, ["unmatched"] = l.Unmatched, ["passed"] = l.Passed,
        })]),
    };

    private static string Text(Problem problem) => string.Format(CultureInfo.InvariantCulture, problem.Message, [.. problem.Args]);

    private static string Sentence(JsonObject a, bool dry)
    {
        var lines = new List<string>
        {
            $"Google's taxonomy of {a["version"]}: {a["categories"]} categories, {a["folded"]} deeper ones kept as other names.",
            $"{(dry ? "Would be" : "Were")} added: {a["new"]}; changed: {a["changed"]}; unchanged: {a["unchanged"]}. No longer in the taxonomy, and kept: {a["gone"]!.AsArray().Count}.",
        };
        lines.AddRange(a["languages"]!.AsArray().Select(l =>
            $"  {l!["language"]} ({l["version"]}, {l["lines"]} lines): {l["new"]} new names, {l["changed"]} changed, {l["same"]} the same, {l["kept"]} written here and kept, {l["missing"]} without a name, {l["unmatched"]} unmatched, {l["passed"]} unreadable"));
        if ((double?)a["seconds"] is { } seconds)
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s."));
        }

        return string.Join('\n', lines);
    }
}
