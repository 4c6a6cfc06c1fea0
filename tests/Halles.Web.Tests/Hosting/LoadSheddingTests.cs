using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using Halles.Kernel.Api;
using Halles.Kernel.Storage;
using Halles.Testing;
using Halles.Web.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Halles.Web.Tests.Hosting;

public sealed class LoadSheddingTests
{
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(20);

    [Fact]
    public void Looking_around_gives_way_first_then_baskets_and_paying_last()
    {
        var shares = new Shares();
        After(shares, TimeSpan.FromMilliseconds(100), paying: 0).ShouldBe((1, 1, 1), "nobody minds a tenth of a second");
        After(shares, TimeSpan.FromMilliseconds(100), paying: 7).ShouldBe((1, 1, 0), "but those who pay go first");
        After(shares, TimeSpan.FromMilliseconds(200), paying: 7).ShouldBe((1, 0, 0));
        After(shares, TimeSpan.FromSeconds(4), paying: 7).ShouldBe((0, 0, 0));
        After(shares, TimeSpan.Zero, paying: 0).ShouldBe((1, 1, 1), "the crowd has gone");
    }

    [Fact]
    public void Where_nobody_pays_the_others_wait_longer_before_any_is_refused()
    {
        var shares = new Shares();
        After(shares, TimeSpan.FromMilliseconds(300), paying: 0).ShouldBe((1, 1, 1));
        After(shares, TimeSpan.FromMilliseconds(500), paying: 0).ShouldBe((1, 1, 0));
    }

    [Fact]
    public void The_wait_for_a_thread_is_measured_and_forgotten_when_the_crowd_has_gone()
    {
        var backlog = new Backlog(new Moments(0, 10, 10.5, 20));
        var told = new ConcurrentQueue<TimeSpan>();
        backlog.Measured += (wait, _) => told.Enqueue(wait);
        backlog.Look();
        SpinWait.SpinUntil(() => told.Count == 2, TimeSpan.FromSeconds(30)).ShouldBeTrue();
        backlog.Wait.ShouldBe(TimeSpan.FromSeconds(0.5), "it was sent at 10 and through at 10.5");
        SpinWait.SpinUntil(() => Looked(backlog, told), TimeSpan.FromSeconds(30)).ShouldBeTrue();
        told.Take(3).ShouldBe([TimeSpan.Zero, TimeSpan.FromSeconds(0.5), TimeSpan.Zero]);
    }

    [Theory, OnBothEngines]
    public async Task Who_is_refused_is_told_so_in_their_language_and_when_to_come_back_without_the_database(Engine engine)
    {
        await using var mall = await Open(engine);
        using var visitor = new Visitor(mall);
        foreach (var _ in (int[])[1, 2])
        {
            (await visitor.Get("/fr/")).Status.ShouldBe(HttpStatusCode.OK);
        }

        After(mall.Get<LoadShedding>().Shares, TimeSpan.FromSeconds(2), paying: 0).ShouldBe((1, 0, 0));
        if (engine is Engine.PostgreSql)
        {
            mall.TakeDown();
        }

        foreach (var (path, language, title) in ((string, string, string)[])[("/fr/shops", "fr", "Il y a foule au marché"), ("/en/search?q=bread", "en", "The market is very busy"), ("/nowhere", "fr", "Il y a foule au marché")])
        {
            var page = await visitor.Get(path);
            Refused(page.Response);
            page.Html.DocumentElement.GetAttribute("lang").ShouldBe(language);
            page.Html.QuerySelector("h1")!.TextContent.ShouldBe(title);
            page.Html.QuerySelector($"a[href='/{language}/']").ShouldNotBeNull("a way on");
            page.Html.DocumentElement.OuterHtml.ShouldNotContain("   at ");
        }

        using var program = await visitor.Http.GetAsync(new Uri("/api/v1/products", UriKind.Relative));
        Refused(program);
        program.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        JsonDocument.Parse(await program.Content.ReadAsStringAsync()).RootElement.GetProperty("code").GetString().ShouldBe("busy");
        using var basket = await visitor.Http.PostAsync(new Uri("/fr/basket/lines", UriKind.Relative), new FormUrlEncodedContent([]));
        Refused(basket);
    }

    [Fact]
    public async Task Kept_pages_style_sheets_health_and_purchases_are_answered_all_the_same()
    {
        await using var mall = await Open(Engine.Sqlite);
        using var visitor = new Visitor(mall);
        foreach (var _ in (int[])[1, 2])
        {
            (await visitor.Get("/fr/")).Status.ShouldBe(HttpStatusCode.OK);
        }

        After(mall.Get<LoadShedding>().Shares, TimeSpan.FromSeconds(2), paying: 0).ShouldBe((1, 0, 0));
        foreach (var path in (string[])["/fr/", "/mall.css", "/site.webmanifest", "/health/live", "/health/ready"])
        {
            (await visitor.Http.GetAsync(new Uri(path, UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.OK, path);
        }

        (await visitor.Get("/fr/checkout/how")).Path.ShouldNotBe("/fr/checkout/how", "it sends whoever has an empty basket there");
        using var body = new StringContent("{}", Encoding.UTF8, "application/json");
        ((int)(await visitor.Http.PostAsync(new Uri("/api/v1/purchases", UriKind.Relative), body)).StatusCode).ShouldBeInRange(400, 499, "read and found wanting");
    }

    private static Task<WebMall> Open(Engine engine) => WebMall.Open(engine); // whose backlog never tells

    private static void Refused(HttpResponseMessage answer)
    {
        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));
    }

    // The shares when it stays so for a while.
    private static (double Pay, double Basket, double Browse) After(Shares shares, TimeSpan wait, int paying)
    {
        for (var i = 0; i < 20; i++)
        {
            shares.Weigh(wait, Window, paying);
        }

        return (shares.Of(Priority.Pay), shares.Of(Priority.Basket), shares.Of(Priority.Browse));
    }

    private static bool Looked(Backlog backlog, ConcurrentQueue<TimeSpan> told)
    {
        backlog.Look();
        return told.Count > 2;
    }

    /// <summary>A stopwatch that shows these seconds one after the other, and stays at the last.</summary>
    private sealed class Moments(params double[] seconds) : TimeProvider
    {
        private int _next = -1;

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => (long)(seconds[Math.Min(Interlocked.Increment(ref _next), seconds.Length - 1)] * 1000);
    }
}
