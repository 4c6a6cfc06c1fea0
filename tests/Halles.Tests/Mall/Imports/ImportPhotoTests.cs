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

public sealed class ImportPhotoTests
{
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

        trader.Mall.Scalar<string>("SELECT problem FROM photo_fetches").ShouldBe(OutgoingProblems.Refused.Message);
        Service(trader).Photos(trader.Shop).Failed.Single().ProblemArgs.ShouldBe(["404"]);
        listener.Stop();
        (await served).ShouldBe(["/good.png", "/gone.png", "/gone.png", "/gone.png"]);
        await Fails(trader, fetch);
        await Undo(trader, import);
        (Product(trader, "loaf").State, Product(trader, "roll").State).ShouldBe((ProductState.Archived, ProductState.Archived), "a photo that came of itself is no change of the shop's");
    }

    [Theory, OnBothEngines]
    public async Task The_same_picture_from_a_second_address_does_not_hide_what_the_shop_has_changed(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var origin = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        var (picture, late) = (TestPhotos.Png(200, 200), false);
        var served = Serve(listener, path => path == "/one.png" || late ? picture : null);
        var import = await Import(trader, Header + $"loaf,Loaf,,,,true,Title,Default Title,,,,3.20,{origin}/one.png\nloaf,,,,,,,,,,,,{origin}/two.png\n");
        using var http = new PublicHttp(_ => true);
        var fetch = Fetch(trader, http);
        await fetch.Run("", CancellationToken.None);
        var loaf = Product(trader, "loaf");
        TestTrader.Ok(await trader.Products.Price(trader.Shop, trader.Variants(loaf.Id)[0].Id, 350, false, trader.Actor));
        late = true;
        await fetch.Run("", CancellationToken.None);
        trader.Mall.Scalar<long>("SELECT count(*) FROM photo_fetches").ShouldBe(0);
        trader.Mall.Scalar<long>("SELECT count(*) FROM product_photos").ShouldBe(1);
        listener.Stop();
        await served;
        await Undo(trader, import);
        Product(trader, "loaf").State.ShouldBe(ProductState.Published, "it was changed since");
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
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 0", false, "The server answered {0}.")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Length: 10000000000", false, "It is larger than {0} MB.")]
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

    /// <summary>A shop whose server is gone keeps neither itself nor others waiting: shops take turns, and after some silence nobody knocks again in the same run.</summary>
    [Theory, OnBothEngines]
    public async Task The_photos_of_one_shop_do_not_wait_for_those_of_another(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var picture = TestPhotos.Png(200, 200);
        var served = Serve(listener, _ => picture);
        await Import(trader, Header + string.Concat(Enumerable.Range(0, 60).Select(i => $"loaf-{i},Loaf {i},,,,true,Title,Default Title,,,,3.20,http://127.0.0.1:9/{i}.png\n")));
        var second = TestTrader.Ok(await new Halles.Mall.Shops.ApplyForShop(trader.Mall.Writer).Run(TestTrader.Profile("Autre"), TestTrader.France, trader.Actor));
        await Import(trader, Encoding.UTF8.GetBytes(Header + $"bun,Bun,,,,true,Title,Default Title,,,,1.10,http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/bun.png\n"), second);
        var knocked = 0;
        using var http = new PublicHttp(_ => Interlocked.Increment(ref knocked) > 0);
        var fetch = Fetch(trader, http);
        await fetch.Run("", CancellationToken.None);
        knocked.ShouldBeLessThan(12, "the server of the first shop is asked some times only");
        trader.Mall.Scalar<long>("SELECT count(*) FROM photo_fetches WHERE attempts = 0").ShouldBeGreaterThan(48, "what was not asked for is not given up");
        trader.Mall.Scalar<long>("SELECT count(*) FROM product_photos WHERE shop_id = $1", second).ShouldBe(1);
        listener.Stop();
        await served;
    }

    /// <summary>Answers with what stands at a path, else 404, until the listener ends; tells what was asked for, in order of paths.</summary>
    internal static async Task<List<string>> Serve(TcpListener listener, Func<string, byte[]?> at, string? head = null)
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

    internal static ProductPhotos Adder(TestTrader trader) =>
        new(trader.Mall.Writer, new Photos(new MediaStore(trader.Mall.Database), trader.Mall.Database.Folder, NullLogger<Photos>.Instance) { Missing = "none" });

    internal static FetchPhotos Fetch(TestTrader trader, PublicHttp http) =>
        new(trader.Mall.Database, trader.Mall.Writer, Adder(trader), new MediaStore(trader.Mall.Database), http, trader.Settings, trader.Mall.Clock);
}
