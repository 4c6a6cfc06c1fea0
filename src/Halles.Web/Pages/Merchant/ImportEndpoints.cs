using System.Globalization;
using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Halles.Mall.Identity;
using Halles.Mall.Imports;
using Halles.Mall.Shops;
using Halles.Mall.Stores;
using Halles.Mall.Tax;
using Halles.Web.Commands;
using Halles.Web.Design;
using Halles.Web.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace Halles.Web.Pages.Merchant;

/// <summary>Products out of other systems and into them: a file is sent, looked at, taken in, and can be taken back.</summary>
public static class ImportEndpoints
{
    private const long MostBytes = (Imports.MostUploadMegabytes + 1L) << 20;

    /// <summary>So many categories of the file are asked about at a time, those with the most products first; when some are said, the next follow.</summary>
    internal const int AskedCategories = 60;

    /// <summary>So many words that the file has for taxes are asked about.</summary>
    internal const int AskedTaxes = 20;

    /// <summary>So many remarks on rows stand on a page; all of them are in the table to take along.</summary>
    internal const int ShownRemarks = 200;

    public static void MapImports(this IEndpointRouteBuilder routes)
    {
        var desk = routes.MapGroup("/{lang:language}/desk/{shop}/imports").GuardForms().RequirePermission(Permission.ManageProducts);
        desk.MapGet("", List);
        desk.MapPost("", Lay).WithMetadata(new RequestSizeLimitAttribute(MostBytes), new RequestFormLimitsAttribute { MultipartBodyLengthLimit = MostBytes });
        desk.MapGet("export", Export);
        desk.MapPost("photos", AboutPhotos);
        desk.MapGet("{id:guid}", One);
        desk.MapPost("{id:guid}", Step);
        desk.MapGet("{id:guid}/remarks", Told);
    }

    private static IResult List(HttpContext context, Imports imports) => ShowList(Desk.Of(context), imports, []);

    private static IResult ShowList(Desk desk, Imports imports, IReadOnlyList<Problem> problems) =>
        Render.Page<ImportsPage>(new { Desk = desk, Found = imports.Of(desk.ShopId), Photos = imports.Photos(desk.ShopId), Problems = problems }, problems.Count > 0 ? problems[0].Status : 200);

    private static async Task<IResult> Lay(HttpContext context, PageContext page, Imports imports)
    {
        var (desk, form) = (Desk.Of(context), await FormReader.Read(context));
        if (form.Files["file"] is not { Length: > 0 } file)
        {
            return ShowList(desk, imports, [FieldProblems.Missing.On("file")]);
        }

        var content = new byte[Math.Min(file.Length, MostBytes)];
        await using (var stream = file.OpenReadStream())
        {
            await stream.ReadExactlyAsync(content, context.RequestAborted);
        }

        var opened = SourceFile.Open(new MemoryStream(content));
        if (opened.Problem is { } unreadable)
        {
            return ShowList(desk, imports, [unreadable.On("file")]);
        }

        using var source = opened.Value;
        var laid = await imports.Lay(desk.ShopId, Path.GetFileName(file.FileName), content, imports.Remembered(desk.ShopId, source), desk.PersonId);
        return laid.Problem is { } problem ? ShowList(desk, imports, [problem.On("file")]) : Render.SeeOther(page.Links.DeskPage(desk.Slug, $"imports/{laid.Value}"));
    }

    private static IResult Export(HttpContext context, ExportProducts export, string? format)
    {
        var (desk, known) = (Desk.Of(context), ExportProducts.Formats.FirstOrDefault(f => f == format) ?? ExportProducts.Formats[0]);
        return Results.Stream(to => export.Write(desk.ShopId, to, known), "text/csv; charset=utf-8", ExportProducts.FileName(desk.Slug, known));
    }

    private static async Task<IResult> AboutPhotos(HttpContext context, PageContext page, FailedPhotos failed)
    {
        var (desk, form) = (Desk.Of(context), await FormReader.Read(context));
        var photos = form.All("photo").Select(p => Guid.TryParse(p, out var id) ? id : Guid.Empty).ToList();
        _ = form.Raw("do") == "dismiss" ? await failed.Dismiss(desk.ShopId, photos) : await failed.Retry(desk.ShopId, photos);
        return Render.SeeOther(page.Links.DeskPage(desk.Slug, "imports"));
    }

    private static IResult One(HttpContext context, PageContext page, MallDatabase database, Imports imports, LookAtFile look, ReadProduct read, TaxRates rates, Guid id) =>
        Show(context, page, database, imports, look, read, rates, id, []);

    private static IResult Show(HttpContext context, PageContext page, MallDatabase database, Imports imports, LookAtFile look, ReadProduct read, TaxRates rates, Guid id, IReadOnlyList<Problem> problems)
    {
        var desk = Desk.Of(context);
        if (imports.Find(desk.ShopId, id) is not { } import)
        {
            return Answers.Page(ImportProblems.NoImport);
        }

        if (import.State is not ImportState.Waiting)
        {
            var moves = import.State is ImportState.Running or ImportState.Undoing;
            if (moves)
            {
                context.Response.Headers["Refresh"] = "2"; // how far it is, also without a script
            }

            return Render.Page<ImportPage>(new { Desk = desk, Import = import, Remarks = moves ? [] : imports.Remarks(desk.ShopId, id, 0, ShownRemarks), Told = imports.CountRemarks(desk.ShopId, id), Stayed = moves ? [] : imports.Stayed(desk.ShopId, id, ShownRemarks), CanUndo = imports.CanUndo(import), Photos = imports.Photos(desk.ShopId).Waiting, Problems = problems }, Status(problems));
        }

        var opened = imports.Open(import);
        if (opened.Problem is { } unreadable)
        {
            return Answers.Page(unreadable);
        }

        using var file = opened.Value;
        var seen = file.System is null ? (Result<FileLook>)ImportProblems.UnknownSystem : look.Run(file, desk.ShopId, import.Terms);
        return Render.Page<ImportLookPage>(
            new
            {
                Desk = desk, Import = import, Columns = file.Columns.Names, Look = seen.Ok ? seen.Value : null, Leaves = read.Leaves(page.Language).ConvertAll(l => (l.Id.ToString(), l.Name)),
                Taxes = TaxCategories.OfProducts.Select(t => (t, $"{page.Format.Percent(rates.Of(Country.Parse(page.Mall.Country), "", t, page.Format.Zone.DateAt(page.Now)).Percent)} {MerchantWords.TaxName(page.Words, t)}")).ToList(),
                Stores = ReadStores.Of(database, desk.ShopId).ConvertAll(s => (s.Id.ToString(), s.Name)), Problems = file.System is not null && seen.Problem is { } wrong ? [.. problems, wrong] : problems,
            }, Status(problems));
    }

    /// <summary>All that is told of rows, as a table: of a file that waits what the look finds.</summary>
    private static IResult Told(HttpContext context, PageContext page, Imports imports, LookAtFile look, Guid id)
    {
        var desk = Desk.Of(context);
        if (imports.Find(desk.ShopId, id) is not { } import)
        {
            return Answers.Page(ImportProblems.NoImport);
        }

        if (import.State is not ImportState.Waiting)
        {
            return Table([
                .. imports.Remarks(desk.ShopId, id, 0, int.MaxValue).Select(r => (r.Row, r.Field, page.Words.Get(r.Message, [.. r.Args]), r.Refused)),
                .. imports.Stayed(desk.ShopId, id).Select(r => (r.Told.Row, r.Name, page.Words.Get(r.Told.Message, [.. r.Told.Args]), r.Told.Refused)),
            ]);
        }

        var opened = imports.Open(import);
        if (opened.Problem is { } unreadable)
        {
            return Answers.Page(unreadable);
        }

        using var file = opened.Value;
        var seen = file.System is null ? ImportProblems.UnknownSystem : look.Run(file, desk.ShopId, import.Terms);
        return seen.Problem is { } problem ? Answers.Page(problem) : Table(seen.Value.Remarks.OrderByDescending(r => r.Refused).Select(r => (r.Said.Row, r.Said.Column, page.Say(r.Said.Problem), r.Refused)));

        IResult Table(IEnumerable<(int Row, string Column, string Words, bool Refused)> told) => Answers.Table(Path.ChangeExtension(import.FileName, ".remarks.csv"), page.Words.TableSeparator, async table =>
        {
            await table.Row(page.Words.Get("Row"), page.Words.Get("Column"), page.Words.Get("What is told"), page.Words.Get("refused"));
            foreach (var (row, column, words, refused) in told)
            {
                await table.Row(row.ToString(CultureInfo.InvariantCulture), column, words, refused ? "1" : "");
            }
        });
    }

    private static int Status(IReadOnlyList<Problem> problems) => problems.Count > 0 ? problems[0].Status : 200;

    private static async Task<IResult> Step(HttpContext context, PageContext page, MallDatabase database, Imports imports, RunImport run, LookAtFile look, ReadProduct read, TaxRates rates, Guid id)
    {
        var (desk, form) = (Desk.Of(context), await FormReader.Read(context));
        if (imports.Find(desk.ShopId, id) is not { } import)
        {
            return Answers.Page(ImportProblems.NoImport);
        }

        var done = form.Raw("do") switch
        {
            "cancel" => await imports.Cancel(desk.ShopId, id),
            "undo" => await imports.Undo(desk.ShopId, id, desk.PersonId),
            "go-on" => await imports.GoOn(desk.ShopId, id),
            "begin" => await Begin(imports, run, look, import, form),
            _ => Terms(form, import.Terms) is var terms && form.Ok ? await imports.Choose(desk.ShopId, id, terms) : form.Problems[0],
        };
        return done.Problem is { } problem
            ? Show(context, page, database, imports, look, read, rates, id, form.Ok ? problem.Single : form.Problems)
            : Render.SeeOther(page.Links.DeskPage(desk.Slug, $"imports/{id}"));
    }

    private static async Task<Result<Done>> Begin(Imports imports, RunImport run, LookAtFile look, Import import, FormReader form)
    {
        var (shop, id, terms) = (import.ShopId, import.Id, Terms(form, import.Terms));
        if (!form.Ok)
        {
            return form.Problems[0];
        }

        if ((await imports.Choose(shop, id, terms)).Problem is { } problem)
        {
            return problem;
        }

        var system = run.Check(imports.Find(shop, id)!);
        return system.Problem is { } wrong ? wrong
            : NeedsHome(imports, look, imports.Find(shop, id)!) ? ImportProblems.NoCategory.On("category")
            : await imports.Begin(shop, id, system.Value);
    }

    /// <summary>Whether products would stand in a category that nobody has chosen. A shop that has products, or has chosen, is not asked.</summary>
    private static bool NeedsHome(Imports imports, LookAtFile look, Import import)
    {
        if (import.Terms.Category is not null || look.HasUsualCategory(import.ShopId))
        {
            return false;
        }

        using var file = imports.Open(import).Value;
        return look.Run(file, import.ShopId, import.Terms) is { Ok: true, Value: { Home: null, Homeless: > 0 } };
    }

    /// <param name="before">What was said before: categories that the form does not ask about again stay as they are.</param>
    private static ImportTerms Terms(FormReader form, ImportTerms before)
    {
        var rates = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var currency in form.All("currency").Where(c => Currency.TryParse(c, out _) && form.Raw($"rate.{c}").Trim().Length > 0))
        {
            if (ImportOptions.TryRate(form.Raw($"rate.{currency}"), out var rate))
            {
                rates[currency] = rate;
            }
            else
            {
                form.Add($"rate.{currency}", FieldProblems.OutOfRange.With(0, ImportTerms.MostRate));
            }
        }

        var asked = Enumerable.Range(0, 2 * AskedCategories).Where(i => form.Raw($"their.{i}").Length > 0).DistinctBy(i => form.Raw($"their.{i}"), StringComparer.Ordinal).ToDictionary(i => form.Raw($"their.{i}"), i => Chosen($"ours.{i}"), StringComparer.Ordinal);
        return new ImportTerms
        {
            Category = Chosen("category"),
            Store = Chosen("store"),
            Rates = rates,
            Tax = TaxCategories.OfProducts.FirstOrDefault(t => t == form.Raw("tax")),
            Taxes = Enumerable.Range(0, AskedTaxes).Where(i => form.Raw($"taxed.{i}").Length > 0 && TaxCategories.OfProducts.Contains(form.Raw($"tax.{i}"))).DistinctBy(i => form.Raw($"taxed.{i}"), StringComparer.Ordinal).ToDictionary(i => form.Raw($"taxed.{i}"), i => form.Raw($"tax.{i}"), StringComparer.Ordinal),
            Publish = form.Checked("publish"),
            ReadyHours = int.TryParse(form.Raw("ready"), NumberStyles.None, CultureInfo.InvariantCulture, out var hours) && hours <= ImportTerms.MostReadyHours ? hours : new ImportTerms().ReadyHours,
            Categories = before.Categories.Where(c => !asked.ContainsKey(c.Key)).Concat(asked.Where(a => a.Value is not null).Select(a => KeyValuePair.Create(a.Key, a.Value!.Value))).ToDictionary(StringComparer.Ordinal),
            Columns = Enum.GetValues<TableField>().Where(f => form.Raw($"column.{f}").Length > 0).ToDictionary(f => f, f => form.Raw($"column.{f}")),
        };

        Guid? Chosen(string field) => Guid.TryParse(form.Raw(field), out var id) ? id : null;
    }
}
