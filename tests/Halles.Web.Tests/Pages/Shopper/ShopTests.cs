using System.Net;
using System.Text.Json;
using AngleSharp.Dom;
using Halles.Kernel.Storage;
using Halles.Testing;

namespace Halles.Web.Tests.Pages.Shopper;

public sealed class ShopTests
{
    [Theory, OnBothEngines]
    public async Task A_shop_shows_its_hours_exceptions_goods_terms_and_identity(Engine engine)
    {
        var page = await (await MallFixture.On(engine)).Page($"/fr/shops/{SampleMall.Pottery}");
        page.QuerySelector("h1")!.TextContent.ShouldBe("Terre & Feu");
        page.QuerySelectorAll(".week tr").Length.ShouldBe(14); // two stores
        page.QuerySelector(".week .today")!.TextContent.ShouldStartWith("mardi");
        page.QuerySelector(".week .today")!.TextContent.ShouldContain("9\u00a0h – 12\u00a0h\u00a030, 14\u00a0h – 19\u00a0h");
        page.QuerySelector("#premier")!.TextContent.ShouldContain("mardi 10 mars\u00a0: fermé");
        page.QuerySelector("#legal")!.TextContent.ShouldContain("FR02000487066");
        page.QuerySelector("#legal")!.TextContent.ShouldContain("02 61 91 01 01");
        page.QuerySelector("main")!.TextContent.ShouldContain("Belgique");
        page.QuerySelectorAll(".card").Length.ShouldBe(2);
    }

    [Theory, OnBothEngines]
    public async Task A_suspended_shop_is_said_to_be_away_and_a_closed_one_to_have_left(Engine engine)
    {
        var mall = await MallFixture.On(engine);
        var away = await mall.Page($"/fr/shops/{SampleMall.Suspended}", HttpStatusCode.NotFound);
        away.QuerySelector("h1")!.TextContent.ShouldBe("Cette boutique est absente");
        var left = await mall.Page($"/fr/shops/{SampleMall.Closed}/un-chapeau", HttpStatusCode.Gone);
        left.QuerySelector("main")!.TextContent.ShouldContain("a quitté le marché");
        left.QuerySelector("main")!.TextContent.ShouldNotContain("Leroy");
    }

    [Theory, OnBothEngines]
    public async Task Structured_data_of_a_store_tells_its_hours(Engine engine)
    {
        var page = await (await MallFixture.On(engine)).Page($"/fr/shops/{SampleMall.Bakery}");
        var store = Stores(page).Single();
        var hours = store.GetProperty("openingHoursSpecification").EnumerateArray().ToList();
        hours.Count.ShouldBe(10);
        hours[0].GetProperty("dayOfWeek").GetString().ShouldBe("https://schema.org/Tuesday");
        hours[0].GetProperty("opens").GetString().ShouldBe("09:00");
        store.GetProperty("specialOpeningHoursSpecification")[0].GetProperty("validFrom").GetString().ShouldBe("2026-03-10");
        store.GetProperty("geo").GetProperty("latitude").GetDouble().ShouldBe(47.7936, 0.001);
    }

    [Theory, OnBothEngines]
    public async Task Structured_data_tells_a_holiday_as_one_closed_time(Engine engine)
    {
        var page = await (await MallFixture.On(engine)).Page($"/fr/shops/{SampleMall.Resting}");
        var special = Stores(page).Single().GetProperty("specialOpeningHoursSpecification").EnumerateArray().ToList();
        Told(special[0]).ShouldBe(("2026-03-03", "2026-03-10", "00:00", "00:00")); // from today on; the day after it is closed too
        special.Count.ShouldBe(1);
    }

    [Theory, OnBothEngines]
    public async Task Stores_close_to_each_other_have_pins_that_can_be_told_apart(Engine engine)
    {
        var page = await (await MallFixture.On(engine)).Page("/fr/near");
        var pins = page.QuerySelectorAll(".map-pin").Select(p => (X: Number(p, "cx"), Y: Number(p, "cy"))).ToList();
        foreach (var (a, i) in pins.Select((p, i) => (p, i)))
        {
            a.X.ShouldBeInRange(15, 385);
            a.Y.ShouldBeInRange(15, 385);
            pins.Skip(i + 1).ShouldAllBe(b => Math.Sqrt((a.X - b.X) * (a.X - b.X) + (a.Y - b.Y) * (a.Y - b.Y)) > 28);
        }

        static double Number(IElement pin, string name) => double.Parse(pin.GetAttribute(name)!, System.Globalization.CultureInfo.InvariantCulture);
    }

    private static IEnumerable<JsonElement> Stores(IDocument page) => page.QuerySelectorAll("script[type='application/ld+json']")
        .Select(s => JsonDocument.Parse(s.TextContent).RootElement).Where(d => d.GetProperty("@type").GetString() == "Store");

    private static (string?, string?, string?, string?) Told(JsonElement hours)
    {
        string? Of(string name) => hours.GetProperty(name).GetString();
        return (Of("validFrom"), Of("validThrough"), Of("opens"), Of("closes"));
    }

    [Theory, OnBothEngines]
    public async Task All_shops_are_listed_and_can_be_narrowed(Engine engine)
    {
        var mall = await MallFixture.On(engine);
        (await mall.Page("/fr/shops")).QuerySelectorAll("a.shop").Length.ShouldBe(7);
        var sending = await mall.Page("/fr/shops?show=ship");
        sending.QuerySelectorAll("a.shop .shop-name").Select(s => s.TextContent).ShouldBe(["Terre & Feu", "La Cave du Loir"], ignoreOrder: true);
        sending.QuerySelector("[aria-current=true]")!.TextContent.ShouldBe("Expédient");
    }

    [Theory, OnBothEngines]
    public async Task Stores_near_a_place_come_by_distance_and_the_map_says_the_same(Engine engine)
    {
        var mall = await MallFixture.On(engine);
        var town = await mall.Page("/fr/near");
        town.QuerySelector(".store h2")!.TextContent.ShouldBe("Boulangerie Martin");
        town.QuerySelectorAll(".store").Length.ShouldBe(8);
        town.QuerySelectorAll(".map-pin").Length.ShouldBe(8);
        var street = await mall.Page("/fr/near?near=8201+rue+du+Four");
        street.QuerySelector(".store h2")!.TextContent.ShouldBe("Terre & Feu");
        var here = await mall.Page("/fr/near?at=47.8062,1.0656&open=1");
        here.QuerySelector(".store h2")!.TextContent.ShouldBe("Cycles Garnier");
        here.QuerySelectorAll(".store .tag").ShouldAllBe(t => t.TextContent.Contains("Ouvert jusqu"));
        var unknown = await mall.Page("/fr/near?near=Tombouctou");
        unknown.QuerySelector(".notice:not([hidden])")!.TextContent.ShouldContain("Tombouctou");
        unknown.QuerySelectorAll(".store").Length.ShouldBe(8);
    }

    [Theory, OnBothEngines]
    public async Task Where_somebody_is_is_not_kept(Engine engine)
    {
        var mall = await MallFixture.On(engine);
        using var answer = await mall.Client.GetAsync("/fr/near?near=41100");
        answer.Headers.CacheControl!.Private.ShouldBeTrue();
    }
}
