using Halles.Kernel;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Halles.Mall.Shops;
using Halles.Mall.Storefront;
using Halles.Mall.Stores;
using Halles.Testing;
using PriceChange = Halles.Mall.Catalogue.PriceChange;

namespace Halles.Tests.Mall.Storefront;

public sealed class ProjectionTests
{
    [Theory, OnBothEngines]
    public async Task A_published_product_is_shown_and_an_archived_one_is_gone(Engine engine)
    {
        using var mall = await Bakery(engine);
        await mall.AddProduct("levain", new Goods("miche", "Miche de campagne", "bread", 480) { English = "Country loaf", Store = "place", Measure = "800 g", State = ProductState.Draft });
        await mall.CatchUp();
        mall.Product("levain", "miche").ShouldBeNull();

        await mall.SetProduct("levain", "miche", p => p.State = ProductState.Published);
        await mall.CatchUp();
        var page = mall.Product("levain", "miche").ShouldNotBeNull();
        page.Name.ShouldBe(new Wording("Miche de campagne", "fr"));
        page.Path.Select(c => c.Name.Text).ShouldBe(["Alimentation", "Pains"]);
        page.Stock.ShouldBe(new StockState(StockWord.InStock, 5));
        page.Variants[0].UnitPrice.ShouldBe(new UnitPrice(Money.Eur(6.00m), Unit.Kilogram));
        page.Languages.ShouldBe(["fr", "en"]);
        mall.Product("levain", "miche", "en")!.Name.ShouldBe(new Wording("Country loaf", "en"));
        mall.Shown.Product(page.Id, "fr")!.Handle.ShouldBe("miche");
        mall.Handles("miche").ShouldBe(["miche"]);

        await mall.SetProduct("levain", "miche", p => p.State = ProductState.Archived);
        await mall.CatchUp();
        mall.Product("levain", "miche").ShouldBeNull();
        mall.Handles("miche").ShouldBeEmpty();
        mall.Shown.Offers([mall.Id("miche/v")], "fr").ShouldBeEmpty();
    }

    [Theory, OnBothEngines]
    public async Task A_price_follows_and_a_reduction_shows_the_lowest_of_thirty_days(Engine engine)
    {
        using var mall = await Bakery(engine);
        await mall.AddProduct("levain", new Goods("brioche", "Brioche", "bread", 2000));
        mall.Mall.Clock.Advance(TimeSpan.FromDays(40));
        await mall.Write(s =>
        {
            s.Sql.Execute("UPDATE variants SET price = 1600, reduced_since = $2 WHERE id = $1", mall.Id("brioche/v"), s.Now);
            s.Db.Add(new PriceChange { ShopId = mall.Id("levain"), VariantId = mall.Id("brioche/v"), At = s.Now, Price = 1600 });
            s.Changed(Topic.Product, mall.Id("levain"), mall.Id("brioche"));
        });
        await mall.CatchUp();
        mall.Product("levain", "brioche")!.Variants[0].Reduction!.LowestBefore.ShouldBe(Money.Eur(20));
        var card = mall.Search("brioche").Hits[0];
        card.Price.ShouldBe(Money.Eur(16));
        card.Reduction!.Percent.ShouldBe(20);
    }

    [Theory, OnBothEngines]
    public async Task Stock_follows_by_store(Engine engine)
    {
        using var mall = await Bakery(engine);
        await mall.AddStore("levain", "gare", north: 0.02);
        await mall.AddProduct("levain", new Goods("pain", "Pain", "bread") { Store = "place", OnHand = 2 });
        await mall.CatchUp();
        var before = mall.Product("levain", "pain")!;
        before.Stock.ShouldBe(new StockState(StockWord.Last, 2));
        before.Variants[0].Stores.Single().StoreId.ShouldBe(mall.Id("place"));

        await mall.SetStock("levain", "pain", "place", 0);
        await mall.CatchUp();
        mall.Product("levain", "pain")!.Stock.Word.ShouldBe(StockWord.SoldOut);
        mall.Shown.Search(new ProductQuery { Language = "fr", InStock = true }).Total.ShouldBe(0);
        mall.Shown.Search(new ProductQuery { Language = "fr" }).Hits[0].Stock.Word.ShouldBe(StockWord.SoldOut);
    }

    [Theory, OnBothEngines]
    public async Task A_paused_shop_is_shown_and_a_suspended_one_is_not(Engine engine)
    {
        using var mall = await Bakery(engine);
        await mall.AddProduct("levain", new Goods("pain", "Pain", "bread") { Store = "place" });
        await mall.SetShop("levain", s => s.State = ShopState.Paused);
        await mall.CatchUp();
        mall.Product("levain", "pain")!.Shop.Standing.ShouldBe(ShopStanding.Paused);
        mall.Search("pain").Hits[0].ShopTakesOrders.ShouldBeFalse();

        await mall.SetShop("levain", s => s.State = ShopState.Suspended);
        await mall.CatchUp();
        mall.Product("levain", "pain").ShouldBeNull();
        mall.Shown.Shop("levain", "fr").ShouldBeNull();
        mall.Shown.StoresNear(new GeoPoint(47, 2), "fr").ShouldBeEmpty();
        mall.Search("pain").Total.ShouldBe(0);

        await mall.SetShop("levain", s => s.State = ShopState.Open);
        await mall.CatchUp();
        mall.Search("pain").Hits[0].ShopTakesOrders.ShouldBeTrue();
    }

    [Theory, OnBothEngines]
    public async Task Hours_of_a_store_follow(Engine engine)
    {
        using var mall = await Bakery(engine);
        await mall.CatchUp();
        // Tuesday, nine in Paris.
        mall.Shown.StoresNear(new GeoPoint(47, 2), "fr").Single().Open.ShouldBe(new OpenState(OpenWord.Open, At(11, 30), At(10, 30)));
        await mall.Write(s =>
        {
            s.Db.Set<Store>().Single(x => x.Id == mall.Id("place")).Hours = "Tu 10:00-18:00";
            s.Changed(Topic.Store, mall.Id("levain"), mall.Id("place"));
        });
        await mall.CatchUp();
        mall.Shown.StoresNear(new GeoPoint(47, 2), "fr").Single().Open.ShouldBe(new OpenState(OpenWord.Closed, At(9, 0), At(9, 0)));

        static DateTimeOffset At(int hour, int minute) => new(2026, 3, 3, hour, minute, 0, TimeSpan.Zero);
    }

    [Theory, OnBothEngines]
    public async Task A_category_called_otherwise_is_shown_and_found_by_its_new_name(Engine engine)
    {
        using var mall = await Bakery(engine);
        await mall.AddProduct("levain", new Goods("miche", "Miche", "bread"));
        await mall.CatchUp();
        mall.Handles("boulange").ShouldBeEmpty();
        await mall.Write(s =>
        {
            s.Db.Set<Category>().Single(c => c.Code == "bread").Name = new LocalText("fr", "Boulange");
            s.Changed(Topic.Category, Guid.Empty, Guid.Empty);
        });
        await mall.CatchUp();
        mall.Handles("boulange").ShouldBe(["miche"]);
        mall.Shown.Home("fr").Categories.Single(c => c.Code == "food").Children.Single().ShouldSatisfyAllConditions(c => c.Name.Text.ShouldBe("Boulange"), c => c.Count.ShouldBe(1));
    }

    [Theory, OnBothEngines]
    public async Task After_a_restart_it_goes_on_where_it_was_without_building_anew(Engine engine)
    {
        using var mall = await Bakery(engine);
        await mall.AddProduct("levain", new Goods("pain", "Pain", "bread") { Store = "place" });
        await mall.CatchUp();
        var number = mall.Shown.Number;
        mall.Close();
        await mall.AddProduct("levain", new Goods("miche", "Miche", "bread") { Store = "place" });
        await mall.SetStock("levain", "pain", "place", 0);
        mall.Restart();
        await mall.CatchUp();
        mall.Shown.Number.ShouldBe(number);
        mall.Product("levain", "miche").ShouldNotBeNull();
        mall.Product("levain", "pain")!.Stock.Word.ShouldBe(StockWord.SoldOut);
        mall.Search("miche").Total.ShouldBe(1);
        mall.Shown.Search(new ProductQuery { Language = "fr", InStock = true }).Total.ShouldBe(1);
    }

    [Theory]
    [InlineData("UPDATE meta SET value = '0' WHERE name = 'schema'")]
    [InlineData("DROP TABLE shelf")]
    [InlineData("UPDATE shelf SET rows = x'81'")]
    [InlineData("UPDATE shops SET data = '{'")]
    public async Task A_file_of_another_schema_or_a_damaged_one_is_built_anew(string damage)
    {
        using var mall = await Bakery(Engine.Sqlite);
        await mall.AddProduct("levain", new Goods("pain", "Pain", "bread") { Store = "place" });
        await mall.CatchUp();
        var number = mall.Shown.Number;
        mall.Close();
        await using (var file = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Generation.FileOf(mall.Mall.Database.Folder, number)};Pooling=False"))
        {
            file.Open();
            using var sql = new SqlSession(file, Engine.Sqlite);
            sql.Execute(damage);
        }

        mall.Restart();
        await mall.CatchUp();
        mall.Shown.Shop("levain", "fr").ShouldNotBeNull();
        mall.Search("pain").Total.ShouldBe(1);
        Directory.GetFiles(mall.Mall.Folder, "storefront-*.db").ShouldHaveSingleItem();
    }

    [Theory, OnBothEngines]
    public async Task Pages_answer_from_the_old_file_while_a_new_one_is_built(Engine engine)
    {
        using var mall = await Bakery(engine);
        for (var i = 0; i < 20; i++)
        {
            await mall.AddProduct("levain", new Goods($"pain-{i}", $"Pain {i}", "bread") { Store = "place" });
        }

        await mall.CatchUp();
        using var stop = new CancellationTokenSource();
        var reads = 0;
        var reader = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                mall.Search("pain").Total.ShouldBe(20);
                mall.Product("levain", "pain-7").ShouldNotBeNull();
                Interlocked.Increment(ref reads);
            }
        });
        for (var i = 0; i < 5; i++)
        {
            var before = Volatile.Read(ref reads);
            SpinWait.SpinUntil(() => Volatile.Read(ref reads) > before || reader.IsCompleted, TimeSpan.FromSeconds(20)).ShouldBeTrue();
            var built = mall.Projector.Reindex();
            mall.Projector.Step(default);
            await built;
        }

        await stop.CancelAsync();
        await reader;
        mall.Shown.Number.ShouldBe(6);
        Directory.GetFiles(mall.Mall.Folder, "storefront-*.db").ShouldHaveSingleItem("the old files went after their last reader");
    }

    [Theory, OnBothEngines]
    public async Task A_running_projector_shows_a_write_within_a_second(Engine engine)
    {
        using var mall = await Bakery(engine);
        await mall.Projector.StartAsync(default);
        await mall.AddProduct("levain", new Goods("pain", "Pain", "bread"));
        (await mall.Projector.WaitFor(mall.Mall.Feed.LastCommitted, TimeSpan.FromSeconds(30))).ShouldBeTrue();
        mall.Product("levain", "pain").ShouldNotBeNull();
        await mall.Projector.StopAsync(default);
    }

    [Fact]
    public async Task Pages_and_search_go_on_while_the_system_of_record_is_down_and_follow_when_it_is_back()
    {
        using var mall = await Bakery(Engine.PostgreSql);
        await mall.AddProduct("levain", new Goods("pain", "Pain", "bread") { Store = "place" });
        await mall.CatchUp();
        await mall.AddProduct("levain", new Goods("miche", "Miche", "bread") { Store = "place" });
        var written = mall.Mall.Feed.LastCommitted;
        mall.Mall.TakeDown();
        Should.Throw<Npgsql.NpgsqlException>(() => mall.Projector.Step(default));
        mall.Search("pain").Total.ShouldBe(1);
        mall.Restart();
        await mall.Projector.StartAsync(default);
        mall.Product("levain", "pain").ShouldNotBeNull("a node that starts meanwhile reads the file that stands");
        mall.Product("levain", "miche").ShouldBeNull();

        mall.Mall.BringBack();
        (await mall.Projector.WaitFor(written, TimeSpan.FromSeconds(30))).ShouldBeTrue("it tries again each second");
        mall.Product("levain", "miche").ShouldNotBeNull();
        await mall.Projector.StopAsync(default);
    }

    [Fact]
    public async Task A_mall_that_speaks_another_language_gets_a_new_file()
    {
        using var mall = await Bakery(Engine.Sqlite);
        await mall.AddProduct("levain", new Goods("pain", "Pain", "bread") { English = "Bread" });
        await mall.CatchUp();
        await mall.Write(s => Halles.Mall.Settings.CurrentSettings.Save(s, SmallMall.Settings with { Languages = ["en", "fr", "nl"] }, by: null));
        await mall.CatchUp();
        await mall.CatchUp();
        mall.Shown.Mall.Languages.ShouldBe(["en", "fr", "nl"]);
        mall.Product("levain", "pain", "nl")!.Name.ShouldBe(new Wording("Pain", "fr"));
        mall.Handles("breads", "en").ShouldBe(["pain"]);
    }

    private static async Task<SmallMall> Bakery(Engine engine)
    {
        var mall = await SmallMall.On(engine);
        await mall.AddShop("levain", "Au Levain");
        await mall.AddStore("levain", "place");
        return mall;
    }
}
