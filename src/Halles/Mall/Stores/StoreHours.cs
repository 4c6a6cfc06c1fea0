using System.Globalization;
using Halles.Kernel;
using Halles.Kernel.Storage;

namespace Halles.Mall.Stores;

/// <summary>Hours as they are typed: a text per day of the week, and dates on which other hours apply.</summary>
/// <param name="Week">From Monday to Sunday: "9-12:30 14-19", empty when closed.</param>
/// <param name="Dates">Dates and their texts; "closed" or nothing closes.</param>
public sealed record HoursInput(IReadOnlyList<string> Week, IReadOnlyList<(DateOnly Date, string Text)> Dates);

/// <summary>Sets when a store is open, and closes it now.</summary>
public sealed class StoreHours(MallWriter writer)
{
    /// <summary>The most dates that have hours of their own.</summary>
    public const int MostDates = 120;

    private static readonly string[] Days = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
    private static readonly TimeSpan LongestClosed = TimeSpan.FromDays(60);

    /// <summary>Sets week and dates. Dates that have passed are left out.</summary>
    /// <param name="version">The state that was edited.</param>
    public Task<Result<Done>> Set(Guid shop, Guid store, HoursInput input, long version, Guid actor)
    {
        var hours = Read(input);
        return hours.Problem is { } problem
            ? Task.FromResult<Result<Done>>(problem)
            : writer.Write<Done>(
                s => StoreLocks.Change(s, shop, store, version, actor, "set-hours", found =>
                {
                    var today = TimeZoneInfo.FindSystemTimeZoneById(found.TimeZone).DateAt(s.Now);
                    found.Hours = hours.Value.Exceptions.Keys.Where(date => date < today).Aggregate(hours.Value, (kept, date) => kept.Without(date)).Text;
                }),
                Lane.Office,
                StoreLocks.Of(shop));
    }

    /// <summary>"Close now": shut until a moment, whatever the hours say; null opens again.</summary>
    public Task<Result<Done>> CloseUntil(Guid shop, Guid store, DateTimeOffset? until, Guid actor) => writer.Write<Done>(
        s => until <= s.Now ? StoreProblems.InThePast
            : until > s.Now + LongestClosed ? StoreProblems.TooFar
            : StoreLocks.Change(s, shop, store, null, actor, until is null ? "open-again" : "close-now", found => found.ClosedUntil = until),
        Lane.Office,
        StoreLocks.Of(shop));

    /// <summary>Reads what was typed; the fields are <c>mo</c> to <c>su</c> and <c>dates</c> by their place in the list.</summary>
    public static Result<OpeningHours> Read(HoursInput input)
    {
        var check = new FieldChecks();
        var rules = new List<string>();
        for (var day = 0; day < Days.Length; day++)
        {
            Add(Days[day].ToLowerInvariant(), Days[day], input.Week.ElementAtOrDefault(day) ?? "");
        }

        check.Add("dates", input.Dates.Count > MostDates ? StoreProblems.TooManyDates.With(MostDates) : null);
        foreach (var (index, (date, text)) in input.Dates.Take(MostDates).Index())
        {
            Add(string.Create(CultureInfo.InvariantCulture, $"dates.{index}"), date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), text);
        }

        return check.Problem is { } problem ? problem : OpeningHours.Parse(string.Join("; ", rules));

        void Add(string field, string when, string text)
        {
            if (OpeningHoursText.TryParseDay(text, out var hours, out var wrong))
            {
                rules.Add($"{when} {(hours.Count == 0 ? "closed" : OpeningHoursText.FormatDay(hours))}");
            }

            check.Add(field, wrong);
        }
    }
}
