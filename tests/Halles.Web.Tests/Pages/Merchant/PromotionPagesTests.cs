using System.Net;
using Halles.Kernel;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Halles.Mall.Identity;
using Halles.Mall.Promotions;
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

    [Theory, OnBothEngines]
    public async Task A_page_announces_no_reduction_but_that_of_the_law(Engine engine)
    {
        using var desk = await DeskWorld.Open(engine, ShopRole.Manager);
        var bread = await desk.Shop.Sells("Pain", 1000);
        var raised = await desk.Shop.Sells("Tarte", 2200);
        await desk.Mall.Web.Write<Done>(s =>
        {
            foreach (var (variant, days, price) in new[] { (bread, 60, 1000L), (raised, 60, 1800L), (raised, 5, 2200L) })
            {
                s.Sql.Execute("INSERT INTO price_changes (shop_id, variant_id, at, price) VALUES ($1, $2, $3, $4)", desk.Shop.Id, variant, s.Now.AddDays(-days), price);
            }

            return default(Done);
        });
        var tenth = new PromotionInput("Soldes −50 %", PromotionKind.Percent, PromotionScope.Shop, [], Percent: 1000);
        await Give(tenth with { Code = "SECRET", Name = "Au code" });
        await Give(tenth with { Kind = PromotionKind.Bundle, Percent = null, Take = 3, Pay = 2, Name = "Trois pour deux" });
        var told = await Offer(bread);
        told.ShouldContain("Trois pour deux · 3 pour le prix de 2");
        told.ShouldNotContain("%");
        told.ShouldNotContain("Au code");

        await Give(tenth);
        told = await Offer(bread);
        told.ShouldContain("Prix le plus bas en 30 jours : 10,00 €, −10 %");
        told.ShouldNotContain("Soldes");
        told = await Offer(raised);
        told.ShouldContain("19,80", Case.Sensitive, "the price is what everybody pays");
        told.ShouldNotContain("%", Case.Sensitive, "it was 18 in the last 30 days");
        told.ShouldNotContain("Soldes");

        async Task Give(PromotionInput input)
        {
            (await desk.Mall.Web.Get<EditPromotion>().Create(desk.Shop.Id, input, release: true, null)).Problem.ShouldBeNull();
            await desk.Mall.Web.Write<Done>(s =>
            {
                foreach (var product in s.Sql.List("SELECT id FROM products", r => r.Id(0)))
                {
                    s.Changed(Topic.Product, desk.Shop.Id, product); // as the job does
                }

                return default(Done);
            });
        }

        async Task<string> Offer(Guid variant)
        {
            var read = desk.Mall.Web.Get<Storefront>();
            await desk.Mall.Web.Get<StorefrontProjector>().WaitFor(desk.Mall.Web.Get<ChangeFeed>().LastCommitted, TimeSpan.FromSeconds(20));
            var product = read.Offers([variant], "fr")[variant].Product;
            using var shopper = new Visitor(desk.Mall.Web);
            return (await shopper.Get($"/fr/shops/{product.Shop.Slug}/{product.Handle}")).Words.Replace('\u202F', ' ').Replace('\u00A0', ' ');
        }
    }
}
