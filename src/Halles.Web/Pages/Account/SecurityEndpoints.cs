using Halles.Kernel;
using Halles.Mall.Identity;
using Halles.Web.Hosting;

namespace Halles.Web.Pages.Account;

/// <summary>How somebody signs in: passkeys, six-digit code, password, e-mail address.</summary>
public static class SecurityEndpoints
{
    public static void MapSecurity(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/{lang:language}/account/security").RequireSignIn().GuardForms();
        pages.MapGet("", (HttpContext http, string? done, string? then) => Show(http, done, then));
        pages.MapPost("password", ChangePassword);
        pages.MapPost("email", ChangeEmail);
        pages.MapPost("code/begin", BeginCode);
        pages.MapGet("code", ShowCode);
        pages.MapPost("code", ConfirmCode);
        pages.MapPost("code/off", async (HttpContext http, PageContext page, SecondFactor second) => After(http, page, await second.TurnOff(http.SignedIn()), "off"));
        pages.MapPost("recovery", NewCodes);
        pages.MapPost("passkeys/question", AskToMake);
        pages.MapPost("passkeys", AddPasskey);
        pages.MapPost("passkeys/remove", async (HttpContext http, PageContext page, PasskeyEndpoints passkeys) =>
            After(http, page, await passkeys.Remove(http.SignedIn(), (await FormReader.Read(http)).Raw("id")), "removed"));
    }

    private static IResult Show(HttpContext http, string? done = null, string? then = null, Problem? problem = null, string? email = null)
    {
        var caller = http.SignedIn();
        return Render.Page<SecurityPage>(
            new
            {
                Profile = http.RequestServices.GetRequiredService<Halles.Mall.Identity.Account>().Profile(caller)!,
                Passkeys = http.RequestServices.GetRequiredService<PasskeyEndpoints>().List(caller),
                Done = done,
                Email = email,
                MustSetUp = caller is { IsStaff: true, SecondFactor: SecondFactorState.NotSetUp },
                Problems = problem?.Single ?? [],
            },
            problem?.Status ?? StatusCodes.Status200OK);
    }

    // Back to the page with a word on what was done; to the question who they are; or the page again with the problem.
    private static IResult After(HttpContext http, PageContext page, Result<Done> result, string done, string? email = null)
    {
        var here = page.Links.AccountPage("security");
        return result.Ok ? Render.SeeOther($"{here}?done={done}") : ProveEndpoints.IfAsked(page, result.Problem, here) ?? Show(http, problem: result.Problem, email: email);
    }

    private static async Task<IResult> ChangePassword(HttpContext http, PageContext page, Halles.Mall.Identity.Account account)
    {
        var form = await FormReader.Read(http);
        var changed = await account.ChangePassword(http.SignedIn(), form.Raw("present"), form.Raw("password"));
        return After(http, page, changed.Problem == IdentityProblems.WrongPassword ? IdentityProblems.WrongPassword.On("present") : changed, "password");
    }

    private static async Task<IResult> ChangeEmail(HttpContext http, PageContext page, Halles.Mall.Identity.Account account)
    {
        var email = (await FormReader.Read(http)).Raw("email");
        return After(http, page, await account.ChangeEmail(http.SignedIn(), email), "email", email);
    }

    private static async Task<IResult> BeginCode(HttpContext http, PageContext page, SecondFactor second)
    {
        var begun = await second.Begin(http.SignedIn());
        return begun.Ok ? Render.SeeOther(page.Links.AccountPage("security") + "/code") : After(http, page, begun.Problem!, "");
    }

    private static IResult ShowCode(HttpContext http, PageContext page, SecondFactor second) =>
        second.Pending(http.SignedIn(), page.Mall.Name) is { } setUp ? Render.Page<TotpPage>(new { SetUp = setUp }) : Render.SeeOther(page.Links.AccountPage("security"));

    private static async Task<IResult> ConfirmCode(HttpContext http, PageContext page, SecondFactor second)
    {
        var confirmed = await second.Confirm(http.SignedIn(), (await FormReader.Read(http)).Raw("code"));
        if (confirmed.Ok)
        {
            return Render.Page<RecoveryPage>(new { Codes = confirmed.Value });
        }

        return confirmed.Problem == IdentityProblems.WrongCode && second.Pending(http.SignedIn(), page.Mall.Name) is { } setUp
            ? Render.Page<TotpPage>(new { SetUp = setUp, Problems = (IReadOnlyList<Problem>)[confirmed.Problem] }, confirmed.Problem.Status)
            : After(http, page, confirmed.Problem!, "");
    }

    private static async Task<IResult> NewCodes(HttpContext http, PageContext page, SecondFactor second)
    {
        var codes = await second.NewCodes(http.SignedIn());
        return codes.Ok ? Render.Page<RecoveryPage>(new { Codes = codes.Value }) : After(http, page, codes.Problem!, "");
    }

    // The script leads to the address that it is given when the browser may not be asked yet.
    private static async Task<IResult> AskToMake(HttpContext http, PageContext page, PasskeyEndpoints passkeys)
    {
        var question = await passkeys.AskToMake(http.SignedIn(), http);
        return question.Ok
            ? TypedResults.Json(question.Value)
            : TypedResults.Json(new { Go = Links.With(page.Links.Prove, [new("then", page.Links.AccountPage("security"))]) }, statusCode: question.Problem!.Status);
    }

    private static async Task<IResult> AddPasskey(HttpContext http, PageContext page, PasskeyEndpoints passkeys)
    {
        var form = await FormReader.Read(http);
        return After(http, page, await passkeys.Add(http.SignedIn(), http, form.Raw("ticket"), form.Raw("credential"), SignInEndpoints.DeviceOf(http)), "passkey");
    }
}
