using Halles.Kernel.Api;
using Halles.Mall.Identity;
using Halles.Mall.Stock;
using Halles.Mall.Storefront;
using Halles.Web.Hosting;

namespace Halles.Web.Pages.Shopper;

/// <summary>"Tell me when it is back", of goods that are sold out. The answer is the same for every address.</summary>
public static class TellMeEndpoints
{
    public static void MapTellMe(this IEndpointRouteBuilder routes)
    {
        var page = routes.MapGroup("/{lang:language}/shops/{shop}/{handle}/tell-me").AllowEverybody();
        page.MapGet("", Show);
        page.MapPost("", Ask).Counts(Traffic.SignIn);
    }

    private static IResult Show(HttpContext context, PageContext page, Storefront storefront, string shop, string handle, string? sku, string? asked) =>
        Find(page, storefront, shop, handle, sku) is { } view
            ? Render.Page<TellMePage>(new { View = view, context.Caller()?.Email, Asked = asked == "1" })
            : Render.Page<ErrorPage>(new { Status = 404 }, 404);

    private static async Task<IResult> Ask(HttpContext context, PageContext page, Storefront storefront, StockWishes wishes, string shop, string handle, string? sku)
    {
        if (Find(page, storefront, shop, handle, sku) is not { } view)
        {
            return Render.Page<ErrorPage>(new { Status = 404 }, 404);
        }

        var form = await FormReader.Read(context);
        var email = form.Text("email", 254);
        if (form.Ok && (await wishes.Ask(view.Chosen.Id, email, context.Caller()?.PersonId, page.Language)).Problem is { } problem)
        {
            form.Add(problem);
        }

        return form.Ok
            ? Render.SeeOther(view.TellMe(page) + "&asked=1")
            : Render.Page<TellMePage>(new { View = view, Email = form.Raw("email"), form.Problems }, form.Problems[0].Status);
    }

    private static ProductView? Find(PageContext page, Storefront storefront, string shop, string handle, string? sku) =>
        storefront.Product(shop, handle, page.Language) is { } product && storefront.Seller(shop, page.Language) is { } seller
            ? ProductView.Of(product, seller, sku)
            : null;
}
