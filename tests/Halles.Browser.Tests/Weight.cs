using Microsoft.Playwright;

namespace Halles.Browser.Tests;

/// <summary>What a cold visit loads without scrolling: bytes as they came over the wire, compressed.</summary>
/// <param name="Images">Those that are seen before anybody scrolls.</param>
/// <param name="Total">Everything but the images further down, which browsers fetch ahead as they please.</param>
/// <param name="Requests">Everything that was asked for, the images further down included.</param>
/// <param name="Heaviest">The photos that are seen, with their bytes.</param>
internal sealed record Weight(int Html, int Css, int Js, int Images, int Total, int Requests, string Heaviest)
{
    private const string Seen = """
        () => [...document.images].filter(i => { const b = i.getBoundingClientRect(); return i.currentSrc && b.top < innerHeight && b.bottom > 0 && b.left < innerWidth && b.right > 0; }).map(i => i.currentSrc)
        """;

    /// <summary>Opens a page with an empty cache.</summary>
    /// <param name="streams">The page follows a stream that never ends.</param>
    public static async Task<Weight> Of(IBrowserContext context, string path, bool streams = false)
    {
        var page = await context.NewPageAsync();
        var done = new List<IRequest>();
        page.RequestFinished += (_, request) => done.Add(request);
        var answer = await page.GotoAsync(path, new() { WaitUntil = streams ? WaitUntilState.Load : WaitUntilState.NetworkIdle });
        answer!.Status.ShouldBeLessThan(400, path);
        new Uri(page.Url).AbsolutePath.ShouldBe(path.Split('?')[0]);
        var seen = (await page.EvaluateAsync<string[]>(Seen)).ToHashSet(StringComparer.Ordinal);
        var loaded = new List<(IRequest Request, int Bytes)>();
        foreach (var request in done.ToList())
        {
            loaded.Add((request, (await request.SizesAsync()).ResponseBodySize));
        }

        await page.CloseAsync();
        int Bytes(Func<IRequest, bool> which) => loaded.Where(l => which(l.Request)).Sum(l => l.Bytes);
        bool Photo(IRequest r) => r.ResourceType == "image";
        return new Weight(
            Bytes(r => r.ResourceType == "document"), Bytes(r => r.ResourceType == "stylesheet"), Bytes(r => r.ResourceType == "script"),
            Bytes(r => Photo(r) && seen.Contains(r.Url)), Bytes(r => !Photo(r) || seen.Contains(r.Url)), loaded.Count,
            string.Join('\n', loaded.Where(l => Photo(l.Request) && seen.Contains(l.Request.Url)).Select(l => $"{l.Bytes} {l.Request.Url}")));
    }

    /// <summary>Fails where a budget is passed; kilobytes of 1000 bytes.</summary>
    public void ShouldKeepWithin(string page, int html, int css, int js, int images, int total, int requests)
    {
        const int Kilo = 1000;
        (string What, int Is, int Most)[] all = [("HTML", Html, html * Kilo), ("CSS", Css, css * Kilo), ("JS", Js, js * Kilo), ("images", Images, images * Kilo), ("total", Total, total * Kilo), ("requests", Requests, requests)];
        all.Where(a => a.Is > a.Most).Select(a => $"{page}: {a.What} {a.Is} of {a.Most}").ShouldBeEmpty(Heaviest);
    }
}
