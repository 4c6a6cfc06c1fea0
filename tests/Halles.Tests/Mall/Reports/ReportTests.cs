using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Halles.Mall.Identity;
using Halles.Mall.Reports;
using Halles.Mall.Shops;
using Halles.Testing;

namespace Halles.Tests.Mall.Reports;

public sealed class ReportTests
{
    private static readonly string Photo = new('a', 64), Other = new('b', 64);

    [Theory, OnBothEngines]
    public async Task A_report_keeps_what_was_shown_when_it_was_sent(Engine engine)
    {
        using var world = await World.On(engine);
        var id = await world.Reports(world.Product, Photo);
        await world.Town.Mall.Write<int>(s => s.Sql.Execute("UPDATE product_texts SET text = 'Tout autre chose'") + s.Sql.Execute("UPDATE variants SET price = 1") + s.Sql.Execute("DELETE FROM product_photos"));
        var evidence = world.Read.Find(id)!.Report.Evidence!;
        (evidence.Title.Best("fr"), evidence.Offers[0].Price, evidence.Shop).ShouldBe(("Lampe", 4900L, "Martin"));
        evidence.Photos.ShouldBe([Photo, Other]);
        evidence.Path.ShouldBe($"/shops/martin/{world.Product:N}");
        world.Jobs().ShouldBe([(ReportSide.Reporter, false)]);

        (await world.Send(world.Product, Photo)).Problem.ShouldBe(ReportProblems.NothingThere, "the photo is gone by now");
        (await world.Reports(world.Product, null)).ShouldNotBe(id);
        (await world.Reports(world.Product, null)).ShouldBe(await world.Reports(world.Product, null), "sent twice it is one");
        world.Read.Find(id, world.Read.Key(id)).ShouldNotBeNull();
        world.Read.Find(id, world.Read.Key(Guid.Empty)).ShouldBeNull();
    }

    [Theory, OnBothEngines]
    public async Task Who_reports_says_who_they_are_but_for_abused_children(Engine engine)
    {
        using var world = await World.On(engine);
        var bare = new ReportInput(world.Shop.Id, world.Product, null, ReportReason.Dangerous, " ", "", "nobody", false, null, "fr");
        var send = world.Town.Get<SendReport>();
        (await send.Run(bare)).Problem!.Parts.Select(p => p.Field).ShouldBe(["words", "name", "email", "good-faith"]);
        (await send.Run(bare with { Reason = ReportReason.Children, Words = "Voyez", Email = null, GoodFaith = true })).Problem.ShouldBeNull();
        world.Jobs().ShouldBeEmpty("nobody can be written to");
        (await send.Run(bare with { Shop = Guid.Empty, Words = "Voyez", Name = "Nadia", Email = "nadia@example.org", GoodFaith = true })).Problem.ShouldBe(ReportProblems.NothingThere);
        for (var i = 0; i < SendReport.MostADay; i++)
        {
            (await world.Send(world.Product, null, $"Raison {i}")).Problem.ShouldBeNull();
        }

        (await world.Send(world.Product, null, "Encore")).Problem.ShouldBe(ReportProblems.TooMany);
        world.Town.Mall.Clock.Advance(TimeSpan.FromDays(1));
        (await world.Send(world.Product, null, "Encore")).Problem.ShouldBeNull();
    }

    [Theory, OnBothEngines]
    public async Task A_withdrawn_product_stays_off_sale_until_the_office_gives_it_back(Engine engine)
    {
        using var world = await World.On(engine);
        var id = await world.Reports(world.Product, null);
        (await world.Decide(id, ReportMeasure.PhotoRemoved)).Problem.ShouldBe(ReportProblems.NoSuchMeasure, "no photo was meant");
        (await world.Town.Get<DecideOnReport>().Run(id, new DecisionInput(ReportMeasure.ProductWithdrawn, Ground.None, "", " ", Guid.Empty), World.Anne)).Problem!.Parts.Select(p => p.Field).ShouldBe(["facts", "rule", "ground"]);
        (await world.Decide(id, ReportMeasure.ProductWithdrawn)).Problem.ShouldBeNull();
        world.State().ShouldBe("Withdrawn");
        world.Jobs().ShouldBe([(ReportSide.Reporter, false), (ReportSide.Reporter, true), (ReportSide.Shop, true)]);

        var life = world.Town.Get<ProductLife>();
        foreach (var state in Enum.GetValues<ProductState>().Where(s => s is not ProductState.Withdrawn))
        {
            (await life.Become(world.Shop.Id, world.Product, state, world.Shop.Clerk)).Problem.ShouldBe(CatalogueProblems.Withdrawn);
        }

        (await life.Duplicate(world.Shop.Id, world.Product, world.Shop.Clerk)).Problem.ShouldBe(CatalogueProblems.Withdrawn);
        (await world.Town.Get<DecideOnReport>().Run(id, new DecisionInput(ReportMeasure.None, Ground.None, "", "x", Guid.Empty), World.Anne)).Problem.ShouldBe(StorageProblems.Stale, "it was decided meanwhile");
        var second = await world.Reports(world.Product, null, "Une autre raison", sent: false);
        second.ShouldBe(Guid.Empty, "what nobody is shown cannot be reported");

        (await world.Decide(id, ReportMeasure.None)).Problem.ShouldBeNull();
        world.State().ShouldBe("Published");
        (await life.Become(world.Shop.Id, world.Product, ProductState.Withdrawn, world.Shop.Clerk)).Problem.ShouldBe(CatalogueProblems.Withdrawn, "no shop withdraws for the office");
    }

    [Theory, OnBothEngines]
    public async Task What_two_reports_have_led_to_ends_with_the_second(Engine engine)
    {
        using var world = await World.On(engine);
        var (first, second) = (await world.Reports(world.Product, null, "a"), await world.Reports(world.Product, null, "b"));
        (await world.Decide(first, ReportMeasure.ProductWithdrawn)).Problem.ShouldBeNull();
        (await world.Decide(second, ReportMeasure.ProductWithdrawn)).Problem.ShouldBeNull();
        (await world.Decide(first, ReportMeasure.None)).Problem.ShouldBeNull();
        world.State().ShouldBe("Withdrawn");
        (await world.Decide(second, ReportMeasure.None)).Problem.ShouldBeNull();
        world.State().ShouldBe("Published");
    }

    [Theory, OnBothEngines]
    public async Task A_removed_photo_comes_back_where_it_stood(Engine engine)
    {
        using var world = await World.On(engine);
        var id = await world.Reports(world.Product, Photo);
        (await world.Decide(id, ReportMeasure.PhotoRemoved)).Problem.ShouldBeNull();
        world.Photos().ShouldBe([(Other, 0)]);
        (await world.Decide(id, ReportMeasure.None)).Problem.ShouldBeNull();
        world.Photos().ShouldBe([(Photo, 0), (Other, 1)]);
    }

    [Theory, OnBothEngines]
    public async Task A_removed_photo_leaves_all_of_its_shop_which_cannot_show_it_again_but_no_other_shop(Engine engine)
    {
        using var world = await World.On(engine);
        var (mall, other) = (world.Town.Mall, await world.Town.Shop("Roux"));
        Guid Of(Guid variant) => mall.Scalar<Guid>("SELECT product_id FROM variants WHERE id = $1", variant);
        var (second, theirs) = (Of(await world.Shop.Sells("Torche", 900)), Of(await other.Sells("Bougie", 500)));
        await mall.Write<Done>(s =>
        {
            s.Insert(new ProductPhoto { ShopId = world.Shop.Id, ProductId = second, Media = Photo, Position = 0 }, new ProductPhoto { ShopId = other.Id, ProductId = theirs, Media = Photo, Position = 0 });
            s.Sql.Execute("UPDATE shops SET cover = $2, logo = $3 WHERE id = $1", world.Shop.Id, Photo, Other);
            foreach (var hash in new[] { Photo, Other })
            {
                s.Sql.Execute("INSERT INTO media.originals (hash, content_type, width, height, content, at) VALUES ($1, 'image/png', 1, 1, $2, $3) ON CONFLICT (hash) DO NOTHING", Convert.FromHexString(hash), new byte[] { 1 }, s.Now);
            }

            return default(Done);
        });
        var id = await world.Reports(world.Product, Photo);
        world.Read.Elsewhere(world.Read.Find(id)!.Report, 9).Select(u => (u.Shop, u.Product)).ShouldBe([("Martin", "Torche"), ("Roux", "Bougie")]);

        (await world.Decide(id, ReportMeasure.PhotoRemoved)).Problem.ShouldBeNull();
        world.Read.Elsewhere(world.Read.Find(id)!.Report, 9).Select(u => u.Shop).ShouldBe(["Roux"], "it may be theirs");
        mall.Scalar<long>("SELECT count(*) FROM shops WHERE cover IS NULL AND logo = $1", Other).ShouldBe(1);
        var edit = world.Town.Get<EditShop>();
        (await edit.Pictures(world.Shop.Id, Other, Photo, world.Shop.Clerk)).Problem.ShouldBe(ShopProblems.PictureRemoved);
        (await edit.Pictures(world.Shop.Id, Photo, null, world.Shop.Clerk)).Problem.ShouldBe(ShopProblems.PictureRemoved);
        (await edit.Pictures(other.Id, Photo, null, other.Clerk)).Problem.ShouldBeNull();

        (await world.Decide(id, ReportMeasure.None)).Problem.ShouldBeNull();
        mall.Scalar<long>("SELECT count(*) FROM product_photos WHERE media = $1", Photo).ShouldBe(3);
        (await edit.Pictures(world.Shop.Id, Other, Photo, world.Shop.Clerk)).Problem.ShouldBeNull();
    }

    [Theory, OnBothEngines]
    public async Task A_decision_that_is_confirmed_suspends_again_what_was_let_go_meanwhile(Engine engine)
    {
        using var world = await World.On(engine);
        var id = await world.Reports(null, null);
        (await world.Decide(id, ReportMeasure.ShopSuspended)).Problem.ShouldBeNull();
        (await world.Town.Get<ShopLife>().Step(world.Shop.Id, ShopState.Paused, ShopSide.Mall, null, World.Anne)).Problem.ShouldBeNull();
        (await world.Town.Get<AppealDecision>().ByShop(world.Shop.Id, id, "Non", world.Shop.Clerk)).Problem.ShouldBeNull();
        (await world.Decide(id, ReportMeasure.ShopSuspended)).Problem.ShouldBeNull();
        world.Town.Mall.Scalar<string>("SELECT state FROM shops WHERE id = $1", world.Shop.Id).ShouldBe("Suspended");
        (await world.Decide(id, ReportMeasure.ShopSuspended)).Problem.ShouldBeNull("it is so already");
        (await world.Decide(id, ReportMeasure.None)).Problem.ShouldBeNull();
        world.Town.Mall.Scalar<string>("SELECT state FROM shops WHERE id = $1", world.Shop.Id).ShouldBe("Paused");
    }

    [Theory, OnBothEngines]
    public async Task A_shop_is_suspended_and_given_back(Engine engine)
    {
        using var world = await World.On(engine);
        var id = await world.Reports(null, null);
        (await world.Decide(id, ReportMeasure.ShopSuspended)).Problem.ShouldBeNull();
        world.Town.Mall.Scalar<string>("SELECT state FROM shops WHERE id = $1", world.Shop.Id).ShouldBe("Suspended");
        (await world.Decide(id, ReportMeasure.None)).Problem.ShouldBeNull();
        world.Town.Mall.Scalar<string>("SELECT state FROM shops WHERE id = $1", world.Shop.Id).ShouldBe("Paused", "it opens again itself");
        world.Town.Mall.Scalar<long>("SELECT count(*) FROM jobs WHERE kind = $1", ShopMail.JobKind).ShouldBe(0, "the letter about the decision says it");

        var second = await world.Reports(null, null, "Encore");
        (await world.Town.Get<ShopLife>().Step(world.Shop.Id, ShopState.Suspended, ShopSide.Mall, "Autre chose", World.Anne)).Problem.ShouldBeNull();
        (await world.Decide(second, ReportMeasure.ShopSuspended)).Problem.ShouldBe(ShopProblems.NoSuchStep, "it is suspended for something else, which this must not lift one day");
    }

    [Theory, OnBothEngines]
    public async Task Each_side_objects_within_half_a_year_and_somebody_else_decides(Engine engine)
    {
        using var world = await World.On(engine);
        var appeal = world.Town.Get<AppealDecision>();
        var id = await world.Reports(world.Product, null);
        (await appeal.ByReporter(id, "Non")).Problem.ShouldBe(ReportProblems.NoAppeal, "nothing is decided");
        (await appeal.ByShop(world.Shop.Id, id, "Non", world.Shop.Clerk)).Problem.ShouldBe(ReportProblems.None, "the shop is told of nothing");
        (await world.Decide(id, ReportMeasure.None)).Problem.ShouldBeNull();
        world.Read.OfShop(world.Shop.Id).ShouldBeEmpty();
        (await appeal.ByReporter(id, " ")).Problem!.Field.ShouldBe("words");
        (await appeal.ByReporter(id, "Regardez encore")).Problem.ShouldBeNull();
        (await appeal.ByReporter(id, "Regardez encore")).Problem.ShouldBe(ReportProblems.NoAppeal, "once");

        await world.Hire(World.Anne, World.Paul);
        (await world.Decide(id, ReportMeasure.ProductWithdrawn)).Problem.ShouldBe(ReportProblems.AnotherDecides);
        (await world.Decide(id, ReportMeasure.ProductWithdrawn, World.Paul)).Problem.ShouldBeNull();
        world.Read.OfShop(world.Shop.Id).ShouldHaveSingleItem().Report.State.ShouldBe(ReportState.Decided);
        (await appeal.ByShop(Guid.Empty, id, "C’est conforme", world.Shop.Clerk)).Problem.ShouldBe(ReportProblems.None, "another shop’s");
        (await appeal.ByShop(world.Shop.Id, id, "C’est conforme", world.Shop.Clerk)).Problem.ShouldBeNull();
        (await world.Decide(id, ReportMeasure.ProductWithdrawn)).Problem.ShouldBeNull();
        (await appeal.ByShop(world.Shop.Id, id, "Encore", world.Shop.Clerk)).Problem.ShouldBe(ReportProblems.NoAppeal, "its objection was answered");
        (await appeal.ByReporter(id, "Encore")).Problem.ShouldBeNull("theirs was about another decision");

        world.Town.Get<ReportFigures>().Between(world.Town.Now.AddYears(-1), world.Town.Now.AddYears(1)).ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(r => r.Received.ShouldBe(1), r => r.First[ReportMeasure.None].ShouldBe(1), r => r.Appeals.ShouldBe(3), r => r.Reversed.ShouldBe(1), r => r.MedianHours!.Value.ShouldBe(0, 0.1));
        var late = await world.Reports(null, null);
        (await world.Decide(late, ReportMeasure.None)).Problem.ShouldBeNull();
        world.Town.Mall.Clock.Advance(TimeSpan.FromDays(190));
        (await appeal.ByReporter(late, "Trop tard")).Problem.ShouldBe(ReportProblems.NoAppeal);
    }

    [Theory, OnBothEngines]
    public async Task Who_reported_is_forgotten_a_year_after_the_decision(Engine engine)
    {
        using var world = await World.On(engine);
        var (decided, waiting) = (await world.Reports(world.Product, null), await world.Reports(null, null));
        (await world.Decide(decided, ReportMeasure.ProductWithdrawn)).Problem.ShouldBeNull();
        world.Town.Mall.Clock.Advance(TimeSpan.FromDays(300));
        await world.Town.Run<ForgetReports>();
        world.Read.Find(decided)!.Report.Name.ShouldBe("Nadia");
        world.Town.Mall.Clock.Advance(TimeSpan.FromDays(70));
        await world.Town.Run<ForgetReports>();
        world.Read.Find(decided)!.ShouldSatisfyAllConditions(
            f => (f.Report.Name, f.Report.Email, f.Report.Words, f.Report.Evidence).ShouldBe(("", null, "", null)), f => f.Decisions[0].Facts.ShouldBe("Il chauffe trop."));
        world.Read.Find(waiting)!.Report.Name.ShouldBe("Nadia");
        world.State().ShouldBe("Withdrawn", "what was decided holds");
    }

    [Theory, OnBothEngines]
    public async Task Who_is_erased_leaves_the_report_without_a_word_of_theirs(Engine engine)
    {
        using var world = await World.On(engine);
        var nadia = Guid.Parse("018f0000-0000-7000-8000-00000000000c");
        var signedIn = (await world.Town.Get<SendReport>().Run(new ReportInput(world.Shop.Id, null, null, ReportReason.Other, "Moi", "Nadia", "other@example.org", true, nadia, "fr"))).Value;
        var asGuest = await world.Reports(world.Product, null);
        (await world.Decide(asGuest, ReportMeasure.None)).Problem.ShouldBeNull();
        (await world.Town.Get<AppealDecision>().ByReporter(asGuest, "C’est encore moi")).Problem.ShouldBeNull();
        var data = new PersonalReports();
        ((IEnumerable<object>)data.Export(world.Town.Mall.Database, nadia)!).ShouldHaveSingleItem();
        await world.Town.Mall.Write<Done>(s =>
        {
            data.Erase(s, nadia, "nadia@example.org");
            return default(Done);
        });
        foreach (var id in (Guid[])[signedIn, asGuest])
        {
            var file = world.Read.Find(id)!;
            (file.Report.Name, file.Report.Email, file.Report.PersonId, file.Report.Words).ShouldBe(("", null, null, ""));
            file.Appeals.ShouldAllBe(a => a.Words == "");
            file.Report.Evidence.ShouldNotBeNull("what was reported can still be judged");
        }
    }

    private sealed class World : IDisposable
    {
        public static readonly Guid Anne = Guid.Parse("018f0000-0000-7000-8000-00000000000a"), Paul = Guid.Parse("018f0000-0000-7000-8000-00000000000b");

        private World(Town town, TownShop shop, Guid product) => (Town, Shop, Product) = (town, shop, product);

        public Town Town { get; }

        public TownShop Shop { get; }

        public Guid Product { get; }

        public ReadReports Read => Town.Get<ReadReports>();

        public static async Task<World> On(Engine engine)
        {
            var town = await Town.On(engine);
            var shop = await town.Shop("Martin");
            var lamp = await shop.Sells("Lampe", 4900);
            var product = town.Mall.Scalar<Guid>("SELECT product_id FROM variants WHERE id = $1", lamp);
            await town.Mall.Write<Done>(s =>
            {
                s.Insert(new ProductPhoto { ShopId = shop.Id, ProductId = product, Media = Photo, Position = 0 }, new ProductPhoto { ShopId = shop.Id, ProductId = product, Media = Other, Position = 1 });
                return default(Done);
            });
            return new World(town, shop, product);
        }

        public Task<Result<Guid>> Send(Guid? product, string? media, string words = "Dangereuse") =>
            Town.Get<SendReport>().Run(new ReportInput(Shop.Id, product, media, ReportReason.Dangerous, words, "Nadia", "Nadia@example.org", true, null, "fr"));

        public async Task<Guid> Reports(Guid? product, string? media, string words = "Dangereuse", bool sent = true)
        {
            var done = await Send(product, media, words);
            done.Ok.ShouldBe(sent, done.Problem?.Code);
            return done.Ok ? done.Value : Guid.Empty;
        }

        public Task<Result<Done>> Decide(Guid report, ReportMeasure measure, Guid? actor = null) => Town.Get<DecideOnReport>()
            .Run(report, new DecisionInput(measure, Ground.Law, "Règlement (UE) 2023/988, art. 5", "Il chauffe trop.", Read.Find(report)!.Last?.Id ?? Guid.Empty), actor ?? Anne);

        public async Task Hire(params Guid[] people) => await Town.Mall.Write<Done>(s =>
        {
            s.Insert(people.Select(p => new StaffRole { PersonId = p, Role = MallRole.Moderator, Since = s.Now }));
            return default(Done);
        });

        public string State() => Town.Mall.Scalar<string>("SELECT state FROM products WHERE id = $1", Product)!;

        public List<(string, int)> Photos() =>
            Town.Mall.Database.Read(sql => sql.List("SELECT media, position FROM product_photos WHERE product_id = $1 ORDER BY position", r => (r.Text(0), r.Int(1)), Product));

        /// <summary>To whom letters are asked for, and whether about a decision.</summary>
        public List<(ReportSide, bool)> Jobs() => [.. Town.Mall.Database
            .Read(sql => sql.List("SELECT payload FROM jobs WHERE kind = $1 ORDER BY id", r => r.Json<ReportMail>(0), ReportMail.JobKind)).Select(m => (m.To, m.DecisionId is not null))];

        public void Dispose() => Town.Dispose();
    }
}
