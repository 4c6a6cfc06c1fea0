using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Halles.Client;
using Halles.Kernel.Storage;
using Halles.Testing;
using static Halles.Web.Tests.Api.ApiMall;

namespace Halles.Web.Tests.Api;

public sealed class BrowsingTests
{
    [Theory, OnBothEngines]
    public async Task A_search_finds_products_with_price_stock_and_facets(Engine engine)
    {
        var mall = await MallFixture.On(engine);
        var client = new HallesClient(mall.Client);
        var answer = await client.Search("vase", "en");
        var hit = answer.Hits.ShouldHaveSingleItem();
        (hit.Shop.Slug, hit.Name.Text, hit.Price, hit.From).ShouldBe((SampleMall.Pottery, "Hand-thrown blue vase", new Amount(3800, "EUR"), true));
        hit.Stock.Word.ShouldBe("in-stock");
        answer.Facets.Select(f => f.Code).ShouldContain("category");
        var page = await client.Search("", "fr", new Dictionary<string, string> { ["category"] = "bread", ["size"] = "10", ["page"] = "2", ["sort"] = "price-up" });
        (page.Total, page.Page, page.Hits.Count).ShouldBe((SampleMall.Breads, 2, 10));
        (await client.Search("", "fr", new Dictionary<string, string> { ["colour"] = "blue" })).Hits.ShouldAllBe(h => h.Name.Text.Contains("bleu"));
        (await client.Search("pain", "xx")).Hits[0].Name.Language.ShouldBe("fr");
    }

    [Theory, OnBothEngines]
    public async Task A_hit_says_what_its_page_says_of_the_price(Engine engine)
    {
        var client = new HallesClient((await MallFixture.On(engine)).Client);
        var vase = (await client.Search("vase", "en")).Hits[0];
        (vase.LowestBefore, vase.ReductionPercent).ShouldBe((new Amount(4500, "EUR"), 15));
        var variant = (await client.Product(vase.ProductId, "en")).Variants[0];
        (variant.LowestBefore, variant.ReductionPercent).ShouldBe((vase.LowestBefore, vase.ReductionPercent));
        var bread = (await client.Search("levain", "fr")).Hits[0];
        (bread.Price, bread.UnitPrice, bread.LowestBefore, bread.ReductionPercent, bread.Per).ShouldBe((new Amount(480, "EUR"), new AmountPer(new Amount(600, "EUR"), "kg"), null, null, null));
        (await client.Product(bread.ProductId, "fr")).Variants[0].UnitPrice.ShouldBe(bread.UnitPrice);
    }

    [Theory, OnBothEngines]
    public async Task A_search_says_what_it_made_of_the_words(Engine engine)
    {
        var client = new HallesClient((await MallFixture.On(engine)).Client);
        var mended = await client.Search("camapgne", "fr");
        (mended.Mended, mended.FewerWords, mended.Total > 0).ShouldBe(("campagne", false, true));
        var exact = await client.Search("camapgne", "fr", new Dictionary<string, string> { ["exactly"] = "true" });
        (exact.Mended, exact.Total).ShouldBe((null, 0));
        var fewer = await client.Search("campagne vase", "fr");
        (fewer.Mended, fewer.FewerWords, fewer.Total > 0).ShouldBe((null, true, true));
        (await client.Search("campagne", "fr")).FewerWords.ShouldBeFalse();
    }

    [Theory, OnBothEngines]
    public async Task Bands_of_prices_count_what_they_narrow_to(Engine engine)
    {
        var client = new HallesClient((await MallFixture.On(engine)).Client);
        var bands = Prices(await client.Search("", "fr"));
        bands.Count.ShouldBeGreaterThan(2);
        bands.ShouldAllBe(b => !b.Chosen);
        foreach (var band in bands)
        {
            var ends = new Dictionary<string, string>();
            _ = band.From is { } from && ends.TryAdd("price-from", $"{from.Minor}");
            _ = band.To is { } to && ends.TryAdd("price-to", $"{to.Minor}");
            var inside = await client.Search("", "fr", ends);
            inside.Total.ShouldBe(band.Count, band.Value);
            Prices(inside).Where(b => b.Chosen).ShouldBe([band with { Chosen = true }]);
            Prices(inside).Select(b => b.Count).ShouldBe(bands.Select(b => b.Count), "another band can be chosen");
        }

        static IReadOnlyList<FacetValue> Prices(SearchAnswer answer) => answer.Facets.Single(f => f.Code == "price").Values;
    }

    [Theory, OnBothEngines]
    public async Task A_product_shows_its_variants_and_what_each_store_has(Engine engine)
    {
        var mall = await MallFixture.On(engine);
        var client = new HallesClient(mall.Client);
        var product = await client.Product((await client.Search("vase", "en")).Hits[0].ProductId, "en");
        product.Variants.Select(v => v.Price.Minor).ShouldBe([3800, 5200, 7800]);
        product.Variants.Select(v => v.Stock.Word).ShouldBe(["in-stock", "last", "sold-out"]);
        product.Attributes["colour"].ShouldBe("blue");
        await Refused(client.Product(Guid.AllBitsSet, "en"), 404, "no-such-product");
    }

    [Theory, OnBothEngines]
    public async Task Shops_come_page_by_page_each_once(Engine engine)
    {
        var mall = await MallFixture.On(engine);
        var client = new HallesClient(mall.Client);
        var all = (await client.Shops("fr")).Items;
        var (seen, cursor) = (new List<string>(), (string?)null);
        do
        {
            var page = await mall.Client.GetFromJsonAsync<Listing<ShopSummary>>($"/api/v1/shops?limit=2{(cursor is null ? "" : "&cursor=" + cursor)}", JsonSerializerOptions.Web);
            page!.Items.Count.ShouldBeLessThanOrEqualTo(2);
            seen.AddRange(page.Items.Select(s => s.Slug));
            cursor = page.Next;
        }
        while (cursor is not null);

        seen.ShouldBe(all.Select(s => s.Slug));
        seen.ShouldBeUnique();
        seen.ShouldContain(SampleMall.Pottery);
    }

    [Theory, OnBothEngines]
    public async Task A_shop_says_who_stands_behind_it_and_where_its_stores_are(Engine engine)
    {
        var client = new HallesClient((await MallFixture.On(engine)).Client);
        var shop = await client.Shop(SampleMall.Pottery, "fr");
        (shop.Trader.Number, shop.Stores.Count).ShouldBe(("00048706600011", 2));
        shop.Payments.ShouldContain("transfer");
        var stores = (await client.Stores("47.7936,1.0656")).Items;
        stores[0].Shop.Slug.ShouldBe(SampleMall.Bakery);
        stores.Select(s => s.Metres ?? 0).ShouldBeInOrder();
        (await client.Stores("41100")).Items.ShouldNotBeEmpty();
        await Refused(client.Shop("nobody", "fr"), 404, "no-such-shop");
        await Refused(client.Stores("Atlantis"), 422, "no-such-place");
        await Refused(client.Stores(""), 422, "parameter-missing");
    }

    [Fact]
    public async Task What_the_caller_has_already_is_not_sent_again()
    {
        var mall = await MallFixture.On(Engine.Sqlite);
        using var first = await mall.Client.GetAsync("/api/v1/shops?lang=fr");
        var tag = first.Headers.ETag!.ToString();
        using var again = new HttpRequestMessage(HttpMethod.Get, "/api/v1/shops?lang=fr");
        again.Headers.TryAddWithoutValidation("If-None-Match", $"\"other\", {tag}");
        using var second = await mall.Client.SendAsync(again);
        second.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        (await second.Content.ReadAsStringAsync()).ShouldBeEmpty();
        using var other = await mall.Client.GetAsync("/api/v1/shops?lang=fr&limit=1");
        other.Headers.ETag!.ToString().ShouldNotBe(tag);
    }

    [Theory]
    [InlineData("search?page=0", "parameter-wrong", "page")]
    [InlineData("search?page=two", "parameter-wrong", "page")]
    [InlineData("search?page=99999999999999999999", "parameter-wrong", "page")]
    [InlineData("search?size=101", "parameter-wrong", "size")]
    [InlineData("search?sort=best", "parameter-wrong", "sort")]
    [InlineData("search?in-stock=maybe", "parameter-wrong", "in-stock")]
    [InlineData("search?q=a%00b", "text-unfit", "q")]
    [InlineData("search?frob=1", "parameter-unknown", "frob")]
    [InlineData("search?colour=blue&instock=true", "parameter-unknown", "instock")]
    [InlineData("search?near=Atlantis", "no-such-place", "near")]
    [InlineData("shops?language=fr", "parameter-unknown", "language")]
    [InlineData("shops?cursor=abc", "cursor-wrong", "cursor")]
    [InlineData("shops?limit=-1", "parameter-wrong", "limit")]
    public async Task A_wrong_parameter_is_named(string path, string code, string field)
    {
        var mall = await MallFixture.On(Engine.Sqlite);
        using var answer = await mall.Client.GetAsync("/api/v1/" + path);
        var problem = await Problem(answer, 422);
        (problem.GetProperty("code").GetString(), problem.GetProperty("field").GetString()).ShouldBe((code, field));
    }

    [Fact]
    public async Task All_that_is_wrong_is_told_at_once()
    {
        var mall = await MallFixture.On(Engine.Sqlite);
        using var answer = await mall.Client.GetAsync("/api/v1/search?page=0&sort=best&radius=x");
        (await Problem(answer, 422)).GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("field").GetString()).ShouldBe(["radius", "sort", "page"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("GET", "nothing", 404, "not-found")]
    [InlineData("GET", "products/not-an-id", 404, "not-found")]
    [InlineData("POST", "search", 405, "method-not-allowed")]
    [InlineData("DELETE", "shops", 405, "method-not-allowed")]
    public async Task What_is_not_there_is_a_problem_too(string method, string path, int status, string code)
    {
        var mall = await MallFixture.On(Engine.Sqlite);
        using var answer = await mall.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), "/api/v1/" + path));
        (await Problem(answer, status)).GetProperty("code").GetString().ShouldBe(code);
    }
}
