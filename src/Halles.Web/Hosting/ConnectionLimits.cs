using System.Globalization;
using Halles.Kernel.Storage;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Halles.Web.Hosting;

/// <summary>What connections may take (safety.md 7): the web server has no cap of its own on their number, and is patient with slow ones.</summary>
/// <param name="Most">How many may be open; one more is closed at once.</param>
/// <param name="Headers">How long a request's headers may take.</param>
/// <param name="Idle">How long a connection may be silent between requests.</param>
/// <param name="SlowestBytes">What a body must bring, and an answer take, a second, after a grace of five seconds.</param>
public sealed record ConnectionLimits(long Most, TimeSpan Headers, TimeSpan Idle, double SlowestBytes)
{
    /// <summary>The variables that set them.</summary>
    public const string MostVariable = "HALLES_CONNECTIONS", HeadersVariable = "HALLES_HEADER_SECONDS", IdleVariable = "HALLES_IDLE_SECONDS", SlowestVariable = "HALLES_SLOWEST_BYTES";

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    public static readonly ConnectionLimits Usual = new(10_000, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(60), 240);

    /// <summary>The usual ones, where the variables say nothing else.</summary>
    /// <param name="variable">Reads a variable; by default of the process.</param>
    /// <exception cref="CannotStart">A variable holds no such number.</exception>
    public static ConnectionLimits FromEnvironment(Func<string, string?>? variable = null)
    {
        var of = variable ?? Environment.GetEnvironmentVariable;
        return new(
            Number(MostVariable, Usual.Most, 1_000_000),
            TimeSpan.FromSeconds(Number(HeadersVariable, (long)Usual.Headers.TotalSeconds, 3600)),
            TimeSpan.FromSeconds(Number(IdleVariable, (long)Usual.Idle.TotalSeconds, 3600)),
            Number(SlowestVariable, (long)Usual.SlowestBytes, 1 << 20));

        long Number(string name, long usual, long most) => of(name) switch
        {
            null or "" => usual,
            var text when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most => number,
            var text => throw new CannotStart($"{name}={text} is not understood: it is a whole number from 1 to {most}."),
        };
    }

    internal void Apply(KestrelServerLimits limits)
    {
        limits.MaxConcurrentConnections = Most;
        limits.MaxRequestBodySize = 1 << 20;
        limits.MaxRequestHeadersTotalSize = 16 << 10;
        limits.RequestHeadersTimeout = Headers;
        limits.KeepAliveTimeout = Idle;
        limits.MinRequestBodyDataRate = new MinDataRate(SlowestBytes, Grace);
        limits.MinResponseDataRate = new MinDataRate(SlowestBytes, Grace);
    }
}
