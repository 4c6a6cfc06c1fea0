using Halles.Kernel;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Halles.Mall.Fulfilment;
using Halles.Mall.Shops;
using Halles.Mall.Storefront;
using Halles.Mall.Stores;

namespace Halles.Tests.Mall.Storefront;

public sealed class ShopReadsTests
{
    private static readonly GeoPoint Here = new(47, 2);

    [Fact]
    public async Task A_shop_shows_its_stores_ways_and_goods()
    {
        using var mall = await SmallMall.On(Engine.Sqlite);
        await mall.AddShop("levain", "Au Levain", ways: new WaysOfGetting(new CollectTerms(), Ship: new ShipTerms([])));
        await mall.AddStore("levain", "gare", 0.02);
        await mall.AddStore("levain", "place");
        await mall.AddProduct("levain", new Goods("miche", "Miche", "bread") { Store = "gare" });
        await mall.CatchUp();
        var page = mall.Shown.Shop("levain", "en", Here).ShouldNotBeNull();
        page.Card.Ways.ShouldBe([FulfilmentKind.Collect, FulfilmentKind.Ship]);
        page.Card.Products.ShouldBe(1);
        page.Card.Strap.ShouldBe(new Wording("Une boutique", "fr"));
        page.Stores.Select(s => s.Slug).ShouldBe(["place", "gare"], "the nearest first");
        page.Card.Nearest!.Slug.ShouldBe("place");
        page.Paying.ShouldBe(new PayingWays(InStore: true, OnDelivery: false, Transfer: false));
        page.Categories.ShouldBe([new CategoryCount("food", new Wording("Food", "en"), 1, "food")]);
        page.Newest.Single().Handle.ShouldBe("miche");
        page.NextChange.ShouldBe(At(10, 30), "one of its stores closes within the hour then");
        mall.Product("levain", "miche")!.Variants[0].Stores.Single().StoreId.ShouldBe(mall.Id("gare"));
    }

    [Fact]
    public async Task The_words_about_a_store_follow_the_clock()
    {
        using var mall = await SmallMall.On(Engine.Sqlite);
        await mall.AddShop("levain");
        await mall.AddStore("levain", "place");
        await mall.CatchUp();
        Open().ShouldBe(new OpenState(OpenWord.Open, At(11, 30), At(10, 30)));
        mall.Mall.Clock.Advance(TimeSpan.FromHours(3));
        Open().ShouldBe(new OpenState(OpenWord.ClosesSoon, At(11, 30), At(11, 30)));
        mall.Mall.Clock.Advance(TimeSpan.FromHours(1));
        Open().ShouldBe(new OpenState(OpenWord.Closed, At(13, 0), At(13, 0)));
        mall.Mall.Clock.Advance(TimeSpan.FromHours(7));
        Open().ShouldBe(new OpenState(OpenWord.Closed, At(32, 0), At(23, 0)), "at midnight tomorrow becomes today");
        await mall.Write(s =>
        {
            s.Db.Set<Store>().Single().ClosedUntil = At(36, 0);
            s.Changed(Topic.Store, mall.Id("levain"), mall.Id("place"));
        });
        await mall.CatchUp();
        mall.Mall.Clock.Advance(TimeSpan.FromHours(14)); // Wednesday, ten in the morning
        Open().ShouldBe(new OpenState(OpenWord.Closed, At(37, 0), At(37, 0)), "closed now until Wednesday 13:00, in the midday close");

        OpenState Open() => mall.Shown.StoresNear(Here, "fr").Single().Open;
    }

    [Fact]
    public async Task A_holiday_closes_a_shop_for_orders_and_its_stores()
    {
        using var mall = await SmallMall.On(Engine.Sqlite);
        await mall.AddShop("levain");
        await mall.AddStore("levain", "place");
        await mall.AddProduct("levain", new Goods("miche", "Miche") { Store = "place" });
        await mall.SetShop("levain", s => s.Holiday = new Holiday(new DateOnly(2026, 3, 2), new DateOnly(2026, 3, 4), new LocalText("fr", "À jeudi")));
        await mall.CatchUp();
        var shop = mall.Shown.Shops("fr").Single();
        shop.Standing.ShouldBe(ShopStanding.OnHoliday);
        shop.Holiday!.Word.Text.ShouldBe("À jeudi");
        shop.Nearest!.Open.ShouldBe(new OpenState(OpenWord.Closed, At(48 + 8, 0), At(23, 0)), "until Thursday at nine");
        mall.Search("miche").Hits.Single().ShopTakesOrders.ShouldBeFalse();
        mall.Shown.Search(new ProductQuery { Language = "fr", OpenNow = true }).Total.ShouldBe(0);
        shop.TakesOrders.ShouldBeFalse();
        await mall.SetShop("levain", s => s.Holiday = s.Holiday! with { TakesOrders = true });
        await mall.CatchUp();
        mall.Shown.Shops("fr").Single().ShouldSatisfyAllConditions(s => s.Standing.ShouldBe(ShopStanding.OnHoliday), s => s.TakesOrders.ShouldBeTrue(), s => s.Nearest!.Open.IsOpen.ShouldBeFalse());
        mall.Search("miche").Hits.Single().ShopTakesOrders.ShouldBeTrue();
        mall.Mall.Clock.Advance(TimeSpan.FromDays(2));
        mall.Shown.Shops("fr").Single().TakesOrders.ShouldBeTrue();
    }

    [Fact]
    public async Task Stores_near_come_by_distance_within_a_radius_and_open_ones_alone_when_asked()
    {
        using var mall = await SmallMall.On(Engine.Sqlite);
        await mall.AddShop("levain");
        await mall.AddStore("levain", "loin", 0.1);
        await mall.AddStore("levain", "soir", 0.001, "Mo-Su 18:00-23:00");
        await mall.AddStore("levain", "place", 0.01);
        await mall.CatchUp();
        mall.Shown.StoresNear(Here, "fr").Select(s => (s.Slug, s.Metres)).ShouldBe([("soir", 111), ("place", 1112), ("loin", 11120)]);
        mall.Shown.StoresNear(Here, "fr", radius: 2000, openNow: true).Select(s => s.Slug).ShouldBe(["place"]);
    }

    [Fact]
    public async Task Home_shows_new_goods_what_is_near_and_who_is_open()
    {
        using var mall = await SmallMall.On(Engine.Sqlite);
        foreach (var (shop, hours) in ((string, string)[])[("ouvert", SmallMall.AllWeek), ("ferme", "Sa 09:00-12:00")])
        {
            await mall.AddShop(shop);
            await mall.AddStore(shop, "s-" + shop, hours: hours);
            for (var i = 0; i < 4; i++)
            {
                await mall.AddProduct(shop, new Goods($"{shop}-{i}", null, "bread") { Store = "s-" + shop });
            }
        }

        await mall.CatchUp();
        var home = mall.Shown.Home("fr");
        home.OpenShops.Select(s => s.Slug).ShouldBe(["ouvert"]);
        home.OpenStores.ShouldBe(1);
        home.New.Select(c => c.ShopSlug).Order().ShouldBe((string[])["ferme", "ferme", "ouvert", "ouvert"]); // not more than two of a shop
        home.InStockNear.Count.ShouldBe(4);
        home.New.Select(c => c.Id).Intersect(home.InStockNear.Select(c => c.Id)).ShouldBeEmpty("what stands in one shelf is not shown again in the other");
        home.Products.ShouldBe(8);
        home.Shops.ShouldBe(2);
        home.ShopOfTheWeek.ShouldNotBeNull();
        home.Categories.Single(c => c.Code == "food").Count.ShouldBe(8);
        home.NextChange.ShouldBe(At(10, 30));
    }

    [Fact]
    public async Task The_map_for_search_engines_names_every_page_with_its_languages()
    {
        using var mall = await SmallMall.On(Engine.Sqlite);
        await mall.AddShop("levain");
        await mall.AddProduct("levain", new Goods("miche", "Miche", "bread") { English = "Loaf" });
        await mall.AddProduct("levain", new Goods("pain", "Pain", "bread"));
        await mall.CatchUp();
        mall.Shown.Sitemap().Select(r => $"{r.Category}{r.Shop}/{r.Product} {string.Join(',', r.Languages)}").ShouldBe(
            ["food/ fr,en", "bread/ fr,en", "levain/ fr", "levain/miche fr,en", "levain/pain fr"]);
    }

    [Fact]
    public async Task Offers_are_found_by_variant_and_the_same_goods_in_other_shops()
    {
        using var mall = await SmallMall.On(Engine.Sqlite);
        foreach (var shop in (string[])["un", "deux"])
        {
            await mall.AddShop(shop);
            await mall.AddProduct(shop, new Goods("miel-" + shop, "Miel", Price: shop == "un" ? 890 : 950) { Gtin = "03017620422003" });
        }

        await mall.CatchUp();
        var offer = mall.Shown.Offers([mall.Id("miel-un/v"), mall.Id("unknown")], "fr").ShouldHaveSingleItem().Value;
        offer.Variant.Price.ShouldBe(Money.Eur(8.90m));
        offer.Product.AlsoSoldBy.Single().ShopSlug.ShouldBe("deux");
        mall.Shown.Cards([mall.Id("miel-deux"), mall.Id("unknown"), mall.Id("miel-un")], "fr").Select(c => c.Handle).ShouldBe(["miel-deux", "miel-un"]);
    }

    private static DateTimeOffset At(int hour, int minute) => new DateTimeOffset(2026, 3, 3, 0, 0, 0, TimeSpan.Zero).AddHours(hour).AddMinutes(minute);
}
