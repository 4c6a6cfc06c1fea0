using Halles.Kernel;

namespace Halles.Mall.Storefront;

/// <summary>What a line about a store says first.</summary>
public enum OpenWord
{
    /// <summary>Open until <see cref="OpenState.At"/>.</summary>
    Open,

    /// <summary>Open, and closing at <see cref="OpenState.At"/> within the hour.</summary>
    ClosesSoon,

    /// <summary>Closed until it opens at <see cref="OpenState.At"/>; or for long, when that is null.</summary>
    Closed,
}

/// <summary>Whether a store is open, as data for words.</summary>
/// <param name="At">When it closes (open) or opens (closed); null when never in sight.</param>
/// <param name="NextChange">When these words turn untrue: at the latest the local midnight that turns "tomorrow" into "today".</param>
public readonly record struct OpenState(OpenWord Word, DateTimeOffset? At, DateTimeOffset? NextChange)
{
    /// <summary>How long before its end an opening is called so.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromHours(1);

    public bool IsOpen => Word is not OpenWord.Closed;

    /// <summary>The state of a store at a moment.</summary>
    /// <param name="closedUntil">"Close now": shut until then, whatever the hours say.</param>
    public static OpenState Of(OpeningHours hours, TimeZoneInfo zone, DateTimeOffset? closedUntil, DateTimeOffset now)
    {
        var shut = closedUntil is { } until && until > now;
        if (!shut && hours.IsOpen(now, zone))
        {
            return hours.ClosesAt(now, zone) is not { } closes ? new(OpenWord.Open, null, null)
                : closes - now > Soon ? new(OpenWord.Open, closes, closes - Soon)
                : new(OpenWord.ClosesSoon, closes, closes);
        }

        var from = shut ? closedUntil!.Value : now;
        var opens = shut && hours.IsOpen(from, zone) ? from : hours.NextOpening(from, zone);
        if (opens is not { } at)
        {
            return new(OpenWord.Closed, null, null);
        }

        var midnight = zone.InstantOf(zone.DateAt(now).AddDays(1), 0);
        return new(OpenWord.Closed, at, at < midnight ? at : midnight);
    }
}
