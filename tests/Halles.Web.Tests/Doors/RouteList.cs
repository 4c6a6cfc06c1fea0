using Halles.Mall.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Halles.Web.Tests.Doors;

/// <summary>One method of one route, and what it asks of its caller.</summary>
internal sealed record ListedRoute(string Method, string Pattern, AccessRule? Rule, RouteEndpoint Endpoint)
{
    /// <summary>The line by which it stands in <c>routes.txt</c>.</summary>
    public string Line => $"{Method,-6} {Pattern}  {Asks}";

    public bool NamesShop => Endpoint.RoutePattern.GetParameter(AccessEndpoints.ShopRoute) is not null;

    private string Asks => Rule switch { null => "NOTHING", { SignedIn: false } => "everybody", { Permission: { } p } => p.ToString(), _ => "signed-in" };

    /// <summary>A path of the route: the shop as given, everything else something that exists nowhere.</summary>
    public string Path(string shop) => "/" + Joined(p => Value(p, shop));

    /// <summary>A path of the route with each parameter as told.</summary>
    public string Path(Func<string, string> value) => "/" + Joined(p => Uri.EscapeDataString(value(p.Name)));

    private string Joined(Func<RoutePatternParameterPart, string> value) => string.Join('/', Endpoint.RoutePattern.PathSegments.Select(s => string.Concat(s.Parts.Select(p => p switch
    {
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternSeparatorPart separator => separator.Content,
        RoutePatternParameterPart parameter => value(parameter),
        _ => throw new NotSupportedException(p.GetType().Name),
    }))));

    private static string Value(RoutePatternParameterPart parameter, string shop)
    {
        var constraints = parameter.ParameterPolicies.Select(p => p.Content ?? "").ToList();
        return parameter.Name == AccessEndpoints.ShopRoute ? shop
            : parameter.Name == "lang" ? "fr"
            : constraints.Contains("guid") ? "0190b6a5-0000-7000-8000-0000000000ff"
            : constraints.Any(c => c is "int" or "long") ? "1"
            : "nothing";
    }
}

/// <summary>All routes of a running mall, found by themselves.</summary>
internal static class RouteList
{
    public static List<ListedRoute> Of(WebMall mall) =>
    [
        .. mall.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(e => (e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"])
                .Select(m => new ListedRoute(m, "/" + e.RoutePattern.RawText!.TrimStart('/'), e.Metadata.GetMetadata<AccessRule>(), e)))
            .OrderBy(r => r.Pattern, StringComparer.Ordinal).ThenBy(r => r.Method, StringComparer.Ordinal),
    ];
}
