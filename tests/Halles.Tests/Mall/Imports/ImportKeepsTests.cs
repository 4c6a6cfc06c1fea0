using System.Text;
using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Halles.Mall.Imports;
using Halles.Mall.Stock;
using Halles.Testing;
using static Halles.Tests.Mall.Imports.ImportKit;

namespace Halles.Tests.Mall.Imports;

/// <summary>A changed file changes what it says otherwise than last time, and nothing else.</summary>
public sealed class ImportKeepsTests
{
    [Theory, OnBothEngines]
    public async Task What_a_file_has_no_column_for_stays_with_each_variant(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        await Store(trader);
        await Import(trader, Two);
        var loaf = Product(trader, "loaf").Id;
        TestTrader.Ok(await trader.Products.Change(trader.Shop, loaf, Now(trader, loaf) is var now ? now with
        {
            Variants = [now.Variants[0] with { Gtin = "4006381333931", Measure = "800 g", Weight = 820 }, now.Variants[1]],
        } : now, null, trader.Actor));
        trader.Mall.Clock.Advance(TimeSpan.FromDays(40));
        var large = trader.Variants(loaf)[1].Id;
        TestTrader.Ok(await trader.Products.Price(trader.Shop, large, 400, true, trader.Actor));
        var since = trader.Variants(loaf)[1].ReducedSince;
        trader.Mall.Clock.Advance(TimeSpan.FromDays(1));

        Counts(await Import(trader, Two.Replace("Dark", "Darker"))).ShouldBe((3, 0, 2, 1, 0));
        trader.Mall.Scalar<string>("SELECT text FROM product_texts WHERE product_id = $1 AND field = 'Description'", loaf).ShouldBe("Darker");
        trader.Variants(loaf).Select(v => (v.Sku, v.Gtin, v.Measure, v.Weight, v.Price, v.ReducedSince)).ShouldBe(
            [("L-S", "04006381333931", "800 g", 820, 320L, null), ("L-L", null, null, 0, 400L, since)]);
        since.ShouldNotBeNull();

        await Import(trader, Two.Replace("Dark", "Darker").Replace("5.40", "5.60"));
        trader.Variants(loaf).Select(v => (v.Price, v.ReducedSince)).ShouldBe([(320L, null), (560L, null)], "now the file asks for another price");
    }

    [Theory, OnBothEngines]
    public async Task What_was_sold_or_priced_since_is_not_brought_back_by_another_text(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        var store = await Store(trader);
        await Import(trader, Two);
        var (loaf, roll) = (Product(trader, "loaf").Id, trader.Variants(Product(trader, "roll").Id).Single().Id);
        await Sell(trader, roll, store, 7);
        TestTrader.Ok(await trader.Products.Price(trader.Shop, roll, 95, false, trader.Actor));

        await Import(trader, Two.Replace(",Roll,", ",Rolls,"));
        (OnHand(trader, roll), trader.Variants(Product(trader, "roll").Id).Single().Price).ShouldBe((2L, 95L));
        await Import(trader, Two.Replace(",Roll,", ",Rolls,").Replace("shopify,9", "shopify,12"));
        (OnHand(trader, roll), trader.Variants(loaf).Select(v => OnHand(trader, v.Id)).Sum()).ShouldBe((12L, 10L), "the file has counted anew");
    }

    [Theory, OnBothEngines]
    public async Task What_a_file_in_between_leaves_open_is_still_said(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        var store = await Store(trader);
        await Import(trader, Two);
        var roll = trader.Variants(Product(trader, "roll").Id).Single().Id;
        await Sell(trader, roll, store, 7);
        TestTrader.Ok(await trader.Products.Price(trader.Shop, roll, 70, false, trader.Actor));

        Counts(await Import(trader, Two.Replace("shopify,9,0.80", ",,"))).ShouldBe((3, 0, 1, 2, 0));
        await Import(trader, Two);
        (OnHand(trader, roll), trader.Variants(Product(trader, "roll").Id).Single().Price).ShouldBe((2L, 70L));
    }

    [Theory, OnBothEngines]
    public async Task A_variant_is_the_same_under_other_words(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        var store = await Store(trader);
        var file = Two.Replace(",L-S,", ",,").Replace(",L-L,", ",,");
        await Import(trader, file);
        var loaf = Product(trader, "loaf").Id;
        var small = trader.Variants(loaf)[0].Id;
        await Sell(trader, small, store, 1);
        TestTrader.Ok(await trader.Products.Price(trader.Shop, small, 300, false, trader.Actor));
        TestTrader.Ok(await trader.Products.Change(
            trader.Shop, loaf, Now(trader, loaf) with { Options = [new ProductOption(new LocalText("fr", "Size"), [new LocalText("fr", "Small"), new LocalText("fr", "L")])] }, null, trader.Actor));

        await Import(trader, file.Replace("Dark", "Darker").Replace(",Size,S,", ",Size,Small,"));
        (trader.Variants(loaf)[0].Id, OnHand(trader, small), trader.Variants(loaf)[0].Price).ShouldBe((small, 3L, 300L), "the file has another word for it, and no other count or price");
        await Import(trader, file.Replace("shopify,4,3.20", "shopify,8,3.40"));
        (trader.Variants(loaf)[0].Id, OnHand(trader, small), trader.Variants(loaf)[0].Price).ShouldBe((small, 8L, 340L));

        TestTrader.Ok(await trader.Products.Change(
            trader.Shop, loaf, Now(trader, loaf) with { Options = [new ProductOption(new LocalText("fr", "Size"), [new LocalText("fr", "Tiny"), new LocalText("fr", "L")])] }, null, trader.Actor));
        await Import(trader, file.Replace("shopify,4,3.20", "shopify,5,3.60"));
        (trader.Variants(loaf)[0].Id, OnHand(trader, small), trader.Variants(loaf)[0].Price).ShouldBe((small, 5L, 360L), "the shop has another word for it, and no number");
    }

    [Theory, OnBothEngines]
    public async Task Counts_are_told_apart_by_the_store_that_they_are_of(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        var (first, second) = (await Store(trader), await Store(trader, slug: "second"));
        await Import(trader, Encoding.UTF8.GetBytes(Two), null, new ImportTerms { Store = first });
        var roll = trader.Variants(Product(trader, "roll").Id).Single().Id;
        await Sell(trader, roll, first, 2);

        Counts(await Import(trader, Encoding.UTF8.GetBytes(Two), null, new ImportTerms { Store = second })).ShouldBe((3, 0, 3, 0, 0));
        (OnHand(trader, roll, first), OnHand(trader, roll, second)).ShouldBe((7L, 9L), "in the other store nobody had counted");
        await Import(trader, Encoding.UTF8.GetBytes(Two), null, new ImportTerms { Store = first });
        OnHand(trader, roll, first).ShouldBe(7, "that was said before");

        // A mark as it was written before stores had their ids in it.
        await trader.Mall.Write<Done>(s =>
        {
            s.Sql.Execute("UPDATE import_marks SET print = product_id, said = replace(replace(said, $2, ''), $3, 'second') WHERE shop_id = $1", trader.Shop, first.ToString(), second.ToString());
            return default(Done);
        });
        await Import(trader, Encoding.UTF8.GetBytes(Two), null, new ImportTerms { Store = first });
        (OnHand(trader, roll, first), OnHand(trader, roll, second)).ShouldBe((7L, 9L));
    }

    [Theory, OnBothEngines]
    public async Task A_column_of_a_store_says_the_same_as_the_one_for_all_and_goes_before_it(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        var store = await Store(trader);
        const string Table = "handle,state,name,measure,price,stock\nloaf,published,Loaf,,3,5\n", Both = "handle,state,name,measure,price,stock,stock:first\nloaf,published,Loaf,,3,9,5\n";
        await Import(trader, Table);
        var loaf = trader.Variants(Product(trader, "loaf").Id).Single().Id;
        await Sell(trader, loaf, store, 2);
        foreach (var same in new[] { Table.Replace(",stock", ",stock:first"), Both })
        {
            Counts(await Import(trader, same)).ShouldBe((1, 0, 0, 1, 0));
        }

        await Import(trader, Both.Replace("9,5", "9,6"));
        OnHand(trader, loaf, store).ShouldBe(6);
        await Import(trader, Both.Replace("loaf,", "bun,"));
        OnHand(trader, trader.Variants(Product(trader, "bun").Id).Single().Id, store).ShouldBe(5);
    }

    [Theory, OnBothEngines]
    public async Task Variants_that_the_shop_has_added_stay_while_the_file_names_the_same_ones(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        var store = await Store(trader);
        await Import(trader, Two + "bun,Bun,,Martin,Pains,true,Title,Default Title,B-1,shopify,1,1.10,\n");
        var (loaf, bun) = (Product(trader, "loaf").Id, Product(trader, "bun").Id);
        foreach (var (product, name, values) in new[] { (loaf, "Size", new[] { "S", "L", "XL" }), (bun, "Seeds", ["None", "Poppy"]) })
        {
            var now = Now(trader, product);
            TestTrader.Ok(await trader.Products.Change(
                trader.Shop, product, now with { Options = [new ProductOption(new LocalText("fr", name), [.. values.Select(v => new LocalText("fr", v))])] }, null, trader.Actor));
        }

        await Import(trader, Two.Replace("Dark", "Darker").Replace("shopify,6,5.40", "shopify,5,5.50") + "bun,Bun,<p>Round</p>,Martin,Pains,true,Title,Default Title,B-1,shopify,1,1.10,\n");
        trader.Variants(loaf).Select(v => (v.Sku, v.Price)).ShouldBe([("L-S", 320L), ("L-L", 550L), ("L-S-3", 320L)]);
        trader.Mall.Scalar<long>("SELECT on_hand FROM stock WHERE variant_id = $1 AND store_id = $2", trader.Variants(loaf)[1].Id, store).ShouldBe(5);
        trader.Variants(bun).Count.ShouldBe(2);

        await Import(trader, Two.Replace("Option1 Name,Option1 Value", "Option1 Name,Option1 Value").Replace(",L,L-L", ",M,L-M"));
        trader.Variants(loaf).Select(v => v.Sku).ShouldBe(["L-S", "L-M"], "now the file names others");
    }

    /// <summary>A plain table has a row for a bar code or a number, which may be one variant of many.</summary>
    [Theory, OnBothEngines]
    public async Task A_table_without_variants_changes_the_one_that_it_names(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        await Store(trader);
        await Import(trader, Two);
        var terms = new ImportTerms { Columns = new Dictionary<TableField, string> { [TableField.Name] = "nom", [TableField.Price] = "prix", [TableField.Sku] = "ref" } };
        var import = await Import(trader, Encoding.UTF8.GetBytes("ref;nom;prix\nL-L;Loaf;6,00\nL-S;Loaf;3,50\nR-1;Roll;1,00\n"), null, terms);

        Counts(import).ShouldBe((3, 0, 2, 0, 1));
        Service(trader).Remarks(trader.Shop, import.Id, 0, 10).Select(r => (r.Row, r.Code, r.Args.Single())).ShouldBe([(3, "row-same-product", "2")]);
        trader.Variants(Product(trader, "loaf").Id).Select(v => (v.Sku, v.Price)).ShouldBe([("L-S", 320L), ("L-L", 600L)]);
        trader.Variants(Product(trader, "roll").Id).Single().Price.ShouldBe(100);
    }

    [Theory, OnBothEngines]
    public async Task A_product_follows_the_file_off_sale_and_on_but_what_the_shop_decided_stays(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        await Import(trader, Two);
        var (loaf, roll) = (Product(trader, "loaf").Id, Product(trader, "roll").Id);
        var off = await Import(trader, Two.Replace("Pains,true", "Pains,false").Replace("0.80", "0.90"));
        off.Counts.Notes.Keys.ShouldContain("note-off-sale");
        (trader.Find(loaf).State, trader.Find(roll).State).ShouldBe((ProductState.Draft, ProductState.Published));
        await Import(trader, Two.Replace("0.80", "0.90"));
        trader.Find(loaf).State.ShouldBe(ProductState.Published, "there it is on sale again");

        // The shop takes one off sale and puts the other away: another text is no reason to bring them back.
        TestTrader.Ok(await trader.Life.Become(trader.Shop, loaf, ProductState.Draft, trader.Actor));
        TestTrader.Ok(await trader.Life.Become(trader.Shop, roll, ProductState.Archived, trader.Actor));
        var changed = await Import(trader, Two.Replace("Dark", "Darker").Replace("0.80", "1.00"));
        changed.Counts.Notes.Keys.ShouldContain("note-stays-archived");
        (trader.Find(loaf).State, trader.Find(roll).State).ShouldBe((ProductState.Draft, ProductState.Archived));
        trader.Variants(roll).Single().Price.ShouldBe(100);

        // A product of the shop's own that it has taken off sale, and that no file has named until now.
        TestTrader.Ok(await trader.Products.Change(trader.Shop, loaf, Now(trader, loaf) with { Maker = "Us" }, null, trader.Actor));
        await Import(trader, "id\ttitle\tprice\tavailability\tlink\nloaf\tLoaf\t3.20 EUR\tin_stock\tx\n");
        trader.Find(loaf).State.ShouldBe(ProductState.Draft);

        // What the shop has put on sale itself stays there while the file says what it said.
        await Import(trader, "Handle,Title,Vendor,Published,Variant Price\npie,Pie,Martin,false,4.20\n");
        TestTrader.Ok(await trader.Life.Become(trader.Shop, Product(trader, "pie").Id, ProductState.Published, trader.Actor));
        await Import(trader, "Handle,Title,Vendor,Published,Variant Price\npie,Apple pie,Martin,false,4.20\n");
        Product(trader, "pie").State.ShouldBe(ProductState.Published);
    }

    /// <summary>One row is known by its number, the other by its name, and a whole piece of the work lies between them.</summary>
    [Theory, OnBothEngines]
    public async Task Of_two_rows_that_are_one_product_of_the_shop_the_second_is_told_so(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        await Import(trader, "Handle,Title,Vendor,Variant SKU,Variant Price\nloaf,Loaf,Martin,L-1,3.20\n");
        var file = "ID,Type,SKU,Name,Published,Regular price\n1,simple,L-1,Loaf,1,3.30\n" + string.Concat(Enumerable.Range(2, 450).Select(i => $"{i},simple,P-{i},Product {i},1,1.20\n")) + "900,simple,loaf,Another loaf,1,3.40\n";
        var import = await Import(trader, file);
        Counts(import).ShouldBe((452, 450, 1, 0, 1));
        Service(trader).Remarks(trader.Shop, import.Id, 0, 1).Single().ShouldSatisfyAllConditions(r => (r.Row, r.Code).ShouldBe((453, "row-same-product")), r => r.Args.ShouldBe(["2"]));
        Counts(await Import(trader, file)).ShouldBe((452, 0, 0, 451, 1), "the same again");
        trader.Variants(Product(trader, "loaf").Id).Single().Price.ShouldBe(330);
    }

    internal static ProductInput Now(TestTrader trader, Guid product)
    {
        using var db = trader.Mall.Database.Read();
        return ProductInput.Of(db.Find<Product>(trader.Shop, product)!, db.Set<ProductText>().Where(t => t.ProductId == product).ToList(), trader.Variants(product));
    }

    internal static async Task Sell(TestTrader trader, Guid variant, Guid store, long pieces) =>
        TestTrader.Ok(await new AdjustStock(trader.Mall.Database, trader.Mall.Writer, []).Run(new StockChange(trader.Shop, variant, store, MovementReason.Sale, pieces, trader.Actor)));
}
