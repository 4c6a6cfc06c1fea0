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

namespace Halles.Tests.Mall.Imports;

public sealed class ImportTests
{
    private const string Header = "Handle,Title,Body (HTML),Vendor,Type,Published,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,Variant Price,Image Src\n";

    private const string Two = Header + """
        loaf,Loaf,<p>Dark</p>,Martin,Pains,true,Size,S,L-S,shopify,4,3.20,https://example.org/1.jpg
        loaf,,,,,,,L,L-L,shopify,6,5.40,
        roll,Roll,,Martin,Sweets,true,Title,Default Title,R-1,shopify,9,0.80,

        """;

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
                (10, "", "row-choice-twice", true), (9, "", "row-of-refused", true), (6, "", "note-sku-twice", false),
            ], ignoreOrder: true);
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
    public async Task Export_and_import_give_the_same_shop_back(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        await Store(trader);
        await Import(trader, Two);
        var loaf = TestTrader.Ok(await trader.Products.Create(trader.Shop, trader.Loaf() with { Name = new LocalText { ["fr"] = "=Pain", ["en"] = "Bread" }, Attributes = new Dictionary<string, string> { ["flour"] = "T65" } }, "fr", trader.Actor));
        var table = await Exported(trader, trader.Shop);
        Encoding.UTF8.GetString(table).ShouldContain("'=Pain", Case.Sensitive, "a spreadsheet would run it");

        var same = await Import(trader, table);
        Counts(same).ShouldBe((4, 0, 4, 0, 0), "the marks are of another system, so that each is held against what is there");
        (await Exported(trader, trader.Shop)).ShouldBe(table);

        var second = TestTrader.Ok(await new Halles.Mall.Shops.ApplyForShop(trader.Mall.Writer).Run(TestTrader.Profile("Autre"), TestTrader.France, trader.Actor));
        await Store(trader, second);
        Counts(await Import(trader, table, second)).ShouldBe((4, 4, 0, 0, 0));
        (await Exported(trader, second)).ShouldBe(table);
        trader.Find(loaf).Attributes["flour"].ShouldBe("T65");
    }

    [Theory, OnBothEngines]
    public async Task Prices_in_another_currency_need_a_rate(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        const string File = "id\ttitle\tprice\tavailability\tlink\n1\tLamp\t10.00 USD\tin_stock\thttps://example.org\n";
        var without = await Import(trader, File);
        without.Counts.Notes.ShouldBe(new Dictionary<string, int> { ["note-other-currency"] = 1 });
        Product(trader, "lamp").State.ShouldBe(ProductState.Draft);
        await Import(trader, Encoding.UTF8.GetBytes(File), null, new ImportTerms { Rate = 0.925m });
        trader.Variants(Product(trader, "lamp").Id).Single().Price.ShouldBe(925);
        Product(trader, "lamp").State.ShouldBe(ProductState.Published, "now it has a price");
    }

    [Theory, OnBothEngines]
    public async Task Photos_come_by_their_addresses_and_one_that_does_not_is_tried_three_times(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var origin = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        var picture = TestPhotos.Png(200, 200);
        var served = Serve(listener, path => path == "/good.png" ? picture : null);
        var import = await Import(trader, Header + $"loaf,Loaf,,,,true,Title,Default Title,,,,3.20,{origin}/good.png\nroll,Roll,,,,true,Title,Default Title,,,,3.20,{origin}/gone.png\n");
        using var http = new PublicHttp(_ => true);
        var fetch = Fetch(trader, http);
        for (var run = 1; run <= 4; run++)
        {
            await fetch.Run("", CancellationToken.None);
            trader.Mall.Scalar<long>("SELECT count(*) FROM product_photos").ShouldBe(1);
            trader.Mall.Scalar<long>("SELECT attempts FROM photo_fetches").ShouldBe(Math.Min(run, 3));
        }

        trader.Mall.Scalar<string>("SELECT problem FROM photo_fetches").ShouldBe("The server answered 404.");
        listener.Stop();
        (await served).ShouldBe(["/good.png", "/gone.png", "/gone.png", "/gone.png"]);
        await Fails(trader, fetch);
        await Undo(trader, import);
        (Product(trader, "loaf").State, Product(trader, "roll").State).ShouldBe((ProductState.Archived, ProductState.Archived), "a photo that came of itself is no change of the shop's");
    }

    /// <summary>The shop may try a photo again that did not come, or do without it; another shop's is not touched.</summary>
    private static async Task Fails(TestTrader trader, FetchPhotos fetch)
    {
        var (service, failed) = (Service(trader), new FailedPhotos(trader.Mall.Writer));
        var photo = service.Photos(trader.Shop).Failed.Single().Id;
        TestTrader.Ok(await failed.Retry(Guid.Empty, [photo]));
        TestTrader.Ok(await failed.Dismiss(Guid.Empty, [photo]));
        service.Photos(trader.Shop).Failed.Count.ShouldBe(1);

        TestTrader.Ok(await failed.Retry(trader.Shop, [photo]));
        (service.Photos(trader.Shop).Waiting, service.Photos(trader.Shop).Failed.Count).ShouldBe((1, 0));
        TestTrader.Ok(await failed.Dismiss(trader.Shop, [photo]));
        service.Photos(trader.Shop).Waiting.ShouldBe(1, "it is under way, so that nothing has failed");
        for (var run = 0; run < 3; run++)
        {
            await fetch.Run("", CancellationToken.None);
        }

        TestTrader.Ok(await failed.Dismiss(trader.Shop, [photo]));
        (service.Photos(trader.Shop).Waiting, service.Photos(trader.Shop).Failed.Count).ShouldBe((0, 0));
    }

    /// <summary>A table of this mall gives photos by their addresses here: they are known by them, and nothing is fetched.</summary>
    [Theory, OnBothEngines]
    public async Task Photos_of_ones_own_table_are_not_fetched_again(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        await Import(trader, Header + "loaf,Loaf,,,,true,Title,Default Title,,,,3.20,\n");
        var loaf = Product(trader, "loaf").Id;
        using var http = new PublicHttp(_ => false);
        TestTrader.Ok(await Adder(trader).Add(trader.Shop, loaf, [TestPhotos.Png(200, 200)], trader.Actor));
        var table = Encoding.UTF8.GetString(await Exported(trader, trader.Shop));
        await Import(trader, table);
        trader.Mall.Scalar<long>("SELECT count(*) FROM photo_fetches").ShouldBe(0);

        // As another product of the shop it is the same photo; with words for those who do not see it.
        var address = table.Split(',').Single(c => c.Contains("/media/", StringComparison.Ordinal)).Trim();
        await Import(trader, Header.Replace("Image Src", "Image Src,Image Alt Text") + $"bun,Bun,,,,true,Title,Default Title,,,,1.10,{address},A round bun\n");
        await Fetch(trader, http).Run("", CancellationToken.None);
        trader.Mall.Scalar<long>("SELECT count(*) FROM photo_fetches").ShouldBe(0);
        trader.Mall.Scalar<long>("SELECT count(DISTINCT media) FROM product_photos").ShouldBe(1);
        trader.Mall.Scalar<string>("SELECT alt FROM product_photos WHERE product_id = $1", Product(trader, "bun").Id)!.ShouldContain("A round bun");

        // Of another shop it is fetched like anybody's.
        var second = TestTrader.Ok(await new Halles.Mall.Shops.ApplyForShop(trader.Mall.Writer).Run(TestTrader.Profile("Autre"), TestTrader.France, trader.Actor));
        await Import(trader, Encoding.UTF8.GetBytes(table), second);
        await Fetch(trader, http).Run("", CancellationToken.None);
        trader.Mall.Scalar<long>("SELECT attempts FROM photo_fetches WHERE shop_id = $1", second).ShouldBe(1);
    }

    [Theory]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 0", false, "The server answered 404.")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Length: 10000000000", false, "It is larger than 20 MB.")]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:22/\r\nContent-Length: 0", false, "It was moved to another address. Use that one.")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Length: 0", false, "This file is empty. Choose a photo.")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0", true, "This address leads to no public server.")]
    public async Task A_photo_that_must_not_or_cannot_be_had_says_why_and_the_product_stays(string answer, bool onlyPublic, string said)
    {
        using var trader = await TestTrader.On(Engine.Sqlite);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var served = Serve(listener, _ => [], answer);
        await Import(trader, Header + $"loaf,Loaf,,,,true,Title,Default Title,,,,3.20,http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/a.jpg\n");
        using var http = onlyPublic ? new PublicHttp() : new PublicHttp(_ => true);
        var fetch = Fetch(trader, http);
        for (var run = 0; run < 3; run++)
        {
            await fetch.Run("", CancellationToken.None);
        }

        trader.Mall.Scalar<string>("SELECT problem FROM photo_fetches").ShouldBe(said);
        trader.Mall.Scalar<long>("SELECT count(*) FROM product_photos").ShouldBe(0);
        Product(trader, "loaf").State.ShouldBe(ProductState.Published);
        listener.Stop();
        (await served).Count.ShouldBe(onlyPublic ? 0 : 3, "where it may not, it does not even knock");
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

    /// <summary>Answers with what stands at a path, else 404, until the listener ends; tells what was asked for, in order of paths.</summary>
    private static async Task<List<string>> Serve(TcpListener listener, Func<string, byte[]?> at, string? head = null)
    {
        var asked = new List<string>();
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync();
                await using var stream = client.GetStream();
                var asking = new byte[4000];
                var path = Encoding.ASCII.GetString(asking, 0, await stream.ReadAsync(asking)).Split(' ')[1];
                asked.Add(path);
                var body = at(path);
                var answer = head ?? $"HTTP/1.1 {(body is null ? "404 Not Found" : "200 OK")}\r\nContent-Length: {body?.Length ?? 0}";
                await stream.WriteAsync(Encoding.ASCII.GetBytes(answer + "\r\nConnection: close\r\n\r\n"));
                await stream.WriteAsync(body ?? []);
            }
        }
        catch (SocketException)
        {
            return [.. asked.OrderDescending()];
        }
    }

    private static (int Rows, int Created, int Updated, int Unchanged, int Refused) Counts(Import import) =>
        (import.Counts.Rows, import.Counts.Created, import.Counts.Updated, import.Counts.Unchanged, import.Counts.Refused);

    private static Task<Import> Import(TestTrader trader, string file) => Import(trader, Encoding.UTF8.GetBytes(file));

    private static async Task<Import> Import(TestTrader trader, byte[] file, Guid? into = null, ImportTerms? terms = null)
    {
        var (run, service, shop) = (Run(trader), Service(trader), into ?? trader.Shop);
        var id = TestTrader.Ok(await service.Lay(shop, "file.csv", file, terms ?? new ImportTerms(), trader.Actor));
        using (var opened = service.Open(service.Find(shop, id)!).Value)
        {
            var look = TestTrader.Ok(new LookAtFile(trader.Mall.Database, trader.Settings).Run(opened, shop, terms ?? new ImportTerms()));
            TestTrader.Ok(await service.Begin(shop, id, look.System, background: false));
            var ended = TestTrader.Ok(await run.Run(shop, id, () => service.Open(service.Find(shop, id)!), TimeSpan.FromHours(1), new Progress<(int, int)>(), CancellationToken.None));
            (ended.Counts with { Notes = look.Counts.Notes }).ShouldBe(look.Counts, "the dry run said so");
            return ended;
        }
    }

    private static async Task Undo(TestTrader trader, Import import)
    {
        TestTrader.Ok(await Service(trader).Undo(trader.Shop, import.Id, trader.Actor));
        await new UndoImport(trader.Mall.Writer, trader.Products).Run(trader.Mall.Scalar<string>("SELECT payload FROM jobs WHERE kind = 'undo-import'")!, CancellationToken.None);
    }

    private static RunImport Run(TestTrader trader) =>
        new(trader.Mall.Database, trader.Mall.Writer, Service(trader), trader.Settings, trader.Products, new AdjustStock(trader.Mall.Database, trader.Mall.Writer, []), trader.Mall.Clock);

    private static ProductPhotos Adder(TestTrader trader) =>
        new(trader.Mall.Writer, new Photos(new MediaStore(trader.Mall.Database), trader.Mall.Database.Folder, NullLogger<Photos>.Instance) { Missing = "none" });

    private static FetchPhotos Fetch(TestTrader trader, PublicHttp http) =>
        new(trader.Mall.Database, trader.Mall.Writer, Adder(trader), new MediaStore(trader.Mall.Database), http, trader.Settings, trader.Mall.Clock);

    private static Halles.Mall.Imports.Imports Service(TestTrader trader) => new(trader.Mall.Database, trader.Mall.Writer, trader.Mall.Clock);

    private static async Task<byte[]> Exported(TestTrader trader, Guid shop)
    {
        var file = new MemoryStream();
        await new ExportProducts(trader.Mall.Database, trader.Settings).Write(shop, file);
        return file.ToArray();
    }

    private static ProductInput Edited(TestTrader trader, Guid product)
    {
        using var db = trader.Mall.Database.Read();
        var there = ProductInput.Of(db.Find<Product>(trader.Shop, product)!, db.Set<ProductText>().Where(t => t.ProductId == product).ToList(), trader.Variants(product));
        return there with { Name = new LocalText { ["fr"] = there.Name["fr"], ["en"] = "Dark loaf" } };
    }

    private static Product Product(TestTrader trader, string handle)
    {
        using var db = trader.Mall.Database.Read();
        return db.Set<Product>().Single(p => p.ShopId == trader.Shop && p.Handle == handle);
    }

    private static long OnHand(TestTrader trader, Guid variant) => trader.Mall.Scalar<long>("SELECT on_hand FROM stock WHERE variant_id = $1", variant);

    private static async Task<Guid> Store(TestTrader trader, Guid? shop = null)
    {
        var store = Ids.New(trader.Mall.Clock);
        await trader.Mall.Write<Done>(s =>
        {
            s.Db.Add(Town.Store(shop ?? trader.Shop, store, "first", Town.Hours, 0));
            return default(Done);
        });
        return store;
    }

    /// <summary>Kills the run once it has got so far.</summary>
    private sealed class Stop(CancellationTokenSource killed, int at) : IProgress<(int Done, int Of)>
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
