using Halles.Kernel;
using Halles.Mall.Identity;
using Halles.Mall.Shops;
using Halles.Web.Hosting;

namespace Halles.Web.Pages.Merchant;

/// <summary>Asking for a shop in the market.</summary>
public static class ApplyEndpoints
{
    public static void MapApply(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/{lang:language}/open-a-shop").RequireSignIn().GuardForms();
        pages.MapGet("", (HttpContext context) => Render.Page<ApplyPage>(new
        {
            V = Typed.Of(new Dictionary<string, string?>(StringComparer.Ordinal) { ["email"] = context.SignedIn().Email }),
        }));
        pages.MapPost("", Apply);
    }

    private static async Task<IResult> Apply(HttpContext context, PageContext page, ApplyForShop apply, Callers callers)
    {
        var (caller, form) = (context.SignedIn(), await FormReader.Read(context));
        var made = await apply.Run(ShopForm.Application(form, page, page.Asked), Country.Parse(page.Mall.Country), caller.PersonId);
        if (made.Ok)
        {
            callers.Forget(caller.PersonId); // they have a seat now
            return Render.SeeOther(page.Links.Desk);
        }

        return Render.Page<ApplyPage>(new { V = Typed.Of(form), Problems = made.Problem!.Single }, made.Problem.Status);
    }
}
