using Halles.Mall.Identity;
using Halles.Web.Pages;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

namespace Halles.Web.Hosting;

/// <summary>
/// Words what became of an endpoint's access rule: pages lead to where it can be mended, programs get a status. An
/// endpoint that names no rule is closed.
/// </summary>
internal sealed class AccessAnswers : IAuthorizationMiddlewareResultHandler
{
    /// <summary>
    /// Refuses an API key that nobody knows, on open operations too, in the words of RFC 6750: or else a program whose key
    /// was revoked would go on as a guest. Unknown and revoked answer alike.
    /// </summary>
    public static Task RefuseUnknownKey(HttpContext context, RequestDelegate next)
    {
        if (!context.Request.Path.StartsWithSegments("/api") || !context.ShowedUnknownKey())
        {
            return next(context);
        }

        context.Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    }

    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded || context.GetEndpoint() is not RouteEndpoint)
        {
            return next(context); // nothing to guard: 404 follows, or routing's own 405 and 415
        }

        var links = new Links(context.GetRouteValue("lang") as string ?? "");
        var page = context.GetRouteValue("lang") is not null && !context.Request.Path.StartsWithSegments("/api");
        var here = HttpMethods.IsGet(context.Request.Method) ? $"{context.Request.Path}{context.Request.QueryString}" : null;
        var (status, way) = context.Access() switch
        {
            Access.SignIn => (StatusCodes.Status401Unauthorized, links.SignIn),
            Access.ShowSecondFactor => (StatusCodes.Status403Forbidden, links.Prove),
            Access.SetUpSecondFactor => (StatusCodes.Status403Forbidden, links.AccountPage("security")),
            Access.NotFound => (StatusCodes.Status404NotFound, null),
            Access.Unavailable => (StatusCodes.Status503ServiceUnavailable, null),
            _ => (StatusCodes.Status403Forbidden, null),
        };
        if (page && way is not null)
        {
            return Render.SeeOther(Links.With(way, [new("then", here)])).ExecuteAsync(context);
        }

        if (status == StatusCodes.Status401Unauthorized)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
        }

        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
