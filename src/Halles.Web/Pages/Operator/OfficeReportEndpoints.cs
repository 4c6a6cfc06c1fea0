using System.Globalization;
using Halles.Kernel;
using Halles.Mall.Identity;
using Halles.Mall.Media;
using Halles.Mall.Reports;
using Halles.Mall.Shops;
using Halles.Web.Hosting;
using Halles.Web.Pages.Merchant;
using Microsoft.AspNetCore.Mvc;

namespace Halles.Web.Pages.Operator;

/// <summary>What shoppers report before the market's office: the queue, one report with its evidence, the decision, and the figures of a year.</summary>
internal static class OfficeReportEndpoints
{
    private const int Beside = 10;
    private const int Uses = 50;

    public static void MapOfficeReports(this RouteGroupBuilder office)
    {
        var reports = office.MapGroup("reports").RequirePermission(Permission.DecideReports);
        reports.MapGet("", List);
        reports.MapGet("figures", (PageContext page, ReportFigures figures, int? year) => Render.Page<ReportFiguresPage>(new { Year = Year(page, year), Rows = Of(page, figures, year) }));
        reports.MapGet("figures/csv", Csv);
        reports.MapGet("{id:guid}", (HttpContext http, Guid id, string? done) => Show(http, id, Typed.Nothing, [], done is not null));
        reports.MapGet("{id:guid}/photo", Photo);
        reports.MapPost("{id:guid}", Decide);
    }

    private static IResult List(ReadReports reports, ReadShop shops, string? view, string? reason, [FromQuery(Name = "page")] int? number)
    {
        var state = Enum.TryParse<ReportState>(view, ignoreCase: true, out var chosen) && Enum.IsDefined(chosen) ? chosen : ReportState.Waiting;
        ReportReason? only = Enum.TryParse<ReportReason>(reason, ignoreCase: true, out var why) && Enum.IsDefined(why) ? why : null;
        var at = Math.Clamp(number ?? 1, 1, 10_000);
        var (found, total) = reports.In(state, only, at);
        return Render.Page<ReportsPage>(new
        {
            State = state,
            Reason = only,
            Reports = found.ConvertAll(r => (r, r.Evidence?.Shop ?? shops.Find(r.ShopId)?.Name ?? "")),
            Total = total,
            PageNumber = at,
            Counts = reports.Counts(),
        });
    }

    private static IResult Show(HttpContext http, Guid id, Typed typed, IReadOnlyList<Problem> problems, bool done = false)
    {
        var reports = http.RequestServices.GetRequiredService<ReadReports>();
        return reports.Find(id) is not { } file
            ? Answers.Page(ReportProblems.None)
            : Render.Page<OfficeReportPage>(
                new
                {
                    File = file,
                    Photos = file.Report.Evidence is { } evidence ? reports.Photos(evidence) : [],
                    Shop = http.RequestServices.GetRequiredService<ReadShop>().Find(file.Report.ShopId)!,
                    Sender = reports.Sender(file.Report),
                    Others = reports.Beside(file.Report, Beside),
                    Elsewhere = reports.Elsewhere(file.Report, Uses),
                    V = typed,
                    Problems = problems,
                    Done = done,
                },
                problems.Count > 0 ? problems[0].Status : StatusCodes.Status200OK);
    }

    // What was removed is still evidence: whoever decides sees it, and nobody else. Evidence is forgotten one day.
    private static async Task<IResult> Photo(HttpContext http, ReadReports reports, Photos photos, Guid id, string? hash, string? name) =>
        reports.Find(id) is not { } file ? Answers.Page(ReportProblems.None)
        : file.Report.Evidence is { } evidence && hash is not null && evidence.Photos.Contains(hash) ? await MediaEndpoints.ServeEvidence(hash, name ?? "", http, photos)
        : TypedResults.StatusCode(StatusCodes.Status410Gone);

    private static async Task<IResult> Decide(HttpContext http, PageContext page, DecideOnReport decide, Guid id)
    {
        var form = await FormReader.Read(http);
        var (measure, ground) = (form.Word("measure", ReportMeasure.None), form.Raw("ground").Length == 0 ? Ground.None : form.Word("ground", Ground.None));
        var after = Guid.TryParse(form.Raw("after"), out var seen) ? seen : Guid.Empty;
        var done = form.Ok ? await decide.Run(id, new DecisionInput(measure, ground, form.Raw("rule"), form.Raw("facts"), after), http.SignedIn().PersonId) : Problem.Of(form.Problems);
        return done.Ok ? Render.SeeOther(page.Links.OfficePage($"reports/{id}") + "?done=1") : Show(http, id, Typed.Of(form), done.Problem!.Single);
    }

    private static int Year(PageContext page, int? year) => Math.Clamp(year ?? page.Format.Local(page.Now).Year, 2020, 9000);

    private static List<ReportFiguresRow> Of(PageContext page, ReportFigures figures, int? year)
    {
        var (zone, first) = (page.Format.Zone, new DateOnly(Year(page, year), 1, 1));
        return figures.Between(zone.InstantOf(first, 0), zone.InstantOf(first.AddYears(1), 0));
    }

    private static IResult Csv(PageContext page, ReportFigures figures, int? year) => Answers.Table(string.Create(CultureInfo.InvariantCulture, $"reports-{Year(page, year)}.csv"), ',', async table =>
    {
        await table.Row("reason", "received", "nothing-done", "photo-removed", "product-withdrawn", "shop-suspended", "undecided", "median-hours-to-decision", "objections", "objections-upheld");
        foreach (var row in Of(page, figures, year))
        {
            var done = Enum.GetValues<ReportMeasure>().Select(m => row.First.GetValueOrDefault(m)).ToList();
            await table.Row([
                Kernel.Api.Wire.Word(row.Reason), Number(row.Received), .. done.Select(Number), Number(row.Received - done.Sum()),
                string.Create(CultureInfo.InvariantCulture, $"{row.MedianHours:0.0}"), Number(row.Appeals), Number(row.Reversed)]);
        }
    });

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
