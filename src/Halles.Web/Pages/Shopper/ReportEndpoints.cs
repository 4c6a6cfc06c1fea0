using Halles.Kernel;
using Halles.Kernel.Api;
using Halles.Mall.Identity;
using Halles.Mall.Reports;
using Halles.Mall.Storefront;
using Halles.Web.Hosting;

namespace Halles.Web.Pages.Shopper;

/// <summary>Anybody reports a product, a photo or a shop, follows what becomes of it by a link, and objects to the decision.</summary>
public static class ReportEndpoints
{
    public static void MapReports(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/{lang:language}").AllowEverybody().GuardForms();
        pages.MapGet("report/{shop}", (HttpContext http, PageContext page, Storefront storefront, string shop) => Ask(http, page, storefront, shop, null));
        pages.MapGet("report/{shop}/{handle}", (HttpContext http, PageContext page, Storefront storefront, string shop, string handle) => Ask(http, page, storefront, shop, handle));
        pages.MapPost("report/{shop}", (HttpContext http, PageContext page, Storefront storefront, SendReport send, ReadReports reports, string shop) => Send(http, page, storefront, send, reports, shop, null)).Counts(Traffic.SignIn);
        pages.MapPost("report/{shop}/{handle}", Send).Counts(Traffic.SignIn);
        pages.MapGet("reports/{id:guid}", (ReadReports reports, Guid id, string? key, string? sent, string? objected) => Show(reports, id, key, sent == "1", objected == "1", "", []));
        pages.MapPost("reports/{id:guid}", Appeal).Counts(Traffic.SignIn);
    }

    private static IResult Ask(HttpContext http, PageContext page, Storefront storefront, string shop, string? handle) =>
        Thing.Of(storefront, page, shop, handle) is { } thing
            ? Render.Page<ReportPage>(new { Thing = thing, http.Caller()?.Name, http.Caller()?.Email })
            : Answers.Page(ReportProblems.NothingThere);

    private static async Task<IResult> Send(HttpContext http, PageContext page, Storefront storefront, SendReport send, ReadReports reports, string shop, string? handle)
    {
        var form = await FormReader.Read(http);
        if (Thing.Of(storefront, page, shop, handle) is not { } thing)
        {
            return Answers.Page(ReportProblems.NothingThere);
        }

        ReportReason? reason = Enum.TryParse<ReportReason>(form.Raw("reason"), ignoreCase: true, out var chosen) && Enum.IsDefined(chosen) ? chosen : null;
        var media = form.Raw("media") is { Length: > 0 } photo ? photo : null;
        var sent = await send.Run(new ReportInput(
            thing.Shop, thing.Product?.Id, media, reason, form.Raw("words"), form.Raw("name"), form.Raw("email"), form.Checked("good-faith"), http.Caller()?.PersonId, page.Language));
        return sent.Ok
            ? Render.SeeOther(page.Links.Report(sent.Value, reports.Key(sent.Value)) + "&sent=1")
            : Render.Page<ReportPage>(
                new { Thing = thing, Media = form.Raw("media"), Reason = form.Raw("reason"), Words = form.Raw("words"), Name = form.Raw("name"), Email = form.Raw("email"), Believes = form.Checked("good-faith"), Problems = sent.Problem!.Single },
                sent.Problem!.Status);
    }

    private static async Task<IResult> Appeal(HttpContext http, PageContext page, ReadReports reports, AppealDecision appeal, Guid id, string? key)
    {
        if (reports.Find(id, key) is null)
        {
            return Answers.Page(ReportProblems.None);
        }

        var form = await FormReader.Read(http);
        var done = await appeal.ByReporter(id, form.Raw("words"));
        return done.Ok ? Render.SeeOther(page.Links.Report(id, key!) + "&objected=1") : Show(reports, id, key, false, false, form.Raw("words"), done.Problem!.Single);
    }

    private static IResult Show(ReadReports reports, Guid id, string? key, bool sent, bool objected, string words, IReadOnlyList<Problem> problems) => reports.Find(id, key) is { } file
        ? Render.Page<ReportStatusPage>(new { File = file, Key = key, JustSent = sent, JustObjected = objected, Words = words, Problems = problems }, problems.Count > 0 ? problems[0].Status : StatusCodes.Status200OK)
        : Answers.Page(ReportProblems.None);
}

/// <summary>What somebody is about to report: a product, or a shop.</summary>
public sealed record Thing(Guid Shop, string ShopSlug, string ShopName, ProductPage? Product)
{
    /// <summary>What shoppers are shown at an address; null when it is nothing.</summary>
    public static Thing? Of(Storefront storefront, PageContext page, string shop, string? handle) => handle is null
        ? storefront.Shop(shop, page.Language, storefront.Town) is { } found ? new Thing(found.Card.Id, shop, found.Card.Name, null) : null
        : storefront.Product(shop, handle, page.Language, storefront.Town) is { } product ? new Thing(product.Shop.Id, shop, product.Shop.Name, product) : null;
}
