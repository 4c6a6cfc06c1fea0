using Halles.Kernel.Auditing;
using Halles.Mall.Identity;
using Halles.Web.Hosting;
using Halles.Web.Pages.Operator;

namespace Halles.Web.Pages.Merchant;

/// <summary>Who did what in a shop, the market's staff at its desk included; and the way out for those.</summary>
public static class ActivityEndpoints
{
    private const int PageSize = 50;

    public static void MapActivity(this IEndpointRouteBuilder routes)
    {
        var desk = routes.MapGroup("/{lang:language}/desk/{shop}").GuardForms();
        desk.MapGet("activity", Show).RequirePermission(Permission.ViewActivity);
        desk.MapPost("leave", Leave).RequirePermission(Permission.ViewShop);
    }

    private static IResult Show(HttpContext http, PageContext page, ReadAudit audit, Team team, long? before)
    {
        var desk = Desk.Of(http);
        var filter = AuditFilter.Of(http) with { Shop = "" };
        var lines = audit.Find(filter.Ask(audit, page.Format.Zone, desk.ShopId)! with { Before = before ?? long.MaxValue }, PageSize);
        return Render.Page<ActivityPage>(new
        {
            Desk = desk,
            Lines = lines,
            Filter = filter,
            Team = team.List(desk.ShopId).Select(m => m.PersonId).ToHashSet(),
            Older = lines.Count == PageSize ? lines[^1].Row.Number : (long?)null,
        });
    }

    private static async Task<IResult> Leave(HttpContext http, PageContext page, ShopVisits visits)
    {
        var desk = Desk.Of(http);
        var left = await visits.Leave(http.SignedIn(), desk.ShopId);
        return !left.Ok ? Answers.Page(left.Problem!) : Render.SeeOther(desk.VisitEndsAt is null ? page.Links.DeskPage(desk.Slug) : page.Links.OfficePage($"shops/{desk.ShopId}"));
    }
}
