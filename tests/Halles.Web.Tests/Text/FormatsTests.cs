using Halles.Kernel;
using Halles.Web.Text;

namespace Halles.Web.Tests.Text;

/// <summary>Money and dates as the language writes them in the country (Unicode CLDR); the currency's decimals are its own.</summary>
public sealed class FormatsTests
{
    private static readonly DateOnly Day = new(2026, 3, 1);

    // A no-break space is written _, a narrow one ~.
    [Theory]
    [InlineData("fr", "FR", "EUR", 123450, "1~234,50_€")]
    [InlineData("fr", "BE", "EUR", 123450, "1~234,50_€")]
    [InlineData("nl", "BE", "EUR", 123450, "€_1.234,50")]
    [InlineData("en", "IE", "EUR", 123450, "€1,234.50")]
    [InlineData("fr", "CH", "CHF", 123450, "1~234.50_CHF")]
    [InlineData("ja", "JP", "JPY", 123450, "¥123,450")]
    [InlineData("en", "KW", "KWD", 1234500, "KWD_1,234.500")]
    [InlineData("en", "KW", "KWD", -1234500, "-KWD_1,234.500")]
    [InlineData("fr", "TN", "TND", -1500, "-1,500_TND")]
    [InlineData("fr", "FR", "JPY", 1234, "1~234_¥")]
    [InlineData("fr", "FR", "EUR", -480, "-4,80_€")]
    [InlineData("nl", "FR", "EUR", 123450, "€_1.234,50")]
    [InlineData("es", "FR", "EUR", 123450, "1.234,50_€")]
    [InlineData("zh-Hant", "FR", "EUR", 123450, "€1,234.50")]
    [InlineData("zh-Hant", "TW", "TWD", 123450, "TWD_1,234.50")]
    [InlineData("ar", "FR", "EUR", 123450, "1,234.50_€")]
    [InlineData("ar", "EG", "EGP", 123450, "1,234.50_EGP")]
    public void Money_is_written_as_the_language_writes_it_in_the_country(string language, string country, string currency, long minor, string expected) =>
        Shown(Of(language, country).Money(new Money(minor, Currency.Parse(currency)))).ShouldBe(expected);

    [Theory]
    [InlineData("fr", "FR", "dimanche 1er mars 2026")]
    [InlineData("fr", "BE", "dimanche 1er mars 2026")]
    [InlineData("nl", "BE", "zondag 1 maart 2026")]
    [InlineData("en", "IE", "Sunday 1 March 2026")]
    [InlineData("es", "FR", "domingo 1 de marzo de 2026")]
    [InlineData("zh-Hant", "FR", "2026年3月1日星期日")]
    [InlineData("ar", "FR", "الأحد 1 مارس 2026")]
    public void A_day_is_named_in_the_language(string language, string country, string expected) =>
        Of(language, country).Day(Day, new DateOnly(2025, 12, 31)).ShouldBe(expected);

    [Theory]
    [InlineData("th", "TH")] // 2569 in the Buddhist calendar
    [InlineData("fa", "IR")] // 1404 in the Persian one
    [InlineData("ar", "SA")] // 1447 in that of Umm al-Qura
    [InlineData("ja", "JP")]
    public void The_calendar_is_always_the_Gregorian_one(string language, string country) =>
        Digits(Of(language, country).Day(Day, new DateOnly(2025, 12, 31))).ShouldContain("2026");

    [Theory]
    [InlineData("nl", "16:30")]
    [InlineData("es", "16:30")]
    [InlineData("zh-Hant", "16:30")]
    [InlineData("ar", "16:30")]
    public void The_time_is_written_as_the_country_counts_it(string language, string expected) =>
        Shown(Of(language, "FR").Time(new TimeSpan(16, 30, 0))).Replace(' ', '_').ShouldBe(expected);

    [Theory]
    [InlineData("ar", 1400, "1.4_كم")]
    [InlineData("zh-Hant", 280, "280_公尺")]
    [InlineData("nl", 1400, "1,4_km")]
    public void Distances_have_the_units_of_the_language(string language, long metres, string expected) =>
        Shown(Of(language, "FR").Distance(metres)).ShouldBe(expected);

    private static Formats Of(string language, string country) => new(new LanguageTexts(language, []), country, TimeZoneInfo.Utc);

    private static string Shown(string text) => text.Replace('\u00A0', '_').Replace('\u202F', '~');

    private static string Digits(string text) => string.Concat(text.Select(c => char.IsDigit(c) ? (char)('0' + (int)char.GetNumericValue(c)) : c));
}
