using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Checkout;
using Halles.Mall.Fulfilment;
using Halles.Mall.Stock;
using Halles.Testing;

namespace Halles.Tests.Mall.Checkout;

public sealed class QuotePurchaseTests
{
    [Theory, OnBothEngines]
    public async Task All_ways_are_told_with_store_fee_time_and_ways_of_paying(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Martin");
        var bread = await shop.Sells("Pain", 480);
        var second = Ids.New(town.Mall.Clock);
        await town.Mall.Write<Done>(s =>
        {
            s.Db.Add(Town.Store(shop.Id, second, "second", Town.Hours, 1));
            return default(Done);
        });
        (await town.Get<AdjustStock>().Run(new StockChange(shop.Id, bread, second, MovementReason.Opening, 1, null))).Ok.ShouldBeTrue();

        var quote = town.Get<QuotePurchase>().Ways([new WantedLine(bread, 3)], "fr", Buying.Home).Shops.ShouldHaveSingleItem();
        quote.Goods.ShouldBe(1440);
        quote.Ways.Select(w => (w.Way, w.Store.Name, w.Fee, w.WhyNot?.Code, string.Join(' ', w.Payments))).ShouldBe(
        [
            (FulfilmentKind.Collect, "first", 0, null, "in-store transfer"),
            (FulfilmentKind.Collect, "second", 0, "not-all-here", "in-store transfer"),
            (FulfilmentKind.Deliver, "first", 350, null, "on-delivery transfer"),
            (FulfilmentKind.Ship, "first", 990, null, "transfer"),
        ]);
        quote.Ways[0].ReadyBy.ShouldBe(town.Now.AddHours(2));
    }

    [Theory, OnBothEngines]
    public async Task Goods_are_sent_from_the_store_that_has_them_all(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Martin");
        var (bread, cake) = (await shop.Sells("Pain", 480, onHand: 9), await shop.Sells("Tarte", 900, onHand: 0));
        var second = Ids.New(town.Mall.Clock);
        await town.Mall.Write<Done>(s =>
        {
            s.Db.Add(Town.Store(shop.Id, second, "second", Town.Hours, 1));
            return default(Done);
        });
        foreach (var variant in (Guid[])[bread, cake])
        {
            (await town.Get<AdjustStock>().Run(new StockChange(shop.Id, variant, second, MovementReason.Opening, 5, null))).Ok.ShouldBeTrue();
        }

        var placed = await town.BuysAs(Buying.Nadia, shop.Deliver(), (bread, 2), (cake, 1));
        using var db = town.Mall.Database.Read();
        db.Set<Halles.Mall.Orders.Order>().Single().StoreId.ShouldBe(second);
        placed.Total.ShouldBe((2 * 480) + 900 + 350);
    }

    [Fact]
    public async Task What_stands_in_the_way_of_a_line_is_told_and_the_rest_is_quoted()
    {
        using var town = await Town.On(Engine.Sqlite);
        var shop = await town.Shop("Martin");
        var (bread, cake) = (await shop.Sells("Pain", 480), await shop.Sells("Tarte", 900, onHand: 1));
        var quote = town.Get<QuotePurchase>().Ways([new WantedLine(bread, 2), new WantedLine(cake, 2)], "en").Shops.Single();
        quote.Lines.Select(l => l.Problem?.Code).ShouldBe([null, "line-not-enough"]);
        quote.Goods.ShouldBe(960);
        quote.Ways.Single(w => w.Way == FulfilmentKind.Deliver).WhyNot!.Code.ShouldBe("below-minimum");
        quote.Ways.Single(w => w.Way == FulfilmentKind.Ship).WhyNot!.Code.ShouldBe("address-needed");
    }
}
