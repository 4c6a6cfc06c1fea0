using Halles.Kernel;
using Halles.Kernel.Storage;

namespace Halles.Web.Tests.Pages;

/// <summary>The demo mall in every language that is spoken: shoppers read theirs, desks and offices French or English.</summary>
public sealed class LanguagePagesTests
{
    public static TheoryData<string, string, string> Spoken => new()
    {
        { "nl", "ltr", "Mandje" }, { "es", "ltr", "Cesta" }, { "zh-Hant", "ltr", "購物籃" }, { "ar", "rtl", "السلة" },
    };

    [Theory, MemberData(nameof(Spoken))]
    public async Task A_shopper_reads_the_market_in_each_language(string language, string direction, string basket)
    {
        await using var mall = await DemoWeb.Open(Engine.Sqlite);
        using var visitor = new Visitor(mall);
        var home = (await visitor.Get($"/{language}/")).Html;
        home.DocumentElement.GetAttribute("lang").ShouldBe(language);
        home.DocumentElement.GetAttribute("dir").ShouldBe(direction);
        home.QuerySelector(".top-links")!.TextContent.ShouldContain(basket);
        home.QuerySelectorAll(".foot a[hreflang]").Select(a => a.GetAttribute("href")).ShouldBe(Language.Spoken.Select(l => $"/{l}/"));
        home.QuerySelector(".foot a[aria-current]")!.GetAttribute("lang").ShouldBe(language);
        var product = (await visitor.Get(home.QuerySelector(".grid a.card")!.GetAttribute("href")!)).Html;
        var name = product.QuerySelector("h1")!;
        name.GetAttribute("lang").ShouldBe("fr", "a shop that writes in French is read in French, and said to be");
        product.QuerySelectorAll("link[hreflang]").Select(l => l.GetAttribute("hreflang")).ShouldBe(["fr", "en"], "the page exists in no other");
    }

    [Fact]
    public async Task A_visitor_is_told_of_the_market_in_their_language_in_its_own_words()
    {
        await using var mall = await DemoWeb.Open(Engine.Sqlite);
        using var visitor = new Visitor(mall);
        visitor.Http.DefaultRequestHeaders.Add("Accept-Language", "ar-MA,ar;q=0.9,fr;q=0.5");
        var told = (await visitor.Get("/")).Html.QuerySelector(".notice-body")!;
        told.GetAttribute("lang").ShouldBe("ar");
        told.QuerySelector("a")!.GetAttribute("href").ShouldBe("/ar/");
        told.TextContent.ShouldContain("العربية");
    }

    [Theory]
    [InlineData("claire@boulangerie-martin.example", "desk/boulangerie-martin/today", "Comptoir")]
    [InlineData("helene@saint-aubin.example", "office/settings", "Réglages du marché")]
    public async Task Desks_and_offices_stay_in_french_where_another_language_is_asked_for_and_say_so(string who, string page, string words)
    {
        await using var mall = await DemoWeb.Open(Engine.Sqlite);
        using var visitor = await mall.As(who);
        var shown = (await visitor.Get("/ar/" + page)).Html;
        shown.DocumentElement.GetAttribute("lang").ShouldBe("fr");
        shown.DocumentElement.GetAttribute("dir").ShouldBe("ltr");
        shown.Body!.TextContent.ShouldContain(words);
        shown.QuerySelectorAll(".side a").Select(a => a.GetAttribute("href")!).ShouldAllBe(href => href.StartsWith("/ar/", StringComparison.Ordinal), "whoever leaves is in their own language again");
        var english = (await visitor.Get("/en/" + page)).Html;
        english.DocumentElement.GetAttribute("lang").ShouldBe("en");
    }

    [Fact]
    public async Task A_text_field_in_another_direction_says_so()
    {
        await using var mall = await DemoWeb.Open(Engine.Sqlite);
        using var visitor = await mall.As("helene@saint-aubin.example");
        var settings = (await visitor.Get("/fr/office/settings")).Html;
        settings.GetElementById("tagline.ar")!.GetAttribute("dir").ShouldBe("rtl");
        settings.GetElementById("tagline.nl")!.GetAttribute("dir").ShouldBeNull();
        settings.QuerySelectorAll("input[name=languages][checked]").Select(i => i.GetAttribute("value")).ShouldBe(Language.Spoken.Select(l => l.Tag));
    }
}
