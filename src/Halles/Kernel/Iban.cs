using System.Collections.Frozen;
using System.Globalization;

namespace Halles.Kernel;

/// <summary>An account number of ISO 13616, with its country's length and check digits verified.</summary>
public readonly record struct Iban
{
    /// <summary>The length of an IBAN in each country that has them (SWIFT's registry).</summary>
    private static readonly FrozenDictionary<string, int> Lengths = (
        "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 " +
        "FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 " +
        "LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 " +
        "SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30")
        .Split(' ').ToFrozenDictionary(e => e[..2], e => int.Parse(e.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture), StringComparer.Ordinal);

    private readonly string? _value;

    private Iban(string value) => _value = value;

    /// <summary>Without spaces, in capitals.</summary>
    public string Value => _value ?? "";

    /// <summary>The two letters of the country (XK for Kosovo, which ISO 3166-1 has not).</summary>
    public string CountryCode => Value.Length == 0 ? "" : Value[..2];

    /// <summary>In groups of four, as it is printed.</summary>
    public string Grouped => string.Join(' ', Value.Chunk(4).Select(group => new string(group)));

    /// <summary>Country and last four characters, for screens: "FR… 0189".</summary>
    public string Masked => Value.Length == 0 ? "" : $"{CountryCode}… {Value[^4..]}";

    /// <exception cref="FormatException">Not an IBAN, with the reason.</exception>
    public static Iban Parse(string text) =>
        TryParse(text, out var iban, out var problem) ? iban : throw new FormatException($"'{text}' is not an IBAN. {problem?.Message}");

    /// <summary>Reads an IBAN in any case, with or without spaces, and checks it.</summary>
    public static bool TryParse(string? text, out Iban iban, out Problem? problem)
    {
        var bare = Mod97.Compact(text);
        problem = Check(bare);
        iban = problem is null ? new Iban(bare) : default;
        return problem is null;
    }

    private static Problem? Check(string bare)
    {
        if (bare.Length < 5 || !char.IsAsciiLetter(bare[0]) || !char.IsAsciiLetter(bare[1])
            || !char.IsAsciiDigit(bare[2]) || !char.IsAsciiDigit(bare[3]) || !bare.All(char.IsAsciiLetterOrDigit))
        {
            return ValueProblems.IbanShape;
        }
        if (!Lengths.TryGetValue(bare[..2], out var length))
        {
            return ValueProblems.IbanCountry.With(bare[..2]);
        }
        if (bare.Length != length)
        {
            return ValueProblems.IbanLength.With(bare[..2], length, bare.Length);
        }
        return Mod97.IsValid(bare) ? null : ValueProblems.IbanChecksum;
    }

    public override string ToString() => Value;
}
