using System.Globalization;
using Halles.Kernel;

namespace Halles.Web.Commands;

/// <summary>What a country suggests for a new mall; the operator may choose otherwise.</summary>
internal static class Places
{
    // Of the IANA time zone database, as systems install it: country, coordinates, zone, comments; the biggest town's first.
    private const string Zones = "/usr/share/zoneinfo/zone.tab";

    /// <summary>The currency of a country, as the system's locale data has it; null when they have none.</summary>
    public static string? CurrencyOf(Country country)
    {
        try
        {
            return new RegionInfo(country.Alpha2).ISOCurrencySymbol is { Length: 3 } code && Currency.TryParse(code, out _) ? code : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The first time zone of a country; this machine's own where the system has no list.</summary>
    public static string TimeZoneOf(Country country) => File.Exists(Zones)
        ? File.ReadLines(Zones).Select(l => l.Split('\t')).FirstOrDefault(l => l.Length > 2 && l[0] == country.Alpha2)?[2] ?? TimeZoneInfo.Local.Id
        : TimeZoneInfo.Local.Id;
}
