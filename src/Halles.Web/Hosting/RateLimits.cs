using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Halles.Kernel.Api;
using Halles.Mall.Identity;
using Microsoft.AspNetCore.RateLimiting;

namespace Halles.Web.Hosting;

/// <summary>A budget of requests: so many a minute, and at once as many as a third of it.</summary>
public readonly record struct PerMinute(int Requests)
{
    private const int Refills = 60;

    /// <summary>How many may come at once.</summary>
    public int Burst => Math.Max(5, Requests / 3);

    internal TokenBucketRateLimiterOptions Bucket(double factor) => new()
    {
        TokenLimit = Times(Burst, factor),
        TokensPerPeriod = Math.Max(1, Times(Requests, factor) / Refills),
        ReplenishmentPeriod = Requests * factor >= Refills ? TimeSpan.FromSeconds(1) : TimeSpan.FromMinutes(1 / (Requests * factor)),
        QueueLimit = 0,
        AutoReplenishment = true,
    };

    internal static int Times(int requests, double factor) => (int)Math.Clamp(requests * factor, 1, int.MaxValue);
}

/// <summary>
/// How many requests an address, an account or an API key may send (safety.md 7). Each kind of traffic has a budget of its
/// own, so that looking around never keeps anybody from paying; guessing passwords gets the least.
/// </summary>
/// <param name="Factor">Multiplies all budgets; null turns limits off.</param>
public sealed record RateLimits(PerMinute Browse, PerMinute Basket, PerMinute Pay, PerMinute Selling, PerMinute SignIn, PerMinute Media, double? Factor)
{
    /// <summary>The variable that raises them for load tests: <c>off</c>, or a factor.</summary>
    public const string Variable = "HALLES_RATE_LIMITS";

    public static readonly RateLimits Usual = new(Browse: new(900), Basket: new(240), Pay: new(60), Selling: new(1200), SignIn: new(20), Media: new(6000), Factor: 1);

    public static readonly RateLimits Off = Usual with { Factor = null };

    /// <summary>The usual ones, as the variable raises them.</summary>
    /// <exception cref="Kernel.Storage.CannotStart">The variable holds neither word nor factor.</exception>
    public static RateLimits FromEnvironment() => Environment.GetEnvironmentVariable(Variable) switch
    {
        null or "" => Usual,
        "off" => Off,
        var text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var factor) && factor is > 0 and <= 1_000_000 => Usual with { Factor = factor },
        var text => throw new Kernel.Storage.CannotStart($"{Variable}={text} is not understood: it is off, or a factor such as 10."),
    };

    /// <summary>The budget of a kind of traffic.</summary>
    public PerMinute Of(Traffic traffic) => traffic switch
    {
        Traffic.Pay => Pay,
        Traffic.Basket => Basket,
        Traffic.Selling => Selling,
        Traffic.SignIn => SignIn,
        Traffic.Media => Media,
        _ => Browse,
    };
}

/// <summary>Registers the budgets.</summary>
public static class RateLimitServices
{
    public static IServiceCollection AddRateLimits(this IServiceCollection services)
    {
        services.AddSingleton(_ => RateLimits.FromEnvironment());
        services.AddSingleton<RateLimiting>();
        services.AddRateLimiter(_ => { });
        services.AddOptions<RateLimiterOptions>().Configure<RateLimiting>((options, limits) => limits.Configure(options));
        return services;
    }
}

/// <summary>Keeps the budgets; refuses with 429 and says when to come back.</summary>
public sealed class RateLimiting : IDisposable
{
    private readonly RateLimits _limits;
    private readonly PartitionedRateLimiter<HttpContext> _limiter;

    public RateLimiting(RateLimits limits, ILogger<RateLimiting> log)
    {
        _limits = limits;
        if (limits.Factor is not 1)
        {
            log.LogWarning("Rate limits are {Limits} by {Variable}", limits.Factor is { } times ? $"{times} times the usual" : "off", RateLimits.Variable);
        }

        _limiter = PartitionedRateLimiter.Create<HttpContext, (Traffic, string)>(context =>
        {
            var traffic = TrafficOf(context);
            return _limits.Factor is { } factor
                ? RateLimitPartition.GetTokenBucketLimiter((traffic, Who(context, traffic)), _ => _limits.Of(traffic).Bucket(factor))
                : RateLimitPartition.GetNoLimiter((traffic, ""));
        });
    }

    /// <summary>Sets the framework's middleware to these budgets.</summary>
    public void Configure(RateLimiterOptions options)
    {
        options.GlobalLimiter = _limiter;
        options.OnRejected = (rejected, _) =>
        {
            var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
            var context = rejected.HttpContext;
            context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            context.Response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            Tell(context);
            return ValueTask.CompletedTask; // worded as a page or a problem by who asked
        };
    }

    /// <summary>Says how much of the budget is left (draft-ietf-httpapi-ratelimit-headers).</summary>
    public void Tell(HttpContext context)
    {
        if (_limits.Factor is not { } factor || _limiter.GetStatistics(context) is not { } left)
        {
            return;
        }

        var traffic = TrafficOf(context);
        var name = Wire.Word(traffic);
        context.Response.Headers["RateLimit-Policy"] = string.Create(CultureInfo.InvariantCulture, $"\"{name}\";q={PerMinute.Times(_limits.Of(traffic).Requests, factor)};w=60");
        context.Response.Headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"{name}\";r={left.CurrentAvailablePermits}");
    }

    public void Dispose() => _limiter.Dispose();

    private static Traffic TrafficOf(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<Counts>()?.Traffic
        ?? (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method) ? Traffic.Browse : Traffic.Basket);

    // Whoever tries to sign in is counted by address, whoever they say they are.
    private static string Who(HttpContext context, Traffic traffic) =>
        traffic is Traffic.SignIn || context.Caller() is not { } caller ? Network(context.Connection.RemoteIpAddress) : (caller.KeyId ?? caller.PersonId).ToString("N");

    // An IPv6 subscriber has a whole /64.
    private static string Network(IPAddress? address) => address switch
    {
        null => "",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, 8)),
        _ => address.ToString(),
    };
}
