using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Fulfilment;
using Halles.Mall.Stores;
using Halles.Testing;
using Halles.Tests.Mall.Stores;

namespace Halles.Tests.Mall.Fulfilment;

public sealed class HasHoursToCollectTests
{
    private static readonly WaysOfGetting Collect = new(new CollectTerms());

    [Theory, OnBothEngines]
    public async Task A_shop_where_goods_are_collected_says_when_it_is_open(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        var ways = new SetWaysOfGetting(trader.Mall.Database, trader.Mall.Writer);
        TestTrader.Ok(await ways.Run(trader.Shop, Collect, trader.Actor));
        Missing(trader).ShouldBeNull("a place is asked for first");

        var store = TestTrader.Ok(await new EditStore(trader.Mall.Writer).Add(trader.Shop, StoreTests.RueDuFour(), trader.Actor));
        Missing(trader).ShouldBe(FulfilmentProblems.NoHours);

        var hours = new StoreHours(trader.Mall.Writer);
        TestTrader.Ok(await hours.Set(trader.Shop, store, new HoursInput(["", "", "", "", "", "", ""], [(new DateOnly(2036, 12, 24), "7-16")]), 0, trader.Actor));
        Missing(trader).ShouldBe(FulfilmentProblems.NoHours, "one date is no week");
        TestTrader.Ok(await hours.Set(trader.Shop, store, new HoursInput(["", "7-13", "", "", "", "", ""], []), 1, trader.Actor));
        Missing(trader).ShouldBeNull();
    }

    [Fact]
    public async Task A_shop_that_only_sends_needs_no_hours()
    {
        using var trader = await TestTrader.On(Engine.Sqlite);
        TestTrader.Ok(await new EditStore(trader.Mall.Writer).Add(trader.Shop, StoreTests.RueDuFour(), trader.Actor));
        Missing(trader).ShouldBeNull();
    }

    private static Problem? Missing(TestTrader trader) => trader.Mall.Database.Read(sql => new HasHoursToCollect().Missing(sql, trader.Shop));
}
