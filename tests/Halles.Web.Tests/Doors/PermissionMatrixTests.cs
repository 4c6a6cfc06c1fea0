using System.Net;
using Halles.Kernel.Storage;
using Halles.Mall.Identity;
using Halles.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Halles.Web.Tests.Doors;

/// <summary>
/// Twelve roles × every route × own, foreign, gone or no shop. The routes are found by themselves; <c>routes.txt</c> says
/// what each asks, so that a new route or a changed one shows in the diff, and one that is not listed fails. With
/// HALLES_WRITE_ROUTES=1 the list is written anew, to be looked at.
/// </summary>
public sealed class PermissionMatrixTests
{
    private const string File = "tests/Halles.Web.Tests/Doors/routes.txt";

    /// <summary>Who holds what, written down apart from the program's own table.</summary>
    private static readonly Dictionary<Permission, Role[]> Holders = new()
    {
        [Permission.ViewShop] = [Role.Clerk, Role.Manager, Role.Owner, Role.ShopKey],
        [Permission.ManageOrders] = [Role.Clerk, Role.Manager, Role.Owner, Role.ShopKey],
        [Permission.AnswerMessages] = [Role.Clerk, Role.Manager, Role.Owner],
        [Permission.ManageStock] = [Role.Clerk, Role.Manager, Role.Owner, Role.ShopKey],
        [Permission.ManageProducts] = [Role.Manager, Role.Owner, Role.ShopKey],
        [Permission.ManageStores] = [Role.Manager, Role.Owner],
        [Permission.ManageShop] = [Role.Owner],
        [Permission.ManageTeam] = [Role.Owner],
        [Permission.ManageKeys] = [Role.Owner],
        [Permission.ViewMoney] = [Role.Manager, Role.Owner],
        [Permission.ViewActivity] = [Role.Manager, Role.Owner],
        [Permission.ViewMall] = [Role.Moderator, Role.Finance, Role.Administrator],
        [Permission.ManageSettings] = [Role.Administrator],
        [Permission.ApproveShops] = [Role.Moderator, Role.Administrator],
        [Permission.DecideReports] = [Role.Moderator, Role.Administrator],
        [Permission.EnterShops] = [Role.Administrator],
        [Permission.ManagePeople] = [Role.Administrator],
        [Permission.ViewJobs] = [Role.Moderator, Role.Administrator],
        [Permission.ManageJobs] = [Role.Administrator],
        [Permission.ViewAudit] = [Role.Finance, Role.Administrator],
        [Permission.ViewMallMoney] = [Role.Finance, Role.Administrator],
    };

    [Fact]
    public async Task Every_route_is_listed_with_what_it_asks()
    {
        await using var mall = await WebMall.Open(Engine.Sqlite);
        var lines = RouteList.Of(mall).Select(r => r.Line).Distinct().ToList();
        var file = Path.Combine(Root(), File);
        if (Environment.GetEnvironmentVariable("HALLES_WRITE_ROUTES") == "1")
        {
            await System.IO.File.WriteAllLinesAsync(file, lines);
        }

        lines.ShouldAllBe(l => !l.EndsWith("NOTHING", StringComparison.Ordinal), "an endpoint that names no rule is closed to all");
        var listed = await System.IO.File.ReadAllLinesAsync(file);
        lines.Except(listed).ShouldBeEmpty("routes that are not listed: look at them, then run this test once with HALLES_WRITE_ROUTES=1");
        listed.Except(lines).ShouldBeEmpty("listed routes that are no longer there");
    }

    [Theory, Halles.Testing.OnBothEngines]
    public async Task Every_role_gets_what_it_may_and_nothing_else(Engine engine)
    {
        await using var mall = await WebMall.Open(engine, more: s => s.AddSingleton<IAuthorizationMiddlewareResultHandler, StopBefore>(), map: Probes);
        using var roles = await Roles.In(mall);
        var wrong = new List<string>();
        foreach (var route in RouteList.Of(mall))
        {
            foreach (var role in Enum.GetValues<Role>())
            {
                foreach (var shop in route.NamesShop ? (string[])[Roles.Own, Roles.Foreign, Roles.Gone, Roles.None] : [Roles.Own])
                {
                    var expected = Expect(route, role, shop);
                    var got = await Ask(roles[role], route, shop);
                    if (!Fits(expected, got.Status))
                    {
                        wrong.Add($"{role} {route.Method} {route.Path(shop)}: {got.Status}, expected {expected}");
                    }
                }
            }
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_foreign_shop_answers_word_for_word_like_none()
    {
        await using var mall = await WebMall.Open(Engine.Sqlite, more: s => s.AddSingleton<IAuthorizationMiddlewareResultHandler, StopBefore>(), map: Probes);
        using var roles = await Roles.In(mall);
        foreach (var route in RouteList.Of(mall).Where(r => r is { NamesShop: true, Rule.Permission: not null }))
        {
            var none = await Ask(roles[Role.Owner], route, Roles.None);
            foreach (var shop in (string[])[Roles.Foreign, Roles.Gone])
            {
                var other = await Ask(roles[Role.Owner], route, shop);
                other.Status.ShouldBe(none.Status);
                other.Body.Replace(shop, "", StringComparison.Ordinal).ShouldBe(none.Body.Replace(Roles.None, "", StringComparison.Ordinal), route.Line);
            }
        }
    }

    [Fact]
    public async Task An_endpoint_that_names_no_rule_is_closed_to_all()
    {
        await using var mall = await WebMall.Open(Engine.Sqlite, map: app => app.MapGet("/forgotten-rule", () => "secret"));
        using var roles = await Roles.In(mall);
        foreach (var role in Enum.GetValues<Role>())
        {
            using var response = await roles[role].GetAsync(new Uri("/forgotten-rule", UriKind.Relative));
            response.StatusCode.ShouldBe(HttpStatusCode.Forbidden, role.ToString());
            (await response.Content.ReadAsStringAsync()).ShouldNotContain("secret");
        }
    }

    // Every permission has a door here, whether or not a page asks for it already.
    private static void Probes(WebApplication app)
    {
        foreach (var permission in Enum.GetValues<Permission>())
        {
            app.MapGet($"/{{lang:language}}/probe/{{shop}}/{permission}", () => "inside").RequirePermission(permission);
            app.MapPost($"/api/probe/{permission}", () => "inside").RequirePermission(permission);
        }
    }

    private static Access Expect(ListedRoute route, Role role, string shop)
    {
        if (route.Rule is not { SignedIn: true } rule)
        {
            return Access.Allowed;
        }

        if (role is Role.Guest)
        {
            return Access.SignIn;
        }

        if (rule.Permission is not { } permission)
        {
            return Access.Allowed;
        }

        if (!Permissions.IsOfShop(permission))
        {
            return Holders[permission].Contains(role) ? Access.Allowed : Access.Forbidden;
        }

        var inside = route.NamesShop
            ? shop == Roles.Own ? role is Role.Clerk or Role.Manager or Role.Owner or Role.OwnerWithoutSecondFactor or Role.ShopKey : shop == Roles.Foreign && role is Role.OwnerOfAnotherShop
            : role is Role.ShopKey;
        return !inside ? Access.NotFound
            : role is Role.OwnerWithoutSecondFactor ? Access.SetUpSecondFactor
            : role is Role.OwnerOfAnotherShop || Holders[permission].Contains(role) ? Access.Allowed
            : Access.Forbidden;
    }

    // Pages lead to where it can be mended, programs get the status.
    private static bool Fits(Access expected, HttpStatusCode got) => expected switch
    {
        Access.SignIn => got is HttpStatusCode.SeeOther or HttpStatusCode.Unauthorized,
        Access.SetUpSecondFactor => got is HttpStatusCode.SeeOther or HttpStatusCode.Forbidden,
        Access.Forbidden => got is HttpStatusCode.Forbidden,
        Access.NotFound => got is HttpStatusCode.NotFound,
        _ => got is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden) && (int)got < 500,
    };

    private static async Task<(HttpStatusCode Status, string Body)> Ask(HttpClient client, ListedRoute route, string shop)
    {
        using var request = new HttpRequestMessage(new HttpMethod(route.Method), route.Path(shop));
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        if (route.Method is "POST" or "PUT" or "PATCH")
        {
            request.Content = route.Pattern.StartsWith("/api", StringComparison.Ordinal) ? new StringContent("{}", null, "application/json") : new FormUrlEncodedContent([]);
        }

        using var response = await client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!System.IO.File.Exists(Path.Combine(folder, "Halles.slnx")))
        {
            folder = Path.GetDirectoryName(folder.TrimEnd('/'))!;
        }

        return folder;
    }

    /// <summary>Lets nobody past the rule into the endpoint: this test is about doors, and nothing behind them shall happen.</summary>
    private sealed class StopBefore : IAuthorizationMiddlewareResultHandler
    {
        private readonly AccessAnswers _answers = new();

        public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
        {
            if (!authorizeResult.Succeeded || context.GetEndpoint()?.Metadata.GetMetadata<AccessRule>() is not { SignedIn: true })
            {
                return _answers.HandleAsync(next, context, policy, authorizeResult);
            }

            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }
    }
}
