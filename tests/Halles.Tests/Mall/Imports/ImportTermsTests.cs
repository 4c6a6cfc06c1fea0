using System.Text;
using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Halles.Mall.Imports;
using Halles.Testing;
using static Halles.Tests.Mall.Imports.ImportKit;

namespace Halles.Tests.Mall.Imports;

/// <summary>What a shop chooses for a file, and what it is told of what the file leaves open.</summary>
public sealed class ImportTermsTests
{
    private const string Woo = """
        ID,Type,SKU,Name,Published,Tax class,Regular price,Categories,Tags
        1,simple,A,Book,1,reduced-rate,10,Books,old
        2,simple,B,Lamp,1,,20,Lamps,
        3,simple,C,Pen,1,zero-rate,2,Books,"old, blue"

        """;

    [Theory, OnBothEngines]
    public async Task Tax_classes_are_those_of_the_file_or_chosen_and_another_choice_for_its_word_corrects_them(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        var first = await Import(trader, Woo);
        Taxes().ShouldBe("standard standard standard");
        (first.Counts.Times("note-tax", "Tax class"), first.Counts.Times("note-tags", "Tags")).ShouldBe((2, 2));
        Service(trader).Remarks(trader.Shop, first.Id, 0, 20).Count(r => r.Code is "note-tax" or "note-tags").ShouldBe(2, "once for a column");

        var terms = new ImportTerms { Tax = "food", Taxes = new Dictionary<string, string> { ["reduced-rate"] = "books", ["zero-rate"] = "zero" } };
        Counts(await Import(trader, Encoding.UTF8.GetBytes(Woo), null, terms)).ShouldBe((3, 0, 2, 1, 0));
        Taxes().ShouldBe("books standard zero", "what holds for those that say none is of new products");
        Counts(await Import(trader, Encoding.UTF8.GetBytes(Woo), null, terms)).ShouldBe((3, 0, 0, 3, 0), "the same choice again");
        Counts(await Import(trader, Woo)).ShouldBe((3, 0, 0, 3, 0), "no choice changes nothing");

        // What the shop changes by hand stays, until it chooses otherwise for a file.
        TestTrader.Ok(await trader.Products.Change(trader.Shop, Product(trader, "lamp").Id, ImportKeepsTests.Now(trader, Product(trader, "lamp").Id) with { TaxCategory = "press" }, null, trader.Actor));
        await Import(trader, Encoding.UTF8.GetBytes(Woo.Replace(",20,", ",21,").Replace(",1,,", ",1,Standard,")), null, terms);
        Taxes().ShouldBe("books press zero");
        await Import(trader, Encoding.UTF8.GetBytes(Woo.Replace(",20,", ",22,")), null, terms with { Tax = "zero" });
        Taxes().ShouldBe("books press zero");

        string Taxes() => string.Join(' ', new[] { "book", "lamp", "pen" }.Select(h => Product(trader, h).TaxCategory));
    }

    [Theory, OnBothEngines]
    public async Task Categories_are_chosen_where_nobody_knows_them_and_corrected_where_they_were_found(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        var cakes = await Cakes(trader);
        const string File = "Handle,Title,Vendor,Type,Variant Price\nloaf,Loaf,Martin,Pains,3\ntart,Tart,Martin,Tartes,4\npie,Pie,Martin,,5\n";
        var look = Look(File);
        (look.Home, look.Homeless, look.Categories.Single(c => c.Name == "Pains").Found).ShouldBe((null, 2, trader.Bread));

        await Import(trader, Encoding.UTF8.GetBytes(File), null, new ImportTerms { Category = cakes });
        (Product(trader, "loaf").CategoryId, Product(trader, "tart").CategoryId, Product(trader, "pie").CategoryId).ShouldBe((trader.Bread, cakes, cakes));
        Look(File).Home.ShouldBe(cakes, "now it has one that it uses most");

        await Import(trader, Encoding.UTF8.GetBytes(File), null, new ImportTerms { Categories = new Dictionary<string, Guid> { ["Pains"] = cakes, ["Tartes"] = trader.Bread } });
        (Product(trader, "loaf").CategoryId, Product(trader, "tart").CategoryId, Product(trader, "pie").CategoryId).ShouldBe((cakes, trader.Bread, cakes));

        FileLook Look(string file)
        {
            using var opened = SourceFile.Open(new MemoryStream(Encoding.UTF8.GetBytes(file))).Value;
            return TestTrader.Ok(new LookAtFile(trader.Mall.Database, trader.Settings).Run(opened, trader.Shop, new ImportTerms()));
        }
    }

    /// <summary>A shop's own product that no file has named yet, and one that it has moved since.</summary>
    [Theory, OnBothEngines]
    public async Task What_holds_for_the_unknown_leaves_what_is_there_as_it_is(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        var cakes = await Cakes(trader);
        await Import(trader, "Handle,Title,Vendor,Type,Variant Price\nloaf,Loaf,Martin,Pains,3\ntart,Tart,Martin,Tartes,4\n");
        foreach (var handle in new[] { "loaf", "tart" })
        {
            TestTrader.Ok(await trader.Products.Change(trader.Shop, Product(trader, handle).Id, ImportKeepsTests.Now(trader, Product(trader, handle).Id) with { TaxCategory = "food", CategoryId = trader.Bread }, null, trader.Actor));
        }

        // Known by its handle; what the other shop system calls taxable says nothing of the rate.
        var terms = new ImportTerms { Category = cakes, Tax = "zero", Categories = new Dictionary<string, Guid> { ["Tartes"] = Ids.New(trader.Mall.Clock) } };
        var other = await Import(trader, Encoding.UTF8.GetBytes("Handle,Title,Vendor,Type,Variant Taxable,Variant Price\nloaf,Loaf,Martin,Other,true,4\ntart,Tart,Martin,Tartes,,5\nnew,New,Martin,Other,,6\nrich,Rich,Martin,Other,true,7\n"), null, terms);
        Counts(other).ShouldBe((4, 2, 2, 0, 0));
        other.Counts.Notes["note-category"].ShouldBe(2, "of the new ones only");
        string.Join(' ', new[] { "loaf", "tart", "new", "rich" }.Select(h => Product(trader, h)).Select(p => $"{p.TaxCategory}-{(p.CategoryId == cakes ? "cakes" : "bread")}")).ShouldBe("food-bread food-bread zero-cakes standard-cakes");
    }

    [Theory, OnBothEngines]
    public async Task An_import_ends_with_the_usual_category_and_tax_with_which_it_began(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        var cakes = await Cakes(trader);
        await Import(trader, Encoding.UTF8.GetBytes("Handle,Title,Vendor,Type,Variant Price\ntart,Tart,Martin,,4\n"), null, new ImportTerms { Category = cakes, Tax = "food" });
        const string Columns = "Handle,Title,Vendor,Type,Variant Taxable,Variant Price\n";
        var file = Encoding.UTF8.GetBytes(Columns + string.Concat(Enumerable.Range(0, 500).Select(i => i < 400 ? $"p-{i},Product {i},Martin,Pains,true,3\n" : $"p-{i},Product {i},Martin,,,3\n")));
        var (run, service) = (Run(trader), Service(trader));
        var id = TestTrader.Ok(await service.Lay(trader.Shop, "many.csv", file, new ImportTerms(), trader.Actor));
        TestTrader.Ok(await service.Begin(trader.Shop, id, "shopify", background: false));
        using var killed = new CancellationTokenSource();
        await Should.ThrowAsync<OperationCanceledException>(() => run.Run(trader.Shop, id, () => service.Open(service.Find(trader.Shop, id)!), TimeSpan.FromHours(1), new ImportTests.Stop(killed, 500), killed.Token));
        service.Find(trader.Shop, id)!.Position.ShouldBe(400);
        TestTrader.Ok(await run.Run(trader.Shop, id, () => service.Open(service.Find(trader.Shop, id)!), TimeSpan.FromHours(1), new Progress<(int, int)>(), CancellationToken.None));

        (Product(trader, "p-399").CategoryId, Product(trader, "p-399").TaxCategory).ShouldBe((trader.Bread, "standard"));
        (Product(trader, "p-400").CategoryId, Product(trader, "p-400").TaxCategory).ShouldBe((cakes, "food"));
        await Import(trader, Columns + "next,Next,Martin,,,3\n");
        (Product(trader, "next").CategoryId, Product(trader, "next").TaxCategory).ShouldBe((trader.Bread, "standard"), "another import begins with what is usual by then");
        using var again = SourceFile.Open(new MemoryStream(file)).Value;
        TestTrader.Ok(new LookAtFile(trader.Mall.Database, trader.Settings).Run(again, trader.Shop, service.Remembered(trader.Shop, again))).UsualTax.ShouldBe("standard");
    }

    private static async Task<Guid> Cakes(TestTrader trader)
    {
        var cakes = Ids.New(trader.Mall.Clock);
        await trader.Mall.Write<Done>(s =>
        {
            s.Db.Add(new Category { Id = cakes, Code = "cakes", ParentId = trader.Aisle, Name = new LocalText("fr", "Gâteaux"), Position = 9 });
            return default(Done);
        });
        return cakes;
    }

    [Theory, OnBothEngines]
    public async Task Each_currency_has_a_rate_of_its_own_and_one_without_is_left_out(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        const string File = "id\ttitle\tprice\tavailability\tlink\n1\tLamp\t10.00 USD\tin_stock\tx\n2\tBulb\t10.00 GBP\tin_stock\tx\n3\tCord\t10.00 CHF\tin_stock\tx\n4\tPlug\t10.00\tin_stock\tx\n5\tCap\t11.00\tin_stock\tx\n";
        var import = await Import(trader, Encoding.UTF8.GetBytes(File), null, new ImportTerms { Rates = new Dictionary<string, decimal> { ["USD"] = 0.9m, ["GBP"] = 1.2m } });
        string.Join(' ', new[] { "lamp", "bulb", "cord", "plug" }.Select(h => trader.Variants(Product(trader, h).Id).Single().Price)).ShouldBe("900 1200 0 1000");
        (import.Counts.Notes["note-other-currency"], import.Counts.Times("note-no-currency", "price")).ShouldBe((1, 2));
    }

    [Theory, OnBothEngines]
    public async Task Properties_that_the_mall_does_not_know_are_told_once_with_how_many_products_have_them(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        var import = await Import(trader, """
            ID,Type,SKU,Name,Published,Regular price,Attribute 1 name,Attribute 1 value(s),Attribute 2 name,Attribute 2 value(s)
            1,simple,A,Loaf,1,10,Care,Keep dry,Farine,T65
            2,simple,B,Roll,1,20,Care,Eat,Puissance,strong
            3,simple,C,Bun,1,2,Shelf,A,Care,None

            """);
        Service(trader).Remarks(trader.Shop, import.Id, 0, 20).Where(r => r.Code.StartsWith("note-attribute", StringComparison.Ordinal)).Select(r => (r.Row, r.Field, r.Code, import.Counts.Times(r.Code, r.Field))).ShouldBe(
            [(2, "Care", "note-attribute", 3), (3, "Puissance", "note-attribute-value", 1), (4, "Shelf", "note-attribute", 1)], ignoreOrder: true);
        Product(trader, "loaf").Attributes.ShouldBe(new Dictionary<string, string> { ["flour"] = "T65" });
    }
}
