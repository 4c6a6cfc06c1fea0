using System.Text.Json;
using System.Text.Json.Nodes;
using Halles.Client;
using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Promotions;
using Halles.Testing;
using static Halles.Web.Tests.Api.ApiMall;

namespace Halles.Web.Tests.Api;

/// <summary>Every write of the API under an idempotency key (rules.md, <i>exactly once</i>).</summary>
public sealed class WritesTests
{
    /// <summary>They ask by POST and keep nothing.</summary>
    private static readonly string[] Questions = ["findWays", "quote"];

    [Theory, OnBothEngines]
    public async Task Every_write_takes_a_key_and_a_repeat_gets_the_very_same_answer(Engine engine)
    {
        var mall = await On(engine);
        var writes = await Writes(mall);
        writes.Where(w => !w.TakesKey).Select(w => w.Id).ShouldBe(Questions, ignoreOrder: true);
        foreach (var write in writes.Where(w => w.TakesKey))
        {
            var (shop, one) = await Try(mall, write.Id);
            var key = NewKey();
            var (first, location, body) = await Send(mall, write, one, key, shop);
            var (again, sameLocation, same) = await Send(mall, write, one, key, shop);
            (first / 100, again, sameLocation, same).ShouldBe((2, first, location, body), write.Id);
            if (one.Another is { } another)
            {
                var (other, _, refused) = await Send(mall, write, another, key, shop);
                other.ShouldBe(422, write.Id + refused);
                refused.ShouldContain("idempotency-key-reused", Case.Sensitive, write.Id);
            }

            using var wrong = await mall.Send(new HttpMethod(write.Method), one.Path, one.Body, shop.Key, new string('k', 201));
            (await Problem(wrong, 422)).GetProperty("code").GetString().ShouldBe("idempotency-key-wrong", write.Id);
        }
    }

    [Theory, OnBothEngines]
    public async Task A_repeat_neither_does_it_again_nor_tells_of_what_came_after(Engine engine)
    {
        var mall = await On(engine);
        var shop = await mall.Shop();
        var bread = await shop.Sells("Pain", 480);
        var (open, set) = (NewKey(), NewKey());
        var basket = (await mall.Guest.NewBasket(open)).Id;
        (await mall.Guest.NewBasket(open)).Id.ShouldBe(basket);
        (await mall.Guest.NewBasket(NewKey())).Id.ShouldNotBe(basket);
        (await mall.Guest.SetQuantity(basket, bread, 2, set)).Total.Minor.ShouldBe(960);
        await mall.Guest.SetQuantity(basket, bread, 5);
        (await mall.Guest.SetQuantity(basket, bread, 2, set)).Total.Minor.ShouldBe(960, "the answer of then");
        (await mall.Guest.Basket(basket)).Total.Minor.ShouldBe(2400, "and nothing done");

        var price = NewKey();
        var sku = bread.ToString("N");
        var changed = await shop.Client.SetPrice(sku, new PriceRequest(new Amount(500, "EUR")), 1, price);
        (await shop.Client.SetPrice(sku, new PriceRequest(new Amount(500, "EUR")), 1, price)).ShouldBe(changed, "although its version is not the one that was asked for any more");
        (await shop.Client.ShopVariant(sku)).Version.ShouldBe(2);
    }

    [Theory, OnBothEngines]
    public async Task A_refusal_binds_no_key(Engine engine)
    {
        var mall = await On(engine);
        var shop = await mall.Shop();
        var (bread, key) = (await shop.Sells("Pain", 480), NewKey());
        var basket = (await mall.Guest.NewBasket()).Id;
        await Refused(mall.Guest.SetQuantity(basket, bread, 10_000, key), 422, "quantity-wrong");
        (await mall.Guest.SetQuantity(basket, bread, 1, key)).Total.Minor.ShouldBe(480);
        var (sku, dear) = (bread.ToString("N"), NewKey());
        await Refused(shop.Client.SetPrice(sku, new PriceRequest(new Amount(500, "EUR")), 9, dear), 412, "if-match-failed");
        (await shop.Client.SetPrice(sku, new PriceRequest(new Amount(600, "EUR")), 1, dear)).Price.Minor.ShouldBe(600);
    }

    [Theory, OnBothEngines]
    public async Task Of_many_at_once_one_does_it_and_all_are_told_the_same(Engine engine)
    {
        var mall = await On(engine);
        var shop = await mall.Shop();
        var (bread, key) = (await shop.Sells("Pain", 480), NewKey());
        var baskets = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => mall.Guest.NewBasket(key)));
        baskets.Select(b => b.Id).Distinct().ShouldHaveSingleItem();
        var prices = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => shop.Client.SetPrice(bread.ToString("N"), new PriceRequest(new Amount(700, "EUR")), 1, key)));
        prices.Select(p => p.Version).Distinct().ShouldBe([2]);
    }

    [Theory, OnBothEngines]
    public async Task A_key_counts_for_one_caller_and_one_operation(Engine engine)
    {
        var mall = await On(engine);
        var (key, (camille, id), (dominique, other)) = (NewKey(), await mall.Person(), await mall.Person());
        (await camille.NewBasket(key)).Id.ShouldBe(id);
        (await dominique.NewBasket(key)).Id.ShouldBe(other);
        var bread = await (await mall.Shop()).Sells("Pain", 480);
        (await camille.SetQuantity(id, bread, 1, key)).Total.Minor.ShouldBe(480);
        (await camille.RemoveLine(id, bread, key)).Total.Minor.ShouldBe(0);
        await Refused(dominique.SetQuantity(id, bread, 1, key), 404, "no-such-basket");
    }

    private static string NewKey() => Ids.New(TimeProvider.System).ToString();

    private static async Task<(int Status, string? Location, string Body)> Send(ApiMall mall, Write write, Request request, string key, ApiShop shop)
    {
        using var answer = await mall.Send(new HttpMethod(write.Method), request.Path, request.Body, write.Selling ? shop.Key : null, key);
        return ((int)answer.StatusCode, answer.Headers.Location?.ToString(), await answer.Content.ReadAsStringAsync());
    }

    private static async Task<List<Write>> Writes(ApiMall mall)
    {
        var document = JsonNode.Parse(await mall.Http.GetStringAsync("/api/v1/openapi.json"))!;
        return [.. from path in document["paths"]!.AsObject()
                   from operation in path.Value!.AsObject()
                   where operation.Key is not "get"
                   select new Write(
                       (string)operation.Value!["operationId"]!, operation.Key.ToUpperInvariant(), path.Key.Contains("/shop/", StringComparison.Ordinal),
                       (operation.Value["parameters"]?.AsArray() ?? []).Any(p => (string)p!["in"]! == "header" && (string)p["name"]! == "Idempotency-Key"))];
    }

    /// <summary>A request that goes well, and another for which its key must not serve; a write that nobody has thought of here fails.</summary>
    private static async Task<(ApiShop Shop, Request Request)> Try(ApiMall mall, string operation)
    {
        var shop = await mall.Shop();
        var bread = await shop.Sells("Pain", 480);
        var basket = (await mall.Guest.NewBasket()).Id;
        return (shop, operation switch
        {
            "newBasket" => new Request("baskets"),
            "setQuantity" => new Request($"baskets/{basket}/lines/{bread}", """{"quantity":2}""", """{"quantity":3}"""),
            "removeLine" => new Request($"baskets/{basket}/lines/{bread}", OtherPath: $"baskets/{basket}/lines/{basket}"),
            "addCode" => new Request($"baskets/{await WithCode(mall, shop, basket, bread)}/codes/BONJOUR", OtherPath: $"baskets/{basket}/codes/BONSOIR"),
            "removeCode" => new Request($"baskets/{await WithCode(mall, shop, basket, bread)}/codes/BONJOUR", OtherPath: $"baskets/{basket}/codes/BONSOIR"),
            "placePurchase" => new Request("purchases", Json(Purchase(shop, bread, 1)), Json(Purchase(shop, bread, 2))),
            "takeStep" => new Request($"shop/orders/{(await shop.Sold(bread)).Placed.Orders[0].Code}/steps", """{"step":"accept"}""", """{"step":"cancel","reason":"x"}"""),
            "setPrice" => new Request($"shop/variants/{bread:N}/price", """{"price":{"minor":500,"currency":"EUR"}}""", """{"price":{"minor":501,"currency":"EUR"}}"""),
            "changeStock" => new Request("shop/stock", Json(new StockRequest(bread.ToString("N"), shop.StoreId, "sale", 1)), Json(new StockRequest(bread.ToString("N"), shop.StoreId, "sale", 2))),
            "createProduct" => new Request("shop/products", Json(ProductsTests.Rye()), Json(ProductsTests.Rye() with { Maker = "Martin" })),
            "changeProduct" => new Request($"shop/products/{await Draft(shop)}", Json(ProductsTests.Rye()), Json(ProductsTests.Rye() with { Maker = "Martin" })),
            "setProductState" => new Request($"shop/products/{await Draft(shop)}/state", """{"state":"published"}""", """{"state":"archived"}"""),
            _ => throw new InvalidOperationException($"Say here how {operation} goes well."),
        });
    }

    // The basket with something in it that the shop takes a tenth off for those who know a word.
    private static async Task<Guid> WithCode(ApiMall mall, ApiShop shop, Guid basket, Guid goods)
    {
        await mall.Guest.SetQuantity(basket, goods, 1);
        (await mall.Web.Get<EditPromotion>().Create(shop.Id, new PromotionInput("Bienvenue", PromotionKind.Percent, PromotionScope.Shop, [], Percent: 1000, Code: "BONJOUR"), release: true, null)).Problem.ShouldBeNull();
        return basket;
    }

    private static async Task<Guid> Draft(ApiShop shop) => (await shop.Client.CreateProduct(ProductsTests.Rye(), NewKey())).Product.Id;

    private static PurchaseRequest Purchase(ApiShop shop, Guid bread, long quantity) => new([shop.Collect()], ApiShop.Shopper, "fr", new Amount(480 * quantity, "EUR"), Lines: [new(bread, quantity)]);

    private static string Json<T>(T body) => JsonSerializer.Serialize(body, JsonSerializerOptions.Web);

    private sealed record Write(string Id, string Method, bool Selling, bool TakesKey);

    private sealed record Request(string Path, string? Body = null, string? OtherBody = null, string? OtherPath = null)
    {
        /// <summary>Another request of the operation; null when all are the same.</summary>
        public Request? Another => OtherBody is null && OtherPath is null ? null : new Request(OtherPath ?? Path, OtherBody ?? Body);
    }
}
