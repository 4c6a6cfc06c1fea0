using System.Data.Common;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Halles.Mall.Settings;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Halles.Mall.Identity;

/// <summary>What an endpoint asks of its caller. Every endpoint says one of these; one that says none is closed.</summary>
/// <param name="SignedIn">False when everybody may come, guests included.</param>
/// <param name="Permission">The permission that a role must give; a shop's is asked in the shop of the route's <c>{shop}</c>.</param>
public sealed record AccessRule(bool SignedIn, Permission? Permission) : IAuthorizationRequirement;

/// <summary>What became of the question whether the caller may.</summary>
public enum Access
{
    Allowed,

    /// <summary>Nobody is signed in.</summary>
    SignIn,

    /// <summary>Staff without passkey and TOTP: they set one up first.</summary>
    SetUpSecondFactor,

    /// <summary>Staff who did not show their second factor in this session.</summary>
    ShowSecondFactor,

    /// <summary>The role does not give it.</summary>
    Forbidden,

    /// <summary>No shop of theirs has this name: answered like a shop that there is not.</summary>
    NotFound,

    /// <summary>An API key was shown that is not, or no longer, known.</summary>
    UnknownKey,

    /// <summary>The database does not answer, so nobody can say who is asking.</summary>
    Unavailable,
}

/// <summary>How endpoints name what they ask, and how they learn who is there.</summary>
public static class AccessEndpoints
{
    /// <summary>The authentication scheme.</summary>
    public const string Scheme = "halles";

    /// <summary>The route value that names the shop.</summary>
    public const string ShopRoute = "shop";

    /// <summary>Open to all, guests included.</summary>
    public static T AllowEverybody<T>(this T endpoint)
        where T : IEndpointConventionBuilder
    {
        endpoint.Add(b => b.Metadata.Add(new AccessRule(false, null)));
        return endpoint.AllowAnonymous();
    }

    /// <summary>Open to whoever is signed in, for what is their own.</summary>
    public static T RequireSignIn<T>(this T endpoint)
        where T : IEndpointConventionBuilder => endpoint.Require(new AccessRule(true, null));

    /// <summary>Open to roles that give the permission, after their second factor.</summary>
    public static T RequirePermission<T>(this T endpoint, Permission permission)
        where T : IEndpointConventionBuilder => endpoint.Require(new AccessRule(true, permission));

    /// <summary>Who is asking; null for a guest.</summary>
    public static Caller? Caller(this HttpContext http) => http.Features.Get<Caller>();

    /// <summary>Who is asking, where the endpoint requires somebody.</summary>
    public static Caller SignedIn(this HttpContext http) => http.Caller() ?? throw new InvalidOperationException("This endpoint does not require to be signed in.");

    /// <summary>The shop that the endpoint's permission was found in.</summary>
    public static Seat Seat(this HttpContext http) => http.Features.Get<Seat>() ?? throw new InvalidOperationException("This endpoint does not require a shop's permission.");

    /// <summary>What became of the access rule, for who words the answer.</summary>
    public static Access Access(this HttpContext http) => (http.Features.Get<AccessAnswer>() ?? new(Identity.Access.Forbidden)).Access;

    /// <summary>Whether an API key was shown that is not, or no longer, known; asked before any access rule is.</summary>
    public static bool ShowedUnknownKey(this HttpContext http) => http.Features.Get<AccessAnswer>() is { Access: Identity.Access.UnknownKey };

    /// <summary>Decides, without asking who words the answer.</summary>
    /// <param name="shop">The shop's name in the route; null when the route has none.</param>
    /// <param name="seat">The seat that gives the permission.</param>
    public static Access Decide(Caller? caller, AccessRule rule, string? shop, out Seat? seat)
    {
        seat = null;
        if (caller is null)
        {
            return rule.SignedIn ? Identity.Access.SignIn : Identity.Access.Allowed;
        }

        if (rule.Permission is not { } permission)
        {
            return Identity.Access.Allowed;
        }

        if (Permissions.IsOfShop(permission))
        {
            seat = shop is null && caller.KeyShopId is not null ? caller.Seats.SingleOrDefault() : caller.Seats.FirstOrDefault(s => s.Slug == shop);
            if (seat is null)
            {
                return Identity.Access.NotFound;
            }
        }

        return !caller.Holds(permission, seat?.ShopId) ? Identity.Access.Forbidden : caller.SecondFactor switch
        {
            SecondFactorState.NotSetUp => Identity.Access.SetUpSecondFactor,
            SecondFactorState.NotShown => Identity.Access.ShowSecondFactor,
            _ => Identity.Access.Allowed,
        };
    }

    private static T Require<T>(this T endpoint, AccessRule rule)
        where T : IEndpointConventionBuilder
    {
        endpoint.Add(b => b.Metadata.Add(rule));
        return endpoint.RequireAuthorization(new AuthorizationPolicyBuilder().AddRequirements(rule).Build());
    }
}

/// <summary>The cookie of a session: <c>__Host-</c> under https, plain on the loopback address of the demo.</summary>
public sealed class SessionCookie(CurrentSettings settings)
{
    private bool Https => settings.Value.Origin.StartsWith("https:", StringComparison.Ordinal);

    public string Name => Https ? "__Host-halles-session" : "halles-session";

    /// <summary>Hands the session's token to the browser.</summary>
    public void Set(HttpContext http, NewSession session) => http.Response.Cookies.Append(Name, session.Token, Options(session.ExpiresAt));

    /// <summary>Takes it back.</summary>
    public void Clear(HttpContext http) => http.Response.Cookies.Delete(Name, Options(null));

    // The server ends idle sessions; the cookie may outlive them, and slides with nothing.
    private CookieOptions Options(DateTimeOffset? expires) =>
        new() { HttpOnly = true, Secure = Https, SameSite = SameSiteMode.Lax, Path = "/", IsEssential = true, Expires = expires?.AddDays(365) };
}

internal sealed record AccessAnswer(Access Access);

/// <summary>Finds the caller of a request by API key or session cookie.</summary>
internal sealed class CallerAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, Callers callers, SessionCookie cookie)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private const string Bearer = "Bearer ";
    private const int LongestToken = 100;

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Authenticate());

    private AuthenticateResult Authenticate()
    {
        var header = Request.Headers.Authorization.ToString();
        var token = header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? header[Bearer.Length..].Trim() : null;
        var session = Request.Cookies[cookie.Name];
        if ((token ?? session) is not { Length: > 0 and <= LongestToken } shown)
        {
            return token is null ? AuthenticateResult.NoResult() : Unknown(key: true);
        }

        try
        {
            if ((token is null ? callers.OfSession(shown) : callers.OfKey(shown)) is not { } caller)
            {
                return Unknown(key: token is not null);
            }

            Context.Features.Set(caller);
            var identity = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, caller.PersonId.ToString())], Scheme.Name);
            return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name));
        }
        catch (DbException e)
        {
            // Public pages go on without a database; the others learn here why they cannot.
            Context.Features.Set(new AccessAnswer(Access.Unavailable));
            return AuthenticateResult.Fail(e);
        }
    }

    // A session that ended makes a guest; a program that shows a key must learn that it is none.
    private AuthenticateResult Unknown(bool key)
    {
        if (key)
        {
            Context.Features.Set(new AccessAnswer(Access.UnknownKey));
        }

        return AuthenticateResult.Fail("Unknown, ended or revoked.");
    }
}

/// <summary>Answers an endpoint's access rule.</summary>
internal sealed class AccessHandler : AuthorizationHandler<AccessRule>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, AccessRule requirement)
    {
        var http = (HttpContext)context.Resource!;
        if (http.Features.Get<AccessAnswer>() is { Access: Access.Unavailable })
        {
            return Task.CompletedTask;
        }

        var access = AccessEndpoints.Decide(http.Caller(), requirement, http.GetRouteValue(AccessEndpoints.ShopRoute) as string, out var seat);
        http.Features.Set(new AccessAnswer(access));
        if (access is Access.Allowed)
        {
            http.Features.Set(seat);
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}
