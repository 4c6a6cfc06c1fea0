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
    }
}
