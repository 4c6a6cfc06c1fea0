using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Halles.Kernel;

/// <summary>A part of a postal address. The names fit the tokens of HTML autocomplete in the forms.</summary>
public enum AddressField
{
    Name,
    Organisation,

    /// <summary>Street and number, and a second line for floor, building or care of.</summary>
    Street,
    District,
    City,
    Region,
    Postcode,

    /// <summary>CEDEX and the like.</summary>
    SortingCode,
    Country,
}

/// <summary>How addresses of a country are written. Facts from libaddressinput; see NOTICE.</summary>
/// <param name="Layout">Lines divided by "/", fields as small letters, anything else as it stands.</param>
/// <param name="Fields">The fields in the order in which the country writes them.</param>
/// <param name="Required">The fields that an address cannot do without.</param>
/// <param name="Capitals">The fields that are printed in capitals.</param>
/// <param name="Postcode">What a postcode looks like, anchored, any case; null where there is none.</param>
public sealed record AddressFormat(
    string Layout,
    IReadOnlyList<AddressField> Fields,
    IReadOnlyList<AddressField> Required,
    IReadOnlyList<AddressField> Capitals,
    Regex? Postcode)
{
    /// <summary>The letters of the table, in the order of <see cref="AddressField"/>.</summary>
    private const string Letters = "noadcszx";

    private static readonly AddressFormat Default = Read(["", "n/o/a/c", "ac", "c", ""]);

    private static readonly FrozenDictionary<string, string[]> Rows = Table
        .Split('\n', StringSplitOptions.TrimEntries)
        .Select(line => line.Split('|', 5))
        .ToFrozenDictionary(parts => parts[0], StringComparer.Ordinal);

    private static readonly ConcurrentDictionary<Country, AddressFormat> Known = new();

    /// <summary>The format of a country; street and city where none is known.</summary>
    public static AddressFormat Of(Country country) =>
        Known.GetOrAdd(country, c => Rows.TryGetValue(c.Alpha2, out var row) ? Read(row) : Default);

    /// <summary>The field of a letter of <see cref="Layout"/>; null for literal text.</summary>
    internal static AddressField? FieldOf(char letter) => Letters.IndexOf(letter, StringComparison.Ordinal) is >= 0 and var i ? (AddressField)i : null;

    private static AddressFormat Read(string[] parts) => new(
        parts[1],
        FieldsOf(parts[1]),
        FieldsOf(parts[2]),
        FieldsOf(parts[3]),
        parts[4].Length == 0 ? null : new Regex($"^(?:{parts[4]})$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromMilliseconds(100)));

    private static AddressField[] FieldsOf(string letters) => [.. letters.Select(FieldOf).OfType<AddressField>().Distinct()];

    /// <summary>Country, layout, required, capitals, postcode. n name, o organisation, a street, d district, c city, s region, z postcode, x sorting code.</summary>
    private const string Table = """
        AD|n/o/a/z s|as|s|AD[1-7]0\d
        AE|n/o/a/c|ac|c|
        AF|n/o/a/c|ac|c|\d{4}
        AG|n/o/a/c|a|c|
        AI|n/o/a/c|ac|c|2640
        AL|n/o/a/c|ac|c|\d{4}
        AM|n/o/a/z/c/s|ac|c|(37)?\d{4}
        AR|n/o/a/z c/s|ac|acz|([A-HJ-NP-Z])?\d{4}([A-Z]{3})?
        AS|n/o/a/c s z|acsz|acnos|96799
        AT|o/n/a/z c|acz|c|\d{4}
        AU|o/n/a/c s z|acsz|cs|\d{4}
        AX|o/n/a/AX-z c/ÅLAND|acz|c|22\d{3}
        AZ|n/o/a/AZ z c|ac|c|\d{4}
        BA|n/o/a/z c|ac|c|\d{5}
        BB|n/o/a/c|ac|c|(BB\d{5})?
        BD|n/o/a/c - z|ac|c|\d{4}
        BE|o/n/a/z c|acz|c|\d{4}
        BF|n/o/a/c x|ac|c|
        BG|n/o/a/z c|ac|c|\d{4}
        BH|n/o/a/c z|ac|c|((\d|1[0-2])\d{2})?
        BL|o/n/a/z c x|acz|acx|9[78][01]\d{2}
        BM|n/o/a/c z|ac|c|[A-Z]{2} ?[A-Z0-9]{2}
        BN|n/o/a/c z|ac|c|[A-Z]{2} ?\d{4}
        BR|o/n/a/c-s/z|ascz|cs|\d{5}-?\d{3}
        BS|n/o/a/c, s|ac|c|
        BT|n/o/a/c|ac|c|\d{5}
        BY|s/z c x/a/o/n|ac|c|\d{6}
        CA|n/o/a/c s z|acsz|acnosz|[ABCEGHJKLMNPRSTVXY]\d[ABCEGHJ-NPRSTV-Z] ?\d[ABCEGHJ-NPRSTV-Z]\d
        CC|o/n/a/c s z|ac|cs|6799
        CD|n/o/a/c x|ac|c|
        CH|o/n/a/CH-z c|acz||\d{4}
        CI|n/o/x a c x|ac|c|
        CK|n/o/a/c z|ac|c|\d{4}
        CL|n/o/a/z c/s|ac|c|\d{7}
        CN|z/scd/a/o/n|acsz|s|\d{6}
        CO|n/o/a/c, s|ac|c|\d{6}
        CR|n/o/a/z c|ac|c|\d{4,5}|\d{3}-\d{4}
        CV|n/o/a/z c/s|ac|c|\d{4}
        CX|o/n/a/c s z|ac|cs|6798
        CY|n/o/a/z c|ac|c|\d{4}
        CZ|n/o/a/z c|ac|c|\d{3} ?\d{2}
        DE|n/o/a/z c|acz|c|\d{5}
        DK|o/n/a/z c|acz|c|\d{4}
        DO|n/o/a/z c|ac|c|\d{5}
        DZ|n/o/a/z c|ac|c|\d{5}
        EC|n/o/a/z/c|ac|cz|([A-Z]\d{4}[A-Z]|([A-Z]{2})?\d{6})?
        EE|n/o/a/z c|ac|c|\d{5}
        EG|n/o/a/c/s/z|ac|c|\d{5}
        EH|n/o/a/z c|ac|c|\d{5}
        ES|n/o/a/z c s|acsz|cs|\d{5}
        ET|n/o/a/z c|ac|c|\d{4}
        FI|o/n/a/FI-z c|acz|c|\d{5}
        FK|n/o/a/x/c/z|acz|cz|FIQQ 1ZZ
        FM|n/o/a/c s z|acsz|acnos|(9694[1-4])([ -]\d{4})?
        FO|n/o/a/FOz c|ac|c|\d{3}
        FR|o/n/a/z c x|acz|cx|\d{2} ?\d{3}
        GB|n/o/a/c/s/z|acz|cz|GIR ?0AA|[A-Z]{1,2}\d[\dA-Z]? ?\d[ABD-HJLN-UW-Z]{2}|BFPO ?\d{1,4}
        GE|n/o/a/z c|ac|c|\d{4}
        GF|o/n/a/z c x|acz|acx|9[78]3\d{2}
        GG|n/o/a/x/c/GUERNSEY/z|acz|cz|GY\d[\dA-Z]? ?\d[ABD-HJLN-UW-Z]{2}
        GI|n/o/a|a|c|GX11 1AA
        GL|n/o/a/z c|acz|c|39\d{2}
        GN|n/o/z a c|ac|c|\d{3}
        GP|o/n/a/z c x|acz|acx|9[78][01]\d{2}
        GR|n/o/a/z c|acz|c|\d{3} ?\d{2}
        GS|n/o/a/x/c/z|acz|cz|SIQQ 1ZZ
        GT|n/o/a/z- c|ac|c|\d{5}
        GU|n/o/a/c s z|acsz|acnos|969([12]\d|3[12])([ -]\d{4})?
        GW|n/o/a/z c|ac|c|\d{4}
        HK|s/a/o/n|as|s|
        HM|o/n/a/c s z|ac|cs|\d{4}
        HN|n/o/a/c, s/z|acs|c|(\d{5})?
        HR|n/o/a/HR-z c|ac|c|\d{5}
        HT|n/o/a/HTz c x|ac|c|\d{4}
        HU|n/o/c/a/z|ac|acno|\d{4}
        ID|n/o/a/c/s z|ac|c|\d{5}
        IE|n/o/a/c/s|ac|c|
        IL|n/o/a/c z|ac|c|\d{5}(\d{2})?
        IM|n/o/a/x/c/z|acz|cz|IM\d[\dA-Z]? ?\d[ABD-HJLN-UW-Z]{2}
        IN|n/o/a/c z/s|acsz|c|\d{6}
        IO|n/o/a/x/c/z|acz|cz|BBND 1ZZ
        IQ|o/n/a/c, s/z|acs|cs|\d{5}
        IR|o/n/s/c, d/a/z|ac|c|\d{5}-?\d{5}
        IS|n/o/a/z c|ac|c|\d{3}
        IT|n/o/a/z c s|acsz|cs|\d{5}
        JE|n/o/a/x/c/JERSEY/z|acz|cz|JE\d[\dA-Z]? ?\d[ABD-HJLN-UW-Z]{2}
        JM|n/o/a/c/s x|acs|c|
        JO|n/o/a/c z|ac|c|\d{5}
        JP|〒z/sc/a/o/n|acsz|s|\d{3}-?\d{4}
        KE|n/o/a/c/z|ac|c|\d{5}
        KG|z c x/a/o/n|ac|c|\d{6}
        KH|n/o/a/c z|ac|c|\d{5}
        KI|n/o/a/s/c|ac|acnos|
        KN|n/o/a/c, s|acs|c|
        KR|s cd/a/o/n/z|acsz|z|\d{3}-\d{3}
        KW|n/o/a/z c|ac|c|\d{5}
        KY|n/o/a/s|as|c|KY\d-\d{4}
        KZ|z/s/c/a/o/n|ac|c|\d{6}
        LA|n/o/a/z c|ac|c|\d{5}
        LB|n/o/a/c z|ac|c|(\d{4}( ?\d{4})?)?
        LI|o/n/a/FL-z c|acz|c|(948[5-9])|(949[0-7])
        LK|n/o/a/c/z|ac|c|\d{5}
        LR|n/o/a/z c x|ac|c|\d{4}
        LS|n/o/a/c z|ac|c|\d{3}
        LT|o/n/a/LT-z c|ac|c|\d{5}
        LU|o/n/a/L-z c|acz|c|\d{4}
        LV|n/o/a/c, z|ac|c|LV-\d{4}
        MA|n/o/a/z c|ac|c|\d{5}
        MC|n/o/a/MC-z c x|ac|c|980\d{2}
        MD|n/o/a/MD-z c|ac|c|\d{4}
        ME|n/o/a/z c|ac|c|8\d{4}
        MF|o/n/a/z c x|acz|acx|9[78][01]\d{2}
        MG|n/o/a/z c|ac|c|\d{3}
        MH|n/o/a/c s z|acsz|acnos|969[67]\d([ -]\d{4})?
        MK|n/o/a/z c|ac|c|\d{4}
        MM|n/o/a/c, z|ac|c|\d{5}
        MN|n/o/a/s c-x/z|ac|c|\d{5}
        MO|a/o/n|a|c|
        MP|n/o/a/c s z|acsz|acnos|9695[012]([ -]\d{4})?
        MQ|o/n/a/z c x|acz|acx|9[78]2\d{2}
        MT|n/o/a/c z|ac|cz|[A-Z]{3} ?\d{2,4}
        MU|n/o/a/z/c|ac|cz|(\d{3}[A-Z]{2}\d{3})?
        MV|n/o/a/c z|ac|c|\d{5}
        MW|n/o/a/c x|ac|c|
        MX|n/o/a/d/z c, s|acz|csz|\d{5}
        MY|n/o/a/d/z c/s|acz|cs|\d{5}
        MZ|n/o/a/c|ac|c|\d{4}
        NC|o/n/a/z c x|acz|acx|988\d{2}
        NE|n/o/a/z c|ac|c|\d{4}
        NF|o/n/a/c s z|ac|cs|2899
        NG|n/o/a/c z/s|ac|cs|(\d{6})?
        NI|n/o/a/z/c, s|ac|cs|\d{5}
        NL|o/n/a/z c|acz|c|\d{4} ?[A-Z]{2}
        NO|n/o/a/z c|acz|c|\d{4}
        NP|n/o/a/c z|ac|c|\d{5}
        NR|n/o/a/s|as|c|
        NZ|n/o/a/c z|acz|c|\d{4}
        OM|n/o/a/z/c|ac|c|(PC )?\d{3}
        PA|n/o/a/c/s|ac|cs|
        PE|n/o/a/c|ac|c|(LIMA \d|CALLAO 0?)\d|[0-2]\d{4}
        PF|n/o/a/z c s|acsz|cs|987\d{2}
        PG|n/o/a/c z s|acs|c|\d{3}
        PH|n/o/a/z c/s|ac|c|\d{4}
        PK|n/o/a/c-z|ac|c|\d{5}
        PL|n/o/a/z c|acz|c|\d{2}-\d{3}
        PM|o/n/a/z c x|acz|acx|9[78]5\d{2}
        PN|n/o/a/x/c/z|acz|cz|PCRN 1ZZ
        PR|n/o/a/c PR z|acz|acno|00[679]\d{2}([ -]\d{4})?
        PT|n/o/a/z c|acz|c|\d{4}-\d{3}
        PW|n/o/a/c s z|acsz|acnos|969(39|40)
        PY|n/o/a/z c|ac|c|\d{4}
        RE|o/n/a/z c x|acz|acx|9[78]4\d{2}
        RO|n/o/a/z c|ac|ac|\d{6}
        RS|n/o/a/z c|ac|c|\d{5,6}
        RU|z c/a/o/n|acz|ac|\d{6}
        SA|n/o/a/c z|ac|c|\d{5}
        SC|n/o/a/c/s|ac|s|
        SE|o/n/a/SE-z c|acz|c|\d{3} ?\d{2}
        SG|n/o/a/SINGAPORE z|az|c|\d{6}
        SH|n/o/a/x/c/z|acz|cz|(ASCN|STHL) 1ZZ
        SI|n/o/a/SI- z c|ac|c|\d{4}
        SJ|n/o/a/z c|acz|c|\d{4}
        SK|n/o/a/z c|ac|c|\d{3} ?\d{2}
        SM|n/o/a/z c|az|c|4789\d
        SN|n/o/a/z c|ac|c|\d{5}
        SO|n/o/a/c, s z|acs|acs|\d{5}
        SR|n/o/a/c x/s|ac|as|
        ST|n/o/a/c x|ac|c|
        SV|n/o/a/z-c/s|acs|csz|CP [1-3][1-7][0-2]\d
        SZ|n/o/a/c/z|ac|acz|[HLMS]\d{3}
        TC|n/o/a/x/c/z|acz|cz|TKCA 1ZZ
        TH|n/o/a/d c/s z|ac|s|\d{5}
        TJ|n/o/a/z c|ac|c|\d{6}
        TM|n/o/a/z c|ac|c|\d{6}
        TN|n/o/a/z c|ac|c|\d{4}
        TR|n/o/a/z c|acz|c|\d{5}
        TV|n/o/a/x/c/s|ac|acs|
        TW|z/sc/a/o/n|acsz|c|\d{3}(\d{2})?
        TZ|n/o/a/c|ac|c|\d{4}
        UA|z c/a/o/n|ac|c|\d{5}
        UM|n/o/a/c s z|acs|acnos|
        US|n/o/a/c s z|acsz|cs|\d{5}([ -]\d{4})?
        UY|n/o/a/z c s|ac|cs|\d{5}
        UZ|n/o/a/z c/s|ac|cs|\d{6}
        VA|n/o/a/z c|ac|c|00120
        VC|n/o/a/c|ac|c|VC\d{4}
        VE|n/o/a/c z, s|acs|cs|\d{4}
        VG|n/o/a/c|a|c|VG\d{4}
        VI|n/o/a/c s z|acsz|acnos|008(([0-4]\d)|(5[01]))([ -]\d{4})?
        VN|n/o/a/c/s|ac|c|\d{6}
        WF|o/n/a/z c x|acz|acx|986\d{2}
        YE|n/o/a/c|ac|c|
        YT|o/n/a/z c x|acz|acx|976\d{2}
        ZA|n/o/a/c/z|acz|c|\d{4}
        ZM|n/o/a/z c|ac|c|\d{5}
        """;
}
