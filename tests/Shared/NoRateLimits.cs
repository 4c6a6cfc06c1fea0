using System.Runtime.CompilerServices;

namespace Halles.Testing;

/// <summary>Tests come from one address, faster than any person: what they serve, here or in a child process, counts nobody.</summary>
internal static class NoRateLimits
{
    [ModuleInitializer]
    internal static void Set() => Environment.SetEnvironmentVariable("HALLES_RATE_LIMITS", "off");
}
