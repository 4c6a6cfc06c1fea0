using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Halles.Kernel.Storage;
using Halles.Testing;

namespace Halles.Web.Tests.Pages.Shopper;

public sealed class ProductTests
{
    private static string Path(string shop, string product, string language = "fr") => $"/{language}/shops/{shop}/{product}";

    [Theory, OnBothEngines]
    public async Task A_product_says_price_unit_price_stock_seller_and_ways(Engine engine)
    {
        var page = await (await MallFixture.On(engine)).Page(Path(SampleMall.Bakery, SampleMall.Bread));
        page.QuerySelector("h1")!.TextContent.ShouldBe("Pain de campagne au levain");
        page.QuerySelector(".offer-price")!.TextContent.ShouldBe("4,80\u00a0€");
        page.QuerySelector("[data-out=unit]")!.TextContent.ShouldBe("800\u00a0g · 6,00\u00a0€/kg");
        page.QuerySelector(".place")!.TextContent.ShouldContain("vu il y a 12 minutes");
        page.QuerySelector(".place")!.TextContent.ShouldContain("Ouvert jusqu’à 12\u00a0h\u00a030");
        page.QuerySelectorAll(".way").Length.ShouldBe(2);
        page.QuerySelector(".ways")!.TextContent.ShouldContain("Prêt aujourd’hui à 11\u00a0h");
        page.QuerySelector(".ways")!.TextContent.ShouldContain("3,50\u00a0€");
        page.QuerySelector("#h-seller")!.ParentElement!.TextContent.ShouldContain("Boulangerie Martin SARL");
        page.QuerySelectorAll(".crumb").Select(c => c.TextContent.Trim()).ShouldBe(["Alimentation", "Pains"]);
    }

    [Theory, OnBothEngines]
    public async Task The_form_posts_the_wanted_quantity_of_the_variant_that_is_shown(Engine engine)
    {
        var page = await (await MallFixture.On(engine)).Page(Path(SampleMall.Bakery, SampleMall.Bread));
        var form = (IHtmlFormElement)page.QuerySelector("form[data-offer]")!;
        form.Method.ShouldBe("post");
        form.GetAttribute("action").ShouldBe("/fr/basket/lines");
        Guid.TryParse(form.QuerySelector("input[name=variant]")!.GetAttribute("value"), out _).ShouldBeTrue();
        form.QuerySelector("input[name=quantity]")!.GetAttribute("max").ShouldBe("24");
    }

    [Theory, OnBothEngines]
    public async Task A_reduction_shows_the_lowest_price_of_thirty_days(Engine engine)
    {
        var page = await (await MallFixture.On(engine)).Page(Path(SampleMall.Pottery, SampleMall.Vase));
        page.QuerySelector("[data-out=was]")!.TextContent.ShouldBe("Prix le plus bas en 30 jours\u00a0: 45,00\u00a0€, −15\u00a0%");
        page.QuerySelector("[data-out=was]")!.HasAttribute("hidden").ShouldBeFalse();
    }

    [Theory, OnBothEngines]
    public async Task Each_combination_has_an_address_that_works_without_script(Engine engine)
    {
        var mall = await MallFixture.On(engine);
        var page = await mall.Page(Path(SampleMall.Pottery, SampleMall.Vase));
        var picks = page.QuerySelectorAll("a[data-option]").ToList();
        picks.Count.ShouldBe(3);
        picks[0].GetAttribute("aria-current").ShouldBe("true");
        var other = await mall.Page(picks[1].GetAttribute("href")!);
        other.QuerySelector(".offer-price")!.TextContent.ShouldBe("52,00\u00a0€");
        other.QuerySelector("[data-out=stock]")!.TextContent.ShouldContain("Plus qu’un");
        other.QuerySelector("link[rel=canonical]")!.GetAttribute("href").ShouldEndWith(Path(SampleMall.Pottery, SampleMall.Vase));
        var gone = await mall.Page(picks[2].GetAttribute("href")!);
        gone.QuerySelector("form[data-offer]")!.HasAttribute("hidden").ShouldBeTrue();
        gone.QuerySelector("[data-gone]")!.HasAttribute("hidden").ShouldBeFalse();
    }

    [Theory, OnBothEngines]
    public async Task The_script_is_told_of_every_variant_what_its_page_says(Engine engine)
    {
        var mall = await MallFixture.On(engine);
        var page = await mall.Page(Path(SampleMall.Pottery, SampleMall.Vase));
        using var table = JsonDocument.Parse(page.QuerySelector("#variants")!.TextContent);
        foreach (var variant in table.RootElement.EnumerateObject())
        {
            var own = await mall.Page(variant.Value.GetProperty("href").GetString()!);
            variant.Value.GetProperty("price").GetString().ShouldBe(own.QuerySelector("[data-out=price]")!.TextContent);
            variant.Value.GetProperty("stock").GetString().ShouldBe(own.QuerySelector("[data-out=stock]")!.TextContent.Trim());
            variant.Value.GetProperty("id").GetString().ShouldBe(own.QuerySelector("input[name=variant]")!.GetAttribute("value"));
            variant.Value.GetProperty("buy").GetBoolean().ShouldBe(!own.QuerySelector("form[data-offer]")!.HasAttribute("hidden"));
        }

        table.RootElement.EnumerateObject().Count().ShouldBe(3);
    }

    [Theory, OnBothEngines]
    public async Task Goods_by_weight_are_offered_in_steps_with_their_price(Engine engine)
    {
        var page = await (await MallFixture.On(engine)).Page(Path(SampleMall.Dairy, SampleMall.Cheese));
        page.QuerySelector(".offer-price")!.TextContent.ShouldBe("19,90\u00a0€/kg");
        page.QuerySelector("[data-out=unit]")!.TextContent.ShouldBe("soit 1,99\u00a0€ pour 100\u00a0g");
        var options = page.QuerySelectorAll("select[name=quantity] option").ToList();
        options[2].TextContent.ShouldBe("300\u00a0g · 5,97\u00a0€");
        options[2].GetAttribute("value").ShouldBe("3");
        options[^1].GetAttribute("value").ShouldBe("25");
    }

    [Theory, OnBothEngines]
    public async Task Wine_asks_for_an_age_and_the_last_pieces_are_counted(Engine engine)
    {
        var page = await (await MallFixture.On(engine)).Page(Path(SampleMall.Cellar, SampleMall.Wine));
        page.QuerySelector(".age")!.TextContent.ShouldBe("18");
        page.QuerySelector("[data-out=stock]")!.TextContent.ShouldContain("Plus que 2");
    }

    [Theory, OnBothEngines]
    public async Task A_shop_that_is_away_says_so_and_sells_nothing(Engine engine)
    {
        var mall = await MallFixture.On(engine);
        var resting = await mall.Page(Path(SampleMall.Resting, SampleMall.Cloth));
        resting.QuerySelector(".notice-warm")!.TextContent.ShouldContain("lundi 9 mars");
        resting.QuerySelector("form[data-offer]").ShouldBeNull();
        var paused = await mall.Page(Path(SampleMall.Paused, SampleMall.Bicycle));
        paused.QuerySelector(".notice-warm")!.TextContent.ShouldContain("ne prend pas de commandes");
        paused.QuerySelector("form[data-offer]").ShouldBeNull();
    }

    [Theory, OnBothEngines]
    public async Task A_text_without_translation_is_marked_with_its_language(Engine engine)
    {
        var mall = await MallFixture.On(engine);
        var own = await mall.Page(Path(SampleMall.Resting, SampleMall.Cloth, "en"));
        own.QuerySelector("h1")!.GetAttribute("lang").ShouldBe("fr");
        own.QuerySelectorAll("link[hreflang]").Select(l => l.GetAttribute("hreflang")).ShouldBe(["fr"]);
        var translated = await mall.Page(Path(SampleMall.Bakery, SampleMall.Bread, "en"));
        translated.QuerySelector("h1")!.HasAttribute("lang").ShouldBeFalse();
        translated.QuerySelectorAll("link[hreflang]").Select(l => l.GetAttribute("hreflang")).ShouldBe(["fr", "en"]);
    }

    [Theory, OnBothEngines]
    public async Task Structured_data_tells_of_product_offers_and_crumbs(Engine engine)
    {
        var page = await (await MallFixture.On(engine)).Page(Path(SampleMall.Pottery, SampleMall.Vase));
        var data = page.QuerySelectorAll("script[type='application/ld+json']").Select(s => JsonDocument.Parse(s.TextContent).RootElement).ToList();
        var product = data.Single(d => d.GetProperty("@type").GetString() == "Product");
        product.GetProperty("name").GetString().ShouldBe("Vase bleu tourné main");
        var offers = product.GetProperty("offers").EnumerateArray().ToList();
        offers.Select(o => o.GetProperty("price").GetDecimal()).ShouldBe([38.00m, 52.00m, 78.00m]);
        offers.Select(o => o.GetProperty("availability").GetString()!.Split('/')[^1]).ShouldBe(["InStock", "LimitedAvailability", "OutOfStock"]);
        offers[0].GetProperty("priceCurrency").GetString().ShouldBe("EUR");
        data.Single(d => d.GetProperty("@type").GetString() == "BreadcrumbList").GetProperty("itemListElement").GetArrayLength().ShouldBe(2);
    }

    [Theory, OnBothEngines]
    public async Task Photos_have_their_size_and_words_and_the_first_is_loaded_first(Engine engine)
    {
        var mall = await MallFixture.On(engine);
        var page = await mall.Page(Path(SampleMall.Pottery, SampleMall.Vase));
        var photos = page.QuerySelectorAll<IHtmlImageElement>(".gallery-photo img").ToList();
        photos.Count.ShouldBe(2);
        photos.ShouldAllBe(p => p.HasAttribute("width") && p.HasAttribute("height") && p.AlternativeText!.Length > 0);
        photos[0].GetAttribute("fetchpriority").ShouldBe("high");
        photos[0].HasAttribute("loading").ShouldBeFalse();
        photos[1].GetAttribute("loading").ShouldBe("lazy");
        photos[1].GetAttribute("src").ShouldEndWith("/drawing.svg");
        (await mall.Client.GetAsync(photos[1].GetAttribute("src"))).EnsureSuccessStatusCode();
    }

    [Theory, OnBothEngines]
    public async Task Light_pages_load_no_photo_until_asked(Engine engine)
    {
        var mall = await MallFixture.On(engine);
        using var asked = new HttpRequestMessage(HttpMethod.Get, Path(SampleMall.Pottery, SampleMall.Vase)) { Headers = { { "Save-Data", "on" } } };
        using var answer = await mall.Client.SendAsync(asked);
        var body = await answer.Content.ReadAsStringAsync();
        body.ShouldNotContain("<img");
        body.ShouldContain("data-photo");
        answer.Headers.CacheControl!.Private.ShouldBeTrue();
    }

    [Theory, OnBothEngines]
    public async Task Structured_data_says_what_amount_a_price_is_for(Engine engine)
    {
        var mall = await MallFixture.On(engine);
        var cheese = await Offer(SampleMall.Dairy, SampleMall.Cheese);
        cheese.GetProperty("price").GetDecimal().ShouldBe(1.99m);
        Told(cheese).ShouldBe((1.99m, 100, "GRM", "KGM"));
        var bread = await Offer(SampleMall.Bakery, SampleMall.Bread);
        bread.GetProperty("price").GetDecimal().ShouldBe(4.80m);
        Told(bread).ShouldBe((4.80m, 800, "GRM", "KGM"));
        (await Offer(SampleMall.Pottery, SampleMall.Vase)).TryGetProperty("priceSpecification", out _).ShouldBeFalse();

        async Task<JsonElement> Offer(string shop, string product) => (await mall.Page(Path(shop, product)))
            .QuerySelectorAll("script[type='application/ld+json']").Select(s => JsonDocument.Parse(s.TextContent).RootElement)
            .Single(d => d.GetProperty("@type").GetString() == "Product").GetProperty("offers")[0];

        static (decimal Price, decimal Amount, string? Unit, string? ComparedBy) Told(JsonElement offer)
        {
            var price = offer.GetProperty("priceSpecification");
            price.GetProperty("@type").GetString().ShouldBe("UnitPriceSpecification");
            var amount = price.GetProperty("referenceQuantity");
            return (price.GetProperty("price").GetDecimal(), amount.GetProperty("value").GetDecimal(), amount.GetProperty("unitCode").GetString(), amount.GetProperty("valueReference").GetProperty("unitCode").GetString());
        }
    }

    [Theory, OnBothEngines]
    public async Task Link_previews_are_told_of_a_product_and_of_its_languages(Engine engine)
    {
        var mall = await MallFixture.On(engine);
        var page = await mall.Page(Path(SampleMall.Bakery, SampleMall.Bread));
        Told(page, "og:type").ShouldBe(["product"]);
        Told(page, "og:locale").ShouldBe(["fr_FR"]);
        Told(page, "og:locale:alternate").ShouldBe(["en_GB"]);
        Told(await mall.Page(Path(SampleMall.Resting, SampleMall.Cloth)), "og:locale:alternate").ShouldBeEmpty();
        Told(await mall.Page("/fr/"), "og:type").ShouldBe(["website"]);

        static IEnumerable<string?> Told(IDocument page, string name) => page.QuerySelectorAll($"meta[property='{name}']").Select(m => m.GetAttribute("content"));
    }
}
