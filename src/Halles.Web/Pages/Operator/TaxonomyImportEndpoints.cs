using Halles.Kernel;
using Halles.Mall.Identity;
using Halles.Mall.Taxonomy;
using Halles.Web.Design;
using Halles.Web.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace Halles.Web.Pages.Operator;

/// <summary>Google's categories: files are sent, looked at, chosen from, and written in the background.</summary>
internal static class TaxonomyImportEndpoints
{
    private const long MostBytes = (TaxonomyImports.MostFiles * (long)GoogleTaxonomy.MostMegabytes) << 20;

    public static void MapTaxonomyImports(this RouteGroupBuilder categories)
    {
        categories.MapGet("import", (TaxonomyImports imports) => List(imports, []));
        categories.MapPost("import", Lay).WithMetadata(new RequestSizeLimitAttribute(MostBytes), new RequestFormLimitsAttribute { MultipartBodyLengthLimit = MostBytes });
        categories.MapGet("import/{id:guid}", (HttpContext http, TaxonomyImports imports, ApplyTaxonomy apply, Guid id) => Show(http, imports, apply, id, []));
        categories.MapPost("import/{id:guid}", Step);
    }

    /// <summary>Where an import is, in words.</summary>
    public static string StateName(this PageContext page, TaxonomyImportState state) => state switch
    {
        TaxonomyImportState.Waiting => page.Words.Get("waits for you"),
        TaxonomyImportState.Running => page.Words.Get("under way"),
        TaxonomyImportState.Done => page.Words.Get("done"),
        _ => page.Words.Get("stopped"),
    };

    private static IResult List(TaxonomyImports imports, IReadOnlyList<Problem> problems) =>
        Render.Page<TaxonomyImportsPage>(new { Found = imports.Newest(10), Problems = problems }, Status(problems));

    private static async Task<IResult> Lay(HttpContext http, PageContext page, TaxonomyImports imports)
    {
        var form = await FormReader.Read(http);
        var files = new List<(string Name, byte[] Content)>();
        foreach (var file in form.Files.Where(f => f is { Name: "files", Length: > 0 }).Take(TaxonomyImports.MostFiles))
        {
            var content = new byte[Math.Min(file.Length, MostBytes)];
            await using var stream = file.OpenReadStream();
            await stream.ReadExactlyAsync(content, http.RequestAborted);
            files.Add((Path.GetFileName(file.FileName), content));
        }

        var laid = await imports.Lay(files, http.SignedIn().PersonId);
        return laid.Problem is { } problem ? List(imports, [problem.On("files")]) : Render.SeeOther(page.Links.OfficePage($"categories/import/{laid.Value}"));
    }

    private static IResult Show(HttpContext http, TaxonomyImports imports, ApplyTaxonomy apply, Guid id, IReadOnlyList<Problem> problems)
    {
        if (imports.Find(id) is not { } import)
        {
            return Answers.Page(TaxonomyProblems.NoImport);
        }

        if (import.State is TaxonomyImportState.Running)
        {
            http.Response.Headers["Refresh"] = "2"; // how far it is, also without a script
        }

        var files = import.State is TaxonomyImportState.Waiting ? imports.Files(id) : [];
        var plan = files.Count == 0 ? TaxonomyProblems.NotNow : apply.Plan(files, import.Branches);
        return Render.Page<TaxonomyImportPage>(new { Import = import, Files = files, Plan = plan.Ok ? plan.Value : null, Problems = problems }, Status(problems));
    }

    private static async Task<IResult> Step(HttpContext http, PageContext page, TaxonomyImports imports, ApplyTaxonomy apply, Guid id)
    {
        var form = await FormReader.Read(http);
        if (imports.Find(id) is not { } import)
        {
            return Answers.Page(TaxonomyProblems.NoImport);
        }

        Result<Done> done;
        if (form.Raw("do") == "cancel")
        {
            done = await imports.Cancel(id);
        }
        else
        {
            var branches = form.All("branch").Distinct(StringComparer.Ordinal).ToList();
            var files = imports.Files(id);
            done = files.Count == 0 ? TaxonomyProblems.NotNow
                : apply.Plan(files, branches).Problem is { } wrong ? wrong.On("branch")
                : await imports.Choose(id, branches);
            done = done.Ok && form.Raw("do") == "begin" ? await imports.Begin(id) : done;
        }

        return done.Problem is { } problem ? Show(http, imports, apply, id, problem.Single) : Render.SeeOther(page.Links.OfficePage($"categories/import/{import.Id}"));
    }

    private static int Status(IReadOnlyList<Problem> problems) => problems.Count > 0 ? problems[0].Status : StatusCodes.Status200OK;
}
