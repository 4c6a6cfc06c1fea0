using System.Net;
using Halles.Demo;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Halles.Mall.Storefront;
using Halles.Testing;

namespace Halles.Web.Tests.Pages.Operator;

public sealed class DistrictPagesTests
{
    [Theory, OnBothEngines]
    public async Task A_place_has_a_page_with_the_shops_within_and_those_that_were_added_by_hand(Engine engine)
    {
        await using var mall = await DemoWeb.Open(engine);
        using var helene = await mall.As(DemoPeople.Operator);
        using var visitor = new Visitor(mall);
        (await helene.Get("/fr/office/places")).Html.QuerySelector(".empty").ShouldNotBeNull();
        (await visitor.Get("/fr/places/centre")).Status.ShouldBe(HttpStatusCode.NotFound);

        var refused = await helene.Submit(await helene.Get("/fr/office/places/new"), "form.form", ("name.fr", "Le centre"), ("metres", "300"));
        refused.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        refused.Html.QuerySelector("#problems a")!.GetAttribute("href").ShouldBe("#middle");
        var (latitude, longitude) = (mall.Scalar<double>("SELECT latitude FROM stores ORDER BY id LIMIT 1"), mall.Scalar<double>("SELECT longitude FROM stores ORDER BY id LIMIT 1"));
        var kept = await helene.Submit(refused, "form.form", ("slug", "centre"), ("text.fr", "Autour de **l’église**."), ("middle", FormattableString.Invariant($"{latitude},{longitude}")), ("metres", "150"));
        kept.Html.QuerySelectorAll("#shops > .items > .item").Length.ShouldBePositive(kept.Words);
        await Shown(mall);
        var page = await visitor.Get("/fr/places/centre");
        page.Html.QuerySelector(".prose strong")!.TextContent.ShouldBe("l’église");
        var shops = page.Html.QuerySelectorAll("ul.shops > li").Length;
        shops.ShouldBe(kept.Html.QuerySelectorAll("#shops > .items > .item").Length);
        page.Html.QuerySelector("svg.map").ShouldNotBeNull();
        page.Html.QuerySelector("#h-goods").ShouldNotBeNull();
        (await visitor.Get("/fr/")).Html.QuerySelectorAll("a[href='/fr/places/centre']").Length.ShouldBe(2, "the home page and its foot");

        var all = await visitor.Get("/fr/search?place=centre");
        all.Html.QuerySelector(".chip")!.TextContent.ShouldContain("Le centre");
        mall.Get<Storefront>().Search(new ProductQuery { Language = "fr", District = "nowhere" }).Total.ShouldBe(0);

        var name = mall.Scalar<string>("SELECT name FROM shops s WHERE state = 'Open' AND NOT EXISTS (SELECT 1 FROM stores t WHERE t.shop_id = s.id AND abs(t.latitude - $1) < 0.01) ORDER BY name LIMIT 1", latitude)!;
        var found = await helene.Get($"/fr/office/places/{mall.Scalar<Guid>("SELECT id FROM districts")}?q={Uri.EscapeDataString(name)}");
        await helene.Submit(found, "button[value=Added]");
        await Shown(mall);
        (await visitor.Get("/fr/places/centre")).Words.ShouldContain(name);
        (await helene.Submit(await helene.Get("/fr/office/places/" + mall.Scalar<Guid>("SELECT id FROM districts")), "form[action$='/remove']")).Words.ShouldContain("Le lieu est enlevé");
        await Shown(mall);
        (await visitor.Get("/fr/places/centre")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_place_without_shops_says_so()
    {
        await using var mall = await DemoWeb.Open(Engine.Sqlite);
        using var helene = await mall.As(DemoPeople.Operator);
        await helene.Submit(await helene.Get("/fr/office/places/new"), "form.form", ("name.fr", "Loin"), ("postcodes", "99999"));
        await Shown(mall);
        var page = await helene.Get("/fr/places/loin");
        page.Html.QuerySelector(".empty h2")!.TextContent.ShouldBe("Pas encore de boutique ici");
    }

    private static async Task Shown(WebMall mall) =>
        (await mall.Get<StorefrontProjector>().WaitFor(mall.Get<ChangeFeed>().LastCommitted, TimeSpan.FromSeconds(30))).ShouldBeTrue();
}
