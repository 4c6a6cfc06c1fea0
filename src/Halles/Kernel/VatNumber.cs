using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Halles.Kernel;

/// <summary>
/// A VAT identification number of the European Union (Directive 2006/112/EC, article 215), or of Northern Ireland (XI).
/// The shape is checked for every country, the check digits for France; whether it is in use, only VIES knows.
/// </summary>
public readonly record struct VatNumber
{
    /// <summary>What follows the two letters in each country.</summary>
    private static readonly FrozenDictionary<string, Regex> Shapes = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["AT"] = @"U\d{8}",
        ["BE"] = @"[01]\d{9}",
        ["BG"] = @"\d{9,10}",
        ["CY"] = @"\d{8}[A-Z]",
        ["CZ"] = @"\d{8,10}",
        ["DE"] = @"[1-9]\d{8}",
        ["DK"] = @"\d{8}",
        ["EE"] = @"\d{9}",
        ["EL"] = @"\d{9}",
        ["ES"] = @"[A-Z]\d{7}[A-Z0-9]|\d{8}[A-Z]",
        ["FI"] = @"\d{8}",
        ["FR"] = @"[0-9A-HJ-NP-Z]{2}\d{9}",
        ["HR"] = @"\d{11}",
        ["HU"] = @"\d{8}",
        ["IE"] = @"\d[A-Z0-9+*]\d{5}[A-Z]|\d{7}[A-W][A-I]",
        ["IT"] = @"\d{11}",
        ["LT"] = @"\d{9}|\d{12}",
        ["LU"] = @"\d{8}",
        ["LV"] = @"\d{11}",
        ["MT"] = @"\d{8}",
        ["NL"] = @"[A-Z0-9+*]{10}\d{2}",
        ["PL"] = @"\d{10}",
        ["PT"] = @"\d{9}",
        ["RO"] = @"[1-9]\d{1,9}",
        ["SE"] = @"\d{10}01",
        ["SI"] = @"\d{8}",
        ["SK"] = @"\d{10}",
        ["XI"] = @"\d{9}|\d{12}|GD\d{3}|HA\d{3}",
    }.ToFrozenDictionary(e => e.Key, e => new Regex($"^(?:{e.Value})$", RegexOptions.CultureInvariant, TimeSpan.FromMilliseconds(100)), StringComparer.Ordinal);

    private readonly string? _value;

    private VatNumber(string value) => _value = value;

    /// <summary>With the two letters, without spaces: FR44732829320.</summary>
    public string Value => _value ?? "";

    /// <summary>The two letters in front; EL for Greece.</summary>
    public string Prefix => Value.Length == 0 ? "" : Value[..2];

    /// <summary>The country; none for Northern Ireland, which is no country of ISO 3166-1.</summary>
    public Country Country => Country.TryParse(Prefix == "EL" ? "GR" : Prefix, out var country) ? country : default;

    /// <summary>The number of a French firm: its key, (12 + 3 × (SIREN mod 97)) mod 97, and its SIREN.</summary>
    public static VatNumber French(Siren siren) => new($"FR{FrenchKey(siren.Value):00}{siren.Value}");

    /// <exception cref="FormatException">Not a VAT number, with the reason.</exception>
    public static VatNumber Parse(string text) =>
        TryParse(text, out var number, out var problem) ? number : throw new FormatException($"'{text}' is not a VAT number. {problem?.Message}");

    /// <summary>Reads a number in any case; spaces, dots and dashes are passed over; GR is read as EL.</summary>
    public static bool TryParse(string? text, out VatNumber number, out Problem? problem)
    {
        var bare = Mod97.Compact(text).Replace(".", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
        if (bare.StartsWith("GR", StringComparison.Ordinal))
        {
            bare = "EL" + bare[2..];
        }
        problem = Check(bare);
        number = problem is null ? new VatNumber(bare) : default;
        return problem is null;
    }

    /// <summary>Whether this country's numbers are among those that are read here: the Union's and Northern Ireland's.</summary>
    public static bool IsOf(Country country) => Shapes.ContainsKey(country.Alpha2 == "GR" ? "EL" : country.Alpha2);

    private static Problem? Check(string bare)
    {
        if (bare.Length < 2 || !Shapes.TryGetValue(bare[..2], out var shape))
        {
            return ValueProblems.VatNumberCountry;
        }
        if (!bare.All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '*') || !shape.IsMatch(bare[2..]))
        {
            return ValueProblems.VatNumberShape.With(bare[..2]);
        }
        // Keys with letters exist too, and are not computed from the SIREN in this way.
        return bare[..2] == "FR" && int.TryParse(bare.AsSpan(2, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var key) && key != FrenchKey(bare[4..])
            ? ValueProblems.VatNumberChecksum
            : null;
    }

    private static int FrenchKey(string siren) => (12 + (3 * (int.Parse(siren, NumberStyles.None, CultureInfo.InvariantCulture) % 97))) % 97;

    public override string ToString() => Value;
}
