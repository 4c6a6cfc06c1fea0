using System.Collections.Concurrent;
using System.Globalization;
using Halles.Kernel;

namespace Halles.Web.Text;

/// <summary>Writes money, dates and distances by the language and the country (ui.md, style 22).</summary>
public sealed class Formats(LanguageTexts texts, string country, TimeZoneInfo zone)
{
    private static readonly ConcurrentDictionary<(CultureInfo Culture, string Currency), NumberFormatInfo> Amounts = new();

    private readonly CultureInfo _culture = Cultures.Of(texts.Language, country);
    private readonly string _primary = Language.Parse(texts.Language).Primary;

    /// <summary>The mall's time zone, in which moments are told.</summary>
    public TimeZoneInfo Zone => zone;

    /// <summary><c>1 234,50 €</c>; whole amounts keep their decimals.</summary>
    public string Money(Money money)
    {
        if (!Amounts.TryGetValue((_culture, money.Currency.Code), out var format))
        {
            format = Amounts.GetOrAdd((_culture, money.Currency.Code), AmountsIn(money.Currency));
        }

        return money.Amount.ToString("C", format).Replace(' ', '\u00A0'); // never broken over two lines
    }

    private NumberFormatInfo AmountsIn(Currency currency)
    {
        var format = (NumberFormatInfo)_culture.NumberFormat.Clone();
        format.CurrencyDecimalDigits = currency.Decimals;
        format.CurrencySymbol = Symbol(currency);
        if (char.IsLetter(format.CurrencySymbol[0]))
        {
            // A code does not touch the number, though a sign may (Unicode CLDR, currencySpacing).
            // Of .NET's patterns 0 and 2 begin with the sign, as -$ n (9) does; 1 and 3 end with it, as -n $ (8).
            (format.CurrencyPositivePattern, format.CurrencyNegativePattern) = format.CurrencyPositivePattern % 2 == 0 ? (2, 9) : (3, 8);
        }

        return NumberFormatInfo.ReadOnly(format);
    }

    /// <summary>A whole or decimal number.</summary>
    public string Number(decimal number) => number.ToString("#,0.##", _culture);

    /// <summary><c>20 %</c></summary>
    public string Percent(decimal percent) => (percent / 100).ToString(percent == Math.Truncate(percent) ? "P0" : "P1", _culture).Replace(' ', '\u00A0');

    /// <summary><c>280 m</c>, <c>1,4 km</c>, <c>12 km</c>.</summary>
    public string Distance(long metres)
    {
        var (metre, kilometre) = _primary switch { "ar" => ("م", "كم"), "zh" => ("公尺", "公里"), _ => ("m", "km") };
        return metres switch
        {
            < 1000 => string.Create(_culture, $"{Math.Max(10, (metres + 5) / 10 * 10)}\u00A0{metre}"),
            < 10_000 => string.Create(_culture, $"{metres / 1000m:0.#}\u00A0{kilometre}"),
            _ => string.Create(_culture, $"{metres / 1000:#,0}\u00A0{kilometre}"),
        };
    }

    /// <summary>The time of day: <c>16 h 30</c>, <c>19 h</c>; <c>4:30 pm</c>.</summary>
    public string Time(DateTimeOffset instant) => Time(Local(instant).TimeOfDay);

    /// <inheritdoc cref="Time(DateTimeOffset)"/>
    public string Time(TimeSpan time) => _primary switch
    {
        "fr" => time.Minutes == 0 ? $"{time.Hours}\u00A0h" : $"{time.Hours}\u00A0h\u00A0{time.Minutes:00}",
        _ => DateTime.MinValue.Add(time).ToString(_culture.DateTimeFormat.ShortTimePattern, _culture),
    };

    /// <summary><c>mardi 24 novembre</c>, with the year when it is another than <paramref name="now"/>'s.</summary>
    public string Day(DateTimeOffset instant, DateTimeOffset now) => Day(DateOnly.FromDateTime(Local(instant).DateTime), DateOnly.FromDateTime(Local(now).DateTime));

    /// <inheritdoc cref="Day(DateTimeOffset, DateTimeOffset)"/>
    public string Day(DateOnly day, DateOnly today)
    {
        var (inYear, withYear) = _primary switch
        {
            "es" => ("dddd d 'de' MMMM", "dddd d 'de' MMMM 'de' yyyy"),
            "zh" => ("M月d日dddd", "yyyy年M月d日dddd"),
            _ => ("dddd d MMMM", "dddd d MMMM yyyy"),
        };
        var text = day.ToString(day.Year == today.Year ? inYear : withYear, _culture);
        return _primary is "fr" ? text.Replace(" 1 ", " 1er ", StringComparison.Ordinal) : text;
    }

    /// <summary><c>24 nov.</c>: where many stand below each other.</summary>
    public string ShortDay(DateOnly day) => day.ToString(_primary is "zh" ? "M月d日" : "d MMM", _culture);

    /// <summary>Today, tomorrow, yesterday, or the day, followed by the time.</summary>
    public string Moment(DateTimeOffset instant, DateTimeOffset now)
    {
        var (day, today) = (DateOnly.FromDateTime(Local(instant).DateTime), DateOnly.FromDateTime(Local(now).DateTime));
        return (day.DayNumber - today.DayNumber) switch
        {
            0 => texts.Get("today at {0}", Time(instant)),
            1 => texts.Get("tomorrow at {0}", Time(instant)),
            -1 => texts.Get("yesterday at {0}", Time(instant)),
            _ => texts.Get("{0} at {1}", Day(day, today), Time(instant)),
        };
    }

    /// <summary>The moment at which something ends; a midnight is told as the last minute of the day that it ends.</summary>
    public string Until(DateTimeOffset end, DateTimeOffset now) => Moment(Local(end).TimeOfDay == TimeSpan.Zero ? end.AddMinutes(-1) : end, now);

    /// <summary>How long ago: just now, 12 minutes ago, 3 hours ago, or the moment.</summary>
    public string Ago(DateTimeOffset instant, DateTimeOffset now) => (now - instant) switch
    {
        { TotalMinutes: < 1 } => texts.Get("just now"),
        { TotalMinutes: < 60 } past => texts.Count((long)past.TotalMinutes, "{0} minute ago", "{0} minutes ago"),
        { TotalHours: < 24 } past => texts.Count((long)past.TotalHours, "{0} hour ago", "{0} hours ago"),
        _ => Moment(instant, now),
    };

    /// <summary>A day of the week.</summary>
    public string DayName(DayOfWeek day) => _culture.DateTimeFormat.GetDayName(day);

    /// <summary>The moment on the mall's clock.</summary>
    public DateTimeOffset Local(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, zone);

    /// <summary>The sign of a currency, or its code.</summary>
    public string Symbol(Currency currency) => currency.Code switch
    {
        "EUR" => "€",
        "USD" => "$",
        "GBP" => "£",
        "JPY" => "¥",
        var code => code,
    };
}
