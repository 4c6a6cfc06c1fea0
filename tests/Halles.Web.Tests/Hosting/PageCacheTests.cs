using System.Diagnostics;
using System.Text;
using Halles.Kernel.Storage;
using Halles.Web.Hosting;
using Microsoft.AspNetCore.Http;

namespace Halles.Web.Tests.Hosting;

public sealed class PageCacheTests
{
    [Fact]
    public async Task A_page_is_kept_once_it_is_asked_for_again_until_what_it_shows_changes_or_a_minute_has_passed()
    {
        await using var world = await World.Open();
        await world.Ask("/fr/bread", "bread");
        world.Cache.Kept.ShouldBe((0, 0), "most addresses are asked for once");
        await world.Ask("/fr/bread", "bread");
        world.Made.ShouldBe(2);
        (await world.Ask("/fr/bread", "bread")).ShouldBe("page 2");
        world.Made.ShouldBe(2);
        world.Cache.Kept.ShouldBe((1, 1));

        world.Cache.Evict(["jam"]);
        (await world.Ask("/fr/bread", "bread")).ShouldBe("page 2", "it shows no jam");
        world.Cache.Evict(["bread"]);
        (await world.Ask("/fr/bread", "bread")).ShouldBe("page 3");
        (await world.Ask("/fr/bread", "bread")).ShouldBe("page 3");

        world.Mall.Clock.Advance(CachedPage.Longest + TimeSpan.FromSeconds(1));
        (await world.Ask("/fr/bread", "bread")).ShouldBe("page 4");
    }

    [Fact]
    public async Task Addresses_that_nobody_asks_for_again_take_no_room()
    {
        await using var world = await World.Open();
        for (var i = 0; i < 500; i++)
        {
            await world.Ask($"/fr/bread?n={i}", "bread");
        }

        world.Made.ShouldBe(500);
        world.Cache.Kept.ShouldBe((0, 0));
    }

    [Fact]
    public async Task What_is_gone_is_gone_from_the_index_too()
    {
        await using var world = await World.Open();
        foreach (var i in Enumerable.Range(0, 40).SelectMany(i => (int[])[i, i]))
        {
            await world.Ask($"/fr/{i}", $"product {i}", "listing");
        }

        world.Cache.Kept.ShouldBe((40, 41));
        world.Cache.Evict(["listing"]);
        Eventually(() => world.Cache.Kept, (0, 0));

        await world.Ask("/fr/0", "bread", "listing");
        world.Mall.Clock.Advance(CachedPage.Longest + TimeSpan.FromSeconds(1));
        await world.Ask("/fr/0", "jam", "listing");
        Eventually(() => world.Cache.Kept, (1, 2));
        world.Cache.Evict(["jam"]);
        Eventually(() => world.Cache.Kept, (0, 0));
    }

    // The cache tells in the background of what went.
    private static void Eventually(Func<(int Pages, int Tags)> now, (int Pages, int Tags) then)
    {
        var waited = Stopwatch.StartNew();
        SpinWait.SpinUntil(() => now() == then || waited.Elapsed > TimeSpan.FromSeconds(30));
        now().ShouldBe(then);
    }

    private sealed class World(WebMall mall) : IAsyncDisposable
    {
        public WebMall Mall => mall;

        public PageCache Cache => mall.Get<PageCache>();

        public int Made { get; private set; }

        public static async Task<World> Open() => new(await WebMall.Open(Engine.Sqlite));

        public async Task<string> Ask(string address, params string[] tags)
        {
            using var body = new MemoryStream();
            var at = address.Split('?');
            var context = new DefaultHttpContext { RequestServices = mall.Services };
            (context.Request.Method, context.Request.Path, context.Response.Body) = (HttpMethods.Get, at[0], body);
            context.Request.QueryString = at.Length > 1 ? new QueryString("?" + at[1]) : default;
            context.SetEndpoint(new Endpoint(null, new EndpointMetadataCollection(new CachedPage()), address));
            await Cache.Serve(context, c =>
            {
                PageFreshness.Of(c).Tags.UnionWith(tags);
                return c.Response.Body.WriteAsync(Encoding.UTF8.GetBytes($"page {++Made}")).AsTask();
            });
            return Encoding.UTF8.GetString(body.ToArray());
        }

        public ValueTask DisposeAsync() => mall.DisposeAsync();
    }
}
