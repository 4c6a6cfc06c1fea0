using Halles.Mall.Settings;
using Microsoft.Net.Http.Headers;

namespace Halles.Web.Hosting;

/// <summary>
/// What every answer carries (safety.md 6), and what is refused at the door: hosts that are not ours, and writes that
/// another site sends from a visitor's browser.
/// </summary>
public sealed class SecurityHeaders(CurrentSettings settings)
{
    /// <summary>No inline script or style, so no nonce; pages and cached pages share one policy.</summary>
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:{0}; connect-src 'self'; form-action 'self'; base-uri 'none'; " +
        "frame-ancestors 'none'; manifest-src 'self'; require-trusted-types-for 'script'; trusted-types halles halles-map default";

    private sealed record Worded(string? Template, string Policy);

    private Worded? _worded; // worked out anew only when the tiles come from elsewhere

    /// <summary>The middleware.</summary>
    public Task Guard(HttpContext context, RequestDelegate next)
    {
        var origin = new Uri(settings.Value.Origin);
        var headers = context.Response.Headers;
        headers[HeaderNames.ContentSecurityPolicy] = Policy(settings.Value.Tiles?.UrlTemplate);
        headers[HeaderNames.XContentTypeOptions] = "nosniff";
        headers["Referrer-Policy"] = "strict-origin-when-cross-origin";
        headers["Permissions-Policy"] = "geolocation=(self), camera=(self), microphone=(), payment=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        if (origin.Scheme == Uri.UriSchemeHttps)
        {
            headers[HeaderNames.StrictTransportSecurity] = "max-age=31536000; includeSubDomains";
        }

        if (!IsOurs(context.Request.Host, origin))
        {
            return Refuse(context, StatusCodes.Status421MisdirectedRequest, $"This mall is at {settings.Value.Origin}.");
        }

        return IsUnsafe(context.Request.Method) && IsFromElsewhere(context.Request, origin)
            ? Refuse(context, StatusCodes.Status403Forbidden, "This form was sent from another site. Open the page here and send it again.")
            : next(context);
    }

    private string Policy(string? template)
    {
        var worded = _worded;
        if (worded is null || worded.Template != template)
        {
            _worded = worded = new Worded(template, string.Format(System.Globalization.CultureInfo.InvariantCulture, ContentPolicy, TileHosts(template)));
        }

        return worded.Policy;
    }

    /// <summary>Where a map's tiles come from, each after a space; <c>{s}</c> stands for a, b and c, as the map asks for them in turn.</summary>
    internal static string TileHosts(string? template) => string.Concat(
        (template is null ? [] : "abc".Select(s => template.Replace("{s}", s.ToString(), StringComparison.Ordinal)))
            .Select(t => Uri.TryCreate(t, UriKind.Absolute, out var url) ? $" {url.Scheme}://{url.Authority}" : "").Distinct());

    // A mall on this machine is also reached by the machine's own address: browsers and health checks use either.
    private static bool IsOurs(HostString host, Uri origin) =>
        string.Equals(host.Host, origin.Host, StringComparison.OrdinalIgnoreCase) || (origin.IsLoopback && host.Host is "localhost" or "127.0.0.1" or "[::1]");

    private static bool IsUnsafe(string method) => !(HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method));

    private static bool IsFromElsewhere(HttpRequest request, Uri origin)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0)
        {
            return site is not ("same-origin" or "none");
        }

        var from = request.Headers.Origin.ToString();
        return from.Length > 0
            ? !Uri.TryCreate(from, UriKind.Absolute, out var sender) || !IsOurs(new HostString(sender.Host), origin)
            : false; // neither header: no browser of the last years, so no visitor's cookies to abuse
    }

    private static Task Refuse(HttpContext context, int status, string why)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(why);
    }
}
