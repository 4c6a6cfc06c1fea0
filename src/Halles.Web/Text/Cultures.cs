using System.Collections.Concurrent;
using System.Globalization;

namespace Halles.Web.Text;

/// <summary>How a language writes numbers and dates in a country (Unicode CLDR).</summary>
public static class Cultures
{
    // A culture reads its numbers and names from tables that are slow to open, and formats are made for each page.
    private static readonly ConcurrentDictionary<(string Language, string? Country), CultureInfo> Known = new();

    /// <param name="language">Language tag.</param>
    /// <param name="country">Two letters of ISO 3166-1; null for the language at large.</param>
    public static CultureInfo Of(string language, string? country) => Known.GetOrAdd((language, country), k => Make(k.Language, k.Country));

    private static CultureInfo Make(string language, string? country)
    {
        var culture = (CultureInfo)Find(language, country).Clone();
        // The calendar is the Gregorian one everywhere: orders, slots and the law of the place count by it.
        if (culture.DateTimeFormat.Calendar is not GregorianCalendar)
        {
            culture.DateTimeFormat.Calendar = culture.OptionalCalendars.OfType<GregorianCalendar>().First();
        }

        // .NET writes the digits 0 to 9 in every language. The signs that Arabic puts between its own digits do not go with
        // them, so its numbers are written as the Emirates do, whose digits are these.
        if (culture.NumberFormat.NumberDecimalSeparator == "\u066B")
        {
            culture.NumberFormat = (NumberFormatInfo)CultureInfo.GetCultureInfo("ar-AE").NumberFormat.Clone();
        }

        return CultureInfo.ReadOnly(culture);
    }

    private static CultureInfo Find(string language, string? country)
    {
        try
        {
            return CultureInfo.GetCultureInfo(country is null ? language : $"{language}-{country}");
        }
        catch (CultureNotFoundException)
        {
            return CultureInfo.GetCultureInfo(language);
        }
    }
}
