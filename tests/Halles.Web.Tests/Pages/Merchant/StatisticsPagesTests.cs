using System.Net;
using System.Text;
using AngleSharp.Dom;
using Halles.Kernel;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Halles.Mall.Statistics;
using Halles.Mall.Storefront;
using Halles.Testing;
using Halles.Web.Hosting;
using Microsoft.AspNetCore.Http;

namespace Halles.Web.Tests.Pages.Merchant;

public sealed class StatisticsPagesTests
{
    private const string Firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

    [Theory, OnBothEngines]
    public async Task Views_are_counted_whether_a_page_is_made_kept_or_known_already_and_those_of_robots_are_not(Engine engine)
    {
        using var desk = await DeskWorld.Open(engine);
        var mall = desk.Mall.Web;
        var variant = await desk.Shop.Sells("Pain", 480);
        var bread = $"/fr/shops/{desk.Shop.Slug}/{mall.Scalar<Guid>("SELECT product_id FROM variants WHERE id = $1", variant):N}";
        (await mall.Get<StorefrontProjector>().WaitFor(mall.Get<ChangeFeed>().LastCommitted, TimeSpan.FromMinutes(1))).ShouldBeTrue();
        using var visitor = new Visitor(mall);
        string? tag = null;
        for (var i = 0; i < 5; i++) // from the third on it comes from the cache
        {
            tag = (await visitor.Get(bread)).Response.Headers.ETag!.Tag;
        }

        using var known = new HttpRequestMessage(HttpMethod.Get, bread) { Headers = { { "If-None-Match", tag } } };
        (await visitor.Http.SendAsync(known)).StatusCode.ShouldBe(HttpStatusCode.NotModified);
        (await visitor.Get(bread + "of-no-such-name")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await visitor.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, bread))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await visitor.Http.SendAsync(new HttpRequestMessage(HttpMethod.Get, bread) { Headers = { { "Sec-Purpose", "prefetch" } } })).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var robot = new HttpClient { BaseAddress = mall.Origin };
        robot.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", "Mozilla/5.0 (compatible; SomeBot/2.1; +http://bot.example/)");
        (await robot.GetAsync(bread)).StatusCode.ShouldBe(HttpStatusCode.OK);

        await mall.Get<ProductCounts>().Flush();
        mall.Scalar<long>("SELECT views FROM product_totals WHERE shop_id = $1", desk.Shop.Id).ShouldBe(6);
    }

    [Theory]
    [InlineData(Firefox, true)]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1", true)]
    [InlineData("Opera/9.80 (Android; Opera Mini/36.2/191.249; U; fr) Presto/2.12.423 Version/12.16", true)]
    [InlineData("Mozilla/5.0 (Linux; Android 13; CUBOT NOTE 40) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Mobile Safari/537.36", true)]
    [InlineData("", false)]
    [InlineData("curl/8.5.0", false)]
    [InlineData("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", false)]
    [InlineData("Mozilla/5.0 (Linux; Android 11) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/139.0.0.0 Safari/537.36", false)]
    public void A_browser_is_told_from_a_robot(string agent, bool counts)
    {
        var http = new DefaultHttpContext { Request = { Method = "GET" } };
        http.Request.Headers.UserAgent = agent;
        ViewCounting.IsView(http.Request).ShouldBe(counts);
    }

    [Theory, OnBothEngines]
    public async Task The_page_shows_a_period_as_a_picture_and_as_tables_that_say_the_same_and_as_csv(Engine engine)
    {
        using var desk = await DeskWorld.Open(engine);
        var today = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris").DateAt(desk.Mall.Web.Clock.GetUtcNow());
        var empty = await desk.Visitor.Get(desk.At("statistics"));
        empty.Html.QuerySelector(".empty").ShouldNotBeNull();

        var sold = await desk.Shop.Sells("=1+1 pain", 480);
        await Count(desk, sold, today, 40, 4);
        await Count(desk, sold, today.AddDays(-20), 2, 1);
        await desk.Delivered(sold);
        var page = await desk.Visitor.Get(desk.At("statistics?days=7"));
        page.Html.QuerySelectorAll(".bars svg").Length.ShouldBe(5);
        page.Html.QuerySelectorAll(".bars svg").ShouldAllBe(s => s.GetAttribute("role") == "img" && s.GetAttribute("aria-label")!.Length > 20 && s.QuerySelectorAll("rect").Length == 7);
        page.Html.QuerySelectorAll("section[aria-labelledby=h-days] tbody tr").Length.ShouldBe(7);
        Cells(page, "section[aria-labelledby=h-days] tbody tr").Take(4).ShouldBe(["40", "4", "1", "0"]);
        Cells(page, "section[aria-labelledby=h-products] tbody tr").Take(4).ShouldBe(["40", "4", "1", "0"]);
        Cells(await desk.Visitor.Get(desk.At("statistics?days=30")), "section[aria-labelledby=h-products] tbody tr")[0].ShouldBe("42");

        var csv = await Text(desk, page.Html.QuerySelector("section[aria-labelledby=h-products] .head-link")!.GetAttribute("href")!);
        csv[0].ShouldBe("\ufeffproduct;name;views;baskets;orders;handed-over;sold");
        csv[1].ShouldEndWith(";'=1+1 pain;40;4;1;0;4,80"); // a spreadsheet would run it
        (await Text(desk, page.Html.QuerySelector("section[aria-labelledby=h-days] .head-link")!.GetAttribute("href")!)).Length.ShouldBe(9); // the heads, seven days, nothing after the last
    }

    [Fact]
    public async Task Days_that_are_none_become_the_nearest_period_that_is()
    {
        using var desk = await DeskWorld.Open(Engine.Sqlite);
        var today = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris").DateAt(desk.Mall.Web.Clock.GetUtcNow());
        await Shows("from=x&to=y", today.AddDays(-29), today);
        await Shows("days=-4", today, today);
        await Shows("from=1999-01-01", today.AddDays(-29), today);
        await Shows("from=2001-01-01", today.AddDays(-365), today);
        await Shows("from=9998-12-31&to=9998-12-31", today, today);
        await Shows("from=2025-03-04&to=2025-03-01", new DateOnly(2025, 3, 1), new DateOnly(2025, 3, 1));

        async Task Shows(string query, DateOnly from, DateOnly to)
        {
            var page = await desk.Visitor.Get(desk.At("statistics?" + query));
            page.Status.ShouldBe(HttpStatusCode.OK);
            (page.Html.QuerySelector("#from")!.GetAttribute("value"), page.Html.QuerySelector("#to")!.GetAttribute("value")).ShouldBe(($"{from:yyyy-MM-dd}", $"{to:yyyy-MM-dd}"), query);
        }
    }

    private static List<string> Cells(Page page, string row) => [.. page.Html.QuerySelector(row)!.QuerySelectorAll("td").Select(c => c.TextContent)];

    private static async Task<string[]> Text(DeskWorld desk, string path) => Encoding.UTF8.GetString(await desk.Visitor.Http.GetByteArrayAsync(new Uri(path, UriKind.Relative))).Split("\r\n");

    private static Task Count(DeskWorld desk, Guid variant, DateOnly day, long views, long baskets) => desk.Mall.Web.Write<Done>(s =>
    {
        var product = s.Sql.Scalar<Guid>("SELECT product_id FROM variants WHERE id = $1", variant);
        AddCounts.Of(s, desk.Shop.Id, product, day.DayNumber, views, baskets);
        return default(Done);
    });
}
