using System.Diagnostics;

namespace Halles.Web.Hosting;

/// <summary>What a request is called in logs, on pages of faults and in traces, and where it went: never its address, which may hold codes and keys.</summary>
public static class RequestNumber
{
    /// <summary>The header of answers that carries it when something failed.</summary>
    public const string Header = "X-Request-Id";

    /// <summary>The number: of its trace where traces are kept, else of its connection.</summary>
    public static string Of(HttpContext context) => Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier;

    /// <summary>The pattern of addresses to which the request's belongs.</summary>
    public static string Route(HttpContext context) => (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "an address that is none";
}
