using Halles.Kernel;
using Halles.Kernel.Api;
using Halles.Mall.Baskets;
using Halles.Mall.Catalogue;
using Halles.Mall.Identity;
using Halles.Mall.Promotions;
using Halles.Mall.Storefront;

namespace Halles.Web.Pages.Shopper;

/// <summary>A line that was just taken out.</summary>
public sealed record RemovedLine(Guid Variant, long Quantity);

/// <summary>A quantity that was refused, as it was typed.</summary>
public sealed record TypedQuantity(Guid Variant, string Text, Problem Problem);

/// <summary>The basket's page and its forms.</summary>
public static class BasketEndpoints
{
    public static void MapBasketPage(this IEndpointRouteBuilder routes)
    {
        var basket = routes.MapGroup("/{lang:language}/basket").AllowEverybody().Ranks(Priority.Basket);
        basket.MapGet("", Show);
        basket.MapPost("lines", SetLine);
        basket.MapPost("remove", Remove);
        basket.MapPost("codes", AddCode).Counts(Traffic.Basket);
        basket.MapPost("codes/remove", RemoveCode);
    }

    private static IResult Show(HttpContext context, PageContext page, CurrentShopper current, ReadBasket read, Guid? removed, long? was)
    {
        current.Tell(context);
        var undo = removed is { } variant && was is > 0 and <= LinePrice.MostQuantity ? new RemovedLine(variant, was.Value) : null;
        var basket = Read(context, page, current, read);
        return Render.Page<BasketPage>(new { Basket = basket, Photos = Photos(context, page, basket), Removed = undo });
    }

    private static async Task<IResult> SetLine(HttpContext context, PageContext page, CurrentShopper current, ShopperBaskets baskets, ReadBasket read)
    {
        var form = await FormReader.Read(context);
        var variant = form.Id("variant");
        var pressed = form.Has("less") ? "less" : form.Has("more") ? "more" : "quantity";
        var quantity = form.Whole(pressed, pressed == "less" ? 0 : 1, LinePrice.MostQuantity);
        if (form.Ok)
        {
            var result = await baskets.SetQuantity(current.FindOrMake(context), variant, quantity);
            if (result.Ok)
            {
                return Render.SeeOther(page.Links.Basket + (quantity == 0 ? $"?removed={variant}&was=1" : ""));
            }

            form.Add(result.Problem!);
        }

        var basket = Read(context, page, current, read);
        var problem = form.Problems[0].On("q-" + variant);
        return Render.Page<BasketPage>(
            new { Basket = basket, Photos = Photos(context, page, basket), Problems = (IReadOnlyList<Problem>)[problem], Typed = new TypedQuantity(variant, form.Raw("quantity"), problem) }, problem.Status);
    }

    private static async Task<IResult> Remove(HttpContext context, PageContext page, CurrentShopper current, ShopperBaskets baskets)
    {
        var form = await FormReader.Read(context);
        var variant = form.Id("variant");
        var was = form.Whole("quantity", 1, LinePrice.MostQuantity, otherwise: 1);
        return form.Ok && current.Find(context) is { } shopper && (await baskets.Remove(shopper, variant)).Problem is { } problem
            ? Answers.Page(problem)
            : Render.SeeOther($"{page.Links.Basket}?removed={variant}&was={was}");
    }

    private static async Task<IResult> AddCode(HttpContext context, PageContext page, CurrentShopper current, BasketCodes codes, ReadBasket read)
    {
        var form = await FormReader.Read(context);
        var added = current.Find(context) is { } shopper ? await codes.Add(shopper, form.Raw("code")) : PromotionProblems.CodeUnknown;
        if (added.Ok)
        {
            return Render.SeeOther(page.Links.Basket + "#h-codes");
        }

        var basket = Read(context, page, current, read);
        return Render.Page<BasketPage>(
            new { Basket = basket, Photos = Photos(context, page, basket), Problems = added.Problem!.Single, Code = form.Raw("code") }, added.Problem.Status);
    }

    private static async Task<IResult> RemoveCode(HttpContext context, PageContext page, CurrentShopper current, BasketCodes codes)
    {
        var form = await FormReader.Read(context);
        return current.Find(context) is { } shopper && (await codes.Remove(shopper, form.Raw("code"))).Problem is { } problem
            ? Answers.Page(problem)
            : Render.SeeOther(page.Links.Basket + "#h-codes");
    }

    private static Dictionary<Guid, Photo?> Photos(HttpContext context, PageContext page, BasketView basket) => context.RequestServices.GetRequiredService<Storefront>()
        .Cards(basket.Shops.SelectMany(s => s.Lines).Select(l => l.Offer.ProductId).Distinct(), page.Language).ToDictionary(c => c.Id, c => c.Photo);

    private static BasketView Read(HttpContext context, PageContext page, CurrentShopper current, ReadBasket read) =>
        current.Find(context) is { } shopper ? read.View(shopper, page.Language) : new BasketView([], page.Mall.Currency);
}
