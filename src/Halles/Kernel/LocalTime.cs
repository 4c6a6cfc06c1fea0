namespace Halles.Kernel;

/// <summary>Wall clocks and instants, on days of 23 and 25 hours too.</summary>
public static class LocalTime
{
    /// <summary>
    /// The instant at which clocks of the zone first show a time. A time that is skipped in spring is the moment of the
    /// skip; one that comes twice in autumn is the first. So later times never give earlier instants, and periods
    /// that touch on the clock touch in time: none is lost and none counts twice.
    /// </summary>
    public static DateTimeOffset InstantOf(this TimeZoneInfo zone, DateTime local)
    {
        var time = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        if (zone.IsInvalidTime(time))
        {
            // The skip ends on a whole minute everywhere since 1972.
            time = time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMinute));
            while (zone.IsInvalidTime(time))
            {
                time = time.AddMinutes(1);
            }
        }
        var offset = zone.IsAmbiguousTime(time) ? zone.GetAmbiguousTimeOffsets(time).Max() : zone.GetUtcOffset(time);
        return new DateTimeOffset(time, offset).ToUniversalTime();
    }

    /// <summary>The instant of so many minutes on the clock after a date's midnight; from 1440 on, on the next day.</summary>
    public static DateTimeOffset InstantOf(this TimeZoneInfo zone, DateOnly date, int minutes) =>
        zone.InstantOf(date.ToDateTime(TimeOnly.MinValue).AddMinutes(minutes));

    /// <summary>The date that a calendar in the zone shows.</summary>
    public static DateOnly DateAt(this TimeZoneInfo zone, DateTimeOffset instant) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime);
}
