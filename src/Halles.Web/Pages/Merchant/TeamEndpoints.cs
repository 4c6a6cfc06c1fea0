using Halles.Kernel;
using Halles.Mall.Identity;
using Halles.Web.Hosting;
using Halles.Web.Pages.Account;

namespace Halles.Web.Pages.Merchant;

/// <summary>Who works in the shop, and the keys with which programs act for it.</summary>
public static class TeamEndpoints
{
    public static void MapTeam(this IEndpointRouteBuilder routes)
    {
        var team = routes.MapGroup("/{lang:language}/desk/{shop}/settings/team").GuardForms().RequirePermission(Permission.ManageTeam);
        team.MapGet("", (HttpContext http, Team people, string? done) => Show(http, people, done: done));
        team.MapPost("", Invite);
        team.MapPost("withdraw", (HttpContext http, PageContext page, Team people) =>
            Act(http, page, people, "withdrawn", (desk, form) => people.Withdraw(http.SignedIn(), desk.ShopId, form.Raw("email"))));
        team.MapPost("role", (HttpContext http, PageContext page, Team people) =>
            Act(http, page, people, "changed", (desk, form) => people.Change(http.SignedIn(), desk.ShopId, form.Id("person"), form.Word("role", ShopRole.Clerk))));
        team.MapPost("remove", (HttpContext http, PageContext page, Team people) =>
            Act(http, page, people, "removed", (desk, form) => people.Remove(http.SignedIn(), desk.ShopId, form.Id("person"))));
        var keys = routes.MapGroup("/{lang:language}/desk/{shop}/settings/keys").GuardForms().RequirePermission(Permission.ManageKeys);
        keys.MapGet("", (HttpContext http, ApiKeys kept, string? done) => ShowKeys(http, kept, null, done: done));
        keys.MapPost("", MakeKey);
        keys.MapPost("revoke", RevokeKey);
    }

    private static IResult Show(HttpContext http, Team team, FormReader? form = null, Problem? problem = null, string? done = null)
    {
        var desk = Desk.Of(http);
        return Render.Page<TeamPage>(
            new
            {
                Desk = desk,
                Members = team.List(desk.ShopId),
                Waiting = team.Waiting(desk.ShopId),
                Email = form?.Raw("email"),
                Role = form?.Raw("role"),
                Asks = ProveEndpoints.Asks(http),
                Done = done,
                Problems = problem is null ? (IReadOnlyList<Problem>)[] : [problem],
            },
            problem?.Status ?? StatusCodes.Status200OK);
    }

    private static Task<IResult> Invite(HttpContext http, PageContext page, Team team) =>
        Act(http, page, team, "invited", (desk, form) => team.Invite(http.SignedIn(), desk.ShopId, form.Raw("email"), form.Word("role", ShopRole.Clerk)));

    private static async Task<IResult> Act(HttpContext http, PageContext page, Team team, string done, Func<Desk, FormReader, Task<Result<Done>>> act)
    {
        var (desk, form) = (Desk.Of(http), await FormReader.Read(http));
        var here = page.Links.DeskPage(desk.Slug, "settings/team");
        var result = await act(desk, form);
        var problem = form.Ok ? result.Problem : form.Problems[0];
        if (problem is not null)
        {
            return ProveEndpoints.IfAsked(page, problem, here) ?? Show(http, team, form, problem);
        }

        // Who leaves, or is no longer an owner, may not see this page any more.
        return Render.SeeOther(team.List(desk.ShopId).Find(m => m.PersonId == desk.PersonId) switch
        {
            null => page.Links.Desk,
            { Role: ShopRole.Owner } => $"{here}?done={done}",
            _ => page.Links.DeskPage(desk.Slug),
        });
    }

    private static IResult ShowKeys(HttpContext http, ApiKeys keys, string? made, FormReader? form = null, string? done = null)
    {
        var desk = Desk.Of(http);
        var problems = form?.Problems ?? [];
        return Render.Page<ShopKeysPage>(
            new { Desk = desk, Keys = keys.List(http.SignedIn(), desk.ShopId), NewKey = made, Name = form?.Raw("name"), Asks = ProveEndpoints.Asks(http), Done = done is not null, Problems = problems },
            problems.Count > 0 ? problems[0].Status : StatusCodes.Status200OK);
    }

    private static async Task<IResult> MakeKey(HttpContext http, PageContext page, ApiKeys keys)
    {
        var (desk, form) = (Desk.Of(http), await FormReader.Read(http));
        var made = await keys.Create(http.SignedIn(), form.Raw("name"), desk.ShopId);
        if (made.Ok)
        {
            return ShowKeys(http, keys, made.Value);
        }

        form.Add(made.Problem!);
        return ProveEndpoints.IfAsked(page, made.Problem, page.Links.DeskPage(desk.Slug, "settings/keys")) ?? ShowKeys(http, keys, null, form);
    }

    private static async Task<IResult> RevokeKey(HttpContext http, PageContext page, ApiKeys keys)
    {
        var (desk, form) = (Desk.Of(http), await FormReader.Read(http));
        var here = page.Links.DeskPage(desk.Slug, "settings/keys");
        var id = form.Id("id");
        var revoked = form.Ok ? await keys.Revoke(http.SignedIn(), id, desk.ShopId) : IdentityProblems.None;
        return revoked.Ok ? Render.SeeOther(here + "?done=1") : ProveEndpoints.IfAsked(page, revoked.Problem, here) ?? Answers.Page(revoked.Problem!);
    }
}
