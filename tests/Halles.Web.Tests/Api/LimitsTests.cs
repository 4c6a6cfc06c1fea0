using System.Globalization;
using System.Net;
using Halles.Kernel.Storage;
using Halles.Web.Hosting;
using Microsoft.Extensions.DependencyInjection;
using static Halles.Web.Tests.Api.ApiMall;

namespace Halles.Web.Tests.Api;

public sealed class LimitsTests
{
    [Fact]
    public async Task Whoever_asks_too_much_is_told_when_to_come_back_and_can_still_buy()
    {
        await using var web = await WebMall.Open(Engine.Sqlite, more: s => s.AddSingleton(RateLimits.Usual with { Browse = new PerMinute(30) }));
        var mall = new ApiMall(web);
        using var first = await mall.Http.GetAsync("/api/v1/openapi.json");
        first.Headers.GetValues("RateLimit-Policy").ShouldBe(["\"browse\";q=30;w=60"]);
        first.Headers.GetValues("RateLimit").ShouldBe(["\"browse\";r=9"]);
        using var refused = await UntilRefused(mall, "/api/v1/openapi.json");
        (await Problem(refused, 429)).GetProperty("code").GetString().ShouldBe("too-many-requests");
        int.Parse(refused.Headers.GetValues("Retry-After").Single(), CultureInfo.InvariantCulture).ShouldBeInRange(1, 60);

        var shop = await mall.Shop();
        (await shop.Sold(await shop.Sells("Pain", 480))).Placed.Orders.ShouldHaveSingleItem();
        (await shop.Client.ShopOrders()).Items.ShouldHaveSingleItem();
        using var page = await UntilRefused(mall, "/fr/sign-in");
        page.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
    }

    private static async Task<HttpResponseMessage> UntilRefused(ApiMall mall, string path)
    {
        while (true)
        {
            var answer = await mall.Http.GetAsync(path);
            if (answer.StatusCode == HttpStatusCode.TooManyRequests)
            {
                return answer;
            }

            answer.Dispose();
        }
    }

    [Fact]
    public void Guessing_passwords_has_the_smallest_budget_and_paying_one_of_its_own()
    {
        var usual = RateLimits.Usual;
        new[] { usual.Browse, usual.Basket, usual.Pay, usual.Selling, usual.Media }.ShouldAllBe(b => b.Requests > usual.SignIn.Requests);
    }
}
