using System.Buffers;
using Halles.Mall.Statistics;

namespace Halles.Web.Hosting;

/// <summary>Marks the page of a product, whose views its shop wants to know of.</summary>
public sealed class CountedView;

/// <summary>
/// Counts the views of products' pages, those from the cache too. Nothing of the visitor is kept or sent for it: no cookie, no
/// address, no script. Robots that say so are left out, as are pages that a browser fetches on the chance that they are wanted.
/// </summary>
internal static class ViewCounting
{
    // Robots of search engines and previews name themselves (there are phones with "bot" in their name, too); what is no browser at all does not begin as all browsers do.
    private static readonly SearchValues<string> Robots = SearchValues.Create(
        ["bot/", "bot;", "bot)", "bot-", "robot", "crawl", "spider", "slurp", "preview", "facebookexternal", "headless", "lighthouse", "monitor", "archive", "scrape", "fetch", "feed", "+http"], StringComparison.OrdinalIgnoreCase);

    /// <summary>The middleware.</summary>
    public static Task Count(HttpContext context, RequestDelegate next) =>
        context.GetEndpoint()?.Metadata.GetMetadata<CountedView>() is not null && IsView(context.Request) ? Show(context, next) : next(context);

    /// <summary>Whether a person asks for it, as far as can be told.</summary>
    internal static bool IsView(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && IsBrowser(request.Headers.UserAgent.ToString())
        && !request.Headers["Sec-Purpose"].ToString().Contains("prefetch", StringComparison.Ordinal) && request.Headers["Purpose"] != "prefetch";

    private static bool IsBrowser(string agent) =>
        (agent.StartsWith("Mozilla/", StringComparison.Ordinal) || agent.StartsWith("Opera/", StringComparison.Ordinal)) && !agent.AsSpan().ContainsAny(Robots);

    // Who has the page already, and asks whether it is still true, sees it as well.
    private static async Task Show(HttpContext context, RequestDelegate next)
    {
        await next(context);
        if (context.Response.StatusCode is StatusCodes.Status200OK or StatusCodes.Status304NotModified)
        {
            context.RequestServices.GetRequiredService<ProductCounts>().Seen((string)context.Request.RouteValues["shop"]!, (string)context.Request.RouteValues["handle"]!);
        }
    }
}
