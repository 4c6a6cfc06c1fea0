using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Halles.Mall.Stock;
using Halles.Testing;

namespace Halles.Tests.Mall.Stock;

public sealed class StockTests
{
    [Theory, OnBothEngines]
    public async Task A_hold_takes_what_is_available_and_not_one_more(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Martin");
        var bread = await shop.Sells("Pain", 135, onHand: 5);
        (await town.Get<AdjustStock>().SetTerms(shop.Id, bread, shop.StoreId, safety: 1, daily: null)).Ok.ShouldBeTrue();

        var order = await Hold(town, shop, bread, 3);
        shop.Has(bread).ShouldBe((5, 3));
        (await TryHold(town, shop, bread, 2)).ShouldBe([new Shortage(1, bread, 2, 1)]);
        shop.Has(bread).ShouldBe((5, 3));

        await town.Mall.Write<Done>(s => Done(() => Holds.Release(s, shop.Id, order)));
        shop.Has(bread).ShouldBe((5, 0));
    }

    [Theory, OnBothEngines]
    public async Task Handing_over_takes_from_the_shelf_and_from_what_is_held(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Martin");
        var bread = await shop.Sells("Pain", 135, onHand: 5);
        var order = await Hold(town, shop, bread, 3);
        await town.Mall.Write<Done>(s => Done(() => Holds.HandOver(s, shop.Id, order, shop.Clerk, "ABCD1234")));
        shop.Has(bread).ShouldBe((2, 0));
        town.Get<StockHistory>().Newest(shop.Id, bread).Select(m => (m.Change, m.Reason, m.Reference))
            .ShouldBe([(-3, MovementReason.HandedOver, "ABCD1234"), (5, MovementReason.Opening, null)]);
    }

    [Theory, OnBothEngines]
    public async Task Physical_facts_win_over_the_youngest_unpaid_holds_then_the_youngest_paid(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Martin");
        var bread = await shop.Sells("Pain", 135, onHand: 10);
        var oldPaid = await Hold(town, shop, bread, 2, paid: true);
        var oldUnpaid = await Hold(town, shop, bread, 3);
        var youngPaid = await Hold(town, shop, bread, 2, paid: true);
        var youngUnpaid = await Hold(town, shop, bread, 3);

        (await shop.Stocks(bread, MovementReason.Breakage, 4)).Held.ShouldBe(6); // 6 there: three of the youngest unpaid go, one of the elder
        Taken(town, youngUnpaid).ShouldBe(3);
        Taken(town, oldUnpaid).ShouldBe(1);
        (await shop.Stocks(bread, MovementReason.Count, 1)).ShouldSatisfyAllConditions(s => s.OnHand.ShouldBe(1), s => s.Held.ShouldBe(1));
        Taken(town, oldUnpaid).ShouldBe(3);
        Taken(town, youngPaid).ShouldBe(2);
        Taken(town, oldPaid).ShouldBe(1);
    }

    [Theory, OnBothEngines]
    public async Task What_would_fall_below_zero_is_a_count_difference_and_movements_add_up(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Martin");
        var bread = await shop.Sells("Pain", 135, onHand: 2);
        (await shop.Stocks(bread, MovementReason.Sale, 5)).OnHand.ShouldBe(0);
        await shop.Stocks(bread, MovementReason.Delivery, 7);
        await shop.Stocks(bread, MovementReason.Return, 1);
        await shop.Stocks(bread, MovementReason.Count, 6);
        var movements = town.Get<StockHistory>().Newest(shop.Id, bread);
        movements.Select(m => (m.Reason, m.Change)).ShouldBe(
            [(MovementReason.Count, -2), (MovementReason.Return, 1), (MovementReason.Delivery, 7), (MovementReason.CountDifference, 3), (MovementReason.Sale, -5), (MovementReason.Opening, 2)]);
        movements.Sum(m => m.Change).ShouldBe(shop.Has(bread).OnHand);
    }

    [Theory, OnBothEngines]
    public async Task A_daily_count_is_new_each_local_morning_before_the_first_hold_or_by_the_job(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Martin");
        var bread = await shop.Sells("Pain", 135, onHand: 8, with: p => p.Policy = StockPolicy.Daily);
        await Hold(town, shop, bread, 5, policy: StockPolicy.Daily); // nobody renewed it yet
        shop.Has(bread).ShouldBe((8, 5));
        await shop.Stocks(bread, MovementReason.Sale, 2);

        town.Mall.Clock.Set(new DateTimeOffset(2026, 3, 3, 22, 59, 0, TimeSpan.Zero)); // 23:59 in Paris
        await town.Run<DailyCounts>();
        shop.Has(bread).ShouldBe((6, 5));
        town.Mall.Clock.Set(new DateTimeOffset(2026, 3, 3, 23, 0, 0, TimeSpan.Zero));
        town.Mall.Database.Read(sql => Availability.Read(sql, [bread])).Single().Available(town.Now).ShouldBe(3, "eight fresh ones, five of them promised");
        await town.Run<DailyCounts>();
        shop.Has(bread).ShouldBe((8, 5));
        town.Get<StockHistory>().Newest(shop.Id, bread).Sum(m => m.Change).ShouldBe(8);
    }

    [Theory, OnBothEngines]
    public async Task A_change_of_another_shops_goods_or_of_too_much_is_refused(Engine engine)
    {
        using var town = await Town.On(engine);
        var (shop, other) = (await town.Shop("Martin"), await town.Shop("Roux"));
        var bread = await shop.Sells("Pain", 135, onHand: 5);
        var adjust = town.Get<AdjustStock>();
        (await adjust.Run(new StockChange(other.Id, bread, other.StoreId, MovementReason.Count, 1, other.Clerk))).Problem.ShouldBe(StockProblems.NoSuchVariant);
        (await adjust.Run(new StockChange(shop.Id, bread, other.StoreId, MovementReason.Count, 1, shop.Clerk))).Problem.ShouldBe(StockProblems.NoSuchStore);
        (await adjust.Run(new StockChange(shop.Id, bread, shop.StoreId, MovementReason.Count, 1_000_001, shop.Clerk))).Problem.ShouldBe(StockProblems.AmountWrong);
        (await adjust.Run(new StockChange(shop.Id, bread, shop.StoreId, MovementReason.Count, -1, shop.Clerk))).Problem.ShouldBe(StockProblems.AmountWrong);
        (await adjust.Run(new StockChange(shop.Id, bread, shop.StoreId, MovementReason.Sale, 1, shop.Clerk, "a\0b"))).Problem.ShouldBe(StockProblems.ReferenceLong);
        shop.Has(bread).ShouldBe((5, 0));
    }

    [Theory, OnBothEngines]
    public async Task A_change_posted_twice_under_one_key_counts_once(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Martin");
        var bread = await shop.Sells("Pain", 135, onHand: 5);
        var key = IdempotencyKey.For("shop adjust", "k1", "sale 1");
        for (var i = 0; i < 2; i++)
        {
            (await town.Get<AdjustStock>().Run(new StockChange(shop.Id, bread, shop.StoreId, MovementReason.Sale, 1, shop.Clerk), key)).Value.OnHand.ShouldBe(4);
        }

        shop.Has(bread).ShouldBe((4, 0));
    }

    private static async Task<Guid> Hold(Town town, TownShop shop, Guid variant, long quantity, bool paid = false, StockPolicy policy = StockPolicy.Counted)
    {
        var order = Ids.New(town.Mall.Clock);
        await town.Mall.Write<Done>(s => Done(() => Holds.TryHold(s, new HoldFor(shop.Id, shop.StoreId, order, paid), [new WantedHold(1, variant, quantity, policy)], DailyCounts.Today(s.Now, "Europe/Paris")).ShouldBeEmpty()));
        town.Mall.Clock.Advance(TimeSpan.FromSeconds(1));
        return order;
    }

    private static async Task<IReadOnlyList<Shortage>> TryHold(Town town, TownShop shop, Guid variant, long quantity)
    {
        IReadOnlyList<Shortage> shortages = [];
        await town.Mall.Writer.Write<Done>(s =>
        {
            shortages = Holds.TryHold(s, new HoldFor(shop.Id, shop.StoreId, Ids.New(town.Mall.Clock), false), [new WantedHold(1, variant, quantity, StockPolicy.Counted)], "2026-03-03");
            return shortages.Count == 0 ? default(Done) : StorageProblems.Stale;
        });
        return shortages;
    }

    private static long Taken(Town town, Guid order) => town.Mall.Scalar<long>("SELECT CAST(coalesce(sum(quantity), 0) AS bigint) FROM holds WHERE order_id = $1 AND state = 'Shortfall'", order);

    private static Result<Done> Done(Action work)
    {
        work();
        return default(Done);
    }
}
