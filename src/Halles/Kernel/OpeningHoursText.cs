using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Halles.Kernel;

/// <summary>The compact text of opening hours, a small part of OpenStreetMap's opening_hours.</summary>
public static class OpeningHoursText
{
    private static readonly string[] Days = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];

    /// <summary>"07:00-13:00 15:30-19:30"; empty when closed.</summary>
    public static string FormatDay(IReadOnlyList<DayHours> hours) => string.Join(' ', hours.Select(h => Clock(h.Start) + "-" + Clock(h.End)));

    /// <exception cref="FormatException">Not hours of a day, with the reason.</exception>
    public static IReadOnlyList<DayHours> ParseDay(string text) =>
        TryParseDay(text, out var hours, out var problem) ? hours : throw new FormatException($"'{text}' are no hours of a day. {problem?.Message}");

    /// <summary>
    /// Reads periods divided by spaces or commas: "9-12:30 14:00-19:00", "9h–12h30", "18:00-02:00" (until the next day),
    /// "00:00-24:00"; nothing or "closed" is closed.
    /// </summary>
    public static bool TryParseDay(string? text, out IReadOnlyList<DayHours> hours, out Problem? problem)
    {
        hours = [];
        problem = null;
        var plain = (text ?? "").Replace('–', '-').Replace('—', '-').Trim();
        if (plain.Equals("closed", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }
        plain = string.Join('-', plain.Split('-', StringSplitOptions.TrimEntries));
        var read = new List<DayHours>();
        foreach (var period in plain.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = period.Split('-');
            if (ends.Length != 2 || Minutes(ends[0]) is not (>= 0 and < 1440 and var start) || Minutes(ends[1]) is not (>= 0 and var end) || start == end)
            {
                problem = ValueProblems.HoursShape;
                return false;
            }
            read.Add(new DayHours(start, end < start ? end + 1440 : end));
        }
        read.Sort((a, b) => a.Start.CompareTo(b.Start));
        if (read.Zip(read.Skip(1)).Any(pair => pair.First.End > pair.Second.Start))
        {
            problem = ValueProblems.HoursOverlap;
            return false;
        }
        hours = read;
        return true;
    }

    internal static string Format(IReadOnlyList<DayHours>[] week, SortedDictionary<DateOnly, IReadOnlyList<DayHours>> exceptions)
    {
        var rules = new List<string>();
        for (var first = 0; first < 7;)
        {
            var hours = FormatDay(week[first]);
            var last = first;
            while (last < 6 && FormatDay(week[last + 1]) == hours)
            {
                last++;
            }
            if (hours.Length > 0)
            {
                rules.Add((first == last ? Days[first] : Days[first] + "-" + Days[last]) + " " + hours);
            }
            first = last + 1;
        }
        foreach (var (date, hours) in exceptions)
        {
            rules.Add(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + " " + (hours.Count == 0 ? "closed" : FormatDay(hours)));
        }
        return string.Join("; ", rules);
    }

    internal static bool TryParse(string? text, [NotNullWhen(true)] out OpeningHours? opening, out Problem? problem)
    {
        opening = null;
        var week = Enumerable.Repeat<IReadOnlyList<DayHours>>([], 7).ToArray();
        var exceptions = new SortedDictionary<DateOnly, IReadOnlyList<DayHours>>();
        foreach (var rule in (text ?? "").Split([';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var parts = rule.Split(' ', 2);
            if (!TryParseDay(parts.ElementAtOrDefault(1), out var hours, out problem))
            {
                return false;
            }
            if (DateOnly.TryParseExact(parts[0], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            {
                exceptions[date] = hours;
            }
            else if (Weekdays(parts[0]) is { } days)
            {
                days.ForEach(day => week[day] = hours);
            }
            else
            {
                problem = ValueProblems.HoursDay;
                return false;
            }
        }
        opening = new OpeningHours(week, exceptions);
        problem = null;
        return true;
    }

    /// <summary>"Mo-Fr", "Mo,We", "Sa-Mo" as numbers from Monday = 0; null if it is not days.</summary>
    private static List<int>? Weekdays(string text)
    {
        var days = new List<int>();
        foreach (var range in text.Split(','))
        {
            var ends = range.Split('-').Select(day => Array.FindIndex(Days, d => d.Equals(day, StringComparison.OrdinalIgnoreCase))).ToArray();
            if (ends.Length > 2 || ends.Contains(-1))
            {
                return null;
            }
            var length = ((ends[^1] - ends[0] + 7) % 7) + 1;
            days.AddRange(Enumerable.Range(ends[0], length).Select(day => day % 7));
        }
        return days;
    }

    /// <summary>Minutes of "9", "9:30", "09:30", "9h30", "24:00"; −1 if it is not a time.</summary>
    private static int Minutes(string text)
    {
        var parts = text.Replace('h', ':').Replace('H', ':').TrimEnd(':').Split(':');
        if (parts.Length > 2 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var hour))
        {
            return -1;
        }
        var minute = 0;
        if (parts.Length == 2 && (parts[1].Length != 2 || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out minute)))
        {
            return -1;
        }
        return minute < 60 && (hour < 24 || (hour == 24 && minute == 0)) ? (hour * 60) + minute : -1;
    }

    private static string Clock(int minutes)
    {
        var ofDay = minutes > 1440 ? minutes - 1440 : minutes;
        return string.Create(CultureInfo.InvariantCulture, $"{ofDay / 60:00}:{ofDay % 60:00}");
    }
}
