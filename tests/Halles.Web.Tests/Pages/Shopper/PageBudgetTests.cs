using System.IO.Compression;
using AngleSharp.Dom;
using Halles.Kernel.Storage;

namespace Halles.Web.Tests.Pages.Shopper;

/// <summary>The budgets of pages on the wire, compressed: an old phone on a slow line shall do.</summary>
public sealed class PageBudgetTests
{
    private const int Kilo = 1000;

    [Theory]
    [InlineData("/fr/", 12, 14)]
    [InlineData("/fr/c/bread", 14, 14)]
    [InlineData("/fr/search", 14, 14)]
    [InlineData("/fr/search?q=pain", 14, 14)]
    [InlineData("/fr/shops/terre-et-feu/vase-bleu", 10, 9)]
    [InlineData("/fr/shops/terre-et-feu", 12, 14)]
    [InlineData("/fr/shops", 12, 14)]
    [InlineData("/fr/near", 12, 14)]
    [InlineData("/fr/pages/terms", 10, 9)]
    [InlineData("/fr/nothing-here", 10, 9)]
    public async Task A_page_keeps_within_its_budget(string path, int kilobytes, int requests)
    {
        var mall = await MallFixture.On(Engine.Sqlite);
        var (body, size) = await Fetch(mall, path);
        size.ShouldBeLessThanOrEqualTo(kilobytes * Kilo, path);
        var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(body);
        var first = page.QuerySelectorAll("img:not([loading=lazy])").Select(i => i.GetAttribute("src"));
        var files = page.QuerySelectorAll("link[rel=stylesheet], link[rel=icon], link[rel=manifest]").Select(l => l.GetAttribute("href"))
            .Concat(page.QuerySelectorAll("script[src]").Select(s => s.GetAttribute("src"))).Append("/icons.svg").Concat(first).Distinct().ToList();
        (files.Count + 1).ShouldBeLessThanOrEqualTo(requests, string.Join('\n', files));
        page.QuerySelectorAll("img").ShouldAllBe(i => i.HasAttribute("width") && i.HasAttribute("height"));
    }

    [Theory]
    [InlineData("mall.css", 14)]
    [InlineData("mall.js", 5)]
    [InlineData("icons.svg", 6)]
    public async Task Style_script_and_symbols_keep_within_their_budgets(string file, int kilobytes)
    {
        var (_, size) = await Fetch(await MallFixture.On(Engine.Sqlite), "/" + file);
        size.ShouldBeLessThanOrEqualTo(kilobytes * Kilo);
    }

    [Fact]
    public async Task A_kept_page_is_not_sent_twice()
    {
        var mall = await MallFixture.On(Engine.Sqlite);
        using var first = await mall.Client.GetAsync("/fr/shops");
        using var again = new HttpRequestMessage(HttpMethod.Get, "/fr/shops");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await mall.Client.SendAsync(again);
        second.StatusCode.ShouldBe(System.Net.HttpStatusCode.NotModified);
    }

    private static async Task<(string Body, int Size)> Fetch(MallFixture mall, string path)
    {
        using var raw = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(mall.Origin) };
        using var asked = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Accept-Encoding", "br" } } };
        using var answer = await raw.SendAsync(asked);
        answer.Content.Headers.ContentEncoding.ShouldBe(["br"], path);
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        await using var brotli = new BrotliStream(new MemoryStream(bytes), CompressionMode.Decompress);
        return (await new StreamReader(brotli).ReadToEndAsync(), bytes.Length);
    }
}
