using Halles.Mall.Identity;
using Halles.Mall.Shops;
using Halles.Web.Hosting;

namespace Halles.Web.Pages.Merchant;

/// <summary>Which e-mails of the shop somebody of its team gets: everybody chooses for themselves.</summary>
public static class LettersEndpoints
{
    public static void MapTeamLetters(this IEndpointRouteBuilder routes)
    {
        var letters = routes.MapGroup("/{lang:language}/desk/{shop}/settings/letters").GuardForms().RequirePermission(Permission.ViewShop);
        letters.MapGet("", Show);
        letters.MapPost("", Choose);
    }

    private static IResult Show(HttpContext http, TeamLetters team, ReadShop shops, string? done)
    {
        var desk = Desk.Of(http);
        return Render.Page<LettersPage>(new { Desk = desk, Shop = shops.Find(desk.ShopId)!, Email = http.SignedIn().Email, Chosen = team.Of(desk.ShopId, desk.PersonId), Done = done is not null });
    }

    private static async Task<IResult> Choose(HttpContext http, PageContext page, TeamLetters team)
    {
        var (desk, form) = (Desk.Of(http), await FormReader.Read(http));
        var chosen = await team.Choose(desk.ShopId, desk.PersonId, Enum.GetValues<TeamLetter>().Where(l => form.Checked(l.ToString())));
        return chosen.Ok ? Render.SeeOther(page.Links.DeskPage(desk.Slug, "settings/letters") + "?done=1") : Answers.Page(chosen.Problem!);
    }
}
