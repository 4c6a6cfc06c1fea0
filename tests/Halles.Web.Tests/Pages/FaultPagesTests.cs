using System.Net;
using System.Text.Json;
using Halles.Kernel.Storage;
using Halles.Mall.Identity;
using Halles.Mall.Storefront;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Halles.Web.Tests.Pages;

public sealed class FaultPagesTests
{
    [Fact]
    public async Task A_fault_is_a_page_for_people_and_a_problem_for_programs_and_tells_nothing_of_itself()
    {
        await using var mall = await WebMall.Open(Engine.Sqlite, more: s => s.AddSingleton<Broken>(), map: Map);
        using var visitor = new Visitor(mall);
        var page = await visitor.Get("/fr/broken");
        page.Status.ShouldBe(HttpStatusCode.InternalServerError);
        page.Html.QuerySelector("h1")!.TextContent.ShouldNotBeEmpty();
        page.Html.DocumentElement.GetAttribute("lang").ShouldBe("fr");
        page.Html.QuerySelector("a[href='/fr/']").ShouldNotBeNull("a way on");
        page.Html.DocumentElement.OuterHtml.ShouldNotContain(Broken.Secret);
        page.Response.Headers.GetValues("Content-Security-Policy").ShouldNotBeEmpty();

        using var answer = await visitor.Http.GetAsync(new Uri("/api/v1/broken", UriKind.Relative));
        answer.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var body = await answer.Content.ReadAsStringAsync();
        body.ShouldNotContain(Broken.Secret);
        JsonDocument.Parse(body).RootElement.GetProperty("code").GetString().ShouldBe("fault");
    }

    [Theory]
    [InlineData("/fr/early", "text/html")]
    [InlineData("/api/v1/early", "application/problem+json")]
    public async Task What_cannot_be_answered_yet_says_when_to_come_back(string path, string type)
    {
        await using var mall = await WebMall.Open(Engine.Sqlite, more: s => s.AddSingleton<Broken>(), map: Map);
        using var visitor = new Visitor(mall);
        using var answer = await visitor.Http.GetAsync(new Uri(path, UriKind.Relative));
        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe(type);
        answer.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
    }

    private static void Map(WebApplication app)
    {
        foreach (var root in (string[])["/{lang:language}/", "/api/v1/"])
        {
            app.MapGet(root + "broken", (Broken broken) => broken.Fail()).AllowEverybody();
            app.MapGet(root + "early", (Broken broken) => broken.IsNotReady()).AllowEverybody();
        }
    }

    /// <summary>A service with a bug.</summary>
    private sealed class Broken
    {
        public const string Secret = "the-secret-of-the-exception";
        private readonly string[] _nothing = [];

        public string Fail() => _nothing.Length == 0 ? throw new InvalidOperationException(Secret) : _nothing[0];

        public string IsNotReady() => _nothing.Length == 0 ? throw new StorefrontNotReady() : _nothing[0];
    }
}
