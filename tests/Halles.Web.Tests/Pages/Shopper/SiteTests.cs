using System.Net;
using System.Text.Json;
using System.Xml.Linq;
using AngleSharp.Dom;
using Halles.Kernel.Storage;
using Halles.Testing;

namespace Halles.Web.Tests.Pages.Shopper;

public sealed class SiteTests
{
    private static readonly XNamespace Map = "http://www.sitemaps.org/schemas/sitemap/0.9", Xhtml = "http://www.w3.org/1999/xhtml";

    public static readonly string[] Fixed = ["imprint", "privacy", "terms", "returns", "collect", "delivery", "about", "accessibility", "open-a-shop", "programs"];

    [Theory, OnBothEngines]
    public async Task Every_address_of_the_site_map_answers_and_names_its_translations(Engine engine)
    {
        var mall = await MallFixture.On(engine);
        var index = XDocument.Parse(await mall.Client.GetStringAsync("/sitemap.xml"));
        var parts = index.Descendants(Map + "loc").Select(l => new Uri(l.Value).PathAndQuery).ToList();
        parts.ShouldBe(["/sitemap-1.xml"]);
        var urls = XDocument.Parse(await mall.Client.GetStringAsync(parts[0])).Descendants(Map + "url").ToList();
        urls.Count.ShouldBeGreaterThan(80);
        foreach (var url in urls)
        {
            var path = new Uri(url.Element(Map + "loc")!.Value).PathAndQuery;
            var page = await mall.Page(path);
            page.QuerySelector("link[rel=canonical]")!.GetAttribute("href").ShouldBe(mall.Origin + path);
            var translations = url.Elements(Xhtml + "link").Select(l => l.Attribute("href")!.Value).ToList();
            page.QuerySelectorAll("link[hreflang]:not([hreflang=x-default])").Select(l => l.GetAttribute("href")).ShouldBe(translations.Count > 0 ? translations : [mall.Origin + path]);
        }

        (await mall.Client.GetAsync("/sitemap-2.xml")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory, OnBothEngines]
    public async Task Robots_are_told_where_not_to_go_and_where_the_map_is(Engine engine)
    {
        var mall = await MallFixture.On(engine);
        var text = await mall.Client.GetStringAsync("/robots.txt");
        text.ShouldContain("Disallow: /fr/basket");
        text.ShouldContain($"Sitemap: {mall.Origin}/sitemap.xml");
    }

    [Theory, OnBothEngines]
    public async Task The_manifest_lets_the_mall_be_installed(Engine engine)
    {
        var mall = await MallFixture.On(engine);
        using var manifest = JsonDocument.Parse(await mall.Client.GetStringAsync("/site.webmanifest"));
        manifest.RootElement.GetProperty("name").GetString().ShouldBe("Halles de Saint-Aubin");
        foreach (var icon in manifest.RootElement.GetProperty("icons").EnumerateArray())
        {
            (await mall.Client.GetAsync(icon.GetProperty("src").GetString())).EnsureSuccessStatusCode();
        }
    }

    [Theory, OnBothEngines]
    public async Task Fixed_pages_stand_in_both_languages_with_the_malls_own_facts(Engine engine)
    {
        var mall = await MallFixture.On(engine);
        foreach (var language in (string[])["fr", "en"])
        {
            foreach (var name in Fixed)
            {
                var page = await mall.Page($"/{language}/pages/{name}");
                page.QuerySelectorAll("h1").Length.ShouldBe(1);
                page.QuerySelector("article")!.HasAttribute("lang").ShouldBeFalse(name);
                page.QuerySelector("article")!.TextContent.ShouldNotContain("{");
            }

            (await mall.Page($"/{language}/pages/imprint")).QuerySelector("article")!.TextContent.ShouldContain("Union des commerçants de Saint-Aubin");
        }
    }

    [Theory, OnBothEngines]
    public async Task Every_link_of_the_frame_leads_somewhere_of_this_mall(Engine engine)
    {
        var mall = await MallFixture.On(engine);
        var page = await mall.Page("/fr/");
        var links = page.QuerySelectorAll(".foot a[href*='/pages/'], .aisles a, .depts a, .foot a[hreflang]").Select(a => a.GetAttribute("href")!).Distinct().ToList();
        links.Count.ShouldBeGreaterThan(12);
        foreach (var link in links)
        {
            await mall.Page(link);
        }
    }

    [Theory, OnBothEngines]
    public async Task The_light_switch_turns_and_comes_back(Engine engine)
    {
        var mall = await MallFixture.On(engine);
        using var visitor = mall.NewClient();
        visitor.DefaultRequestHeaders.Referrer = new Uri(mall.Origin + "/fr/shops");
        using var on = await visitor.PostAsync("/light", null);
        on.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        on.Headers.Location!.ToString().ShouldBe("/fr/shops");
        (await visitor.GetStringAsync("/fr/")).ShouldNotContain("<img");
        using var off = await visitor.PostAsync("/light", null);
        (await visitor.GetStringAsync($"/fr/shops/{SampleMall.Pottery}/{SampleMall.Vase}")).ShouldContain("<img");
        visitor.DefaultRequestHeaders.Referrer = new Uri("https://elsewhere.example/x");
        using var foreign = await visitor.PostAsync("/light", null);
        foreign.Headers.Location!.ToString().ShouldBe("/");
    }

    [Theory, OnBothEngines]
    public async Task One_address_for_one_page(Engine engine)
    {
        var mall = await MallFixture.On(engine);
        using var answer = await mall.Client.GetAsync("/fr");
        answer.StatusCode.ShouldBe(HttpStatusCode.MovedPermanently);
        answer.Headers.Location!.ToString().ShouldBe("/fr/");
    }
}
