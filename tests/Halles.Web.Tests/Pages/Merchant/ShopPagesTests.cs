using System.Net;
using AngleSharp.Html.Dom;
using Halles.Demo;
using Halles.Kernel.Storage;
using Halles.Testing;
using Halles.Web.Tests.Pages.Account;

namespace Halles.Web.Tests.Pages.Merchant;

public sealed class ShopPagesTests
{
    private const string Desk = "/fr/desk/boulangerie-martin/";

    [Fact]
    public async Task Hours_are_edited_and_a_store_closes_now()
    {
        await using var mall = await DemoWeb.Open(Engine.Sqlite);
        using var claire = await mall.As(DemoPeople.Merchant);
        var page = await claire.Get(Desk + "hours");
        var store = ((IHtmlInputElement)page.Html.QuerySelector("input[name=store]")!).Value;
        var overlap = await claire.Submit(page, "form.form", ("mo.0.from", "08:00"), ("mo.0.to", "12:00"), ("mo.1.from", "11:00"), ("mo.1.to", "14:00"));
        overlap.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        overlap.Html.QuerySelector("#problems a")!.GetAttribute("href").ShouldBe("#mo.0.from");
        ((IHtmlInputElement)overlap.Html.GetElementById("mo.1.from")!).Value.ShouldBe("11:00");

        var kept = await claire.Submit(overlap, "form.form", ("mo.1.from", "15:00"), ("mo.1.to", "19:00"));
        kept.Html.QuerySelector(".notice-good").ShouldNotBeNull(kept.Words);
        mall.Scalar<string>("SELECT hours FROM stores WHERE slug = $1 AND shop_id = (SELECT id FROM shops WHERE slug = 'boulangerie-martin')", store)!.ShouldStartWith("Mo 08:00-12:00 15:00-19:00");

        var closed = await claire.Submit(kept, "form.tools", ("until", "today"));
        closed.Html.QuerySelector("button[value=open]").ShouldNotBeNull();
        var open = await claire.Submit(closed, "button[value=open]");
        open.Html.QuerySelector("button[value=open]").ShouldBeNull();
    }

    [Fact]
    public async Task Ways_are_set_and_another_account_asks_again_who_it_is()
    {
        await using var mall = await DemoWeb.Open(Engine.Sqlite);
        using var claire = await mall.As(DemoPeople.Merchant);
        var page = await claire.Get(Desk + "settings");
        var refused = await claire.Submit(page, "form[action$='/settings']", ("deliver", "on"), ("ship", "on"), ("ship.0.countries", "FR, XX"), ("ship.0.steps", "5 kg: 9,90\n1 kg: 5,90"), ("deliver.0.postcodes", ""));
        refused.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        refused.Html.QuerySelectorAll("#problems a").Select(a => a.GetAttribute("href")).ShouldBe(["#deliver.zones", "#ship.0.countries", "#ship.0.steps"], ignoreOrder: true);
        ((IHtmlInputElement)refused.Html.GetElementById("ship.0.countries")!).Value.ShouldBe("FR, XX");

        var kept = await claire.Submit(refused, "form[action$='/settings']", ("ship.0.countries", "fr, be"), ("ship.0.steps", "1 kg: 5,90\n5 kg: 9,90"), ("deliver.0.postcodes", "41100, 411*"), ("deliver.0.fee", "3,50"));
        kept.Html.QuerySelector(".notice-good").ShouldNotBeNull(kept.Words);
        ((IHtmlTextAreaElement)kept.Html.GetElementById("ship.0.steps")!).Value.ShouldBe("1 kg: 5,90\n5 kg: 9,90");

        mall.Clock.Advance(TimeSpan.FromMinutes(11));
        var late = await claire.Submit(kept, "form[action$='/paying']", ("transfer", "on"), ("holder", "SARL Martin"), ("iban", "FR76 3000 6000 0112 3456 7890 189"));
        late.Path.ShouldStartWith("/fr/prove");
        var asks = await claire.Get(Desk + "settings");
        asks.Html.QuerySelector("input[name=iban]:not([type=hidden])").ShouldBeNull("an account that cannot be kept is not typed");
        (await claire.Submit(asks, "form[action$='/paying']", ("on-delivery", "on"))).Html.QuerySelector(".notice-good").ShouldNotBeNull("the account stays as it is");
        var asked = await claire.Get(asks.Html.QuerySelector("form[action$='/paying'] a[href*='/prove']")!.GetAttribute("href")!);
        mall.Scalar<long>("SELECT count(*) FROM shop_payment WHERE ways LIKE '%30006000011234567890189%'").ShouldBe(0);
        var proved = await claire.Submit(asked, "form[action$='/prove/password']", ("password", DemoPeople.Password));
        var paid = await claire.Submit(proved, "form[action$='/paying']", ("transfer", "on"), ("holder", "SARL Martin"), ("iban", "FR76 3000 6000 0112 3456 7890 189"));
        paid.Html.QuerySelector(".notice-good").ShouldNotBeNull(paid.Words);
        mall.Scalar<long>("SELECT count(*) FROM shop_payment WHERE ways LIKE '%30006000011234567890189%'").ShouldBe(1);
        (await claire.Submit(paid, "form[action$='/paying']", ("iban", "FR76 3000"))).Html.QuerySelector("#problems a")!.GetAttribute("href").ShouldBe("#iban");
    }

    [Fact]
    public async Task A_shop_changes_its_profile_its_story_and_its_places()
    {
        await using var mall = await DemoWeb.Open(Engine.Sqlite);
        using var claire = await mall.As(DemoPeople.Merchant);
        var identity = await claire.Get(Desk + "settings/identity");
        var refused = await claire.Submit(identity, "form.form", ("legal.number", "12345678901234"), ("email", "nobody"));
        refused.Html.QuerySelectorAll("#problems a").Select(a => a.GetAttribute("href")).ShouldBe(["#legal.number", "#email"], ignoreOrder: true);
        (await claire.Submit(identity, "form.form", ("name", "Boulangerie Martin & fille"), ("legal.mediator", "Médiation d’essai"))).Html.QuerySelector(".notice-good").ShouldNotBeNull();
        mall.Scalar<string>("SELECT legal FROM shops WHERE slug = 'boulangerie-martin'")!.ShouldContain("\"mediator\":\"Médiation d", Case.Insensitive);

        var story = await claire.Submit(await claire.Get(Desk + "settings/story"), "form[action$='/story']", ("story.fr", "Depuis **1962**.\n\n" + new string('é', 9_000)), ("strap.en", "Bread"));
        story.Html.QuerySelector(".notice-good").ShouldNotBeNull(story.Words);
        var pictures = await claire.Upload(story, "form[action$='/pictures']", "cover", TestPhotos.Jpeg(900, 600), "shop.jpg");
        pictures.Html.QuerySelector(".notice-good").ShouldNotBeNull(pictures.Words);

        var place = await claire.Submit(await claire.Get(Desk + "settings/places/new"), "form.form", ("name", "Marché"), ("address.line1", "place du Marché"), ("address.postcode", "4"));
        place.Html.QuerySelectorAll("#problems a").Select(a => a.GetAttribute("href")).ShouldBe(["#address.postcode"]);
        (await claire.Submit(place, "form.form", ("address.postcode", "41100"))).Path.ShouldStartWith(Desk + "hours");
        (await claire.Get(Desk + "settings/places")).Words.ShouldContain("Marché");

        var unknown = await claire.Submit(await claire.Get(Desk + "settings/places/new"), "form.form", ("name", "Entrepôt"), ("address.line1", "1 quai"), ("address.postcode", "99999"), ("address.city", "Nulle-Part-sur-Rien"));
        unknown.Html.QuerySelectorAll("#problems a").Select(a => a.GetAttribute("href")).ShouldBe(["#latitude"], "it would be shown in the middle of the market’s town");

        var market = (await claire.Get(Desk + "settings/places")).Html.QuerySelector("li:has(bdi:contains('Marché')) a[href*='places/']")!.GetAttribute("href")!;
        await claire.Submit(await claire.Get(market), "form.form", ("address.postcode", "45000"), ("address.city", "Orléans"));
        mall.Scalar<double>("SELECT latitude FROM stores WHERE name = 'Marché'").ShouldBe(47.9, 0.1, "the point was of the other town");
        var given = await claire.Submit(await claire.Get(market), "form[action$='/remove']");
        given.Html.QuerySelectorAll(".items a[href*='places/']").ShouldNotContain(a => a.GetAttribute("href") == market, given.Words);
        (await claire.Submit(given, "form[action*='/given-up/']")).Html.QuerySelectorAll(".items a[href*='places/']").ShouldContain(a => a.GetAttribute("href") == market);

        var paused = await claire.Submit(await claire.Get(Desk + "settings/opening"), "button[value=Paused]");
        paused.Html.QuerySelector("button[value=Open]").ShouldNotBeNull();
        (await claire.Submit(paused, "button[value=Open]")).Html.QuerySelector("button[value=Paused]").ShouldNotBeNull();
        var backwards = await claire.Submit(paused, "form[action$='/holiday']", ("from", "2027-08-20"), ("to", "2027-08-01"));
        backwards.Html.QuerySelector("#problems a")!.GetAttribute("href").ShouldBe("#to");

        var today = DateOnly.FromDateTime(mall.Clock.GetUtcNow().UtcDateTime);
        var away = await claire.Submit(paused, "form[action$='/holiday']", ("from", $"{today:O}"), ("to", $"{today.AddDays(20):O}"), ("orders", "on"));
        away.Html.QuerySelector("input[name=orders]")!.HasAttribute("checked").ShouldBeTrue(away.Words);
        var product = await claire.Get("/fr/shops/boulangerie-martin/baguette-de-tradition");
        product.Html.QuerySelector(".notice-warm")!.TextContent.ShouldContain("Ce que vous commandez sera prêt ensuite.");
        product.Html.QuerySelector("form[data-offer]").ShouldNotBeNull();
        (await claire.Get("/fr/shops/boulangerie-martin")).Html.QuerySelector(".notice-warm").ShouldNotBeNull();
        var ended = await claire.Submit(away, "button[name=end]");
        mall.Scalar<long>("SELECT count(*) FROM shops WHERE slug = 'boulangerie-martin' AND holiday IS NULL").ShouldBe(1);
        await claire.Submit(ended, "form[action$='/holiday']"); // as the button that undoes does
        ended.Html.QuerySelector(".notice button[form=holiday]").ShouldNotBeNull();
        mall.Scalar<string>("SELECT holiday FROM shops WHERE slug = 'boulangerie-martin'")!.ShouldContain($"{today:O}");
    }
}
