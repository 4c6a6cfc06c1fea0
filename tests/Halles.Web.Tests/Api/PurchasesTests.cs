using System.Net.Http.Json;
using System.Text.Json;
using Halles.Client;
using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Testing;
using static Halles.Web.Tests.Api.ApiMall;

namespace Halles.Web.Tests.Api;

public sealed class PurchasesTests
{
    private static string NewKey() => Ids.New(TimeProvider.System).ToString();

    [Theory, OnBothEngines]
    public async Task A_guest_buys_from_three_shops_in_three_ways(Engine engine)
    {
        var mall = await On(engine);
        var shops = new[] { await mall.Shop(), await mall.Shop(), await mall.Shop() };
        var basket = (await mall.Guest.NewBasket()).Id;
        foreach (var shop in shops)
        {
            await mall.Guest.SetQuantity(basket, await shop.Sells("Lampe", 5000), 1);
        }

        var ways = await mall.Guest.Ways(new WaysRequest(basket));
        ways.Shops.ShouldAllBe(s => s.Problem == null && s.Ways.Count == 3);
        ways.Shops[0].Ways.Single(w => w.Way == "ship").Problem.ShouldBe("address-needed");
        var home = new PostalAddress("Camille Durand", "2 rue du Pont", "41100", "Saint-Aubin", "FR");
        ShopChoice[] choices = [shops[0].Collect("Bien cuite"), new(shops[1].Slug, "deliver", "on-delivery", Address: home), new(shops[2].Slug, "ship", "transfer", Address: home)];
        var quote = await mall.Guest.Quote(new QuoteRequest(choices, basket));
        quote.Total.ShouldBe(new Amount(15_000 + 590, "EUR"), "delivery is free from 40.00 on, shipping is not");
        var placed = await mall.Guest.PlacePurchase(new PurchaseRequest(choices, ApiShop.Shopper, "fr", quote.Total, basket), NewKey());
        (placed.Total, placed.Orders.Select(o => o.Shop)).ShouldSatisfyAllConditions(p => p.Total.ShouldBe(quote.Total), p => p.Item2.ShouldBe(shops.Select(s => s.Slug)));
        (await mall.Guest.Basket(basket)).Shops.ShouldBeEmpty();

        var purchase = await mall.Guest.Purchase(placed.Id, placed.Key);
        purchase.Orders.Select(o => (o.Way, o.State, o.Total.Minor)).ShouldBe([("collect", "placed", 5000), ("deliver", "placed", 5000), ("ship", "placed", 5590)]);
        var order = await mall.Guest.Order(placed.Orders[0].Code.ToLowerInvariant(), placed.Key);
        (order.Code, order.Note, order.PickupCode!.Length, order.Vat.Minor).ShouldBe((placed.Orders[0].Code, "Bien cuite", 6, 833));
        purchase.Orders[2].PickupCode.ShouldBeNull();
        purchase.Orders[2].Address.ShouldBe(home with { Postcode = "41100" });
    }

    [Theory, OnBothEngines]
    public async Task The_same_key_and_body_give_the_same_answer_and_another_body_none(Engine engine)
    {
        var mall = await On(engine);
        var shop = await mall.Shop();
        var bread = await shop.Sells("Pain", 480, onHand: 10);
        var (placed, request, key) = await shop.Sold(bread, 2);
        var again = await mall.Guest.PlacePurchase(request, key);
        JsonSerializer.Serialize(again).ShouldBe(JsonSerializer.Serialize(placed));
        await Refused(mall.Guest.PlacePurchase(request with { Lines = [new(bread, 3)] }, key), 422, "idempotency-key-reused");
        await Refused(mall.Guest.PlacePurchase(request with { Contact = request.Contact with { Email = "other@example.org" } }, key), 422, "idempotency-key-reused");
        shop.Has(bread).ShouldBe((10, 2));
    }

    [Theory, OnBothEngines]
    public async Task Ten_at_once_under_one_key_place_one(Engine engine)
    {
        var mall = await On(engine);
        var shop = await mall.Shop();
        var bread = await shop.Sells("Pain", 480, onHand: 10);
        var request = new PurchaseRequest([shop.Collect()], ApiShop.Shopper, "fr", new Amount(480, "EUR"), Lines: [new(bread, 1)]);
        var key = NewKey();
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => mall.Guest.PlacePurchase(request, key)));
        answers.Select(a => a.Id).Distinct().ShouldHaveSingleItem();
        shop.Has(bread).ShouldBe((10, 1));
    }

    [Theory, OnBothEngines]
    public async Task A_refusal_names_what_stands_in_the_way_and_binds_no_key(Engine engine)
    {
        var mall = await On(engine);
        var (a, b) = (await mall.Shop(), await mall.Shop());
        var (bread, lamp) = (await a.Sells("Pain", 480, onHand: 2), await b.Sells("Lampe", 4999, onHand: 1));
        var key = NewKey();
        var request = new PurchaseRequest([a.Collect(), b.Collect()], ApiShop.Shopper, "fr", new Amount((3 * 480) + 4999, "EUR"), Lines: [new(bread, 3), new(lamp, 1)]);
        var gone = await Refused(mall.Guest.PlacePurchase(request, key), 409, "stock-gone");
        using var body = JsonDocument.Parse(gone.Body);
        var line = body.RootElement.GetProperty("errors").EnumerateArray().ShouldHaveSingleItem();
        (line.GetProperty("code").GetString(), line.GetProperty("data").GetProperty("left").GetInt64()).ShouldBe(("line-not-enough", 2));
        (a.Has(bread), b.Has(lamp)).ShouldBe(((2, 0), (1, 0)), "all or nothing over all shops");

        var dearer = await Refused(mall.Guest.PlacePurchase(request with { Lines = [new(bread, 2), new(lamp, 1)] }, key), 409, "price-changed");
        using var prices = JsonDocument.Parse(dearer.Body);
        (Amount("old"), Amount("new")).ShouldBe((new Amount(6439, "EUR"), new Amount(5959, "EUR")));
        prices.RootElement.GetProperty("detail").GetString().ShouldBe("The total has changed from 64.39 EUR to 59.59 EUR. Please look at it again.");
        Amount Amount(string member) => prices.RootElement.GetProperty(member).Deserialize<Amount>(JsonSerializerOptions.Web)!;
        (await mall.Guest.PlacePurchase(request with { Lines = [new(bread, 2), new(lamp, 1)], ExpectedTotal = new Amount(5959, "EUR") }, key)).Orders.Count.ShouldBe(2);
    }

    [Theory, OnBothEngines]
    public async Task What_a_purchase_needs_is_asked_for_by_name(Engine engine)
    {
        var mall = await On(engine);
        var shop = await mall.Shop();
        var bread = await shop.Sells("Pain", 480);
        var good = new PurchaseRequest([shop.Collect()], ApiShop.Shopper, "fr", new Amount(480, "EUR"), Lines: [new(bread, 1)]);
        (PurchaseRequest Request, int Status, string Code)[] wrong =
        [
            (good with { Lines = null }, 422, "basket-or-lines"),
            (good with { BasketId = Guid.AllBitsSet }, 422, "basket-or-lines"),
            (good with { Lines = null, BasketId = Guid.AllBitsSet }, 404, "no-such-basket"),
            (good with { Lines = [] }, 422, "basket-empty"),
            (good with { Lines = [new(bread, 0)] }, 422, "quantity-wrong"),
            (good with { Lines = [new(bread, -1)] }, 422, "quantity-wrong"),
            (good with { Lines = [new(bread, 1_000_000_000)] }, 422, "quantity-wrong"),
            (good with { Lines = [new(bread, 1), new(bread, 1)] }, 422, "line-twice"),
            (good with { Lines = [new(Guid.AllBitsSet, 1)] }, 409, "stock-gone"),
            (good with { Shops = [] }, 422, "basket-empty"),
            (good with { Shops = [shop.Collect(), shop.Collect()] }, 422, "shop-twice"),
            (good with { Shops = [shop.Collect() with { Shop = "nobody" }] }, 404, "no-such-shop"),
            (good with { Shops = [shop.Collect() with { Way = "fly" }] }, 422, "member-wrong"),
            (good with { Shops = [shop.Collect() with { StoreId = null }] }, 422, "no-such-store"),
            (good with { Shops = [shop.Collect() with { StoreId = Guid.AllBitsSet }] }, 422, "no-such-store"),
            (good with { Shops = [shop.Collect() with { Payment = "gold" }] }, 409, "payment-not-offered"),
            (good with { Shops = [shop.Collect() with { Way = "deliver", Payment = "on-delivery" }] }, 422, "address-needed"),
            (good with { Shops = [shop.Collect() with { Way = "ship", Payment = "transfer", Address = new("C", "1 rue", "00000", "Nulle", "ZZ") }] }, 422, "member-wrong"),
            (good with { Shops = [shop.Collect(new string('x', 1001))] }, 422, "note-long"),
            (good with { Shops = [shop.Collect("\0")] }, 422, "text-unfit"),
            (good with { Contact = new("", "camille@example.org", "+33612345678") }, 422, "name-missing"),
            (good with { Contact = new("C", "camille", "+33612345678") }, 422, "email-shape"),
            (good with { Contact = new("C", "camille@example.org", "call me") }, 422, "phone-shape"),
            (good with { ExpectedTotal = new(480, "USD") }, 422, "other-currency"),
            (good with { ExpectedTotal = new(long.MaxValue, "EUR") }, 409, "price-changed"),
        ];
        foreach (var (request, status, code) in wrong)
        {
            await Refused(mall.Guest.PlacePurchase(request, NewKey()), status, code);
        }

        foreach (var (key, code) in new[] { (null, "idempotency-key-missing"), (new string('k', 201), "idempotency-key-wrong"), ("a\tb", "idempotency-key-wrong") })
        {
            using var answer = await mall.Send(HttpMethod.Post, "purchases", JsonSerializer.Serialize(good, JsonSerializerOptions.Web), idempotencyKey: key);
            (await Problem(answer, 422)).GetProperty("code").GetString().ShouldBe(code);
        }

        shop.Has(bread).ShouldBe((100, 0));
    }

    [Theory, OnBothEngines]
    public async Task A_purchase_opens_for_its_key_and_its_person_alone(Engine engine)
    {
        var mall = await On(engine);
        var shop = await mall.Shop();
        var bread = await shop.Sells("Pain", 480);
        var (camille, _) = await mall.Person();
        var (dominique, _) = await mall.Person();
        var (placed, _, _) = await shop.Sold(bread, buyer: camille);
        var code = placed.Orders[0].Code;
        (await camille.Purchase(placed.Id)).Orders.ShouldHaveSingleItem();
        (await camille.Order(code)).Code.ShouldBe(code);
        (await mall.Guest.Order(code, placed.Key)).Code.ShouldBe(code);
        foreach (var (client, key) in new[] { (dominique, null), (mall.Guest, null), (mall.Guest, "guessed"), (shop.Client, (string?)null) })
        {
            var seen = await Refused(client.Purchase(placed.Id, key), 404, "no-such-purchase");
            seen.Body.ShouldBe((await Refused(client.Purchase(Guid.AllBitsSet, key), 404, "no-such-purchase")).Body);
            var order = await Refused(client.Order(code, key), 404, "no-such-order");
            order.Body.ShouldBe((await Refused(client.Order("ZZZZ9999", key), 404, "no-such-order")).Body);
            await Refused(client.Order("\u00e9\u00e9", key), 404, "no-such-order");
        }
    }

    [Theory, OnBothEngines]
    public async Task Guests_are_capped_in_what_they_reserve_unpaid(Engine engine)
    {
        await using var web = await WebMall.Open(engine, s => s with { ReservationsPerGuest = 2, ReservedUnitsPerVariant = 5 });
        var mall = new ApiMall(web);
        var shop = await mall.Shop();
        var bread = await shop.Sells("Pain", 480);
        await Refused(shop.Sold(bread, 6), 409, "too-many-reserved");
        await shop.Sold(bread);
        await shop.Sold(bread);
        await Refused(shop.Sold(bread), 409, "too-many-reservations");
    }

    [Theory]
    [InlineData("{", 400, "body-malformed")]
    [InlineData("", 400, "body-malformed")]
    [InlineData("{\"lines\":[],\"lines\":[]}", 400, "body-malformed")]
    [InlineData("null", 422, "member-wrong")]
    [InlineData("[]", 422, "member-wrong")]
    [InlineData("{\"shops\":[],\"coupon\":\"X\"}", 422, "member-unknown")]
    [InlineData("{\"shops\":null}", 422, "member-missing")]
    [InlineData("{\"shops\":{}}", 422, "member-wrong")]
    [InlineData("{\"Shops\":[]}", 422, "invalid")]
    [InlineData("{\"shops\":[],\"lines\":[{\"variantId\":\"00000000-0000-0000-0000-000000000000\",\"quantity\":\"two\"}]}", 422, "member-wrong")]
    [InlineData("{\"shops\":[],\"basketId\":\"mine\"}", 422, "member-wrong")]
    [InlineData("{\"shops\":[{\"shop\":\"\\ud800\",\"way\":\"collect\",\"payment\":\"in-store\"}]}", 422, "text-unfit")]
    [InlineData("{\"shops\":[{\"shop\":\"\\u0000\",\"way\":\"collect\",\"payment\":\"in-store\"}]}", 422, "text-unfit")]
    [InlineData("{\"\\ud800\":1}", 422, "text-unfit")]
    public async Task A_body_that_is_not_what_it_should_be_is_refused_by_name(string body, int status, string code)
    {
        var mall = await On(Engine.Sqlite);
        using var answer = await mall.Send(HttpMethod.Post, "quotes", body);
        (await Problem(answer, status)).GetProperty("code").GetString().ShouldBe(code);
    }

    [Fact]
    public async Task Members_are_named_by_where_they_stand()
    {
        var mall = await On(Engine.Sqlite);
        using var answer = await mall.Send(HttpMethod.Post, "quotes", "{\"shops\":[{\"shop\":\"a\",\"way\":7,\"payment\":\"in-store\",\"address\":{\"street\":\"x\"}}],\"lines\":[{\"variantId\":\"x\",\"quantity\":1}]}");
        (await Problem(answer, 422)).GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("field").GetString())
            .ShouldBe(["shops[0].way", "shops[0].address.street", "shops[0].address.name", "shops[0].address.line1", "shops[0].address.postcode", "shops[0].address.city", "shops[0].address.country", "lines[0].variantId"], ignoreOrder: true);
    }

    [Fact]
    public async Task Only_JSON_of_a_reasonable_size_is_taken()
    {
        var mall = await On(Engine.Sqlite);
        using var form = await mall.Send(HttpMethod.Post, "quotes", "shops=1", type: "application/x-www-form-urlencoded");
        (await Problem(form, 415)).GetProperty("code").GetString().ShouldBe("unsupported-media-type");
        using var large = await mall.Send(HttpMethod.Post, "quotes", $"{{\"shops\":[],\"lines\":\"{new string('x', 2 << 20)}\"}}");
        (await Problem(large, 413)).GetProperty("code").GetString().ShouldBe("too-large");
        using var deep = await mall.Send(HttpMethod.Post, "quotes", new string('[', 100_000));
        (await Problem(deep, 400)).GetProperty("code").GetString().ShouldBe("body-malformed");
    }
}
