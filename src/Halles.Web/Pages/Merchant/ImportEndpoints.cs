using System.Globalization;
using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Halles.Mall.Identity;
using Halles.Mall.Imports;
using Halles.Mall.Shops;
using Halles.Mall.Stores;
using Halles.Web.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace Halles.Web.Pages.Merchant;

/// <summary>Products out of other systems and into them: a file is sent, looked at, taken in, and can be taken back.</summary>
public static class ImportEndpoints
{
    private const long MostBytes = (Imports.MostUploadMegabytes + 1L) << 20;

    /// <summary>So many categories of the file are asked about one by one; the rest go where all go that are not known.</summary>
    internal const int AskedCategories = 20;

    public static void MapImports(this IEndpointRouteBuilder routes)
    {
        var desk = routes.MapGroup("/{lang:language}/desk/{shop}/imports").GuardForms().RequirePermission(Permission.ManageProducts);
        desk.MapGet("", List);
        desk.MapPost("", Lay).WithMetadata(new RequestSizeLimitAttribute(MostBytes), new RequestFormLimitsAttribute { MultipartBodyLengthLimit = MostBytes });
        desk.MapGet("export", Export);
        desk.MapPost("photos", AboutPhotos);
        desk.MapGet("{id:guid}", One);
        desk.MapPost("{id:guid}", Step);
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
        var terms = source.System is null ? new ImportTerms { Columns = source.Guessed() } : new ImportTerms();
        var laid = await imports.Lay(desk.ShopId, Path.GetFileName(file.FileName), content, terms, desk.PersonId);
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

    private static IResult One(HttpContext context, PageContext page, MallDatabase database, Imports imports, LookAtFile look, ReadProduct read, Guid id) =>
        Show(context, page, database, imports, look, read, id, []);

    private static IResult Show(HttpContext context, PageContext page, MallDatabase database, Imports imports, LookAtFile look, ReadProduct read, Guid id, IReadOnlyList<Problem> problems)
    {
        var desk = Desk.Of(context);
        if (imports.Find(desk.ShopId, id) is not { } import)
        {
            return Answers.Page(ImportProblems.NoImport);
        }

        if (import.State is not ImportState.Waiting)
        {
            if (import.State is ImportState.Running or ImportState.Undoing)
            {
                context.Response.Headers["Refresh"] = "2"; // how far it is, also without a script
            }

            return Render.Page<ImportPage>(new { Desk = desk, Import = import, Remarks = import.State is ImportState.Running ? [] : imports.Remarks(desk.ShopId, id, 0, 500), Stayed = imports.Stayed(desk.ShopId, id), CanUndo = imports.CanUndo(import), Photos = imports.Photos(desk.ShopId).Waiting, Problems = problems }, Status(problems));
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
                Stores = ReadStores.Of(database, desk.ShopId).ConvertAll(s => (s.Id.ToString(), s.Name)), Problems = file.System is not null && seen.Problem is { } wrong ? [.. problems, wrong] : problems,
            }, Status(problems));
    }

    private static int Status(IReadOnlyList<Problem> problems) => problems.Count > 0 ? problems[0].Status : 200;

    private static async Task<IResult> Step(HttpContext context, PageContext page, MallDatabase database, Imports imports, RunImport run, LookAtFile look, ReadProduct read, Guid id)
    {
        var (desk, form) = (Desk.Of(context), await FormReader.Read(context));
        if (imports.Find(desk.ShopId, id) is null)
        {
            return Answers.Page(ImportProblems.NoImport);
        }

        var done = form.Raw("do") switch
        {
            "cancel" => await imports.Cancel(desk.ShopId, id),
            "undo" => await imports.Undo(desk.ShopId, id, desk.PersonId),
            "go-on" => await imports.GoOn(desk.ShopId, id),
            "begin" => await Begin(imports, run, desk, id, form),
            _ => form.Ok ? await imports.Choose(desk.ShopId, id, Terms(form)) : form.Problems[0],
        };
        return done.Problem is { } problem
            ? Show(context, page, database, imports, look, read, id, form.Ok ? problem.Single : form.Problems)
            : Render.SeeOther(page.Links.DeskPage(desk.Slug, $"imports/{id}"));
    }

    private static async Task<Result<Done>> Begin(Imports imports, RunImport run, Desk desk, Guid id, FormReader form)
    {
        var terms = Terms(form);
        if (!form.Ok)
        {
            return form.Problems[0];
        }

        if ((await imports.Choose(desk.ShopId, id, terms)).Problem is { } problem)
        {
            return problem;
        }

        var system = run.Check(imports.Find(desk.ShopId, id)!);
        return system.Problem is { } wrong ? wrong : await imports.Begin(desk.ShopId, id, system.Value);
    }

    private static ImportTerms Terms(FormReader form)
    {
        var rate = form.Raw("rate").Trim().Replace(',', '.');
        decimal parsed = 0;
        if (rate.Length > 0 && (!decimal.TryParse(rate, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out parsed) || parsed is <= 0 or > 1_000_000))
        {
            form.Add("rate", FieldProblems.OutOfRange.With(0, 1_000_000));
        }

        return new ImportTerms
        {
            Category = Chosen("category"),
            Store = Chosen("store"),
            Rate = parsed > 0 ? parsed : null,
            Publish = form.Checked("publish"),
            ReadyHours = int.TryParse(form.Raw("ready"), NumberStyles.None, CultureInfo.InvariantCulture, out var hours) && hours <= ImportTerms.MostReadyHours ? hours : new ImportTerms().ReadyHours,
            Categories = Enumerable.Range(0, AskedCategories).Where(i => form.Raw($"their.{i}").Length > 0 && Chosen($"ours.{i}") is not null)
                .DistinctBy(i => form.Raw($"their.{i}"), StringComparer.Ordinal).ToDictionary(i => form.Raw($"their.{i}"), i => Chosen($"ours.{i}")!.Value, StringComparer.Ordinal),
            Columns = Enum.GetValues<TableField>().Where(f => form.Raw($"column.{f}").Length > 0).ToDictionary(f => f, f => form.Raw($"column.{f}")),
        };

        Guid? Chosen(string field) => Guid.TryParse(form.Raw(field), out var id) ? id : null;
    }
}
