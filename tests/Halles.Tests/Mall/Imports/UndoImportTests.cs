using System.Text;
using Halles.Kernel;
using Halles.Kernel.Jobs;
using Halles.Kernel.Outgoing;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Halles.Mall.Imports;
using Halles.Testing;
using static Halles.Tests.Mall.Imports.ImportKit;

namespace Halles.Tests.Mall.Imports;

public sealed class UndoImportTests
{
    [Theory, OnBothEngines]
    public async Task Variants_and_stock_come_back_and_what_was_sold_in_between_stays_sold(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        var store = await Store(trader);
        await Import(trader, Two);
        var (loaf, roll) = (Product(trader, "loaf").Id, Product(trader, "roll").Id);
        var before = (Variants(loaf), Variants(roll));
        var second = await Import(trader, Two.Replace(",L,L-L,shopify,6,5.40", ",M,L-L,shopify,8,5.90").Replace("loaf,,,,,,,M", "loaf,,,,,,,XL,L-X,,,9,\nloaf,,,,,,,M").Replace(",S,L-S", ",XS,L-XS").Replace("shopify,9", "shopify,20"));
        Variants(loaf).ShouldNotBe(before.Item1);
        await ImportKeepsTests.Sell(trader, trader.Variants(roll).Single().Id, store, 3);

        await Undo(trader, second);
        Variants(loaf).ShouldBe(before.Item1);
        Variants(roll).ShouldBe(before.Item2.Replace(" 9", " 6"), "twenty were counted instead of nine, and three of them are sold");
        Service(trader).Stayed(trader.Shop, second.Id).ShouldBeEmpty();
        trader.Mall.Scalar<long>("SELECT count(*) FROM stock_movements WHERE reference = 'file.csv'").ShouldBeGreaterThan(2);
        trader.Mall.Scalar<long>("SELECT count(*) FROM stock s WHERE on_hand <> (SELECT sum(change) FROM stock_movements m WHERE m.variant_id = s.variant_id)").ShouldBe(0);

        // The first file is known as if the second had never come: what was sold stays sold.
        Counts(await Import(trader, Two)).ShouldBe((3, 0, 0, 3, 0));
        await Import(trader, Two.Replace(",Roll,", ",Rolls,"));
        Variants(roll).ShouldBe(before.Item2.Replace(" 9", " 6"));

        string Variants(Guid product) => string.Join('|', trader.Variants(product).Select(v => $"{v.Id} {v.Sku} {string.Join('/', v.Choice)} {v.Price} {OnHand(trader, v.Id)}"));
    }

    [Theory, OnBothEngines]
    public async Task Pieces_of_a_new_product_that_were_sold_are_nothing_that_stays(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        var store = await Store(trader);
        var import = await Import(trader, Two);
        var roll = trader.Variants(Product(trader, "roll").Id).Single().Id;
        await ImportKeepsTests.Sell(trader, roll, store, 3);
        await Undo(trader, import);
        Service(trader).Stayed(trader.Shop, import.Id).ShouldBeEmpty();
        OnHand(trader, roll).ShouldBe(0);
    }

    [Theory, OnBothEngines]
    public async Task Of_two_imports_the_second_is_taken_back_and_then_the_first(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        await Store(trader);
        var own = await Import(trader, Two);
        var loaf = Product(trader, "loaf").Id;
        var first = await Import(trader, Two.Replace("3.20", "3.40"));
        var second = await Import(trader, Two.Replace("3.20", "3.60"));
        foreach (var (import, price) in new[] { (second, 340L), (first, 320L), (own, 320L) })
        {
            await Undo(trader, import);
            Service(trader).Stayed(trader.Shop, import.Id).ShouldBeEmpty();
            trader.Variants(loaf)[0].Price.ShouldBe(price);
        }

        trader.Find(loaf).State.ShouldBe(ProductState.Archived);
    }

    [Theory, OnBothEngines]
    public async Task Photos_that_came_by_it_go_and_those_still_to_come_are_not_fetched(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        await Import(trader, Header + "loaf,Loaf,,,,true,Title,Default Title,,,,3.20,\nroll,Roll,,,,true,Title,Default Title,,,,3.20,https://example.org/old.jpg\n");
        var (loaf, roll) = (Product(trader, "loaf").Id, Product(trader, "roll").Id);
        TestTrader.Ok(await ImportPhotoTests.Adder(trader).Add(trader.Shop, loaf, [TestPhotos.Png(200, 200)], trader.Actor));
        TestTrader.Ok(await ImportPhotoTests.Adder(trader).Add(trader.Shop, roll, [TestPhotos.Png(300, 200)], trader.Actor));
        var (own, others) = (Media(loaf), Media(roll));

        // By its address here it is one of the shop's own photos, and needs no network.
        var table = Encoding.UTF8.GetString(await Exported(trader, trader.Shop));
        var address = table.Split(',', '\n').Single(c => c.Contains(others, StringComparison.Ordinal)).Trim();
        var second = await Import(trader, Header + $"loaf,Loaf,,,,true,Title,Default Title,,,,3.20,{address}\nloaf,,,,,,,,,,,,https://example.org/never.jpg\n");
        using var http = new PublicHttp(_ => false);
        await ImportPhotoTests.Fetch(trader, http).Run("", CancellationToken.None);
        Media(loaf).ShouldBe($"{own} {others}");

        await Undo(trader, second);
        Media(loaf).ShouldBe(own);
        Service(trader).Stayed(trader.Shop, second.Id).ShouldBeEmpty();
        trader.Mall.Scalar<string>("SELECT address FROM photo_fetches").ShouldBe("https://example.org/old.jpg", "that one is of the first import");

        string Media(Guid product)
        {
            using var db = trader.Mall.Database.Read();
            return string.Join(' ', db.Set<ProductPhoto>().Where(p => p.ProductId == product).OrderBy(p => p.Position).Select(p => p.Media));
        }
    }

    [Theory, OnBothEngines]
    public async Task What_cannot_be_taken_back_is_told_with_its_reason(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        var store = await Store(trader);
        await Import(trader, Two + "bun,Bun,,Martin,Pains,true,Title,Default Title,B-1,shopify,1,1.10,\n");
        var (loaf, roll, bun) = (Product(trader, "loaf").Id, Product(trader, "roll").Id, Product(trader, "bun").Id);
        trader.Mall.Clock.Advance(TimeSpan.FromDays(40));
        TestTrader.Ok(await trader.Products.Price(trader.Shop, trader.Variants(bun).Single().Id, 100, true, trader.Actor));
        trader.Mall.Clock.Advance(TimeSpan.FromDays(1));
        var second = await Import(trader, Two.Replace("5.40", "5.90").Replace("shopify,9", "shopify,20") + "bun,Bun,,Martin,Pains,true,Title,Default Title,B-1,shopify,1,1.05,\n");
        TestTrader.Ok(await trader.Products.Price(trader.Shop, trader.Variants(loaf)[0].Id, 330, false, trader.Actor));
        await trader.Mall.Write<Done>(s =>
        {
            s.Sql.Execute("UPDATE stock SET held = 15 WHERE variant_id = $1 AND store_id = $2", trader.Variants(roll).Single().Id, store);
            return default(Done);
        });

        await Undo(trader, second);
        Service(trader).Stayed(trader.Shop, second.Id).Select(s => (s.Name, s.Told.Row, s.Told.Code)).OrderBy(s => s.Name).ShouldBe([("Bun", 5, "undo-reduction"), ("Loaf", 2, "undo-changed"), ("Roll", 4, "undo-stock")]);
        (trader.Variants(loaf)[1].Price, trader.Variants(bun).Single().Price, OnHand(trader, trader.Variants(roll).Single().Id)).ShouldBe((590L, 100L, 15L));
        Service(trader).Remarks(trader.Shop, second.Id, 0, 10).ShouldAllBe(r => !r.Refused, "nothing of this is told of the rows of the file");
    }

    [Theory, OnBothEngines]
    public async Task An_import_that_is_given_up_says_so_and_lets_others_begin(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        var (service, writer) = (Service(trader), trader.Mall.Writer);
        var id = TestTrader.Ok(await service.Lay(trader.Shop, "file.csv", Encoding.UTF8.GetBytes(Two), new ImportTerms(), trader.Actor));
        TestTrader.Ok(await service.Begin(trader.Shop, id, "shopify"));
        await trader.Mall.Write<Done>(s =>
        {
            s.Sql.Execute("UPDATE import_parts SET content = $1", new byte[] { 1, 2, 3 });
            return default(Done);
        });
        var job = new ApplyImport(Run(trader), service, writer);
        var payload = trader.Mall.Scalar<string>("SELECT payload FROM jobs WHERE kind = 'apply-import'")!;
        for (var run = 1; run <= ImportTries.Most; run++)
        {
            service.Find(trader.Shop, id)!.State.ShouldBe(ImportState.Running);
            await Should.ThrowAsync<Exception>(() => job.Run(payload, CancellationToken.None));
        }

        var failed = service.Find(trader.Shop, id)!;
        (failed.State, service.CanUndo(failed)).ShouldBe((ImportState.Failed, false), "there is nothing to take back");
        await job.Run(payload, CancellationToken.None);
        await Import(trader, Two);

        TestTrader.Ok(await service.GoOn(trader.Shop, id));
        service.Find(trader.Shop, id)!.ShouldSatisfyAllConditions(i => (i.State, i.Tries, i.EndedAt).ShouldBe((ImportState.Running, 0, null)));
        trader.Mall.Scalar<long>("SELECT count(*) FROM jobs WHERE kind = 'apply-import'").ShouldBe(2);
    }
}
