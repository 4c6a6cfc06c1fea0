using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Halles.Mall.Media;
using Halles.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Halles.Tests.Mall.Catalogue;

public sealed class ProductPhotosTests
{
    [Theory, OnBothEngines]
    public async Task Photos_are_added_put_in_order_described_and_taken_away(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        var product = TestTrader.Ok(await trader.Products.Create(trader.Shop, trader.Loaf(), "fr", trader.Actor));
        var photos = On(trader);
        var (one, two) = (TestPhotos.Png(200, 250, 1), TestPhotos.Png(200, 250, 2));
        TestTrader.Ok(await photos.Add(trader.Shop, product, [one, two, one], trader.Actor));
        var media = Media(trader, product);
        media.Count.ShouldBe(2, "the same photo twice is one");

        var alt = new LocalText { ["fr"] = " Un pain rond ", ["en"] = "A round loaf" };
        TestTrader.Ok(await photos.Arrange(trader.Shop, product, [(media[1], alt), (media[0], [])], trader.Actor));
        Media(trader, product).ShouldBe([media[1], media[0]]);
        using (var db = trader.Mall.Database.Read())
        {
            db.Find<ProductPhoto>(trader.Shop, product, media[1])!.Alt["fr"].ShouldBe("Un pain rond");
        }

        TestTrader.Ok(await photos.Arrange(trader.Shop, product, [(media[0], alt)], trader.Actor));
        Media(trader, product).ShouldBe([media[0]]);
        (await photos.Arrange(trader.Shop, product, [(media[1], alt)], trader.Actor)).Problem!.Code.ShouldBe("no-such-photo");
    }

    [Fact]
    public async Task One_file_that_will_not_do_refuses_all()
    {
        using var trader = await TestTrader.On(Engine.Sqlite);
        var product = TestTrader.Ok(await trader.Products.Create(trader.Shop, trader.Loaf(), "fr", trader.Actor));
        var photos = On(trader);
        (await photos.Add(trader.Shop, product, [TestPhotos.Png(200, 250), "<svg/>"u8.ToArray()], trader.Actor)).Problem.ShouldBe(PhotoProblems.Type.On("photos"));
        var many = Enumerable.Range(1, 13).Select(i => (ReadOnlyMemory<byte>)TestPhotos.Png(170, 170, i)).ToList();
        (await photos.Add(trader.Shop, product, many, trader.Actor)).Problem!.Code.ShouldBe("too-many-photos");
        Media(trader, product).ShouldBeEmpty();
        trader.Mall.Scalar<long>("SELECT count(*) FROM media.originals").ShouldBe(0);
    }

    private static ProductPhotos On(TestTrader trader) =>
        new(trader.Mall.Writer, new Photos(new MediaStore(trader.Mall.Database), trader.Mall.Database.Folder, NullLogger<Photos>.Instance));

    private static List<string> Media(TestTrader trader, Guid product)
    {
        using var db = trader.Mall.Database.Read();
        return [.. db.Set<ProductPhoto>().Where(p => p.ProductId == product).OrderBy(p => p.Position).Select(p => p.Media)];
    }
}
