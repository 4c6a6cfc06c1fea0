using Halles.Kernel;
using Halles.Kernel.Api;
using Halles.Mall.Identity;
using Halles.Web.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace Halles.Web.Pages.Account;

/// <summary>Signing in: by passkey, password and code, or an e-mailed link; and out again.</summary>
public static class SignInEndpoints
{
    private const string TicketCookie = "halles-step";

    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/{lang:language}/sign-in").AllowEverybody();
        pages.MapGet("", (PageContext page, string? then, string? done) => Render.Page<SignInPage>(new { Then = Local(then), Done = done }));
        pages.MapPost("", WithPassword).Counts(Traffic.SignIn);
        pages.MapPost("link", AskForLink).Counts(Traffic.SignIn);
        pages.MapGet("sent", (string? @for) => Render.Page<SentPage>(new { For = @for }));
        pages.MapGet("code", (string? then, bool? recovery) => Render.Page<CodePage>(new { Then = Local(then), Recovery = recovery is true }));
        pages.MapPost("code", WithCode).Counts(Traffic.SignIn);
        pages.MapPost("passkey-question", async (HttpContext http, PasskeyEndpoints passkeys) => TypedResults.Json(await passkeys.AskToShow(http)));
        pages.MapPost("passkey", WithPasskey).Counts(Traffic.SignIn);
    }

    /// <summary>Hands the session over and leads on; or, while a code is asked for, to its page.</summary>
    internal static async Task<IResult> GoOn(HttpContext http, SignInStep step, string? then)
    {
        var page = http.RequestServices.GetRequiredService<PageContext>();
        var there = Local(then);
        if (step.Session is null)
        {
            http.Response.Cookies.Append(TicketCookie, step.Ticket!, Cookie(page));
            return Render.SeeOther(Links.With(page.Links.SignInStep("code"), [new("then", there)]));
        }

        http.Response.Cookies.Delete(TicketCookie, Cookie(page));
        await http.RequestServices.GetRequiredService<SignedInBrowser>().Begin(http, step.Session);
        var caller = http.RequestServices.GetRequiredService<Callers>().OfSession(step.Session.Token);
        return Render.SeeOther(there
            ?? (caller is { Roles.Count: > 0 } ? page.Links.Office : caller is { Seats.Count: > 0 } ? page.Links.Desk : page.Links.Account));
    }

    /// <summary>The path, if it is one of this mall.</summary>
    internal static string? Local(string? then) => Links.IsOurs(then) ? then : null;

    internal static string DeviceOf(HttpContext http) => Device.Describe(http.Request.Headers.UserAgent);

    private static async Task<IResult> WithPassword(HttpContext http, [FromServices] SignIn signIn)
    {
        var form = await FormReader.Read(http);
        var (email, then) = (form.Text("email", 254), form.Raw("then"));
        if (form.Raw("password").Length == 0)
        {
            form.Text("password", 200);
        }

        if (form.Ok)
        {
            var step = await signIn.WithPassword(email, form.Raw("password"), DeviceOf(http));
            if (step.Ok)
            {
                return await GoOn(http, step.Value, then);
            }

            form.Add(step.Problem!);
        }

        return Render.Page<SignInPage>(new { Email = email, Then = Local(then), form.Problems }, form.Problems[0].Status);
    }

    private static async Task<IResult> AskForLink(HttpContext http, PageContext page, EmailedLinks links)
    {
        var form = await FormReader.Read(http);
        var email = form.Text("email", 254);
        if (form.Ok)
        {
            var asked = await links.AskToSignIn(email);
            if (asked.Ok)
            {
                return Render.SeeOther(page.Links.SignInStep("sent"));
            }

            form.Add(asked.Problem!);
        }

        return Render.Page<SignInPage>(new { Email = email, Then = Local(form.Raw("then")), form.Problems }, form.Problems[0].Status);
    }

    private static async Task<IResult> WithCode(HttpContext http, PageContext page, [FromServices] SignIn signIn)
    {
        var form = await FormReader.Read(http);
        var then = form.Raw("then");
        var step = await signIn.WithCode(http.Request.Cookies[TicketCookie], form.Raw("code"), DeviceOf(http));
        if (step.Ok)
        {
            return await GoOn(http, step.Value, then);
        }

        return step.Problem == IdentityProblems.StepExpired
            ? Render.Page<SignInPage>(new { Then = Local(then), Problems = (IReadOnlyList<Problem>)[step.Problem] }, step.Problem.Status)
            : Render.Page<CodePage>(new { Then = Local(then), Problems = (IReadOnlyList<Problem>)[step.Problem!] }, step.Problem!.Status);
    }

    private static async Task<IResult> WithPasskey(HttpContext http, PasskeyEndpoints passkeys)
    {
        var form = await FormReader.Read(http);
        var shown = await passkeys.Show(http, form.Raw("ticket"), form.Raw("credential"), DeviceOf(http));
        return shown.Ok
            ? await GoOn(http, new SignInStep(shown.Value, null), form.Raw("then"))
            : Render.Page<SignInPage>(new { Then = Local(form.Raw("then")), Problems = (IReadOnlyList<Problem>)[shown.Problem!] }, shown.Problem!.Status);
    }

    private static CookieOptions Cookie(PageContext page) => new()
    {
        HttpOnly = true,
        Secure = page.Mall.Origin.StartsWith("https:", StringComparison.Ordinal),
        SameSite = SameSiteMode.Lax,
        Path = "/",
        MaxAge = TimeSpan.FromMinutes(10),
        IsEssential = true,
    };
}
