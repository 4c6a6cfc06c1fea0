namespace Halles.Kernel;

/// <summary>Instants are kept as whole microseconds since 1970 UTC, on both engines.</summary>
public static class Instants
{
    /// <summary>Microseconds since the Unix epoch; what is finer is cut off.</summary>
    public static long Micros(this DateTimeOffset instant) => (instant.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / 10;

    /// <summary>The instant of so many microseconds since the Unix epoch.</summary>
    public static DateTimeOffset FromMicros(long micros) => new(DateTimeOffset.UnixEpoch.Ticks + (micros * 10), TimeSpan.Zero);
}
