using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Halles.Client;
using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Testing;
using static Halles.Web.Tests.Api.ApiMall;

namespace Halles.Web.Tests.Api;

public sealed class SellingTests
{
    private static string NewKey() => Ids.New(TimeProvider.System).ToString();

    [Theory, OnBothEngines]
    public async Task A_shop_prepares_an_order_and_hands_it_over_against_the_code(Engine engine)
    {
        var mall = await On(engine);
        var shop = await mall.Shop();
        var bread = await shop.Sells("Pain", 480, onHand: 10);
        var (placed, _, _) = await shop.Sold(bread, 2);
        var code = placed.Orders[0].Code;
        var seen = await shop.Client.ShopOrder(code);
        (seen.State, seen.PickupCode, seen.Contact.Phone, seen.Lines[0].Quantity).ShouldBe(("placed", null, "+33612345678", 2));
        (await shop.Client.Step(code, new StepRequest("accept"), NewKey())).State.ShouldBe("accepted");
        var key = NewKey();
        (await shop.Client.Step(code, new StepRequest("ready"), key)).State.ShouldBe("ready");
        (await shop.Client.Step(code, new StepRequest("ready"), key)).State.ShouldBe("ready", "the same key does it once");
        await Refused(shop.Client.Step(code, new StepRequest("cancel", Reason: "Plus de pain"), key), 422, "idempotency-key-reused");
        await Refused(shop.Client.Step(code, new StepRequest("ready"), NewKey()), 409, "wrong-state");

        var tryKey = NewKey();
        var pickup = (await mall.Guest.Order(code, placed.Key)).PickupCode;
        var wrong = new StepRequest("hand-over", Code: "000000", Paid: true);
        await Refused(shop.Client.Step(code, wrong, tryKey), 422, "wrong-code");
        await Refused(shop.Client.Step(code, wrong, tryKey), 422, "wrong-code");
        await Refused(shop.Client.Step(code, new StepRequest("hand-over", Code: pickup), tryKey), 409, "not-paid");
        var done = await shop.Client.Step(code, new StepRequest("hand-over", Code: pickup, Paid: true), tryKey);
        (done.State, done.Paid).ShouldBe(("collected", true));
        shop.Has(bread).ShouldBe((8, 0));
    }

    [Theory, OnBothEngines]
    public async Task A_refused_line_and_a_cancelled_order_free_the_goods(Engine engine)
    {
        var mall = await On(engine);
        var shop = await mall.Shop();
        var bread = await shop.Sells("Pain", 480, onHand: 10);
        var (placed, _, _) = await shop.Sold(bread, 3);
        var code = placed.Orders[0].Code;
        await Refused(shop.Client.Step(code, new StepRequest("refuse-line", Line: 1, Quantity: 1), NewKey()), 422, "reason-missing");
        await Refused(shop.Client.Step(code, new StepRequest("refuse-line", Reason: "x"), NewKey()), 422, "member-missing");
        await Refused(shop.Client.Step(code, new StepRequest("dance"), NewKey()), 422, "member-wrong");
        var less = await shop.Client.Step(code, new StepRequest("refuse-line", Line: 1, Quantity: 1, Reason: "Plus que deux"), NewKey());
        (less.Total.Minor, less.Lines[0].Missing, shop.Has(bread).Held).ShouldBe((960, 1, 2));
        var cancelled = await shop.Client.Step(code, new StepRequest("cancel", Reason: "Four en panne"), NewKey());
        (cancelled.State, cancelled.CancelledBy, cancelled.CancelReason, shop.Has(bread).Held).ShouldBe(("cancelled", "shop", "Four en panne", 0));
    }

    [Theory, OnBothEngines]
    public async Task Orders_come_newest_first_page_by_page_while_others_are_placed(Engine engine)
    {
        var mall = await On(engine);
        var shop = await mall.Shop();
        var bread = await shop.Sells("Pain", 480);
        var codes = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            codes.Insert(0, (await shop.Sold(bread)).Placed.Orders[0].Code);
        }

        var first = await shop.Client.ShopOrders(limit: 2);
        await shop.Sold(bread);
        var second = await shop.Client.ShopOrders(first.Next, limit: 2);
        var third = await shop.Client.ShopOrders(second.Next, limit: 2);
        first.Items.Concat(second.Items).Concat(third.Items).Select(o => o.Code).ShouldBe(codes, "nothing is skipped or doubled");
        third.Next.ShouldBeNull();

        mall.Web.Clock.Advance(TimeSpan.FromMinutes(1));
        var since = mall.Web.Clock.GetUtcNow();
        await shop.Client.Step(codes[3], new StepRequest("accept"), NewKey());
        (await shop.Client.ShopOrders(updatedSince: since)).Items.ShouldHaveSingleItem().Code.ShouldBe(codes[3]);
        (await shop.Client.ShopOrders(state: "accepted")).Items.ShouldHaveSingleItem().Code.ShouldBe(codes[3]);
        await Refused(shop.Client.ShopOrders(state: "eaten"), 422, "parameter-wrong");
        await Refused(shop.Client.ShopOrders("xyz"), 422, "cursor-wrong");
    }

    [Theory, OnBothEngines]
    public async Task What_belongs_to_another_shop_answers_like_none(Engine engine)
    {
        var mall = await On(engine);
        var (mine, other) = (await mall.Shop(), await mall.Shop());
        var lamp = await other.Sells("Lampe", 4999, onHand: 5);
        var own = await mine.Sells("Pain", 480);
        var (placed, _, _) = await other.Sold(lamp);
        var code = placed.Orders[0].Code;
        var (sku, none) = (lamp.ToString("N"), Guid.AllBitsSet.ToString("N"));

        await Same(c => mine.Client.ShopOrder(c), code, "ZZZZ9999", 404, "no-such-order");
        await Same(c => mine.Client.Step(c, new StepRequest("accept"), NewKey()), code, "ZZZZ9999", 404, "no-such-order");
        await Same(s => mine.Client.SetPrice(s, new PriceRequest(new Amount(1, "EUR"))), sku, none, 404, "no-such-variant-in-shop");
        await Same(s => mine.Client.ChangeStock(new StockRequest(s, mine.StoreId, "sale", 1), NewKey()), sku, none, 404, "no-such-variant-in-shop");
        await Same(s => mine.Client.ChangeStock(new StockRequest(own.ToString("N"), Guid.Parse(s), "sale", 1), NewKey()), other.StoreId.ToString(), none, 404, "no-such-store-in-shop");
        await Same(s => mine.Client.ShopVariant(s), sku, none, 404, "no-such-variant-in-shop");

        (await mine.Client.ShopOrders()).Items.ShouldBeEmpty();
        (await mine.Client.ShopProducts()).Items.ShouldHaveSingleItem().Variants[0].Id.ShouldBe(own);
        (await mine.Client.ShopStock()).Items.ShouldHaveSingleItem().VariantId.ShouldBe(own);
        (await other.Client.ShopOrder(code)).State.ShouldBe("placed", "nothing happened to it");
        other.Has(lamp).ShouldBe((5, 1));

        static async Task Same(Func<string, Task> call, string foreign, string none, int status, string refusal) =>
            (await Refused(call(foreign), status, refusal)).Body.ShouldBe((await Refused(call(none), status, refusal)).Body);
    }

    [Theory, OnBothEngines]
    public async Task A_price_changes_unless_somebody_else_was_faster(Engine engine)
    {
        var mall = await On(engine);
        var shop = await mall.Shop();
        var lamp = await shop.Sells("Lampe", 4999);
        var sku = lamp.ToString("N");
        var product = (await shop.Client.ShopProducts()).Items.ShouldHaveSingleItem();
        (product.State, product.Name, product.Variants[0].Price).ShouldBe(("published", "Lampe", new Amount(4999, "EUR")));
        var changed = await shop.Client.SetPrice(sku, new PriceRequest(new Amount(4500, "EUR")), product.Version);
        (changed.Price.Minor, changed.Version).ShouldBe((4500, product.Version + 1));
        await Refused(shop.Client.SetPrice(sku, new PriceRequest(new Amount(4400, "EUR")), product.Version), 412, "if-match-failed");
        (await shop.Client.ShopVariant(sku)).Price.Minor.ShouldBe(4500);
        using (var weak = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/shop/variants/{sku}/price") { Content = JsonContent.Create(new PriceRequest(new Amount(1, "EUR"))) })
        {
            weak.Headers.Authorization = new AuthenticationHeaderValue("Bearer", shop.Key);
            weak.Headers.TryAddWithoutValidation("If-Match", "W/\"1\"");
            using var answer = await mall.Http.SendAsync(weak);
            await Problem(answer, 412);
        }

        foreach (var price in (long[])[0, -1, long.MaxValue])
        {
            (await Should.ThrowAsync<HallesProblem>(shop.Client.SetPrice(sku, new PriceRequest(new Amount(price, "EUR"))))).Status.ShouldBe(422);
        }

        await Refused(shop.Client.SetPrice(sku, new PriceRequest(new Amount(100, "USD"))), 422, "other-currency");
        (await shop.Client.SetPrice(sku, new PriceRequest(new Amount(4600, "EUR")))).Price.Minor.ShouldBe(4600);
    }

    [Theory, OnBothEngines]
    public async Task Stock_follows_what_the_till_tells_once_for_each_key(Engine engine)
    {
        var mall = await On(engine);
        var shop = await mall.Shop();
        var bread = await shop.Sells("Pain", 480, onHand: 10);
        var sku = bread.ToString("N");
        var (sale, key) = (new StockRequest(sku, shop.StoreId, "sale", 3, "ticket 17"), NewKey());
        (await shop.Client.ChangeStock(sale, key)).OnHand.ShouldBe(7);
        (await shop.Client.ChangeStock(sale, key)).OnHand.ShouldBe(7);
        await Refused(shop.Client.ChangeStock(sale with { Quantity = 4 }, key), 422, "idempotency-key-reused");
        (await shop.Client.ChangeStock(new StockRequest(sku, shop.StoreId, "delivery", 5), NewKey())).OnHand.ShouldBe(12);
        (await shop.Client.ChangeStock(new StockRequest(sku, shop.StoreId, "count", 4), NewKey())).Available.ShouldBe(4);
        (await shop.Client.ChangeStock(new StockRequest(sku, shop.StoreId, "sale", 9), NewKey())).OnHand.ShouldBe(0, "physical facts win, and stock is never negative");
        foreach (var quantity in (long[])[-1, 1_000_001, 1_000_000_000, long.MinValue])
        {
            (await Refused(shop.Client.ChangeStock(sale with { Quantity = quantity }, NewKey()), 422, "amount-wrong")).Body.ShouldContain("\"field\":\"quantity\"");
        }

        foreach (var reason in (string[])["opening", "delivery", "return", "sale", "breakage"])
        {
            (await Refused(shop.Client.ChangeStock(sale with { Reason = reason, Quantity = 0 }, NewKey()), 422, "amount-none")).Body.ShouldContain("\"field\":\"quantity\"");
        }

        (await shop.Client.ChangeStock(new StockRequest(sku, shop.StoreId, "count", 0), NewKey())).OnHand.ShouldBe(0);

        await Refused(shop.Client.ChangeStock(sale with { Reason = "handed-over" }, NewKey()), 422, "member-wrong");
        await Refused(shop.Client.ChangeStock(sale with { Reference = new string('x', 201) }, NewKey()), 422, "reference-long");
        shop.Has(bread).ShouldBe((0, 0));
        mall.Web.Scalar<long>("SELECT CAST(sum(change) AS bigint) FROM stock_movements WHERE variant_id = $1", bread).ShouldBe(0);
    }

    [Theory, OnBothEngines]
    public async Task Stock_and_products_come_page_by_page(Engine engine)
    {
        var mall = await On(engine);
        var shop = await mall.Shop();
        var variants = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            variants.Add(await shop.Sells($"Pain {i}", 480));
        }

        (await Pages(c => shop.Client.ShopStock(c, limit: 2))).Select(s => s.VariantId).ShouldBe(variants);
        (await Pages(c => shop.Client.ShopProducts(c, limit: 2))).Select(p => p.Variants[0].Id).ShouldBe(variants);
    }

    [Theory, OnBothEngines]
    public async Task Only_a_shops_key_opens_the_shop(Engine engine)
    {
        var mall = await On(engine);
        var (person, _) = await mall.Person();
        await Refused(mall.Guest.ShopOrders(), 401, "not-signed-in");
        await Refused(new HallesClient(mall.Http, "hk_wrong").ShopStock(), 401, "not-signed-in");
        await Refused(person.ShopOrders(), 404, "not-found");
        using var answer = await mall.Send(HttpMethod.Post, "shop/stock", JsonSerializer.Serialize(new StockRequest("x", Guid.Empty, "sale", 1), JsonSerializerOptions.Web));
        await Problem(answer, 401);
        answer.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
    }

    [Theory, OnBothEngines]
    public async Task A_key_that_nobody_knows_or_that_was_revoked_is_refused_on_open_operations_too(Engine engine)
    {
        var mall = await On(engine);
        var shop = await mall.Shop();
        await mall.Web.Write<Done>(s =>
        {
            s.Sql.Execute("UPDATE api_keys SET revoked_at = $2 WHERE shop_id = $1", shop.Id, s.Now);
            return default(Done);
        });
        using var known = await mall.Send(HttpMethod.Get, "shops", null, (await mall.Shop()).Key);
        known.IsSuccessStatusCode.ShouldBeTrue();
        var bodies = new HashSet<string>(StringComparer.Ordinal);
        foreach (var key in new[] { shop.Key, "hk_nobodys", new string('x', 500) })
        {
            foreach (var (method, path) in new[] { (HttpMethod.Get, "shops"), (HttpMethod.Post, "baskets"), (HttpMethod.Get, "shop/orders") })
            {
                using var answer = await mall.Send(method, path, null, key);
                (await Problem(answer, 401)).GetProperty("code").GetString().ShouldBe("not-signed-in");
                answer.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer error=\"invalid_token\"");
                bodies.Add(await answer.Content.ReadAsStringAsync());
            }
        }

        bodies.Count.ShouldBe(1);
    }

    private static async Task<List<T>> Pages<T>(Func<string?, Task<Listing<T>>> read)
    {
        var (all, cursor) = (new List<T>(), (string?)null);
        do
        {
            var page = await read(cursor);
            all.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null);

        return all;
    }
}
