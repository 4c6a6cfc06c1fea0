using Halles.Kernel;
using Halles.Mall.Identity;
using Halles.Mall.Reports;
using Halles.Web.Hosting;

namespace Halles.Web.Pages.Merchant;

/// <summary>What the market's office decided about a shop and its goods, with reasons, and the way to object.</summary>
public static class DecisionEndpoints
{
    public static void MapDecisions(this IEndpointRouteBuilder routes)
    {
        var desk = routes.MapGroup("/{lang:language}/desk/{shop}/decisions").GuardForms();
        desk.MapGet("", (HttpContext http, ReadReports reports, string? done) => Show(http, reports, done is not null, Guid.Empty, "", [])).RequirePermission(Permission.ViewShop);
        desk.MapPost("{id:guid}", Appeal).RequirePermission(Permission.ManageProducts);
    }

    private static IResult Show(HttpContext http, ReadReports reports, bool done, Guid about, string words, IReadOnlyList<Problem> problems) => Render.Page<DecisionsPage>(
        new { Desk = Desk.Of(http), Files = reports.OfShop(Desk.Of(http).ShopId), Done = done, About = about, Words = words, Problems = problems },
        problems.Count > 0 ? problems[0].Status : StatusCodes.Status200OK);

    private static async Task<IResult> Appeal(HttpContext http, PageContext page, ReadReports reports, AppealDecision appeal, Guid id)
    {
        var (desk, form) = (Desk.Of(http), await FormReader.Read(http));
        var done = await appeal.ByShop(desk.ShopId, id, form.Raw("words"), desk.PersonId);
        return done.Ok ? Render.SeeOther(page.Links.DeskPage(desk.Slug, "decisions") + "?done=1")
            : done.Problem!.Status == StatusCodes.Status404NotFound ? Answers.Page(done.Problem)
            : Show(http, reports, false, id, form.Raw("words"), done.Problem.Single);
    }
}
