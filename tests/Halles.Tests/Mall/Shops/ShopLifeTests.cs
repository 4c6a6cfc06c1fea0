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
        refused.Parts.Select(p => p.Code).ShouldBe([ShopProblems.NoMediator.Code, StoreProblems.NoStore.Code, CatalogueProblems.FewPublished.Code], "in the order of the tasks");

        TestTrader.Ok(await new EditStore(trader.Mall.Writer).Add(trader.Shop, StoreTests.RueDuFour(), trader.Actor));
        await PublishLoaves(trader, HasProductsToShow.Needed);
        TestTrader.Ok(await new EditShop(trader.Mall.Writer).Profile(trader.Shop, WithMediator(), 1, TestTrader.France, trader.Actor));
        trader.Shops.Missing(trader.Shop).ShouldBeEmpty();
        TestTrader.Ok(await Step(trader, ShopState.Open, ShopSide.Shop));
        trader.Shops.Steps(trader.Shop).ShouldAllBe(s => s.Done);
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

    [Theory, OnBothEngines]
    public async Task Products_count_towards_opening_with_a_photo_and_a_price_and_less_is_asked_of_who_was_open(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        var check = new HasProductsToShow();
        await PublishLoaves(trader, HasProductsToShow.Needed - 1);
        var bare = await trader.Products.Create(trader.Shop, Loaf(trader, 90), "fr", trader.Actor);
        TestTrader.Ok(await trader.Life.Become(trader.Shop, TestTrader.Ok(bare), ProductState.Published, trader.Actor));
        Missing()!.Args.ShouldBe([5, 4L], "one has no photo");

        await Photo(trader, bare.Value);
        Missing().ShouldBeNull();
        await trader.Mall.Write<int>(s => s.Sql.Execute("UPDATE variants SET price = 0 WHERE product_id = $1", bare.Value));
        Missing()!.Args.ShouldBe([5, 4L], "one has no price");

        await trader.Mall.Write<int>(s => s.Sql.Execute("UPDATE shops SET opened_at = 1 WHERE id = $1", trader.Shop));
        Missing().ShouldBeNull("it was open before, and four are goods to sell");
        await trader.Mall.Write<int>(s => s.Sql.Execute("UPDATE products SET state = 'Archived' WHERE shop_id = $1", trader.Shop));
        Missing().ShouldBe(CatalogueProblems.NothingPublished);

        Problem? Missing() => trader.Mall.Database.Read(sql => check.Missing(sql, trader.Shop));
    }

    [Theory, OnBothEngines]
    public async Task Identity_and_policies_are_tasks_worked_out_from_what_is_there(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        Missing(new HasIdentity()).ShouldBeNull();
        Missing(new HasPolicies()).ShouldBe(ShopProblems.NoPolicies);
        Missing(new OwnerHasSecondFactor()).ShouldBe(ShopProblems.NoSecondFactor);
        TestTrader.Ok(await new EditShop(trader.Mall.Writer).Profile(trader.Shop, TestTrader.Profile("Boulangerie Martin") with { Returns = new LocalText("fr", "Quinze jours.") }, 1, TestTrader.France, trader.Actor));
        Missing(new HasPolicies()).ShouldBeNull();
        await trader.Mall.Write<Done>(s =>
        {
            s.Db.Add(new Person { Id = trader.Actor, Email = "a@exemple.fr", Name = "A", Language = "fr", CreatedAt = s.Now, TotpConfirmedAt = s.Now });
            var shop = s.Db.Find<Shop>(trader.Shop)!;
            shop.Legal = shop.Legal with { Number = "" };
            return default(Done);
        });
        Missing(new OwnerHasSecondFactor()).ShouldBeNull();
        Missing(new HasIdentity()).ShouldBe(ShopProblems.NoIdentity);

        Problem? Missing(IOpeningCheck check) => trader.Mall.Database.Read(sql => check.Missing(sql, trader.Shop));
    }

    [Theory, OnBothEngines]
    public async Task An_applicant_is_asked_for_a_change_and_says_when_it_is_made(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        var other = TestTrader.Ok(await new ApplyForShop(trader.Mall.Writer).Run(TestTrader.Profile("Moulin"), TestTrader.France, trader.Actor, "Farines"));
        var changes = new AskForChange(trader.Mall.Writer);
        (await changes.Run(other, " ", trader.Actor)).Problem!.Field.ShouldBe("wish");
        (await changes.Run(trader.Shop, "Une photo", trader.Actor)).Problem.ShouldBe(ShopProblems.NoSuchStep, "it is approved already");
        (await changes.Run(Guid.Empty, "Une photo", trader.Actor)).Problem.ShouldBe(ShopProblems.None);
        TestTrader.Ok(await changes.Run(other, " Un numéro lisible ", trader.Actor));
        Find().ShouldSatisfyAllConditions(s => s.AskedChange.ShouldBe("Un numéro lisible"), s => s.Sells.ShouldBe("Farines"));
        TestTrader.Ok(await changes.Answer(other, trader.Actor));
        Find().AskedChange.ShouldBeNull();

        TestTrader.Ok(await changes.Run(other, "Encore", trader.Actor));
        TestTrader.Ok(await trader.Shops.Step(other, ShopState.Closed, ShopSide.Mall, "Hors de la ville", trader.Actor));
        Find().AskedChange.ShouldBeNull("it is decided");
        trader.Mall.Database.Read(sql => sql.List("SELECT payload FROM jobs WHERE kind = $1 ORDER BY id", r => r.Json<ShopMail>(0), ShopMail.JobKind)).Select(m => (m.What, m.Words))
            .ShouldBe([(ShopMailKind.Approved, ""), (ShopMailKind.ChangeAsked, "Un numéro lisible"), (ShopMailKind.ChangeAsked, "Encore"), (ShopMailKind.TurnedDown, "Hors de la ville")]);

        Shop Find()
        {
            using var db = trader.Mall.Database.Read();
            return db.Find<Shop>(other)!;
        }
    }

    [Fact]
    public async Task What_is_written_with_an_application_refuses_it_whole()
    {
        using var trader = await TestTrader.On(Engine.Sqlite);
        var refused = await new ApplyForShop(trader.Mall.Writer).Run(TestTrader.Profile("Moulin"), TestTrader.France, trader.Actor, "", (_, _) => StoreProblems.Nowhere);
        refused.Problem.ShouldBe(StoreProblems.Nowhere);
        trader.Mall.Scalar<long>("SELECT count(*) FROM shops WHERE name = 'Moulin'").ShouldBe(0);
    }

    private static async Task PublishLoaves(TestTrader trader, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var product = TestTrader.Ok(await trader.Products.Create(trader.Shop, Loaf(trader, i), "fr", trader.Actor));
            await Photo(trader, product);
            TestTrader.Ok(await trader.Life.Become(trader.Shop, product, ProductState.Published, trader.Actor));
        }
    }

    private static ProductInput Loaf(TestTrader trader, int number) => trader.Loaf() with { Variants = [new VariantInput(null, [], $"MAR-{number}", null, 480, false, "800 g", 820)] };

    private static Task<Done> Photo(TestTrader trader, Guid product) => trader.Mall.Write<Done>(s =>
    {
        s.Db.Add(new ProductPhoto { ShopId = trader.Shop, ProductId = product, Position = 0, Media = new string('0', 64) });
        return default(Done);
    });

    private static ShopProfile WithMediator()
    {
        var profile = TestTrader.Profile("Boulangerie Martin");
        return profile with { Legal = profile.Legal with { Mediator = "Médiation d’essai, mediation.example" } };
    }

    private static Task<Result<Done>> Step(TestTrader trader, ShopState to, ShopSide side) => trader.Shops.Step(trader.Shop, to, side, null, trader.Actor);
}
