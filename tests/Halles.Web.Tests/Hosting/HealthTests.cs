using System.Net;
using Halles.Kernel.Storage;
using Halles.Mall.Storefront;
using Halles.Testing;
using Halles.Web.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Halles.Web.Tests.Hosting;

public sealed class HealthTests
{
    [Theory, OnBothEngines]
    public async Task A_mall_that_answers_says_so(Engine engine)
    {
        await using var mall = await WebMall.Open(engine);
        (await Ask(mall, "live")).ShouldBe((HttpStatusCode.OK, "Healthy"));
        (await Ask(mall, "ready")).ShouldBe((HttpStatusCode.OK, "Healthy"));
    }

    [Fact]
    public async Task A_node_that_does_not_reach_its_records_still_takes_visitors()
    {
        await using var mall = await WebMall.Open(Engine.PostgreSql);
        (await Ask(mall, "ready")).ShouldBe((HttpStatusCode.OK, "Healthy"));
        mall.TakeDown();
        (await Ask(mall, "ready")).ShouldBe((HttpStatusCode.OK, "Degraded"));
        (await Ask(mall, "live")).ShouldBe((HttpStatusCode.OK, "Healthy"));
        using (var visitor = new Visitor(mall))
        {
            (await visitor.Get("/fr/")).Status.ShouldBe(HttpStatusCode.OK);
            foreach (var (path, type) in new[] { ("/fr/link/none", "text/html"), ($"/api/v1/baskets/{Guid.Empty}", "application/problem+json") })
            {
                using var refused = await visitor.Http.GetAsync(new Uri(path, UriKind.Relative));
                refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable, path);
                refused.Headers.RetryAfter.ShouldNotBeNull();
                refused.Content.Headers.ContentType!.MediaType.ShouldBe(type);
            }
        }

        mall.BringBack();
        (await Ask(mall, "ready")).ShouldBe((HttpStatusCode.OK, "Healthy"));
    }

    [Fact]
    public async Task A_node_whose_storefront_is_not_there_yet_takes_none()
    {
        await using var mall = await WebMall.Open(Engine.Sqlite);
        using var none = new Storefront(mall.Clock);
        await using var services = new ServiceCollection().AddLogging().AddSingleton(none).AddSingleton(mall.Database).AddHealth().BuildServiceProvider();
        var report = await services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        report.Status.ShouldBe(HealthStatus.Unhealthy);
        report.Entries["records"].Status.ShouldBe(HealthStatus.Healthy);
    }

    private static async Task<(HttpStatusCode, string)> Ask(WebMall mall, string what)
    {
        using var http = new HttpClient { BaseAddress = mall.Origin };
        using var answer = await http.GetAsync(new Uri("/health/" + what, UriKind.Relative));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
