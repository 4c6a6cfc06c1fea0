using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Stores;
using Halles.Testing;

namespace Halles.Tests.Mall.Stores;

public sealed class HasHoursTests
{
    [Theory, OnBothEngines]
    public async Task A_shop_says_in_which_hours_of_the_week_it_is_open(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        Missing(trader).ShouldBe(StoreProblems.NoHours);
        var store = TestTrader.Ok(await new EditStore(trader.Mall.Writer).Add(trader.Shop, StoreTests.RueDuFour(), trader.Actor));
        Missing(trader).ShouldBe(StoreProblems.NoHours);

        var hours = new StoreHours(trader.Mall.Writer);
        TestTrader.Ok(await hours.Set(trader.Shop, store, new HoursInput(["", "", "", "", "", "", ""], [(new DateOnly(2036, 12, 24), "7-16")]), 0, trader.Actor));
        Missing(trader).ShouldBe(StoreProblems.NoHours, "one date is no week");
        TestTrader.Ok(await hours.Set(trader.Shop, store, new HoursInput(["", "7-13", "", "", "", "", ""], []), 1, trader.Actor));
        Missing(trader).ShouldBeNull();
    }

    private static Problem? Missing(TestTrader trader) => trader.Mall.Database.Read(sql => new HasHours().Missing(sql, trader.Shop));
}
