using Halles.Client;
using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Promotions;
using Halles.Testing;
using static Halles.Web.Tests.Api.ApiMall;

namespace Halles.Web.Tests.Api;

public sealed class BasketsTests
{
    [Theory, OnBothEngines]
    public async Task A_guest_fills_a_basket_over_two_shops(Engine engine)
    {
        var mall = await On(engine);
        var (a, b) = (await mall.Shop(), await mall.Shop());
        var (bread, lamp) = (await a.Sells("Pain", 480), await b.Sells("Lampe", 4999, onHand: 2));
        var basket = await mall.Guest.NewBasket();
        basket.Shops.ShouldBeEmpty();
        await mall.Guest.SetQuantity(basket.Id, bread, 3);
        var filled = await mall.Guest.SetQuantity(basket.Id, lamp, 5);
        filled.Total.ShouldBe(new Amount(1440, "EUR"), "what cannot be bought is not counted");
        filled.Shops.Select(s => s.Shop.Slug).ShouldBe([a.Slug, b.Slug]);
        (filled.Shops[1].Lines[0].Left, filled.Shops[1].Lines[0].Problems).ShouldSatisfyAllConditions(l => l.Left.ShouldBe(2), l => l.Problems.ShouldBe(["line-not-enough"]));
        (await mall.Guest.SetQuantity(basket.Id, lamp, 2)).Total.Minor.ShouldBe(1440 + 9998);
        (await mall.Guest.RemoveLine(basket.Id, lamp)).Shops.ShouldHaveSingleItem();
        (await mall.Guest.RemoveLine(basket.Id, bread)).Shops.ShouldBeEmpty();
        (await mall.Guest.Basket(basket.Id)).Total.Minor.ShouldBe(0);
    }

    [Theory, OnBothEngines]
    public async Task A_promotions_code_is_put_in_and_its_discount_told_down_to_the_order(Engine engine)
    {
        var mall = await On(engine);
        var shop = await mall.Shop();
        var bread = await shop.Sells("Pain", 500);
        await mall.Web.Get<EditPromotion>().Create(shop.Id, new PromotionInput("Bienvenue", PromotionKind.Percent, PromotionScope.Shop, [], Percent: 1000, Code: "BONJOUR"), release: true, null);
        var basket = (await mall.Guest.NewBasket()).Id;
        await mall.Guest.SetQuantity(basket, bread, 3);
        await Refused(mall.Guest.AddCode(basket, "bonsoir"), 422, "code-unknown");
        await Refused(mall.Guest.AddCode(basket, "dix % été"), 422, "code-unknown");

        var told = await mall.Guest.AddCode(basket, "bonjour");
        (told.Total, told.Discount, told.Codes.Single()).ShouldBe((new Amount(1350, "EUR"), new Amount(150, "EUR"), new BasketCode("BONJOUR", new Amount(150, "EUR"), null)));
        told.Shops[0].Lines[0].Discounts.ShouldBe([new LineDiscount("Bienvenue", new Amount(150, "EUR"))]);
        (await mall.Guest.Quote(new QuoteRequest([shop.Collect()], Lines: [new(bread, 1)], Codes: ["été", "Bonjour"]))).Orders[0].Discount.Minor.ShouldBe(50);
        (await mall.Guest.RemoveCode(basket, "BONJOUR")).Discount.Minor.ShouldBe(0);

        await mall.Guest.AddCode(basket, "bonjour");
        var quote = await mall.Guest.Quote(new QuoteRequest([shop.Collect()], basket));
        (quote.Total.Minor, quote.Orders[0].Goods.Minor, quote.Orders[0].Discount.Minor).ShouldBe((1350, 1350, 150));
        var placed = await mall.Guest.PlacePurchase(new PurchaseRequest([shop.Collect()], ApiShop.Shopper, "fr", quote.Total, basket), Ids.New(mall.Web.Clock).ToString());
        (await mall.Guest.Purchase(placed.Id, placed.Key)).Orders[0].Lines[0].Discounts.Single().Amount.Minor.ShouldBe(150);
    }

    [Theory, OnBothEngines]
    public async Task A_wrong_quantity_or_thing_is_refused_and_changes_nothing(Engine engine)
    {
        var mall = await On(engine);
        var bread = await (await mall.Shop()).Sells("Pain", 480);
        var basket = (await mall.Guest.NewBasket()).Id;
        await mall.Guest.SetQuantity(basket, bread, 2);
        foreach (var quantity in (long[])[0, -1, 10_000, 1_000_000_000, long.MaxValue, long.MinValue])
        {
            await Refused(mall.Guest.SetQuantity(basket, bread, quantity), 422, "quantity-wrong");
        }

        foreach (var body in (string[])["{\"quantity\":\"2\"}", "{\"quantity\":1.5}", "{\"quantity\":99999999999999999999}", "{\"quantity\":null}", "{}", "[]", "{\"quantity\":1,\"price\":1}"])
        {
            using var answer = await mall.Send(HttpMethod.Put, $"baskets/{basket}/lines/{bread}", body);
            await Problem(answer, 422);
        }

        await Refused(mall.Guest.SetQuantity(basket, Guid.AllBitsSet, 1), 404, "no-such-variant");
        (await mall.Guest.Basket(basket)).Shops[0].Lines[0].Quantity.ShouldBe(2);
    }

    [Theory, OnBothEngines]
    public async Task A_persons_basket_is_for_others_like_none(Engine engine)
    {
        var mall = await On(engine);
        var bread = await (await mall.Shop()).Sells("Pain", 480);
        var (camille, id) = await mall.Person();
        (await camille.NewBasket()).Id.ShouldBe(id);
        await camille.SetQuantity(id, bread, 1);
        var (dominique, _) = await mall.Person();
        foreach (var other in (HallesClient[])[mall.Guest, dominique])
        {
            var seen = await Refused(other.Basket(id), 404, "no-such-basket");
            var none = await Refused(other.Basket(Guid.AllBitsSet), 404, "no-such-basket");
            seen.Body.ShouldBe(none.Body);
            await Refused(other.SetQuantity(id, bread, 9), 404, "no-such-basket");
            await Refused(other.RemoveLine(id, bread), 404, "no-such-basket");
        }

        (await camille.Basket(id)).Shops[0].Lines[0].Quantity.ShouldBe(1);
    }

    [Fact]
    public async Task A_basket_has_an_end()
    {
        var mall = await On(Engine.Sqlite);
        var shop = await mall.Shop();
        var basket = (await mall.Guest.NewBasket()).Id;
        for (var i = 0; i < 500; i++)
        {
            await mall.Guest.SetQuantity(basket, await shop.Sells("Pain", 480, onHand: 0), 1);
        }

        await Refused(mall.Guest.SetQuantity(basket, await shop.Sells("Pain", 480, onHand: 0), 1), 422, "basket-full");
        (await mall.Guest.Basket(basket)).Shops[0].Lines.Count.ShouldBe(500);
    }
}
