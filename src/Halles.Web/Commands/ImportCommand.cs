using System.Collections.Concurrent;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Halles.Mall.Imports;
using Halles.Mall.Settings;
using Halles.Mall.Tax;

namespace Halles.Web.Commands;

/// <summary><c>halles import</c>: takes the products of a file of another system into a shop.</summary>
internal static class ImportCommand
{
    public static readonly Errand Errand = new("import", Import);

    private static readonly ConcurrentDictionary<Guid, byte> UnderWay = new();
    private static readonly TimeSpan NoLimit = TimeSpan.FromDays(1);

    private static readonly Argument<FileInfo> File = new Argument<FileInfo>("file") { Description = $"A product export: {string.Join(", ", SourceFile.Systems)}, or any table whose columns you name." }.AcceptExistingOnly();
    private static readonly Option<string?> Shop = new("--shop") { Description = "The shop by its slug.", HelpName = "slug" };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Only say what would happen. Needs no mall." };
    private static readonly Option<string?> Category = new("--category") { Description = "The code of the category for products whose own is not known here; the shop's most used by default.", HelpName = "code" };
    private static readonly Option<string?> Store = new("--store") { Description = "Whose stock the counts of the file are, by its slug; the shop's first place by default. Other places keep theirs.", HelpName = "slug" };
    private static readonly Option<string[]> Tax = new("--tax") { Description = $"The tax class of products of which the file says none, such as food; or what a word of the file is, such as reduced-rate=food; may be given again. Classes: {string.Join(", ", TaxCategories.OfProducts)}.", HelpName = "[word=]class" };
    private static readonly Option<string[]> Rate = new("--rate") { Description = "One unit of another currency in the mall's: USD=0.92, may be given again; a number alone where the file has one other currency. Prices in a currency without rate are left out.", HelpName = "[currency=]number" };
    private static readonly Option<int> Ready = new("--ready-hours") { Description = "In how many hours products are ready that the file does not count: they are made to order. 0 where they are not there until they are counted.", DefaultValueFactory = _ => new ImportTerms().ReadyHours };
    private static readonly Option<bool> Drafts = new("--drafts") { Description = "Take all in as drafts." };
    private static readonly Option<string[]> Columns = new("--column")
    {
        Description = $"Of an unknown table, which column is what, such as name=Bezeichnung; may be given again. Fields: {string.Join(", ", Enum.GetNames<TableField>()).ToLowerInvariant()}.",
        HelpName = "field=column",
    };

    public static Command Make()
    {
        var command = new Command("import", "Take products of another system into a shop.") { File, Shop, DryRun, Category, Tax, Store, Rate, Ready, Drafts, Columns, Output.AsJson };
        Place.AddOptions(command);
        command.SetAction((line, stop) =>
        {
            var place = Place.Of(line);
            var dry = line.GetValue(DryRun);
            if (dry && line.GetValue(Shop) is null)
            {
                return Task.FromResult(Alone(line));
            }

            place.MustExist();
            var arguments = new JsonObject
            {
                ["file"] = line.GetValue(File)!.FullName,
                ["shop"] = line.GetValue(Shop) ?? throw new CannotStart("Say into which shop, by its slug: --shop honey-and-more"),
                ["dryRun"] = dry,
                ["category"] = line.GetValue(Category),
                ["tax"] = new JsonArray([.. (line.GetValue(Tax) ?? []).Select(t => (JsonNode)t)]),
                ["store"] = line.GetValue(Store),
                ["rate"] = new JsonArray([.. (line.GetValue(Rate) ?? []).Select(r => (JsonNode)r)]),
                ["ready"] = line.GetValue(Ready) is >= 0 and <= ImportTerms.MostReadyHours and var hours ? hours : throw new CannotStart($"--ready-hours is a number from 0 to {ImportTerms.MostReadyHours}."),
                ["drafts"] = line.GetValue(Drafts),
                ["columns"] = new JsonObject(Mapping(line).Select(m => KeyValuePair.Create(m.Key.ToString(), (JsonNode?)m.Value))),
            };
            return Output.Carry(line, Errand, arguments, a => Sentence(a, dry), stop);
        });
        return command;
    }

    private static int Alone(ParseResult line)
    {
        using var file = Opened(line.GetValue(File)!.FullName, Mapping(line));
        var answer = Answer(LookAtFile.Alone(file), null);
        Output.Say(line.GetValue(Output.AsJson) ? answer.ToJsonString(new JsonSerializerOptions(Json.Stored) { WriteIndented = true }) : Sentence(answer, dry: true));
        return 0;
    }

    private static async Task<Result<JsonObject>> Import(IServiceProvider services, JsonObject arguments, IProgress<Step> progress, CancellationToken stop)
    {
        var database = services.GetRequiredService<MallDatabase>();
        var slug = (string)arguments["shop"]!;
        if (database.Read(sql => sql.List("SELECT id FROM shops WHERE slug = $1", r => r.Id(0), slug)) is not [var shop])
        {
            return ImportProblems.NoShop;
        }

        var columns = arguments["columns"]!.AsObject().ToDictionary(c => Enum.Parse<TableField>(c.Key), c => (string)c.Value!);
        var path = (string)arguments["file"]!;
        var category = (string?)arguments["category"];
        var categoryId = category is null ? (Guid?)null : database.Read(sql => sql.List("SELECT id FROM categories WHERE code = $1", r => (Guid?)r.Id(0), category)).FirstOrDefault();
        if (category is not null && categoryId is null)
        {
            return CatalogueProblems.NoCategory;
        }

        var store = (string?)arguments["store"];
        var storeId = store is null ? (Guid?)null : database.Read(sql => sql.List("SELECT id FROM stores WHERE shop_id = $1 AND slug = $2 AND gone = $3", r => (Guid?)r.Id(0), shop, store, false)).FirstOrDefault();
        if (store is not null && storeId is null)
        {
            return ImportProblems.NoStore.With(store);
        }

        var taxes = ImportOptions.Taxes(Strings(arguments["tax"]));
        var rates = ImportOptions.Rates(Strings(arguments["rate"]), () => Currencies(path, columns, services.GetRequiredService<CurrentSettings>().Value.Currency));
        if ((taxes.Problem ?? rates.Problem) is { } wrong)
        {
            return wrong;
        }

        var terms = new ImportTerms { Category = categoryId, Store = storeId, Tax = taxes.Value.Default, Taxes = taxes.Value.Named, Rates = rates.Value, ReadyHours = (int)arguments["ready"]!, Publish = !(bool)arguments["drafts"]!, Columns = columns };
        if (!(bool)arguments["dryRun"]!)
        {
            return await Run(services, shop, path, terms, progress, stop);
        }

        using var file = Opened(path, columns);
        var look = services.GetRequiredService<LookAtFile>().Run(file, shop, terms);
        return look.Problem is { } problem ? problem : Answer(look.Value, null);
    }

    private static async Task<Result<JsonObject>> Run(IServiceProvider services, Guid shop, string path, ImportTerms terms, IProgress<Step> progress, CancellationToken stop)
    {
        var imports = services.GetRequiredService<Imports>();
        var clock = services.GetRequiredService<TimeProvider>();
        string system;
        using (var file = Opened(path, terms.Columns))
        {
            system = file.System!;
        }

        // One whose process was killed: nobody goes on with it, and what it did is known again.
        foreach (var left in imports.Of(shop).Where(i => i.State is ImportState.Running && !UnderWay.ContainsKey(i.Id) && !imports.HoldsFile(i)))
        {
            await imports.Cancel(shop, left.Id);
        }

        var laid = await imports.Lay(shop, Path.GetFileName(path), null, terms, null);
        if (laid.Problem is { } unlaid)
        {
            return unlaid;
        }

        UnderWay[laid.Value] = 0;
        var began = clock.GetTimestamp();
        try
        {
            Result<Import> ran = (await imports.Begin(shop, laid.Value, system, background: false)).Problem is { } problem ? problem
                : await services.GetRequiredService<RunImport>().Run(shop, laid.Value, () => Opened(path, terms.Columns), NoLimit, new Output.Named("products", progress), stop);
            if (ran.Problem is { } failed)
            {
                return failed;
            }

            var seconds = clock.GetElapsedTime(began).TotalSeconds;
            var all = imports.Remarks(shop, laid.Value, 0, int.MaxValue).Select(r => (new RowProblem(r.Row, r.Field, new Problem(r.Code, 422, r.Message).With([.. r.Args])), r.Refused)).ToList();
            return Answer(new FileLook(system, ran.Value.Counts, all), seconds);
        }
        finally
        {
            UnderWay.TryRemove(laid.Value, out _);
            await imports.Cancel(shop, laid.Value); // nobody else goes on with it; when it is done this does nothing
        }
    }

    private static SourceFile Opened(string path, IReadOnlyDictionary<TableField, string> columns)
    {
        var file = SourceFile.Open(System.IO.File.OpenRead(path));
        if (file.Problem is { } problem)
        {
            throw new CannotStart($"{Path.GetFileName(path)}: {Text(problem)}");
        }

        if (columns.Count > 0 && file.Value.Map(columns).Problem is { } unmapped)
        {
            throw new CannotStart(Text(unmapped));
        }

        if (file.Value.System is null && file.Value.Guess().Problem is { })
        {
            throw new CannotStart($"{Path.GetFileName(path)}: {Text(ImportProblems.UnknownSystem)} Its columns are: {string.Join(", ", file.Value.Columns.Names.Take(40))}. Use --column name=… and so on.");
        }

        return file.Value;
    }

    private static List<string> Strings(JsonNode? all) => [.. all!.AsArray().Select(a => (string)a!)];

    /// <summary>The currencies of a file that are not the mall's.</summary>
    private static List<string> Currencies(string path, IReadOnlyDictionary<TableField, string> columns, string own)
    {
        using var file = Opened(path, columns);
        return [.. file.Products().SelectMany(p => p.Variants).Select(v => v.Currency?.ToUpperInvariant()).OfType<string>().Where(c => c != own).Distinct().Order(StringComparer.Ordinal)];
    }

    private static Dictionary<TableField, string> Mapping(ParseResult line) => (line.GetValue(Columns) ?? []).Select(c => c.Split('=', 2)).ToDictionary(
        c => c.Length == 2 && Enum.TryParse<TableField>(c[0], ignoreCase: true, out var field) ? field : throw new CannotStart($"--column {string.Join('=', c)} is not understood. It looks like name=Title."),
        c => c[1]);

    private static JsonObject Answer(FileLook look, double? seconds)
    {
        var c = look.Counts;
        return new JsonObject
        {
            ["system"] = look.System,
            ["rows"] = c.Rows,
            ["products"] = c.Products,
            ["variants"] = c.Variants,
            ["created"] = c.Created,
            ["updated"] = c.Updated,
            ["unchanged"] = c.Unchanged,
            ["refused"] = Rows(look, refused: true),
            ["refusedRows"] = c.Refused,
            ["productsCreated"] = c.ProductsCreated,
            ["productsUpdated"] = c.ProductsUpdated,
            ["productsUnchanged"] = c.ProductsUnchanged,
            ["productsRefused"] = c.ProductsRefused,
            ["notes"] = Rows(look, refused: false),
            ["noteCounts"] = new JsonObject(c.Notes.Select(n => KeyValuePair.Create(n.Key.EndsWith(": ", StringComparison.Ordinal) ? n.Key[..^2] : n.Key, (JsonNode?)n.Value))),
            ["stockOf"] = look.CountedIn,
            ["seconds"] = seconds is { } s ? Math.Round(s, 2) : null,
        };
    }

    private static JsonArray Rows(FileLook look, bool refused) => new([.. look.Remarks.Where(r => r.Refused == refused).Select(r => (JsonNode)new JsonObject
    {
        ["row"] = r.Said.Row,
        ["column"] = r.Said.Column,
        ["code"] = r.Said.Problem.Code,
        ["message"] = Text(r.Said.Problem),
    })]);

    private static string Text(Problem problem) => string.Format(CultureInfo.InvariantCulture, problem.Message, [.. problem.Args]);

    private static string Sentence(JsonObject a, bool dry)
    {
        var lines = new List<string>
        {
            $"{SourceFile.TitleOf((string)a["system"]!)}: {a["rows"]} rows, {a["products"]} products, {a["variants"]} variants.",
            $"{(dry ? "Would be" : "Were")} created: {a["productsCreated"]} products ({a["created"]} rows); updated: {a["productsUpdated"]} ({a["updated"]}); unchanged: {a["productsUnchanged"]} ({a["unchanged"]}); refused: {a["productsRefused"]} ({a["refusedRows"]}).",
        };
        lines.AddRange(a["refused"]!.AsArray().Concat(a["notes"]!.AsArray()).Take(40).Select(r => $"  row {r!["row"]}{((string?)r["column"] is { Length: > 0 } column ? $", {column}" : "")}: {r["message"]}"));
        lines.AddRange(a["noteCounts"]!.AsObject().Select(n => $"  {n.Key}: {n.Value} times"));
        if ((string?)a["stockOf"] is { } store)
        {
            lines.Add($"The file has one count for each: it is what is in {store}. Other places keep theirs. (--store)");
        }

        if ((double?)a["seconds"] is { } seconds)
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s, {(int)a["products"]! / Math.Max(seconds, 0.01):#,0} products a second."));
        }

        return string.Join('\n', lines);
    }
}
