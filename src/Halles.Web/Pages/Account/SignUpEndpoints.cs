using Halles.Kernel.Api;
using Halles.Mall.Identity;
using Halles.Web.Hosting;

namespace Halles.Web.Pages.Account;

/// <summary>Opening an account, links sent by e-mail, and the forgotten password.</summary>
public static class SignUpEndpoints
{
    public static void MapSignUp(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/{lang:language}").AllowEverybody();
        pages.MapGet("sign-up", () => Render.Page<SignUpPage>());
        pages.MapPost("sign-up", Open).Counts(Traffic.SignIn);
        pages.MapGet("forgotten", () => Render.Page<ForgottenPage>());
        pages.MapPost("forgotten", Forgotten).Counts(Traffic.SignIn);
        pages.MapGet("link/{token}", (EmailedLinks links, string token) =>
            links.Look(token) is { } link ? Render.Page<LinkPage>(new { Link = link }) : Answers.Page(IdentityProblems.LinkSpent));
        pages.MapPost("link/{token}", Press).Counts(Traffic.SignIn);
    }

    private static async Task<IResult> Open(HttpContext http, PageContext page, SignUp signUp)
    {
        var form = await FormReader.Read(http);
        var (name, email) = (form.Raw("name"), form.Raw("email"));
        var opened = await signUp.Open(new NewAccount(name, email, form.Raw("password"), page.Language));
        if (opened.Ok)
        {
            return Render.SeeOther(page.Links.SignInStep("sent") + "?for=sign-up");
        }

        form.Add(opened.Problem!);
        return Render.Page<SignUpPage>(new { Name = name, Email = email, form.Problems }, opened.Problem!.Status);
    }

    private static async Task<IResult> Forgotten(HttpContext http, PageContext page, EmailedLinks links)
    {
        var form = await FormReader.Read(http);
        var email = form.Raw("email");
        var asked = await links.AskToReset(email);
        if (asked.Ok)
        {
            return Render.SeeOther(page.Links.SignInStep("sent") + "?for=reset");
        }

        form.Add(asked.Problem!);
        return Render.Page<ForgottenPage>(new { Email = email, form.Problems }, asked.Problem!.Status);
    }

    private static async Task<IResult> Press(HttpContext http, PageContext page, EmailedLinks links, Invitations invitations, string token)
    {
        if (links.Look(token) is not { } link)
        {
            return Answers.Page(IdentityProblems.LinkSpent);
        }

        var form = await FormReader.Read(http);
        if (link.Purpose is LinkPurpose.ResetPassword)
        {
            var reset = await links.ResetPassword(token, form.Raw("password"));
            return reset.Ok ? Render.SeeOther(page.Links.SignIn + "?done=password") : Again(form, link, reset.Problem!);
        }

        var step = link.Purpose is LinkPurpose.Join or LinkPurpose.FirstAdministrator
            ? await invitations.Accept(token, new Joining(form.Raw("name"), form.Raw("email"), form.Raw("password"), page.Language), SignInEndpoints.DeviceOf(http))
            : await links.Use(token, SignInEndpoints.DeviceOf(http));
        return step.Ok ? await SignInEndpoints.GoOn(http, step.Value, null) : Again(form, link, step.Problem!);
    }

    private static IResult Again(FormReader form, LinkView link, Kernel.Problem problem)
    {
        form.Add(problem);
        return problem == IdentityProblems.LinkSpent
            ? Answers.Page(problem)
            : Render.Page<LinkPage>(new { Link = link, Name = form.Raw("name"), Email = form.Raw("email"), form.Problems }, problem.Status);
    }
}
