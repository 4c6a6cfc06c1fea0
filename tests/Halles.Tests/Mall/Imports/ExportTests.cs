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

public sealed class ExportTests
{
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

    /// <summary>Everything that a shop says of its products: several places, words of options in other languages, texts of photos, reductions since a day.</summary>
    [Theory, OnBothEngines]
    public async Task A_whole_shop_comes_back_in_a_new_one_with_its_places_words_and_reductions(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var origin = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        var (first, second) = (await Store(trader), await Store(trader, null, "market"));
        await Import(trader, Two);
        var (loaf, roll) = (Product(trader, "loaf").Id, Product(trader, "roll").Id);
        var now = ImportKeepsTests.Now(trader, loaf);
        TestTrader.Ok(await trader.Products.Change(trader.Shop, loaf, now with
        {
            Options = [new ProductOption(new LocalText { ["fr"] = "Taille", ["en"] = "Size", ["nl"] = "Maat" }, [new LocalText { ["fr"] = "S", ["en"] = "Small" }, new LocalText { ["fr"] = "L", ["en"] = "Large" }])],
        }, null, trader.Actor));
        var stock = new AdjustStock(trader.Mall.Database, trader.Mall.Writer, []);
        TestTrader.Ok(await stock.Run(new StockChange(trader.Shop, trader.Variants(loaf)[0].Id, second, MovementReason.Count, 5, trader.Actor)));
        var (one, two) = (TestPhotos.Png(200, 200), TestPhotos.Png(300, 200));
        TestTrader.Ok(await ImportPhotoTests.Adder(trader).Add(trader.Shop, loaf, [one], trader.Actor));
        TestTrader.Ok(await ImportPhotoTests.Adder(trader).Add(trader.Shop, loaf, [two], trader.Actor, new LocalText { ["fr"] = "Une miche | dorée", ["en"] = "A loaf" }));
        trader.Mall.Clock.Advance(TimeSpan.FromDays(40));
        TestTrader.Ok(await trader.Products.Price(trader.Shop, trader.Variants(roll).Single().Id, 60, true, trader.Actor));
        var since = trader.Variants(roll).Single().ReducedSince!.Value;
        trader.Mall.Clock.Advance(TimeSpan.FromDays(3));

        var table = Encoding.UTF8.GetString(await Exported(trader, trader.Shop));
        table.Split('\n')[0].ShouldContain("stock:first,stock:market");
        table.ShouldContain("Une miche / dorée");
        await Import(trader, table);
        Encoding.UTF8.GetString(await Exported(trader, trader.Shop)).ShouldBe(table, "10 and 5 are not 15 and 5");
        OnHand(trader, trader.Variants(loaf)[0].Id, first).ShouldBe(4);

        var other = TestTrader.Ok(await new Halles.Mall.Shops.ApplyForShop(trader.Mall.Writer).Run(TestTrader.Profile("Autre"), TestTrader.France, trader.Actor));
        await Store(trader, other);
        await Store(trader, other, "market");
        await Import(trader, Encoding.UTF8.GetBytes(table.Replace("http://localhost:5080", origin)), other);
        var served = ImportPhotoTests.Serve(listener, path => path.Contains(MediaStore.HashOf(one), StringComparison.Ordinal) ? one : two);
        using var http = new PublicHttp(_ => true);
        await ImportPhotoTests.Fetch(trader, http).Run("", CancellationToken.None);
        listener.Stop();
        (await served).Count.ShouldBe(2);
        Encoding.UTF8.GetString(await Exported(trader, other)).ShouldBe(table);
        (Math.Abs((trader.Mall.Scalar<DateTimeOffset>("SELECT reduced_since FROM variants WHERE shop_id = $1 AND reduced_since IS NOT NULL", other) - since).TotalSeconds) < 1).ShouldBeTrue();

        // A place that the new shop has not is told; a count of no place is that of the chosen one.
        var third = TestTrader.Ok(await new Halles.Mall.Shops.ApplyForShop(trader.Mall.Writer).Run(TestTrader.Profile("Encore"), TestTrader.France, trader.Actor));
        await Store(trader, third);
        (await Import(trader, Encoding.UTF8.GetBytes(table), third)).Counts.Notes.Keys.ShouldContain("note-store");
        await Import(trader, Encoding.UTF8.GetBytes(Two.Replace("shopify,9", "shopify,11")), null, new ImportTerms { Store = second });
        (OnHand(trader, trader.Variants(roll).Single().Id, first), OnHand(trader, trader.Variants(roll).Single().Id, second)).ShouldBe((9L, 11L));
    }

    /// <summary>What another system takes in our import takes in too, so that it shows whether all is there.</summary>
    [Theory]
    [InlineData(Engine.Sqlite, "shopify")]
    [InlineData(Engine.Sqlite, "woocommerce")]
    [InlineData(Engine.Sqlite, "google-merchant")]
    [InlineData(Engine.PostgreSql, "woocommerce")]
    public async Task What_is_written_for_another_system_says_the_same(Engine engine, string format)
    {
        using var trader = await TestTrader.On(engine);
        await Store(trader);
        await Import(trader, """
            Handle,Title,Body (HTML),Vendor,Type,Published,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant SKU,Variant Grams,Variant Inventory Tracker,Variant Inventory Qty,Variant Price,Variant Barcode,Status
            loaf,Loaf & bun,"<p>Dark, <b>by hand</b></p><ul><li>rye</li><li>salt</li></ul>",Martin,Pains,true,Size,S,Color,"Dark, red",L-S,500,shopify,4,3.20,4006381333931,active
            loaf,,,,,,,L,,"Dark, red",L-L,900,shopify,6,5.40,,
            roll,Roll,,Martin,Pains,true,Title,Default Title,,,R-1,80,shopify,9,0.80,,active
            cake,Cake,,Martin,Pains,true,Title,Default Title,,,C-1,80,,,12,,active
            draft,Draft,,Martin,Pains,true,Title,Default Title,,,D-1,80,shopify,1,0.80,,draft

            """);
        TestTrader.Ok(await ImportPhotoTests.Adder(trader).Add(trader.Shop, Product(trader, "roll").Id, [TestPhotos.Png(200, 200), TestPhotos.Png(300, 200)], trader.Actor));
        using var file = SourceFile.Open(new MemoryStream(await Exported(trader, trader.Shop, format))).Value;
        file.System.ShouldBe(format);
        var products = file.Products().OrderBy(p => p.Variants[0].Price).ToList();
        products.SelectMany(p => p.Refused.Concat(p.Notes)).ShouldBeEmpty();
        products.Select(p => p.Published).ShouldBe(format == "google-merchant" ? [true, true, true] : [false, true, true, true], ignoreOrder: true);
        var google = format == "google-merchant";
        products.RemoveAll(p => !p.Published);
        products.Select(p => (p.Name, p.Maker, p.Photos.Count, string.Join('/', p.Options))).ShouldBe([("Roll", "Martin", 2, ""), ("Loaf & bun", "Martin", 0, google ? "size" : "Size/Color"), ("Cake", "Martin", 0, "")]);
        products.SelectMany(p => p.Variants).Select(v => (v.Sku, v.Price, v.Grams, google ? null : v.Quantity)).ShouldBe(
            [("R-1", 0.80m, 80, google ? null : 9L), ("L-S", 3.20m, 500, google ? null : 4L), ("L-L", 5.40m, 900, google ? null : 6L), ("C-1", 12m, 80, null)]);
        products[1].Variants[0].Gtin.ShouldBe("04006381333931");
        products[1].Variants[0].Choice.ShouldBe(google ? ["S"] : ["S", "Dark, red"]);
        products[1].Description.ShouldBe(google ? "Dark, by hand rye salt" : "Dark, **by hand**\n\n- rye\n- salt");
        products[0].Category.ShouldContain(products[1].Category);
        products[0].Category.ShouldNotBeEmpty();
        if (format == "woocommerce")
        {
            Encoding.UTF8.GetString(await Exported(trader, trader.Shop, format)).Split("\"Dark\\, red\"").Length.ShouldBe(1 + 3, "of the parent and each variation, for WooCommerce divides both at commas");
        }
    }

    /// <summary>Others know only pieces: one is what a step is here, in its price, its weight and its count.</summary>
    [Theory]
    [InlineData(Engine.Sqlite, "shopify")]
    [InlineData(Engine.Sqlite, "woocommerce")]
    [InlineData(Engine.Sqlite, "google-merchant")]
    [InlineData(Engine.PostgreSql, "google-merchant")]
    public async Task What_is_sold_by_weight_or_length_goes_to_others_in_pieces_of_a_step(Engine engine, string format)
    {
        using var trader = await TestTrader.On(engine);
        await Store(trader);
        await Import(trader, """
            handle,state,name,category,tax,policy,sold by,step,weighed,option 1,value 1,sku,price,currency,stock,weight g,measure
            comte,published,Comté,bread,food,counted,g,100,true,,,C-1,19.90,EUR,30,,
            cord,published,Cord,bread,standard,counted,cm,50,false,Colour,Red,R-1,3.01,EUR,7,20,
            cord,,,,,,,,,,Blue,R-2,4,EUR,1,20,

            """);
        using var file = SourceFile.Open(new MemoryStream(await Exported(trader, trader.Shop, format))).Value;
        var google = format == "google-merchant";
        var products = file.Products().OrderBy(p => p.Name).ToList();
        products.Select(p => p.Name).ShouldBe(["Comté, 100 g", "Cord, 50 cm"]);
        products.SelectMany(p => p.Variants).Select(v => (v.Sku, v.Price, v.Grams, v.Quantity, v.Measure)).ShouldBe(
            [("C-1", 1.99m, 100, google ? null : 30L, google ? "100 g" : null), ("R-1", 1.51m, 20, google ? null : 7L, google ? "50 cm" : null), ("R-2", 2m, 20, google ? null : 1L, google ? "50 cm" : null)]);
        Encoding.UTF8.GetString(await Exported(trader, trader.Shop)).ShouldContain("19.90", Case.Sensitive, "the mall's own table says by what it is sold");
    }

    /// <summary>Each store for itself: what one keeps back for those who come in takes nothing from another.</summary>
    [Theory, OnBothEngines]
    public async Task An_offer_is_in_stock_for_Google_while_somebody_can_order_it(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        var store = await Store(trader);
        await Import(trader, Two);
        var (roll, other) = (trader.Variants(Product(trader, "roll").Id).Single().Id, Ids.New(trader.Mall.Clock));
        (await Availability()).ShouldBe("in_stock");

        await trader.Mall.Write<Done>(s =>
        {
            s.Sql.Execute("UPDATE stock SET held = 4, safety = 5 WHERE shop_id = $1 AND variant_id = $2 AND store_id = $3", trader.Shop, roll, store);
            return default(Done);
        });
        (await Availability()).ShouldBe("out_of_stock", "nine are there, four are kept for somebody and five not sold online");

        await trader.Mall.Write<Done>(s =>
        {
            s.Sql.Execute("UPDATE stock SET safety = 20 WHERE shop_id = $1 AND variant_id = $2 AND store_id = $3", trader.Shop, roll, store);
            s.Db.Add(Town.Store(trader.Shop, other, "second", Town.Hours, 1));
            s.Db.Add(new StockLevel { ShopId = trader.Shop, VariantId = roll, StoreId = other, OnHand = 1, SeenAt = trader.Mall.Clock.GetUtcNow() });
            return default(Done);
        });
        (await Availability()).ShouldBe("in_stock");

        async Task<string> Availability()
        {
            var lines = Encoding.UTF8.GetString(await Exported(trader, trader.Shop, "google-merchant")).Split('\n');
            return lines.Single(l => l.Contains("R-1\t", StringComparison.Ordinal)).Split('\t')[Array.IndexOf(lines[0].TrimStart('\ufeff').Split('\t'), "availability")];
        }
    }
}
