using Halles.Kernel;
using Halles.Kernel.Api;
using Halles.Mall.Identity;
using Halles.Web.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace Halles.Web.Pages.Account;

/// <summary>Shows again who somebody is: before changes that matter, and before staff's screens.</summary>
public static class ProveEndpoints
{
    public static void MapProve(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/{lang:language}/prove").RequireSignIn().GuardForms();
        pages.MapGet("", (HttpContext http, string? then) => Ask(http, then));
        pages.MapPost("password", async (HttpContext http, [FromServices] SignIn signIn) =>
            await Answer(http, form => signIn.ProveByPassword(http.SignedIn(), form.Raw("password")))).Counts(Traffic.SignIn);
        pages.MapPost("code", async (HttpContext http, [FromServices] SignIn signIn) =>
            await Answer(http, form => signIn.ProveByCode(http.SignedIn(), form.Raw("code")))).Counts(Traffic.SignIn);
        pages.MapPost("passkey", async (HttpContext http, PasskeyEndpoints passkeys) =>
            await Answer(http, async form => (await passkeys.Show(http, form.Raw("ticket"), form.Raw("credential"), "", http.SignedIn())).Then(_ => default(Done)))).Counts(Traffic.SignIn);
        pages.MapPost("link", async (HttpContext http, PageContext page, EmailedLinks links) =>
            (await links.AskToSignIn(http.SignedIn().Email)).Problem is { } problem ? Answers.Page(problem) : Render.SeeOther(page.Links.SignInStep("sent"))).Counts(Traffic.SignIn);
    }

    /// <summary>Whether a page asks who somebody is before it shows its forms, so that nothing that they type is lost.</summary>
    internal static bool Asks(HttpContext http) => !http.SignedIn().ProvedRecently(http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow());

    /// <summary>Leads to this page and back, when a use case asks for a fresh proof; otherwise null.</summary>
    internal static IResult? IfAsked(PageContext page, Problem? problem, string back) =>
        problem == IdentityProblems.ProveAgain ? Render.SeeOther(Links.With(page.Links.Prove, [new("then", back)])) : null;

    private static async Task<IResult> Answer(HttpContext http, Func<FormReader, Task<Result<Done>>> prove)
    {
        var form = await FormReader.Read(http);
        var then = SignInEndpoints.Local(form.Raw("then"));
        var proved = await prove(form);
        var page = http.RequestServices.GetRequiredService<PageContext>();
        return proved.Ok ? Render.SeeOther(then ?? page.Links.Account) : Ask(http, then, proved.Problem);
    }

    private static IResult Ask(HttpContext http, string? then, Problem? problem = null)
    {
        var caller = http.SignedIn();
        var profile = http.RequestServices.GetRequiredService<Halles.Mall.Identity.Account>().Profile(caller)!;
        return Render.Page<ProvePage>(
            new
            {
                Strong = caller is { IsStaff: true, SecondFactor: SecondFactorState.NotShown },
                profile.HasPassword,
                HasCode = profile.HasTotp,
                HasPasskey = http.RequestServices.GetRequiredService<PasskeyEndpoints>().List(caller).Count > 0,
                Then = SignInEndpoints.Local(then),
                Problems = problem is null ? (IReadOnlyList<Problem>)[] : [problem],
            },
            problem?.Status ?? StatusCodes.Status200OK);
    }
}
