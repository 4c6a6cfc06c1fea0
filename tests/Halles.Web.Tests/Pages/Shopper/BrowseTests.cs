using AngleSharp.Dom;
using Halles.Kernel.Storage;
using Halles.Testing;

namespace Halles.Web.Tests.Pages.Shopper;

public sealed class BrowseTests
{
    [Theory, OnBothEngines]
    public async Task The_home_page_shows_shops_aisles_and_goods(Engine engine)
    {
        var page = await (await MallFixture.On(engine)).Page("/fr/");
        page.DocumentElement.GetAttribute("lang").ShouldBe("fr");
        page.QuerySelectorAll("h1").Length.ShouldBe(1);
        page.QuerySelector(".aisles")!.TextContent.ShouldContain("Maison");
        page.QuerySelectorAll(".hero-shops .shop").Length.ShouldBe(3);
        page.QuerySelectorAll(".grid .card").Length.ShouldBeGreaterThan(5);
        page.QuerySelector(".dept")!.TextContent.ShouldContain("articles");
        page.QuerySelector("link[rel=canonical]")!.GetAttribute("href").ShouldEndWith("/fr/");
        page.QuerySelectorAll("link[hreflang]").Select(l => l.GetAttribute("hreflang")).ShouldBe(["fr", "en", "x-default"]);
    }

    [Theory, OnBothEngines]
    public async Task The_bare_address_speaks_the_malls_language_and_suggests_the_visitors(Engine engine)
    {
        var mall = await MallFixture.On(engine);
        using var asked = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { { "Accept-Language", "en-GB,en;q=0.9" } } };
        using var answer = await mall.Client.SendAsync(asked);
        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);
        var body = await answer.Content.ReadAsStringAsync();
        body.ShouldContain("<html lang=\"fr\"");
        body.ShouldContain("Read this market in English");
        body.ShouldContain("rel=\"canonical\" href=\"" + mall.Origin + "/fr/\"");
    }

    [Theory, OnBothEngines]
    public async Task A_listing_has_24_cards_numbered_pages_filters_and_crumbs(Engine engine)
    {
        var mall = await MallFixture.On(engine);
        var page = await mall.Page("/fr/c/bread");
        page.QuerySelectorAll(".listing .card").Length.ShouldBe(24);
        page.QuerySelector(".bar")!.TextContent.ShouldContain("30 articles");
        page.QuerySelectorAll(".crumb").Select(c => c.TextContent.Trim()).ShouldBe(["Alimentation", "Pains"]);
        var next = page.QuerySelectorAll(".pager a").Last().GetAttribute("href")!;
        var second = await mall.Page(next);
        second.QuerySelectorAll(".listing .card").Length.ShouldBe(6);
        second.QuerySelector("link[rel=canonical]")!.GetAttribute("href").ShouldEndWith("/fr/c/bread?page=2");
        second.QuerySelectorAll("link[hreflang]").Select(l => l.GetAttribute("href")).ShouldBe([mall.Origin + "/fr/c/bread?page=2", mall.Origin + "/en/c/bread?page=2"]);
    }

    [Theory, OnBothEngines]
    public async Task Each_filter_is_a_chip_that_takes_it_off_and_nothing_else(Engine engine)
    {
        var mall = await MallFixture.On(engine);
        var page = await mall.Page("/fr/c/ceramics?a.colour=blue&stock=1&max=50&way=ship&sort=price");
        var chips = page.QuerySelectorAll("a.chip").ToList();
        chips.Select(c => c.TextContent.Replace("Retirer\u00a0:", "", StringComparison.Ordinal).Trim()).ShouldBe(["En rayon maintenant", "Expédié", "Couleur\u00a0: Bleu", "jusqu’à 50,00\u00a0€"], ignoreOrder: true);
        foreach (var chip in chips)
        {
            var without = await mall.Page(chip.GetAttribute("href")!);
            without.QuerySelectorAll("a.chip").Length.ShouldBe(3, chip.TextContent);
            without.QuerySelector("#sort option[selected]")!.GetAttribute("value").ShouldBe("price");
        }

        page.QuerySelector("input[name='a.colour'][value=blue]")!.HasAttribute("checked").ShouldBeTrue();
        page.QuerySelector("input[name=max]")!.GetAttribute("value").ShouldBe("50");
    }

    [Theory, OnBothEngines]
    public async Task A_price_that_is_no_price_says_so_and_keeps_what_was_typed(Engine engine)
    {
        var page = await (await MallFixture.On(engine)).Page("/fr/c/ceramics?min=cher");
        page.QuerySelector("#price-error")!.TextContent.ShouldContain("montant");
        page.QuerySelector("input[name=min]")!.GetAttribute("value").ShouldBe("cher");
        page.QuerySelectorAll(".listing .card").Length.ShouldBe(2);
    }

    [Theory, OnBothEngines]
    public async Task A_search_finds_mends_and_helps_on(Engine engine)
    {
        var mall = await MallFixture.On(engine);
        var found = await mall.Page("/fr/search?q=vase+bleu");
        found.QuerySelector(".card")!.GetAttribute("href").ShouldBe($"/fr/shops/{SampleMall.Pottery}/{SampleMall.Vase}");
        found.QuerySelector("meta[name=robots]")!.GetAttribute("content").ShouldBe("noindex");
        (await mall.Page("/fr/search?q=campange")).QuerySelector("main")!.TextContent.ShouldContain("campagne");
        var none = await mall.Page("/fr/search?q=trompette");
        none.QuerySelector(".empty")!.TextContent.ShouldContain("trompette");
        none.QuerySelectorAll(".empty a").Length.ShouldBeGreaterThan(0);
        none.QuerySelectorAll(".card").Length.ShouldBeGreaterThan(0);
    }

    [Theory, OnBothEngines]
    public async Task What_is_not_there_answers_404_with_a_way_on(Engine engine)
    {
        var mall = await MallFixture.On(engine);
        foreach (var path in (string[])["/fr/c/nothing", "/fr/shops/nobody", $"/fr/shops/{SampleMall.Bakery}/nothing", "/fr/pages/nothing", "/de/", "/fr/nothing"])
        {
            var page = await mall.Page(path, System.Net.HttpStatusCode.NotFound);
            page.QuerySelectorAll("main a").Length.ShouldBeGreaterThan(0, path);
        }
    }

    [Theory, OnBothEngines]
    public async Task Junk_in_an_address_finds_nothing_and_breaks_nothing(Engine engine)
    {
        var mall = await MallFixture.On(engine);
        foreach (var query in (string[])["?page=99999999999", "?page=-1", "?min=1e9&max=-5", "?a.=x&a.colour=%00&a.%22%3E=1", "?sort=up&way=fly&shop=%F0%9F%91%BB", "?q=%22%29%20OR%201=1%20--", "?at=91,181&near=%3Cb%3E", "?q=" + new string('x', 3000)])
        {
            using var answer = await mall.Client.GetAsync("/fr/search" + query);
            answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.OK, query);
        }
    }
}
