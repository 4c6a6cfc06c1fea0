using Halles.Kernel;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Halles.Mall.Identity;
using Halles.Mall.Shops;
using Halles.Mall.Stores;
using Halles.Testing;
using Halles.Tests.Mall.Stores;

namespace Halles.Tests.Mall.Shops;

public sealed class ShopLifeTests
{
    [Theory, OnBothEngines]
    public async Task A_shop_applies_is_approved_and_opens_once_nothing_is_missing(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        using (var db = trader.Mall.Database.Read())
        {
            var shop = db.Find<Shop>(trader.Shop)!;
            (shop.Slug, shop.State, shop.Legal.Number).ShouldBe(("boulangerie-martin", ShopState.Approved, "73282932000074"));
            db.Find<Membership>(trader.Shop, trader.Actor)!.Role.ShouldBe(ShopRole.Owner);
        }

        var refused = (await Step(trader, ShopState.Open, ShopSide.Shop)).Problem!;
        refused.Code.ShouldBe("shop-not-ready");
        refused.Parts.ShouldBe([StoreProblems.NoStore, CatalogueProblems.NothingPublished, ShopProblems.NoMediator]);

        TestTrader.Ok(await new EditStore(trader.Mall.Writer).Add(trader.Shop, StoreTests.RueDuFour(), trader.Actor));
        var product = TestTrader.Ok(await trader.Products.Create(trader.Shop, trader.Loaf(), "fr", trader.Actor));
        TestTrader.Ok(await trader.Life.Become(trader.Shop, product, ProductState.Published, trader.Actor));
        TestTrader.Ok(await new EditShop(trader.Mall.Writer).Profile(trader.Shop, WithMediator(), 1, TestTrader.France, trader.Actor));
        trader.Shops.Missing(trader.Shop).ShouldBeEmpty();
        TestTrader.Ok(await Step(trader, ShopState.Open, ShopSide.Shop));
        trader.Mall.Scalar<long>("SELECT count(*) FROM changes WHERE topic = 'Shop' AND subject = $1", trader.Shop).ShouldBe(4);
        trader.Mall.Scalar<long>("SELECT count(*) FROM audit WHERE subject = $1", trader.Shop).ShouldBe(4);
    }

    [Fact]
    public async Task Only_the_steps_of_the_table_are_taken_and_only_by_whose_they_are()
    {
        using var trader = await TestTrader.On(Engine.Sqlite);
        (await Step(trader, ShopState.Paused, ShopSide.Shop)).Problem.ShouldBe(ShopProblems.NoSuchStep);
        (await Step(trader, ShopState.Open, ShopSide.Mall)).Problem.ShouldBe(ShopProblems.NotYours);
        (await Step(trader, ShopState.Closed, ShopSide.Mall)).Problem.ShouldBe(ShopProblems.ReasonMissing);
        (await trader.Shops.Step(trader.Shop, ShopState.Closed, ShopSide.Mall, new string('x', 501), trader.Actor)).Problem!.Field.ShouldBe("reason");
        (await trader.Shops.Step(Guid.Empty, ShopState.Closed, ShopSide.Mall, "x", trader.Actor)).Problem.ShouldBe(ShopProblems.None);
        TestTrader.Ok(await trader.Shops.Step(trader.Shop, ShopState.Closed, ShopSide.Mall, "The firm was struck off.", trader.Actor));
        foreach (var state in Enum.GetValues<ShopState>())
        {
            (await Step(trader, state, ShopSide.Shop)).Ok.ShouldBeFalse("closed is the end");
        }

        using var db = trader.Mall.Database.Read();
        db.Find<Shop>(trader.Shop)!.StateReason.ShouldBe("The firm was struck off.");
    }

    [Fact]
    public void Every_state_is_reached_and_all_but_the_last_are_left()
    {
        foreach (var state in Enum.GetValues<ShopState>())
        {
            var ways = Enum.GetValues<ShopState>();
            (state == ShopState.Applied || ways.Any(from => ShopSteps.By(from, state).Count > 0)).ShouldBeTrue();
            ways.Any(to => ShopSteps.By(state, to).Count > 0).ShouldBe(state != ShopState.Closed);
            ShopSteps.From(state, ShopSide.Mall).ShouldAllBe(to => ShopSteps.By(state, to).Contains(ShopSide.Mall));
        }
    }

    [Theory, OnBothEngines]
    public async Task A_profile_is_checked_field_by_field_and_an_edit_of_an_older_state_is_refused(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        var edit = new EditShop(trader.Mall.Writer);
        var bad = TestTrader.Profile("") with
        {
            Email = "nobody",
            Phone = "12",
            Tint = "neon",
            Story = new LocalText("fr", "a\0b"),
            Strap = new LocalText("fr", new string('é', 201)),
            Legal = TestTrader.Profile("x").Legal with { Number = "73282932000075", VatNumber = "FR00732829320", Seat = new Address { Country = TestTrader.France, Postcode = "4", City = "X" } },
        };
        var problem = (await edit.Profile(trader.Shop, bad, 1, TestTrader.France, trader.Actor)).Problem!;
        problem.Parts.Select(p => p.Field).ShouldBe(
            ["name", "seat.line1", "seat.postcode", "legal.number", "legal.vat", "strap.fr", "story.fr", "email", "phone", "tint"], ignoreOrder: true);

        TestTrader.Ok(await edit.Profile(trader.Shop, TestTrader.Profile("Martin & fille 🥖"), 1, TestTrader.France, trader.Actor));
        (await edit.Profile(trader.Shop, TestTrader.Profile("Another"), 1, TestTrader.France, trader.Actor)).Problem.ShouldBe(StorageProblems.Stale);
        using var db = trader.Mall.Database.Read();
        db.Find<Shop>(trader.Shop)!.Name.ShouldBe("Martin & fille 🥖");
    }

    [Fact]
    public async Task A_holiday_has_an_end_after_its_beginning()
    {
        using var trader = await TestTrader.On(Engine.Sqlite);
        var edit = new EditShop(trader.Mall.Writer);
        var (from, to) = (new DateOnly(2026, 8, 1), new DateOnly(2026, 8, 20));
        (await edit.Holiday(trader.Shop, new Holiday(to, from, []), trader.Actor)).Problem.ShouldBe(ShopProblems.HolidayBackwards);
        (await edit.Holiday(trader.Shop, new Holiday(from, from.AddYears(2), []), trader.Actor)).Problem.ShouldBe(ShopProblems.HolidayLong);
        TestTrader.Ok(await edit.Holiday(trader.Shop, new Holiday(from, to, new LocalText("fr", " Bonnes vacances ")), trader.Actor));
        using (var db = trader.Mall.Database.Read())
        {
            db.Find<Shop>(trader.Shop)!.Holiday!.Word["fr"].ShouldBe("Bonnes vacances");
        }

        TestTrader.Ok(await edit.Holiday(trader.Shop, null, trader.Actor));
        using var after = trader.Mall.Database.Read();
        after.Find<Shop>(trader.Shop)!.Holiday.ShouldBeNull();
    }

    [Fact]
    public async Task Two_shops_of_one_name_have_addresses_of_their_own_and_pictures_must_be_kept_here()
    {
        using var trader = await TestTrader.On(Engine.Sqlite);
        var other = TestTrader.Ok(await new ApplyForShop(trader.Mall.Writer).Run(TestTrader.Profile("Boulangerie Martin"), TestTrader.France, trader.Actor));
        using var db = trader.Mall.Database.Read();
        db.Find<Shop>(other)!.Slug.ShouldBe("boulangerie-martin-2");
        (await new EditShop(trader.Mall.Writer).Pictures(other, null, new string('0', 64), trader.Actor)).Problem.ShouldBe(ShopProblems.NoSuchPicture);
    }

    [Fact]
    public async Task A_mediator_is_asked_for_in_France_alone()
    {
        using var trader = await TestTrader.On(Engine.Sqlite);
        trader.Shops.Missing(trader.Shop).ShouldContain(ShopProblems.NoMediator);
        await trader.Mall.Write<Done>(s =>
        {
            var shop = s.Db.Find<Shop>(trader.Shop)!;
            shop.Legal = shop.Legal with { Seat = shop.Legal.Seat! with { Country = Country.Parse("BE") } };
            return default(Done);
        });
        trader.Shops.Missing(trader.Shop).ShouldNotContain(ShopProblems.NoMediator);
    }

    private static ShopProfile WithMediator()
    {
        var profile = TestTrader.Profile("Boulangerie Martin");
        return profile with { Legal = profile.Legal with { Mediator = "Médiation d’essai, mediation.example" } };
    }

    private static Task<Result<Done>> Step(TestTrader trader, ShopState to, ShopSide side) => trader.Shops.Step(trader.Shop, to, side, null, trader.Actor);
}
