using Halles.Client;
using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Orders;
using Halles.Testing;
using Halles.Web.Tests.Api;

namespace Halles.Web.Tests.Pages.Shopper;

public sealed class PurchasePageTests
{
    [Theory, OnBothEngines]
    public async Task It_shows_trader_mediator_returns_and_the_form_and_words_what_changed(Engine engine)
    {
        var mall = await ApiMall.On(engine);
        var shop = await mall.Shop();
        await mall.Web.Write<int>(s => s.Sql.Execute(
            "UPDATE shops SET returns = $2, legal = $3, phone = $4 WHERE id = $1", shop.Id, """{"fr":"Trente jours, **au comptoir**."}""",
            """{"Name":"Four & Fils SARL","Number":"73282932000074","VatNumber":"FR02000487066","Register":"RCS Blois","Mediator":"Médiation d’essai, mediation.example"}""", "+33261910101"));
        var bread = await shop.Sells("Pain", 480);
        var ham = await shop.Sells("Jambon", 1990, with: p => (p.StepUnit, p.StepSize, p.Weighed) = ("g", 100, true));
        PurchaseLine[] lines = [new(bread, 2), new(ham, 5)];
        var quote = await mall.Guest.Quote(new QuoteRequest([shop.Collect()], Lines: lines));
        var placed = await mall.Guest.PlacePurchase(new PurchaseRequest([shop.Collect()], ApiShop.Shopper, "fr", quote.Total, Lines: lines), Ids.New(mall.Web.Clock).ToString());
        await shop.Client.Step(placed.Orders[0].Code, new StepRequest("refuse-line", Line: 1, Quantity: 1, Reason: OrderReasons.SoldOut), Ids.New(mall.Web.Clock).ToString());

        using var visitor = new Visitor(mall.Web);
        var page = await visitor.Get($"/fr/purchases/{placed.Id}?key={placed.Key}");
        var words = page.Words.Replace('\u00A0', ' ').Replace('\u202F', ' ');
        foreach (var part in (string[])
        [
            "1 sur 2 × Pain", "1 pas disponible, plus en rayon", "pesé à la préparation", "Payer en boutique", "Trente jours, au comptoir.",
            "Four & Fils SARL", "SIRET : 732 829 320 00074", "RCS Blois", "02 61 91 01 01", "Médiateur de la consommation : Médiation d’essai",
            "Le modèle de formulaire de rétractation", "À l’attention de la boutique (nom, adresse, e-mail) : Four & Fils SARL, 1 rue du Four, 41100 Saint-Aubin",
        ])
        {
            words.ShouldContain(part, Case.Sensitive);
        }

        words.ShouldNotContain(OrderReasons.SoldOut);
    }

    [Theory, OnBothEngines]
    public async Task What_comes_back_unpaid_is_asked_of_nobody(Engine engine)
    {
        var mall = await ApiMall.On(engine);
        var (baker, potter) = (await mall.Shop(), await mall.Shop());
        var address = new PostalAddress("Camille Durand", "8 rue des Tanneurs", "41100", "Saint-Aubin", "FR");
        PurchaseLine[] lines = [new(await baker.Sells("Pain", 480), 1), new(await potter.Sells("Vase", 3800), 1)];
        ShopChoice[] shops = [new(baker.Slug, "deliver", "on-delivery", Address: address), potter.Collect()];
        var (buyer, person) = await mall.Person();
        var quote = await buyer.Quote(new QuoteRequest(shops, Lines: lines));
        var placed = await buyer.PlacePurchase(new PurchaseRequest(shops, ApiShop.Shopper, "fr", quote.Total, Lines: lines), Ids.New(mall.Web.Clock).ToString());
        var bread = placed.Orders.Single(o => o.Shop == baker.Slug);
        foreach (var step in (string[])["accept", "ready", "out-for-delivery", "return-undelivered"])
        {
            await baker.Client.Step(bread.Code, new StepRequest(step), Ids.New(mall.Web.Clock).ToString());
        }

        using var visitor = new Visitor(mall.Web);
        var page = await visitor.Get($"/fr/purchases/{placed.Id}?key={placed.Key}");
        var parcel = page.Html.QuerySelector($"#order-{bread.Code}")!.TextContent;
        parcel.ShouldContain("Rien à payer");
        parcel.ShouldNotContain("Payer à la livraison");
        page.Html.QuerySelector("#h-law ~ .spread")!.TextContent.ShouldContain("38,00");
        (await buyer.Purchase(placed.Id, placed.Key)).Total.Minor.ShouldBe(3800, "the same by program");
        var listed = mall.Web.Get<ReadPurchases>().Of(person).Single();
        listed.ShouldSatisfyAllConditions(p => p.Purchase.Total.ShouldBe(480 + 350 + 3800, "as it was placed"), p => p.Total.ShouldBe(3800, "as it stands"));
    }
}
