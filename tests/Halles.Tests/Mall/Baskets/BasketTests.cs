using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Baskets;
using Halles.Mall.Stock;
using Halles.Testing;
using Halles.Tests.Mall.Checkout;

namespace Halles.Tests.Mall.Baskets;

public sealed class BasketTests
{
    [Theory, OnBothEngines]
    public async Task Posting_a_wanted_quantity_twice_changes_nothing_more(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Martin");
        var bread = await shop.Sells("Pain", 480);
        var baskets = town.Get<ShopperBaskets>();
        foreach (var quantity in (long[])[2, 2, 3])
        {
            (await baskets.SetQuantity(Buying.Nadia, bread, quantity)).Ok.ShouldBeTrue();
        }

        View(town, Buying.Nadia).Shops.Single().Lines.Single().ShouldSatisfyAllConditions(l => l.Quantity.ShouldBe(3), l => l.Total.ShouldBe(1440), l => l.Offer.Name.ShouldBe("Pain"));
        (await baskets.Remove(Buying.Nadia, bread)).Ok.ShouldBeTrue();
        (await baskets.Remove(Buying.Nadia, bread)).Ok.ShouldBeTrue();
        baskets.Count(Buying.Nadia).ShouldBe(0);
    }

    [Theory, OnBothEngines]
    public async Task Everything_that_is_wrong_is_told_per_line_and_shop(Engine engine)
    {
        using var town = await Town.On(engine);
        var (shop, paused) = (await town.Shop("Martin"), await town.Shop("Roux"));
        Guid[] goods = [await shop.Sells("Pain", 480), await shop.Sells("Tarte", 900), await shop.Sells("Brioche", 600, onHand: 3), await shop.Sells("Flan", 300), await paused.Sells("Tomme", 700)];
        foreach (var variant in goods)
        {
            (await town.Get<ShopperBaskets>().SetQuantity(Buying.Nadia, variant, 3)).Ok.ShouldBeTrue();
            town.Mall.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        await town.Mall.Write<int>(s => s.Sql.Execute("UPDATE variants SET price = 500 WHERE id = $1", goods[0]));
        await town.Mall.Write<int>(s => s.Sql.Execute("UPDATE products SET state = 'Draft' WHERE id = (SELECT product_id FROM variants WHERE id = $1)", goods[1]));
        await shop.Stocks(goods[2], MovementReason.Sale, 1);
        await shop.Stocks(goods[3], MovementReason.Count, 0);
        await town.Mall.Write<int>(s => s.Sql.Execute("UPDATE shops SET state = 'Paused' WHERE id = $1", paused.Id));

        var view = View(town, Buying.Nadia);
        view.Shops.Select(s => s.Problem?.Code).ShouldBe([null, "shop-paused"]);
        view.Shops[0].Lines.Select(l => string.Join(' ', l.Problems.Select(p => p.Code))).ShouldBe(["line-price-moved", "line-gone", "line-not-enough", "line-sold-out"]);
        view.Total.ShouldBe(1500);
        view.Blocked.ShouldBeTrue();
    }

    [Theory, OnBothEngines]
    public async Task At_sign_in_the_guests_basket_joins_the_persons(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Martin");
        var (bread, cake, flan) = (await shop.Sells("Pain", 480), await shop.Sells("Tarte", 900), await shop.Sells("Flan", 300));
        var guest = Buying.Guest();
        var baskets = town.Get<ShopperBaskets>();
        await baskets.SetQuantity(guest, bread, 5);
        await baskets.SetQuantity(guest, cake, 1);
        await baskets.SetQuantity(Buying.Nadia, cake, 4);
        await baskets.SetQuantity(Buying.Nadia, flan, 2);

        (await baskets.MoveToPerson(guest.Id, Buying.Nadia.Id)).Ok.ShouldBeTrue();
        View(town, Buying.Nadia).Shops.Single().Lines.Select(l => (l.Offer.VariantId, l.Quantity)).ShouldBe([(bread, 5), (cake, 4), (flan, 2)], ignoreOrder: true);
        baskets.Count(guest).ShouldBe(0);
    }

    [Theory, OnBothEngines]
    public async Task A_guest_who_guesses_a_persons_id_neither_sees_nor_changes_their_basket(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Martin");
        var bread = await shop.Sells("Pain", 480);
        var baskets = town.Get<ShopperBaskets>();
        await baskets.SetQuantity(Buying.Nadia, bread, 2);
        var thief = Shopper.Guest(Buying.Nadia.Id);
        (await baskets.SetQuantity(thief, bread, 9)).Ok.ShouldBeFalse();
        await baskets.Remove(thief, bread);
        await baskets.MoveToPerson(Buying.Nadia.Id, Ids.New(town.Mall.Clock));
        View(town, thief).Lines.ShouldBe(0);
        View(town, Buying.Nadia).Shops.Single().Lines.Single().Quantity.ShouldBe(2);
    }

    [Fact]
    public async Task Impossible_quantities_and_unknown_goods_are_refused()
    {
        using var town = await Town.On(Engine.Sqlite);
        var shop = await town.Shop("Martin");
        var bread = await shop.Sells("Pain", 480);
        var baskets = town.Get<ShopperBaskets>();
        foreach (var quantity in (long[])[0, -1, 1_000_000_000])
        {
            (await baskets.SetQuantity(Buying.Nadia, bread, quantity)).Problem!.Code.ShouldBe("quantity-wrong");
        }

        (await baskets.SetQuantity(Buying.Nadia, Guid.AllBitsSet, 1)).Problem.ShouldBe(BasketProblems.NoSuchVariant);
        baskets.Count(Buying.Nadia).ShouldBe(0);
    }

    [Theory, OnBothEngines]
    public async Task A_basket_holds_five_hundred_lines_and_shows_them_all(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Martin");
        var bread = await shop.Sells("Pain", 480);
        await town.Mall.Write<Done>(s =>
        {
            var product = s.Sql.Scalar<Guid>("SELECT product_id FROM variants WHERE id = $1", bread);
            for (var i = 0; i < 500; i++)
            {
                s.Db.Add(new Halles.Mall.Catalogue.Variant { ShopId = shop.Id, Id = s.NewId(), ProductId = product, Sku = $"S{i}", Price = 100 });
            }

            return default(Done);
        });
        var variants = town.Mall.Database.Read(sql => sql.List("SELECT id FROM variants", r => r.Id(0)));
        var results = await Task.WhenAll(variants.Select(v => town.Get<ShopperBaskets>().SetQuantity(Buying.Nadia, v, 1)));
        results.Count(r => r.Ok).ShouldBe(500);
        results.Single(r => !r.Ok).Problem.ShouldBe(BasketProblems.Full);
        View(town, Buying.Nadia).Lines.ShouldBe(500);
    }

    private static BasketView View(Town town, Shopper who) => town.Get<ReadBasket>().View(who, "fr");
}
