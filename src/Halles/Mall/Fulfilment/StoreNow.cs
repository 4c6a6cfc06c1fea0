using System.Text.Json;
using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Shops;

namespace Halles.Mall.Fulfilment;

/// <summary>A store as far as getting goods from it goes.</summary>
/// <param name="Holiday">Of its shop; null for none.</param>
public sealed record StoreNow(Guid ShopId, Guid Id, string Name, Address Address, TimeZoneInfo Zone, OpeningHours Hours, DateTimeOffset? ClosedUntil, Holiday? Holiday)
{
    /// <summary>How far ahead a store may open for the first time and still take orders.</summary>
    private static readonly TimeSpan Sight = TimeSpan.FromDays(30);

    private static readonly ParseCache<OpeningHours> ParsedHours = new(OpeningHours.Parse);
    private static readonly ParseCache<Holiday> ParsedHolidays = new(t => JsonSerializer.Deserialize<Holiday>(t, Json.Stored)!);
    private static readonly ParseCache<Address> ParsedAddresses = new(t => JsonSerializer.Deserialize<Address>(t, Json.Stored)!);

    /// <summary>
    /// When an order placed now is ready: now + preparation, moved to the next open time, never while the store is closed by
    /// hand; where a holiday lies in between, counted from its end. Then the next quarter of an hour while it is open, so that
    /// the promise holds while somebody reads it. Null when the store does not open in sight.
    /// </summary>
    public DateTimeOffset? ReadyBy(DateTimeOffset now, TimeSpan preparation, PreparationClock clock)
    {
        var ready = Ready(now);
        var begin = Begin(now, ready ?? now);
        ready = begin > now ? Ready(begin) : ready;
        return ready is not { } at || at - begin - preparation > Sight ? null : QuarterHour(at) is var later && Hours.IsOpen(later, Zone) ? later : at;

        DateTimeOffset? Ready(DateTimeOffset from) =>
            Hours.EarliestReady(from, preparation, Zone, clock) is var at && at < ClosedUntil ? Hours.EarliestReady(ClosedUntil.Value, TimeSpan.Zero, Zone) : at;
    }

    /// <summary>From when on the time runs for something that would end at a moment: from now, or from the end of a holiday that lies in between.</summary>
    public DateTimeOffset Begin(DateTimeOffset now, DateTimeOffset end) =>
        Holiday is { } h && h.From <= Zone.DateAt(end) && Zone.DateAt(now) <= h.To ? Zone.InstantOf(h.To.AddDays(1), 0) : now;

    /// <summary>
    /// From when on a shop's time to answer an order runs: from now; where that time, or the promise before it, reaches into a
    /// holiday, from the first open hour after it, when somebody is there again.
    /// </summary>
    public DateTimeOffset AnswersFrom(DateTimeOffset now, TimeSpan within, DateTimeOffset readyBy)
    {
        var begin = Begin(now, now + within < readyBy ? now + within : readyBy);
        return begin > now && !Hours.IsOpen(begin, Zone) ? Hours.NextOpening(begin, Zone) ?? begin : begin;
    }

    private static DateTimeOffset QuarterHour(DateTimeOffset at)
    {
        const long quarter = TimeSpan.TicksPerMinute * 15;
        return new((at.UtcTicks + quarter - 1) / quarter * quarter, TimeSpan.Zero);
    }

    /// <summary>Reads the stores of shops that are still there, each shop's in its own order.</summary>
    public static ILookup<Guid, StoreNow> Read(SqlSession sql, IEnumerable<Guid> shops)
    {
        var found = new List<StoreNow>();
        sql.ReadTogether(Query(sql, shops, found));
        return found.ToLookup(s => s.ShopId);
    }

    /// <summary>The same, to be read together with other things.</summary>
    public static SqlQuery Query(SqlSession sql, IEnumerable<Guid> shops, List<StoreNow> into) => new(
        $"SELECT t.shop_id, t.id, t.name, t.address, t.time_zone, t.hours, t.closed_until, s.holiday FROM stores t JOIN shops s ON s.id = t.shop_id WHERE t.shop_id {sql.Among(1)} AND t.gone = $2 ORDER BY t.position, t.id",
        r => into.Add(new StoreNow(
            r.Id(0), r.Id(1), r.Text(2), ParsedAddresses.Of(r.Text(3)), TimeZoneInfo.FindSystemTimeZoneById(r.Text(4)), ParsedHours.Of(r.Text(5)), r.InstantOrNull(6),
            r.TextOrNull(7) is { } holiday ? ParsedHolidays.Of(holiday) : null)),
        sql.Ids(shops), false);
}
