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
        // Asked in UTC only: IsInvalidTime and IsAmbiguousTime are wrong for zones whose rules overlap, such as Casablanca.
        var asUtc = new DateTimeOffset(DateTime.SpecifyKind(local, DateTimeKind.Unspecified), TimeSpan.Zero);
        var before = zone.GetUtcOffset(asUtc.AddDays(-1));
        var after = zone.GetUtcOffset(asUtc.AddDays(1));
        var (early, late) = (asUtc - (before > after ? before : after), asUtc - (before > after ? after : before));
        if (early == late || zone.GetUtcOffset(early) == asUtc - early)
        {
            return early;
        }
        return zone.GetUtcOffset(late) == asUtc - late ? late : ChangeBetween(zone, early, late);
    }

    /// <summary>The first moment with the offset of <paramref name="late"/>; the offset changes once between the two.</summary>
    private static DateTimeOffset ChangeBetween(TimeZoneInfo zone, DateTimeOffset early, DateTimeOffset late)
    {
        var offset = zone.GetUtcOffset(late);
        while (late - early > TimeSpan.FromTicks(1))
        {
            var middle = early + ((late - early) / 2);
            (early, late) = zone.GetUtcOffset(middle) == offset ? (early, middle) : (middle, late);
        }
        return late;
    }

    /// <summary>The instant of so many minutes on the clock after a date's midnight; from 1440 on, on the next day.</summary>
    public static DateTimeOffset InstantOf(this TimeZoneInfo zone, DateOnly date, int minutes) =>
        zone.InstantOf(date.ToDateTime(TimeOnly.MinValue).AddMinutes(minutes));

    /// <summary>The date that a calendar in the zone shows.</summary>
    public static DateOnly DateAt(this TimeZoneInfo zone, DateTimeOffset instant) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime);
}
