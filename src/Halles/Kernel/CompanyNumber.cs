using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Halles.Kernel;

/// <summary>
/// The number of a firm in the register of its country. France's SIRET and Belgium's enterprise number are checked by their
/// digits, some others by their form; of the rest it is asked alone that they look like a number.
/// </summary>
public static class CompanyNumber
{
    private static readonly FrozenDictionary<string, Regex> Shapes = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["CH"] = @"CHE\d{9}", // UID, Federal Act on the Enterprise Identification Number
        ["DK"] = @"\d{8}", // CVR
        ["ES"] = @"[A-Z]\d{7}[0-9A-J]|\d{8}[A-Z]|[XYZ]\d{7}[A-Z]", // NIF of firms, of persons, of foreigners
        ["FI"] = @"\d{8}", // Y-tunnus
        ["GB"] = @"(?:[A-Z]{2}|\d{2})\d{6}", // Companies House
        ["IT"] = @"\d{11}|[A-Z]{2}\d{5,7}", // codice fiscale of firms, REA
        ["LU"] = @"[A-Z]\d{1,6}", // RCS
        ["NL"] = @"\d{8}", // KvK
        ["NO"] = @"\d{9}", // Organisasjonsnummer
        ["PT"] = @"\d{9}", // NIPC
        ["SE"] = @"\d{10}", // Organisationsnummer
    }.ToFrozenDictionary(e => e.Key, e => new Regex($"^(?:{e.Value})$", RegexOptions.CultureInvariant, TimeSpan.FromMilliseconds(100)), StringComparer.Ordinal);

    /// <summary>What is wrong with a number of this country, and the form in which it is kept.</summary>
    /// <param name="number">With or without spaces, dots and dashes; neither empty nor long.</param>
    public static Problem? Check(Country country, string number, out string kept)
    {
        kept = number;
        if (country == Country.France)
        {
            var isSiret = Siret.TryParse(number, out var siret, out var wrong);
            kept = isSiret ? siret.Value : number;
            return wrong;
        }

        var bare = string.Concat(number.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        if (country.Alpha2 == "BE")
        {
            bare = bare.StartsWith("BE", StringComparison.Ordinal) ? bare[2..] : bare;
            kept = bare.PadLeft(10, '0'); // numbers from before 2005 have nine digits
            return kept.Length != 10 || kept[0] > '1' || !kept.All(char.IsAsciiDigit) ? ValueProblems.CompanyNumberShape
                : 97 - (long.Parse(kept[..8], System.Globalization.CultureInfo.InvariantCulture) % 97) == long.Parse(kept[8..], System.Globalization.CultureInfo.InvariantCulture) ? null
                : ValueProblems.CompanyNumberChecksum;
        }

        if (!Shapes.TryGetValue(country.Alpha2, out var shape))
        {
            return bare.Any(char.IsAsciiDigit) ? null : ValueProblems.CompanyNumberShape;
        }

        kept = bare;
        return shape.IsMatch(bare) ? null : ValueProblems.CompanyNumberShape;
    }
}
