using System.Text.Json;
using AngleSharp.Dom;
using Halles.Kernel.Storage;
using Halles.Testing;

namespace Halles.Web.Tests.Pages.Shopper;

public sealed class NaughtyTextTests
{
    public static readonly string[] Pages =
    [
        "/fr/", "/fr/search?q=%3Cscript%3Ealert(1)%3C/script%3E", "/fr/c/care", "/fr/shops", $"/fr/shops/{SampleMall.Naughty}", $"/fr/shops/{SampleMall.Naughty}/{SampleMall.Odd}",
        $"/en/shops/{SampleMall.Naughty}/{SampleMall.Odd}", "/fr/near?near=%22%3E%3Cimg%20src%3Dx%3E", "/fr/search?a.x%22y=%3Cb%3E&shop=%27%22%3E&min=%3Ci%3E",
    ];

    [Theory, OnBothEngines]
    public async Task No_text_of_others_becomes_markup(Engine engine)
    {
        var mall = await MallFixture.On(engine);
        foreach (var path in Pages)
        {
            var page = await mall.Page(path);
            page.QuerySelectorAll("script").ShouldAllBe(s => s.HasAttribute("src") || s.GetAttribute("type") == "application/ld+json" || s.GetAttribute("type") == "application/json", path);
            page.QuerySelectorAll("iframe, object, embed, [onerror], [onclick], [style]").ShouldBeEmpty(path);
            page.QuerySelectorAll("a[href], form[action]").Select(a => a.GetAttribute("href") ?? a.GetAttribute("action")!)
                .ShouldAllBe(a => !a.StartsWith("javascript:", StringComparison.OrdinalIgnoreCase) && !a.StartsWith("data:", StringComparison.OrdinalIgnoreCase), path);
            page.QuerySelectorAll("img").ShouldAllBe(i => i.GetAttribute("src")!.StartsWith("/media/", StringComparison.Ordinal), path);
            foreach (var data in page.QuerySelectorAll("script[type*=json]"))
            {
                JsonDocument.Parse(data.TextContent).Dispose();
            }
        }
    }

    [Theory, OnBothEngines]
    public async Task A_naughty_name_is_shown_as_it_was_written(Engine engine)
    {
        var mall = await MallFixture.On(engine);
        var shop = await mall.Page($"/fr/shops/{SampleMall.Naughty}");
        shop.QuerySelector("h1 bdi")!.TextContent.ShouldBe(SampleMall.NaughtyName);
        var product = await mall.Page($"/fr/shops/{SampleMall.Naughty}/{SampleMall.Odd}");
        product.QuerySelector("h1 bdi")!.TextContent.ShouldBe(SampleMall.NaughtyName);
        product.QuerySelectorAll("a[data-option]")[1].TextContent.ShouldStartWith("</script><b>");
        product.QuerySelector("#h-about")!.ParentElement!.TextContent.ShouldContain("<iframe");
    }

    [Theory, OnBothEngines]
    public async Task Links_of_merchants_lend_no_weight_and_lead_to_the_web_alone(Engine engine)
    {
        var page = await (await MallFixture.On(engine)).Page($"/fr/shops/{SampleMall.Bakery}");
        var links = page.QuerySelectorAll(".prose .stack a").ToList();
        links.Single(l => l.TextContent == "vrai").GetAttribute("href").ShouldBe("https://example.org");
        links.ShouldAllBe(l => l.GetAttribute("rel") == "nofollow ugc");
        links.Single(l => l.TextContent == "site").GetAttribute("href").ShouldBeNullOrEmpty();
    }
}
