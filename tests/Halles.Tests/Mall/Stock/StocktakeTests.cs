using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Stock;
using Halles.Testing;

namespace Halles.Tests.Mall.Stock;

public sealed class StocktakeTests
{
    [Theory, OnBothEngines]
    public async Task The_difference_that_was_found_is_applied_whatever_was_sold_meanwhile(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Martin");
        var (jam, honey) = (await shop.Sells("Confiture", 450, onHand: 12), await shop.Sells("Miel", 890, onHand: 5));
        var take = town.Get<Stocktake>();
        await Count(jam, 10);
        await Count(honey, 0, more: 1);
        await Count(honey, 0, more: 1); // seen twice
        take.Waiting(shop.Id, shop.StoreId).Select(c => (c.Name, c.Expected, c.Counted)).ShouldBe([("Miel", 5, 2), ("Confiture", 12, 10)], "the greatest difference first");
        shop.Has(jam).OnHand.ShouldBe(12, "nothing changes before all was looked at");

        await shop.Stocks(jam, MovementReason.Sale, 3);
        TestTrader.Ok(await take.Apply(shop.Id, shop.StoreId, shop.Clerk)).ShouldBe(2);
        shop.Has(jam).OnHand.ShouldBe(7, "two were missing, three sold");
        shop.Has(honey).OnHand.ShouldBe(2);
        take.Waiting(shop.Id, shop.StoreId).ShouldBeEmpty();
        town.Get<StockHistory>().Newest(shop.Id, jam)[0].ShouldSatisfyAllConditions(m => m.Reason.ShouldBe(MovementReason.Count), m => m.Change.ShouldBe(-2), m => m.Actor.ShouldBe(shop.Clerk));
        TestTrader.Ok(await take.Apply(shop.Id, shop.StoreId, shop.Clerk)).ShouldBe(0);
        shop.Has(jam).OnHand.ShouldBe(7);

        async Task Count(Guid variant, long counted, long? more = null) => TestTrader.Ok(await take.Count(shop.Id, shop.StoreId, variant, counted, more, shop.Clerk));
    }

    [Theory, OnBothEngines]
    public async Task What_is_low_is_counted_by_store_as_the_shelf_shows_it(Engine engine)
    {
        using var town = await Town.On(engine);
        var (shop, other) = (await town.Shop("Martin"), await town.Shop("Rue"));
        foreach (var onHand in (long[])[0, 1, 2, 3, 9])
        {
            await shop.Sells($"Confiture {onHand}", 450, onHand);
        }

        await shop.Sells("Sur mesure", 450, with: p => p.Policy = Halles.Mall.Catalogue.StockPolicy.ToOrder);
        var shelf = town.Get<StockShelf>();
        shelf.Low(shop.Id).ShouldBe([(shop.StoreId, 2)]);
        shelf.Find(shop.Id, shop.StoreId, ShelfView.Low, null, 1).Total.ShouldBe(2);
        shelf.Low(other.Id).ShouldBeEmpty();
    }

    [Theory, OnBothEngines]
    public async Task Only_the_shops_own_are_found_and_counted(Engine engine)
    {
        using var town = await Town.On(engine);
        var (shop, other) = (await town.Shop("Martin"), await town.Shop("Rue"));
        var (mine, theirs) = (await shop.Sells("Confiture", 450), await other.Sells("Miel", 890));
        var take = town.Get<Stocktake>();
        await town.Mall.Write<int>(s => s.Sql.Execute("UPDATE variants SET gtin = $1", "03017620422003"));
        take.Find(shop.Id, "3 017620 422003").ShouldBe(mine);
        take.Find(shop.Id, mine.ToString("N")).ShouldBe(mine, "or by its number");
        take.Find(shop.Id, theirs.ToString("N")).ShouldBeNull();
        take.Find(shop.Id, "\0").ShouldBeNull("what no table can keep is no number");
        (await take.Count(shop.Id, shop.StoreId, theirs, 1, null, shop.Clerk)).Problem.ShouldBe(StockProblems.NoSuchVariant);
        (await take.Count(shop.Id, other.StoreId, mine, 1, null, shop.Clerk)).Problem.ShouldBe(StockProblems.NoSuchStore);
        (await take.Count(shop.Id, shop.StoreId, mine, -1, null, shop.Clerk)).Problem.ShouldBe(StockProblems.AmountWrong);
        TestTrader.Ok(await take.Count(shop.Id, shop.StoreId, mine, 1, null, shop.Clerk));
        TestTrader.Ok(await take.Drop(shop.Id, shop.StoreId, mine));
        take.Waiting(shop.Id, shop.StoreId).ShouldBeEmpty();
    }

    [Theory, OnBothEngines]
    public async Task Goods_go_from_one_store_to_another_but_not_those_that_are_kept(Engine engine)
    {
        using var town = await Town.On(engine);
        var (shop, other) = (await town.Shop("Martin"), await town.Shop("Rue"));
        var jam = await shop.Sells("Confiture", 450, onHand: 10);
        var cellar = Ids.New(town.Mall.Clock);
        await town.Mall.Write<Done>(s =>
        {
            s.Db.Add(Town.Store(shop.Id, cellar, "cellar", Town.Hours, 1));
            Holds.TryHold(s, new HoldFor(shop.Id, shop.StoreId, s.NewId(), Paid: false), [new WantedHold(1, jam, 4, Halles.Mall.Catalogue.StockPolicy.Counted)], "2026-03-03").ShouldBeEmpty();
            return default(Done);
        }, StockLocks.Of(jam));
        var move = town.Get<MoveStock>();
        (await move.Run(new StockMove(shop.Id, jam, shop.StoreId, cellar, 7, shop.Clerk))).Problem!.ShouldSatisfyAllConditions(p => p.Code.ShouldBe(StockProblems.NotSoMany.Code), p => p.Args.ShouldBe([6L]));
        TestTrader.Ok(await move.Run(new StockMove(shop.Id, jam, shop.StoreId, cellar, 6, shop.Clerk))).OnHand.ShouldBe(4);
        shop.Has(jam).ShouldBe((4, 4));
        town.Mall.Scalar<long>("SELECT on_hand FROM stock WHERE store_id = $1", cellar).ShouldBe(6);
        town.Get<StockHistory>().Newest(shop.Id, jam).Take(2).Sum(m => m.Change).ShouldBe(0, "what left has arrived");
        (await move.Run(new StockMove(shop.Id, jam, cellar, cellar, 1, shop.Clerk))).Problem.ShouldBe(StockProblems.SameStore);
        (await move.Run(new StockMove(shop.Id, jam, cellar, other.StoreId, 1, shop.Clerk))).Problem.ShouldBe(StockProblems.NoSuchStore);
        town.Mall.Scalar<long>("SELECT on_hand FROM stock WHERE store_id = $1", cellar).ShouldBe(6, "a refusal leaves nothing behind");
    }

    [Theory, OnBothEngines]
    public async Task A_line_is_low_from_where_the_shop_says(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Martin");
        var jam = await shop.Sells("Confiture", 450, onHand: 10);
        town.Get<StockShelf>().Find(shop.Id, shop.StoreId, ShelfView.Low, null, 1).Total.ShouldBe(0);
        TestTrader.Ok(await town.Get<AdjustStock>().SetTerms(shop.Id, jam, shop.StoreId, 0, null, low: 10));
        town.Get<StockShelf>().Find(shop.Id, shop.StoreId, ShelfView.Low, null, 1).Lines.Single().LowLevel.ShouldBe(10);
        TestTrader.Ok(await town.Get<AdjustStock>().SetTerms(shop.Id, jam, shop.StoreId, 0, null));
        await shop.Stocks(jam, MovementReason.Count, StockShelf.UsuallyLow);
        town.Get<StockShelf>().Find(shop.Id, shop.StoreId, ShelfView.Low, null, 1).Total.ShouldBe(1);
    }
}
