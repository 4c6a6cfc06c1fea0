using System.Diagnostics.CodeAnalysis;

namespace Halles.Kernel;

/// <summary>A period of one day in minutes on the local clock. An end beyond 1440 is on the next day.</summary>
/// <param name="Start">0 to 1439.</param>
/// <param name="End">After the start, at most 24 hours after it.</param>
public readonly record struct DayHours(int Start, int End);

/// <summary>A period in time, from an instant until just before another; both in UTC.</summary>
public readonly record struct OpenSpan(DateTimeOffset From, DateTimeOffset Until)
{
    public TimeSpan Length => Until - From;
}

/// <summary>How the time to prepare an order passes.</summary>
public enum PreparationClock
{
    /// <summary>Day and night: the default.</summary>
    RoundTheClock,

    /// <summary>Only while the store is open.</summary>
    OpeningHours,
}

/// <summary>
/// The hours of a store: a week on the local clock and dated exceptions, which replace what begins on their date.
/// Kept and compared by its canonical text, <see cref="Text"/>; times come as instants with the store's time zone.
/// </summary>
public sealed record OpeningHours
{
    /// <summary>How far ahead an opening or a closing is looked for.</summary>
    public const int HorizonDays = 400;

    private const string AlwaysText = "Mo-Su 00:00-24:00";

    private readonly IReadOnlyList<DayHours>[] _week;
    private readonly SortedDictionary<DateOnly, IReadOnlyList<DayHours>> _exceptions;

    internal OpeningHours(IReadOnlyList<DayHours>[] mondayToSunday, SortedDictionary<DateOnly, IReadOnlyList<DayHours>> exceptions)
    {
        _week = mondayToSunday;
        _exceptions = exceptions;
        Text = OpeningHoursText.Format(mondayToSunday, exceptions);
    }

    /// <summary>Never open.</summary>
    public static readonly OpeningHours Closed = Parse("");

    /// <summary>Open day and night.</summary>
    public static readonly OpeningHours Always = Parse(AlwaysText);

    /// <summary>The canonical text: "Mo-Fr 09:00-12:30 14:00-19:00; Sa 09:00-12:00; 2025-12-25 closed".</summary>
    public string Text { get; }

    /// <summary>The dates on which other hours apply; empty hours mean closed.</summary>
    public IReadOnlyDictionary<DateOnly, IReadOnlyList<DayHours>> Exceptions => _exceptions;

    /// <exception cref="FormatException">Not hours, with the reason.</exception>
    public static OpeningHours Parse(string text) =>
        TryParse(text, out var hours, out var problem) ? hours : throw new FormatException($"'{text}' are no opening hours. {problem?.Message}");

    /// <summary>Reads a week and exceptions as <see cref="Text"/> writes them; what is not named is closed.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out OpeningHours? hours, out Problem? problem) =>
        OpeningHoursText.TryParse(text, out hours, out problem);

    /// <summary>What a normal day of the week begins with, whatever its date.</summary>
    public IReadOnlyList<DayHours> On(DayOfWeek day) => _week[((int)day + 6) % 7];

    /// <summary>What begins on a date: its exception, or else the hours of its weekday.</summary>
    public IReadOnlyList<DayHours> On(DateOnly date) => _exceptions.TryGetValue(date, out var hours) ? hours : On(date.DayOfWeek);

    /// <summary>The same with other hours on a day of the week.</summary>
    /// <exception cref="FormatException">The text is not hours of a day.</exception>
    public OpeningHours With(DayOfWeek day, string text)
    {
        var week = _week.ToArray();
        week[((int)day + 6) % 7] = OpeningHoursText.ParseDay(text);
        return new OpeningHours(week, _exceptions);
    }

    /// <summary>The same with other hours on one date; "" or "closed" closes it.</summary>
    /// <exception cref="FormatException">The text is not hours of a day.</exception>
    public OpeningHours With(DateOnly date, string text) =>
        new(_week, new SortedDictionary<DateOnly, IReadOnlyList<DayHours>>(_exceptions) { [date] = OpeningHoursText.ParseDay(text) });

    /// <summary>The same without the exception of a date.</summary>
    public OpeningHours Without(DateOnly date) =>
        new(_week, new SortedDictionary<DateOnly, IReadOnlyList<DayHours>>(_exceptions.Where(e => e.Key != date).ToDictionary()));

    /// <summary>Whether it is open at a moment, by the clock of its own time zone.</summary>
    public bool IsOpen(DateTimeOffset at, TimeZoneInfo zone)
    {
        var today = zone.DateAt(at);
        return Holds(today) || Holds(today.AddDays(-1));

        bool Holds(DateOnly date) => On(date).Any(h => zone.InstantOf(date, h.Start) <= at && at < zone.InstantOf(date, h.End));
    }

    /// <summary>The next moment after <paramref name="at"/> at which the store turns from closed to open; null if none is in sight.</summary>
    public DateTimeOffset? NextOpening(DateTimeOffset at, TimeZoneInfo zone)
    {
        var openUntil = at;
        foreach (var piece in Pieces(at, zone))
        {
            if (piece.From > openUntil)
            {
                return piece.From;
            }
            openUntil = piece.Until;
        }
        return null;
    }

    /// <summary>When the store that is open now will close; null if it is closed, or if no closing is in sight.</summary>
    public DateTimeOffset? ClosesAt(DateTimeOffset at, TimeZoneInfo zone)
    {
        if (Text == AlwaysText)
        {
            return null;
        }
        var until = at;
        foreach (var piece in Pieces(at, zone))
        {
            if (piece.From > until)
            {
                break;
            }
            until = piece.Until;
        }
        var horizon = zone.InstantOf(zone.DateAt(at).AddDays(HorizonDays), 0);
        return until == at || until >= horizon ? null : until;
    }

    /// <summary>The next moment at which "open" or "closed" turns untrue; null if it stays so.</summary>
    public DateTimeOffset? NextChange(DateTimeOffset at, TimeZoneInfo zone) => IsOpen(at, zone) ? ClosesAt(at, zone) : NextOpening(at, zone);

    /// <summary>The last closing of the next day after today on which the store opens: until then a reservation is kept.</summary>
    public DateTimeOffset? CloseOfNextOpenDay(DateTimeOffset at, TimeZoneInfo zone)
    {
        var today = zone.DateAt(at);
        for (var i = 1; i <= HorizonDays; i++)
        {
            var date = today.AddDays(i);
            var hours = On(date);
            if (hours.Count > 0)
            {
                return zone.InstantOf(date, hours[^1].End);
            }
        }
        return null;
    }

    /// <summary>The earliest moment at which an order can be handed over: now + preparation, moved to the next open time.</summary>
    /// <param name="now">When it is ordered.</param>
    /// <param name="preparation">None or more.</param>
    /// <param name="zone">The store's.</param>
    /// <param name="clock">Whether preparation goes on while the store is closed.</param>
    /// <returns>Null if the store does not open in sight.</returns>
    public DateTimeOffset? EarliestReady(DateTimeOffset now, TimeSpan preparation, TimeZoneInfo zone, PreparationClock clock = PreparationClock.RoundTheClock)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(preparation, TimeSpan.Zero);
        var (start, left) = clock == PreparationClock.RoundTheClock ? (now + preparation, TimeSpan.Zero) : (now, preparation);
        foreach (var piece in Pieces(start, zone))
        {
            var from = piece.From > start ? piece.From : start.ToUniversalTime();
            var available = piece.Until - from;
            if (left < available)
            {
                return from + left;
            }
            left -= available;
        }
        return null;
    }

    /// <summary>The open time between two instants, in order; periods that touch or overlap are one.</summary>
    public IEnumerable<OpenSpan> Between(DateTimeOffset from, DateTimeOffset until, TimeZoneInfo zone)
    {
        OpenSpan? open = null;
        foreach (var piece in Pieces(from, zone).TakeWhile(p => p.From < until))
        {
            var clipped = new OpenSpan(Later(piece.From, from), piece.Until < until ? piece.Until : until.ToUniversalTime());
            if (open is { } last && last.Until == clipped.From)
            {
                open = last with { Until = clipped.Until };
                continue;
            }
            if (open is { } whole)
            {
                yield return whole;
            }
            open = clipped;
        }
        if (open is { } rest)
        {
            yield return rest;
        }
    }

    public bool Equals(OpeningHours? other) => other is not null && Text == other.Text;

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Text;

    /// <summary>What is open after an instant, up to the horizon, in order and without overlaps; neighbours may touch.</summary>
    private IEnumerable<OpenSpan> Pieces(DateTimeOffset after, TimeZoneInfo zone)
    {
        var today = zone.DateAt(after);
        var reached = DateTimeOffset.MinValue;
        // Yesterday's hours may pass midnight.
        for (var i = -1; i < HorizonDays; i++)
        {
            var date = today.AddDays(i);
            foreach (var hours in On(date))
            {
                var piece = new OpenSpan(Later(zone.InstantOf(date, hours.Start), reached), zone.InstantOf(date, hours.End));
                if (piece.Until <= piece.From)
                {
                    continue;
                }
                reached = piece.Until;
                if (piece.Until > after)
                {
                    yield return piece;
                }
            }
        }
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => (a > b ? a : b).ToUniversalTime();
}
