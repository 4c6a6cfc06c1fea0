using System.Net;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Halles.Mall.Identity;
using Halles.Mall.Storefront;
using Halles.Testing;

namespace Halles.Web.Tests.Pages.Merchant;

public sealed class PromotionPagesTests
{
    [Theory, OnBothEngines]
    public async Task A_promotion_is_looked_at_released_and_stopped(Engine engine)
    {
        using var desk = await DeskWorld.Open(engine, ShopRole.Manager);
        await desk.Shop.Sells("Pain", 1000);
        await desk.Shop.Sells("Tarte", 2000);
        var empty = await desk.Visitor.Get(desk.At("promotions"));
        empty.Words.ShouldContain("Pas encore de promotion");
        var form = await desk.Visitor.Get(empty.Html.QuerySelector("a[href$='/promotions/new']")!.GetAttribute("href")!);

        var looked = await desk.Visitor.Submit(form, "button[value=preview]", ("name", "Soldes"), ("percent", "10"));
        looked.Words.ShouldContain("2 produits en vente");
        var found = await desk.Visitor.Submit(looked, "button[value=find]", ("q", "pain"), ("scope", "Products"));
        found.Html.QuerySelectorAll("input[name=product]").Length.ShouldBe(1);
        var refused = await desk.Visitor.Submit(found, "button[value=release]", ("percent", "120"), ("starts", "demain"));
        refused.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        refused.Html.QuerySelector("#name")!.GetAttribute("value").ShouldBe("Soldes", "what was typed stays");
        refused.Html.QuerySelector("#starts-error").ShouldNotBeNull();
        var product = found.Html.QuerySelector("input[name=product]")!.GetAttribute("value")!;
        var list = await desk.Visitor.Submit(refused, "button[value=release]", ("product", product), ("percent", "10"), ("starts", ""));
        list.Words.ShouldContain("Soldes −10 % · des produits");
        list.Words.ShouldContain("En cours");

        var begun = await desk.Visitor.Get(list.Html.QuerySelector("a.good-name")!.GetAttribute("href")!);
        begun.Html.QuerySelector("#name").ShouldBeNull("what has begun is no form");
        begun.Words.ShouldContain("des produits : Pain");
        (await desk.Visitor.Submit(begun, "form[action$='/stop']")).Words.ShouldContain("Terminée");
        var (clerk, _) = await desk.With(ShopRole.Clerk, "Léo");
        using (clerk)
        {
            (await clerk.Get(begun.Path)).Status.ShouldBe(HttpStatusCode.Forbidden);
        }
    }

    [Theory, OnBothEngines]
    public async Task A_code_is_typed_in_the_basket_told_line_by_line_and_kept_on_the_order(Engine engine)
    {
        using var desk = await DeskWorld.Open(engine, ShopRole.Manager);
        var bread = await desk.Shop.Sells("Pain", 1000);
        await desk.Visitor.Submit(await desk.Visitor.Get(desk.At("promotions/new")), "button[value=release]", ("name", "Bienvenue"), ("percent", "10"), ("code", "bonjour"));
        await desk.Mall.Web.Get<StorefrontProjector>().WaitFor(desk.Mall.Web.Get<ChangeFeed>().LastCommitted, TimeSpan.FromSeconds(20));
        using var shopper = new Visitor(desk.Mall.Web);
        var basket = await shopper.Send(new HttpRequestMessage(HttpMethod.Post, "/fr/basket/lines") { Content = new FormUrlEncodedContent([new("variant", bread.ToString()), new("quantity", "2")]) });

        var wrong = await shopper.Submit(basket, "form[action$='/codes']", ("code", "BONSOIR"));
        wrong.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        wrong.Html.QuerySelector("#code")!.GetAttribute("value").ShouldBe("BONSOIR");
        wrong.Html.QuerySelector("#code-error")!.TextContent.ShouldContain("Aucune boutique de votre panier n’a ce code.");
        var told = await shopper.Submit(wrong, "form[action$='/codes']", ("code", "Bonjour"));
        told.Words.ShouldContain("Bienvenue −10 % −2,00 €");
        told.Html.QuerySelector(".sum-total dd")!.TextContent.ShouldContain("18,00");
        var without = await shopper.Submit(told, "form[action$='/codes/remove']");
        without.Html.QuerySelector(".sum-total dd")!.TextContent.ShouldContain("20,00");
    }
}
