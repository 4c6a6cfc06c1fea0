using System.Net;
using System.Net.Sockets;
using System.Text;
using Halles.Kernel;
using Halles.Kernel.Auditing;
using Halles.Kernel.Outgoing;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Halles.Mall.Imports;
using Halles.Mall.Media;
using Halles.Mall.Stock;
using Halles.Mall.Stores;
using Halles.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using static Halles.Tests.Mall.Imports.ImportKit;

namespace Halles.Tests.Mall.Imports;

public sealed class ImportTests
{
    [Theory, OnBothEngines]
    public async Task A_file_is_taken_in_once_and_a_changed_one_changes_only_what_it_says(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        var store = await Store(trader);
        var first = await Import(trader, Two);
        Counts(first).ShouldBe((3, 3, 0, 0, 0));
        first.Counts.Notes.ShouldBe(new Dictionary<string, int> { ["note-category"] = 1 });
        var loaf = Product(trader, "loaf");
        (loaf.State, loaf.CategoryId, loaf.Maker).ShouldBe((ProductState.Published, trader.Bread, "Martin"));
        trader.Variants(loaf.Id).Select(v => (v.Sku, v.Price, OnHand(trader, v.Id))).ShouldBe([("L-S", 320L, 4L), ("L-L", 540L, 6L)]);
        trader.Mall.Scalar<long>("SELECT count(*) FROM photo_fetches").ShouldBe(1);

        var again = await Import(trader, Two);
        Counts(again).ShouldBe((3, 0, 0, 3, 0));
        Product(trader, "loaf").Version.ShouldBe(loaf.Version);

        // The shop translates the name; the file changes a price, a count, and has a new product.
        TestTrader.Ok(await trader.Products.Change(trader.Shop, loaf.Id, Edited(trader, loaf.Id), null, trader.Actor));
        var changed = await Import(trader, Two.Replace("shopify,6,5.40", "shopify,2,5.90") + "bun,Bun,,Martin,Pains,true,Title,Default Title,,shopify,1,1.10,\n");
        Counts(changed).ShouldBe((4, 1, 2, 1, 0));
        trader.Variants(loaf.Id).Select(v => (v.Sku, v.Price, OnHand(trader, v.Id))).ShouldBe([("L-S", 320L, 4L), ("L-L", 590L, 2L)]);
        trader.Mall.Scalar<string>("SELECT text FROM product_texts WHERE product_id = $1 AND language = 'en' AND field = 'Name'", loaf.Id).ShouldBe("Dark loaf", "what a file never says stays");
        trader.Mall.Scalar<long>("SELECT count(*) FROM products").ShouldBe(3);
        trader.Mall.Scalar<long>("SELECT sum(change) FROM stock_movements WHERE store_id = $1", store).ShouldBe(4 + 2 + 9 + 1);
    }

    [Theory, OnBothEngines]
    public async Task An_import_is_undone_and_what_was_changed_since_stays(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        await Store(trader);
        var first = await Import(trader, Two);
        var second = await Import(trader, Two.Replace("5.40", "5.90").Replace("0.80", "0.90") + "bun,Bun,,Martin,Pains,true,Title,Default Title,,shopify,1,1.10,\n");
        var (loaf, roll, bun) = (Product(trader, "loaf").Id, Product(trader, "roll").Id, Product(trader, "bun").Id);
        TestTrader.Ok(await trader.Products.Price(trader.Shop, trader.Variants(roll)[0].Id, 95, false, trader.Actor));

        await Undo(trader, second);
        trader.Variants(loaf).Select(v => v.Price).ShouldBe([320L, 540L]);
        trader.Variants(roll).Single().Price.ShouldBe(95);
        trader.Find(bun).State.ShouldBe(ProductState.Archived);
        Service(trader).Find(trader.Shop, second.Id)!.State.ShouldBe(ImportState.Undone);
        (await Service(trader).Undo(trader.Shop, second.Id, trader.Actor)).Problem!.Code.ShouldBe("import-not-now");

        trader.Mall.Clock.Advance(TimeSpan.FromDays(8));
        (await Service(trader).Undo(trader.Shop, first.Id, trader.Actor)).Problem!.Code.ShouldBe("import-too-late");
        trader.Mall.Database.Read(AuditLog.Verify).Item2.ShouldBeNull();
    }

    [Theory, OnBothEngines]
    public async Task Rows_that_cannot_be_taken_are_told_one_by_one_and_hurt_no_others(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        await Store(trader);
        var import = await Import(trader, Header + """
            loaf,Loaf,,,,true,Size,S,L-S,,,free,
            loaf,,,,,,,L,L-L,,,5.40,
            roll,Roll,,,,true,Title,Default Title,R-1,,,0.80,
            ROLL,Roll again,,,,true,Title,Default Title,R-2,,,0.80,
            bun,Bun,,,,true,Title,Default Title,R-1,,,1.10,
            ,Nameless,,,,true,Title,Default Title,,,,1,
            cake,,,,,true,Title,Default Title,,,,1,
            pie,Pie,,,,true,Size,S,,,,1,
            pie,,,,,,,s,,,,2,

            """);
        Counts(import).ShouldBe((9, 2, 0, 0, 7));
        Service(trader).Remarks(trader.Shop, import.Id, 0, 100).Select(r => (r.Row, r.Field, r.Code, r.Refused)).ShouldBe(
            [
                (2, "Variant Price", "row-price", true), (3, "", "row-of-refused", true), (7, "Handle", "row-key-missing", true), (8, "", "row-name-missing", true), (5, "", "row-key-twice", true),
                (10, "", "row-choice-twice", true), (9, "", "row-of-refused", true), (6, "", "note-sku-twice", false), (4, "", "note-no-category", false),
            ], ignoreOrder: true);
    }

    [Theory, OnBothEngines]
    public async Task A_change_that_is_refused_leaves_nothing_of_itself_and_hurts_no_others(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        await Store(trader);
        await Import(trader, Two);
        var loaf = Product(trader, "loaf");
        var file = Two.Replace("<p>Dark</p>", "<p>Darker</p>").Replace("0.80", "0.95").Replace("roll,Roll", "loaf,,,,,,,XL,L-XL,,,,\nroll,Roll");
        var (run, service) = (Run(trader), Service(trader));
        var id = TestTrader.Ok(await service.Lay(trader.Shop, "file.csv", Encoding.UTF8.GetBytes(file), new ImportTerms(), trader.Actor));
        TestTrader.Ok(await service.Begin(trader.Shop, id, "shopify", background: false));
        var ended = TestTrader.Ok(await run.Run(trader.Shop, id, () => service.Open(service.Find(trader.Shop, id)!), TimeSpan.FromHours(1), new Progress<(int, int)>(), CancellationToken.None));

        Counts(ended).ShouldBe((4, 0, 1, 0, 3));
        Product(trader, "loaf").ShouldSatisfyAllConditions(p => p.Version.ShouldBe(loaf.Version), p => p.State.ShouldBe(ProductState.Published), p => p.Options[0].Values.Count.ShouldBe(2));
        trader.Variants(loaf.Id).Select(v => (v.Sku, v.Price)).ShouldBe([("L-S", 320L), ("L-L", 540L)], "none is on sale for nothing");
        trader.Mall.Scalar<string>("SELECT text FROM product_texts WHERE product_id = $1 AND field = 'Description'", loaf.Id).ShouldBe("Dark");
        trader.Variants(Product(trader, "roll").Id).Single().Price.ShouldBe(95);
        trader.Mall.Database.Read(AuditLog.Verify).Item2.ShouldBeNull();
    }

    /// <summary>Here a product has every combination of its options; what the file does not have is not invented.</summary>
    [Theory, OnBothEngines]
    public async Task Variants_that_are_no_whole_grid_are_taken_as_they_are(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        await Store(trader);
        var options = Header.Replace("Option1 Value", "Option1 Value,Option2 Name,Option2 Value");
        var import = await Import(trader, options + """
            loaf,Loaf,,,,true,Size,S,Flour,Rye,L-SR,shopify,4,3.20,
            loaf,,,,,,,L,,Rye,L-LR,shopify,2,5.40,
            loaf,,,,,,,L,,Spelt,L-LS,shopify,1,6.40,

            """);
        (Counts(import), import.Counts.Notes.Keys.First()).ShouldBe(((3, 3, 0, 0, 0), "note-options-sparse"));
        var loaf = Product(trader, "loaf");
        (loaf.State, loaf.Options.Single().Name["fr"]).ShouldBe((ProductState.Published, "Size / Flour"));
        trader.Variants(loaf.Id).Select(v => (loaf.Options[0].Values[v.Choice[0]]["fr"], v.Sku, v.Price, OnHand(trader, v.Id))).ShouldBe([("S / Rye", "L-SR", 320L, 4L), ("L / Rye", "L-LR", 540L, 2L), ("L / Spelt", "L-LS", 640L, 1L)]);

        var many = await Import(trader, options + "many,Many,,,,true,Size,0,Flour,Rye,,,,1,\n" + string.Concat(Enumerable.Range(1, 60).Select(i => $"many,,,,,,,{i},,{i % 2},,,,1,\n")));
        (Counts(many), trader.Mall.Scalar<long>("SELECT count(*) FROM products")).ShouldBe(((61, 0, 0, 0, 61), 1L), "told by the dry run too");
    }

    [Theory, OnBothEngines]
    public async Task What_was_cut_off_goes_on_where_it_was(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        var file = Header + string.Concat(Enumerable.Range(0, 1_200).Select(i => $"p-{i},Product {i},,Martin,,true,Title,Default Title,,,,1.{i % 90 + 10},\n"));
        var (run, service) = (Run(trader), Service(trader));
        var id = TestTrader.Ok(await service.Lay(trader.Shop, "many.csv", Encoding.UTF8.GetBytes(file), new ImportTerms(), trader.Actor));
        TestTrader.Ok(await service.Begin(trader.Shop, id, "shopify", background: false));
        (await service.Begin(trader.Shop, id, "shopify", background: false)).Problem!.Code.ShouldBe("import-not-now", "twice is once");
        var other = TestTrader.Ok(await service.Lay(trader.Shop, "other.csv", Encoding.UTF8.GetBytes(Two), new ImportTerms(), trader.Actor));
        (await service.Begin(trader.Shop, other, "shopify", background: false)).Problem!.Code.ShouldBe("import-another-runs");

        using var killed = new CancellationTokenSource();
        await Should.ThrowAsync<OperationCanceledException>(() => run.Run(trader.Shop, id, () => service.Open(service.Find(trader.Shop, id)!), TimeSpan.FromHours(1), new Stop(killed, 700), killed.Token));
        var done = service.Find(trader.Shop, id)!;
        done.Position.ShouldBe(600);
        trader.Mall.Scalar<long>("SELECT count(*) FROM products").ShouldBe(600);

        var ended = TestTrader.Ok(await run.Run(trader.Shop, id, () => service.Open(done), TimeSpan.FromHours(1), new Progress<(int, int)>(), CancellationToken.None));
        (Counts(ended), ended.State).ShouldBe(((1_200, 1_200, 0, 0, 0), ImportState.Done));
        ended.Products.ShouldBe(1_200);
        trader.Mall.Scalar<long>("SELECT count(*) FROM products").ShouldBe(1_200);
    }

    [Theory, OnBothEngines]
    public async Task Of_two_imports_at_once_one_begins_and_two_that_go_on_with_it_count_nothing_twice(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        var file = Encoding.UTF8.GetBytes(Header + string.Concat(Enumerable.Range(0, 1_200).Select(i => $"p-{i},Product {i},,Martin,,true,Title,Default Title,,,,1.20,\n")));
        var service = Service(trader);
        var laid = new List<Guid>();
        foreach (var name in (string[])["one.csv", "two.csv"])
        {
            laid.Add(TestTrader.Ok(await service.Lay(trader.Shop, name, file, new ImportTerms(), trader.Actor)));
        }

        var begun = await Task.WhenAll(laid.Select(id => service.Begin(trader.Shop, id, "shopify", background: false)));
        begun.Select(b => b.Problem?.Code).OrderBy(c => c).ShouldBe([null, "import-another-runs"]);

        // Two nodes hold the same one for theirs, as after a pause in which a lease ran out.
        var id = laid[begun[0].Ok ? 0 : 1];
        var ran = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
            Run(trader).Run(trader.Shop, id, () => service.Open(service.Find(trader.Shop, id)!), TimeSpan.FromHours(1), new Progress<(int, int)>(), CancellationToken.None))));
        ran.Where(r => !r.Ok).ShouldAllBe(r => r.Problem!.Code == "import-not-now");
        var ended = service.Find(trader.Shop, id)!;
        (ended.State, Counts(ended), ended.Position).ShouldBe((ImportState.Done, (1_200, 1_200, 0, 0, 0), 1_200));
        trader.Mall.Scalar<long>("SELECT count(*) FROM products").ShouldBe(1_200);
    }

    [Theory, OnBothEngines]
    public async Task Prices_in_another_currency_need_a_rate(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        const string File = "id\ttitle\tprice\tavailability\tlink\n1\tLamp\t10.00 USD\tin_stock\thttps://example.org\n";
        var without = await Import(trader, File);
        without.Counts.Notes.ShouldBe(new Dictionary<string, int> { ["note-other-currency"] = 1, ["note-no-category: "] = 1 });
        Product(trader, "lamp").State.ShouldBe(ProductState.Draft);
        await Import(trader, Encoding.UTF8.GetBytes(File), null, new ImportTerms { Rates = new Dictionary<string, decimal> { ["USD"] = 0.925m } });
        trader.Variants(Product(trader, "lamp").Id).Single().Price.ShouldBe(925);
        Product(trader, "lamp").State.ShouldBe(ProductState.Published, "now it has a price");
    }

    [Theory, OnBothEngines]
    public async Task What_can_no_longer_be_undone_is_forgotten_and_the_next_file_is_known_all_the_same(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        await Import(trader, Two.Replace("3.20", "free"));
        await Service(trader).Lay(trader.Shop, "left.csv", Encoding.UTF8.GetBytes(Two), new ImportTerms(), trader.Actor);
        var forget = new ForgetImports(trader.Mall.Writer);
        await forget.Run("", CancellationToken.None);
        trader.Mall.Scalar<long>("SELECT count(DISTINCT import_id) FROM import_parts").ShouldBe(2);
        trader.Mall.Clock.Advance(TimeSpan.FromDays(9));
        await forget.Run("", CancellationToken.None);
        foreach (var table in (string[])["import_parts", "import_remarks", "imported_products"])
        {
            trader.Mall.Scalar<long>($"SELECT count(*) FROM {table}").ShouldBe(0, table);
        }

        Service(trader).Of(trader.Shop).Select(i => i.State).ShouldBe([ImportState.Cancelled, ImportState.Done]);
        Counts(await Import(trader, Two.Replace("3.20", "free"))).ShouldBe((3, 0, 0, 1, 2));
    }

    private static ProductInput Edited(TestTrader trader, Guid product)
    {
        using var db = trader.Mall.Database.Read();
        var there = ProductInput.Of(db.Find<Product>(trader.Shop, product)!, db.Set<ProductText>().Where(t => t.ProductId == product).ToList(), trader.Variants(product));
        return there with { Name = new LocalText { ["fr"] = there.Name["fr"], ["en"] = "Dark loaf" } };
    }

    /// <summary>Kills the run once it has got so far.</summary>
    internal sealed class Stop(CancellationTokenSource killed, int at) : IProgress<(int Done, int Of)>
    {
        public void Report((int Done, int Of) value)
        {
            if (value.Done >= at)
            {
                killed.Cancel();
            }
        }
    }
}
