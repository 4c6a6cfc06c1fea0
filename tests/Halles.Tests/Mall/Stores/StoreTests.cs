using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Stores;
using Halles.Testing;

namespace Halles.Tests.Mall.Stores;

public sealed class StoreTests
{
    private static readonly string[] Week = ["", "7-13 15:30-19:30", "7-13 15h30–19h30", "07:00-13:00", "7-19", "7-19", "7-12:30"];

    [Theory, OnBothEngines]
    public async Task A_store_is_added_changed_and_given_up_but_for_the_last(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        var edit = new EditStore(trader.Mall.Writer);
        var first = TestTrader.Ok(await edit.Add(trader.Shop, RueDuFour(), trader.Actor));
        var second = TestTrader.Ok(await edit.Add(trader.Shop, RueDuFour(), trader.Actor));
        Find(trader, second).Slug.ShouldBe("rue-du-four-2");

        TestTrader.Ok(await edit.Change(trader.Shop, first, RueDuFour() with { Name = "Halles", Services = ["card", "card"] }, 0, trader.Actor));
        (await edit.Change(trader.Shop, first, RueDuFour(), 0, trader.Actor)).Problem.ShouldBe(StorageProblems.Stale);
        Find(trader, first).Services.ShouldBe(["card"]);
        (await edit.Change(Guid.Empty, first, RueDuFour(), 1, trader.Actor)).Problem.ShouldBe(StoreProblems.None, "another shop's store is none");

        TestTrader.Ok(await edit.Remove(trader.Shop, second, trader.Actor));
        (await edit.Remove(trader.Shop, first, trader.Actor)).Problem.ShouldBe(StoreProblems.Last);
        TestTrader.Ok(await edit.BringBack(trader.Shop, second, trader.Actor));
        (await edit.BringBack(trader.Shop, second, trader.Actor)).Problem.ShouldBe(StoreProblems.None, "it stands already");
        TestTrader.Ok(await edit.Remove(trader.Shop, second, trader.Actor));
        (await edit.Change(trader.Shop, second, RueDuFour(), 1, trader.Actor)).Problem.ShouldBe(StoreProblems.None);
    }

    [Fact]
    public async Task What_is_typed_is_checked_field_by_field()
    {
        using var trader = await TestTrader.On(Engine.Sqlite);
        var bad = RueDuFour() with
        {
            Name = " ",
            Latitude = 91,
            TimeZone = "Paris",
            Services = ["helicopter"],
            Phone = "call me",
            Address = new Address { Country = TestTrader.France, Line1 = new string('x', 121), City = "\uD800", Postcode = "41100" },
        };
        var problem = (await new EditStore(trader.Mall.Writer).Add(trader.Shop, bad, trader.Actor)).Problem!;
        problem.Parts.Select(p => p.Field).ShouldBe(["address.city", "address.line1", "latitude", "time-zone", "services", "phone", "name"], ignoreOrder: true);
    }

    [Theory, OnBothEngines]
    public async Task Hours_are_a_week_and_dates_and_what_has_passed_is_left_out(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        var store = TestTrader.Ok(await new EditStore(trader.Mall.Writer).Add(trader.Shop, RueDuFour(), trader.Actor));
        var hours = new StoreHours(trader.Mall.Writer);
        var input = new HoursInput(Week, [(new DateOnly(2026, 12, 24), "7-16"), (new DateOnly(2026, 12, 25), ""), (new DateOnly(2026, 1, 1), "closed")]);
        TestTrader.Ok(await hours.Set(trader.Shop, store, input, 0, trader.Actor));
        var kept = OpeningHours.Parse(Find(trader, store).Hours);
        kept.On(DayOfWeek.Tuesday).ShouldBe(kept.On(DayOfWeek.Wednesday));
        kept.On(DayOfWeek.Monday).ShouldBeEmpty();
        kept.Exceptions.Keys.ShouldBe([new DateOnly(2026, 12, 24), new DateOnly(2026, 12, 25)]);

        (await hours.Set(trader.Shop, store, input, 0, trader.Actor)).Problem.ShouldBe(StorageProblems.Stale);
        var wrong = StoreHours.Read(new HoursInput(["", "", "9-8-7", "", "9-12 11-13"], [(new DateOnly(2026, 5, 1), "noon")])).Problem!;
        wrong.Parts.Select(p => (p.Field, p.Code)).ShouldBe([("we", "hours-shape"), ("fr", "hours-overlap"), ("dates.0", "hours-shape")]);
    }

    [Fact]
    public async Task Close_now_ends_at_a_moment_to_come()
    {
        using var trader = await TestTrader.On(Engine.Sqlite);
        var store = TestTrader.Ok(await new EditStore(trader.Mall.Writer).Add(trader.Shop, RueDuFour(), trader.Actor));
        var hours = new StoreHours(trader.Mall.Writer);
        var now = trader.Mall.Clock.GetUtcNow();
        (await hours.CloseUntil(trader.Shop, store, now, trader.Actor)).Problem.ShouldBe(StoreProblems.InThePast);
        (await hours.CloseUntil(trader.Shop, store, now.AddDays(61), trader.Actor)).Problem.ShouldBe(StoreProblems.TooFar);
        TestTrader.Ok(await hours.CloseUntil(trader.Shop, store, now.AddHours(3), trader.Actor));
        Find(trader, store).ClosedUntil.ShouldBe(now.AddHours(3));
        TestTrader.Ok(await hours.CloseUntil(trader.Shop, store, null, trader.Actor));
        Find(trader, store).ClosedUntil.ShouldBeNull();
    }

    internal static StoreInput RueDuFour() => new()
    {
        Name = "Rue du Four",
        Address = new Address { Line1 = "12 rue du Four", Postcode = "41100", City = "Saint-Aubin-du-Loir", Country = TestTrader.France },
        Latitude = 47.7941,
        Longitude = 1.0662,
        TimeZone = "Europe/Paris",
        Services = ["collect", "card"],
        Phone = "02 61 91 01 01",
    };

    private static Store Find(TestTrader trader, Guid store)
    {
        using var db = trader.Mall.Database.Read();
        return db.Find<Store>(trader.Shop, store)!;
    }
}
