using Halles.Client;
using Halles.Kernel.Storage;
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
