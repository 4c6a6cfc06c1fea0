using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Halles.Kernel;

/// <summary>A telephone number of E.164: + and up to 15 digits. Read from how people of a country write it.</summary>
public readonly record struct PhoneNumber
{
    private readonly string? _value;

    private PhoneNumber(string value) => _value = value;

    /// <summary>+33612345678.</summary>
    public string Value => _value ?? "";

    /// <exception cref="FormatException">Not a number, with the reason.</exception>
    public static PhoneNumber Parse(string text, Country country) =>
        TryParse(text, country, out var number, out var problem) ? number : throw new FormatException($"'{text}' is not a phone number. {problem?.Message}");

    /// <summary>
    /// Reads a number as it is dialled in a country, or with + or 00 from abroad: "06 12 34 56 78", "+33 (0)6 12 34 56 78",
    /// "0033612345678". Spaces, dots, dashes, slashes and parentheses are passed over.
    /// </summary>
    /// <param name="text">What was typed.</param>
    /// <param name="country">Whose habits apply to a number without an international prefix.</param>
    /// <param name="number">The number, if it is one.</param>
    /// <param name="problem">Otherwise why not.</param>
    public static bool TryParse(string? text, Country country, out PhoneNumber number, out Problem? problem)
    {
        number = default;
        var typed = (text ?? "").Replace("(0)", "", StringComparison.Ordinal).Trim();
        if (Digits(typed) is not { Length: > 0 } digits)
        {
            problem = ValueProblems.PhoneShape;
            return false;
        }
        var home = PhonePlan.Of(country);
        var abroad = typed.TrimStart('(').StartsWith('+') ? digits
            : digits.StartsWith("00", StringComparison.Ordinal) ? digits[2..]
            : home is { Dial: "1" } && digits.StartsWith("011", StringComparison.Ordinal) ? digits[3..]
            : null;
        PhonePlan? plan;
        string national;
        if (abroad is not null)
        {
            plan = PhonePlan.OfDial(abroad);
            national = plan is null ? "" : abroad[plan.Dial.Length..];
        }
        else
        {
            plan = home;
            national = plan is { Trunk.Length: > 0 } && digits.StartsWith(plan.Trunk, StringComparison.Ordinal) ? digits[plan.Trunk.Length..] : digits;
        }
        problem = plan is null ? ValueProblems.PhoneCountry
            : national.Length < plan.Least || national.Length > Math.Min(plan.Most, 15 - plan.Dial.Length) ? ValueProblems.PhoneLength
            : null;
        number = problem is null ? new PhoneNumber($"+{plan!.Dial}{national}") : default;
        return problem is null;
    }

    /// <summary>As it is written for abroad: "+33 6 12 34 56 78".</summary>
    public string International
    {
        get
        {
            var plan = PhonePlan.OfDial(Value.TrimStart('+'));
            return plan is null ? Value : $"+{plan.Dial} {Grouped(Value[(plan.Dial.Length + 1)..], plan)}";
        }
    }

    /// <summary>As it is dialled in its own country, else as from abroad: "06 12 34 56 78".</summary>
    public string In(Country country) =>
        PhonePlan.Of(country) is { } plan && PhonePlan.OfDial(Value.TrimStart('+'))?.Dial == plan.Dial
            ? (plan.Dial == "1" ? "" : plan.Trunk) + Grouped(Value[(plan.Dial.Length + 1)..], plan)
            : International;

    public override string ToString() => Value;

    /// <summary>In pairs where nine digits follow a trunk digit (France), in threes and fours elsewhere.</summary>
    private static string Grouped(string national, PhonePlan plan)
    {
        var pairs = plan is { Least: 9, Most: 9, Trunk: "0" };
        var groups = new StringBuilder();
        for (var i = 0; i < national.Length; i++)
        {
            var left = national.Length - i;
            if (i > 0 && (pairs ? left % 2 == 0 : i % 3 == 0 && left != 1 && i <= 6))
            {
                groups.Append(' ');
            }
            groups.Append(national[i]);
        }
        return groups.ToString();
    }

    /// <summary>The digits alone; null if there is anything that does not belong into a phone number.</summary>
    private static string? Digits(string typed)
    {
        var digits = new StringBuilder();
        foreach (var c in typed)
        {
            if (char.IsAsciiDigit(c))
            {
                digits.Append(c);
            }
            else if (!(c is '.' or '-' or '/' or '(' or ')' or '\u2011' or '\u2013' || char.IsWhiteSpace(c) || (c == '+' && digits.Length == 0)))
            {
                return null;
            }
        }
        return digits.ToString();
    }
}

/// <summary>How a country's numbers are dialled. Dialling codes are facts of ITU-T E.164, from ph-masterdata; see NOTICE.</summary>
/// <param name="Dial">The code of the country without +.</param>
/// <param name="Trunk">What is dialled before a national number inside the country; empty where there is nothing.</param>
/// <param name="Least">The fewest digits of a national number.</param>
/// <param name="Most">The most digits of a national number.</param>
internal sealed record PhonePlan(string Dial, string Trunk, int Least, int Most)
{
    /// <summary>Country and code, then trunk prefix, then least and most digits where they are known.</summary>
    private const string Table =
        "FR33:0:9:9 MC377::8:9 BE32:0:8:9 LU352::4:11 CH41:0:9:9 LI423::7:9 DE49:0:5:13 AT43:0:4:13 NL31:0:9:9 GB44:0:9:10 GG44:0:9:10 JE44:0:9:10 " +
        "IM44:0:9:10 IE353:0:7:9 ES34::9:9 PT351::9:9 AD376::6:9 IT39::6:12 SM378::6:12 VA39::6:12 MT356::8:8 DK45::8:8 FO298::6:6 GL299::6:6 " +
        "NO47::8:8 SJ47::8:8 SE46:0:7:10 FI358:0:5:12 AX358:0:5:12 IS354::7:9 EE372::7:8 LV371::8:8 LT370:0:8:8 PL48::9:9 CZ420::9:9 SK421:0:9:9 " +
        "HU36:06:8:9 SI386:0:8:8 HR385:0:8:9 BA387:0:8:9 RS381:0:8:10 ME382:0:8:9 XK383:0:8:9 MK389:0:8:8 AL355:0:8:9 GR30::10:10 CY357::8:8 " +
        "BG359:0:7:9 RO40:0:9:9 MD373:0:8:8 UA380:0:9:9 BY375:8:9:9 RU7:8:10:10 KZ7:8:10:10 TR90:0:10:10 GE995:0:9:9 AM374:0:8:8 AZ994:0:9:9 " +
        "GP590:0:9:9 BL590:0:9:9 MF590:0:9:9 GF594:0:9:9 MQ596:0:9:9 RE262:0:9:9 YT262:0:9:9 PM508:0:6:9 NC687::6:6 PF689::8:8 WF681::6:6 " +
        "US1:1:10:10 CA1:1:10:10 PR1:1:10:10 AS1:1:10:10 GU1:1:10:10 MP1:1:10:10 VI1:1:10:10 BS1:1:10:10 BB1:1:10:10 AI1:1:10:10 AG1:1:10:10 " +
        "VG1:1:10:10 KY1:1:10:10 BM1:1:10:10 GD1:1:10:10 TC1:1:10:10 JM1:1:10:10 MS1:1:10:10 SX1:1:10:10 LC1:1:10:10 DM1:1:10:10 VC1:1:10:10 " +
        "DO1:1:10:10 TT1:1:10:10 KN1:1:10:10 MX52::10:10 AR54:0:10:11 BR55:0:10:11 CL56::9:9 CO57::8:10 PE51:0:8:9 VE58:0:10:10 EC593:0:8:9 " +
        "BO591:0:8:8 PY595:0:9:9 UY598:0:8:8 CN86:0:10:11 JP81:0:9:10 KR82:0:8:11 TW886:0:8:9 HK852::8:8 MO853::8:8 SG65::8:8 MY60:0:8:10 TH66:0:8:9 " +
        "VN84:0:9:10 PH63:0:8:10 ID62:0:8:12 IN91:0:10:10 PK92:0:9:10 BD880:0:8:10 LK94:0:9:9 NP977:0:8:10 AU61:0:9:9 CX61:0:9:9 CC61:0:9:9 NZ64:0:8:10 " +
        "IL972:0:8:9 PS970:0:8:9 AE971:0:8:9 SA966:0:8:9 JO962:0:8:9 LB961:0:7:8 IQ964:0:8:10 IR98:0:10:10 EG20:0:8:10 MA212:0:9:9 EH212:0:9:9 " +
        "DZ213:0:8:9 TN216::8:8 LY218:0:8:9 ZA27:0:9:9 NG234:0:7:10 KE254:0:9:9 TZ255:0:9:9 UG256:0:9:9 ET251:0:9:9 GH233:0:9:9 ZM260:0:9:9 " +
        "ZW263:0:6:9 RW250:0:9:9 MG261:0:9:9 SD249:0:9:9 SS211:0:9:9 CD243:0:7:9 CI225::10:10 SN221::9:9 ML223::8:8 BF226::8:8 NE227::8:8 TG228::8:8 " +
        "BJ229::8:10 CM237::8:9 GA241::7:8 CG242::9:9 CF236::8:8 TD235::8:8 GN224::8:9 MR222::8:8 DJ253::8:8 KM269::7:7 MU230::7:8 SC248::7:7 " +
        "AO244 MZ258 CV238 GW245 ST239 GQ240 GM220 SL232 LR231 BI257 SO252 ER291 BW267 NA264:0 LS266 SZ268 MW265 SH290 AC247 IO246 " +
        "AF93:0 BH973 BT975 BN673 KH855:0 CU53:0 CW599 BQ599 AW297 BZ501 CR506 SV503 GT502 HN504 NI505 PA507 HT509 GY592 SR597 FK500 FJ679 " +
        "FM691 GI350 KI686 KP850 KW965 KG996:0 LA856:0 MH692 MV960 MN976:0 MM95:0 NR674 NU683 NF672 OM968 PG675 PW680 QA974 SB677 SY963:0 TJ992 TK690 " +
        "TL670 TM993:8 TO676 TV688 UZ998 VU678 WS685 CK682 YE967:0";

    private static readonly FrozenDictionary<string, PhonePlan> ByCountry =
        Table.Split(' ').ToFrozenDictionary(e => e[..2], e => Read(e[2..].Split(':')), StringComparer.Ordinal);

    /// <summary>By dialling code; where countries share one, the plan that allows most.</summary>
    private static readonly FrozenDictionary<string, PhonePlan> ByDial = ByCountry.Values
        .GroupBy(p => p.Dial, StringComparer.Ordinal)
        .ToFrozenDictionary(g => g.Key, g => g.First() with { Least = g.Min(p => p.Least), Most = g.Max(p => p.Most) }, StringComparer.Ordinal);

    public static PhonePlan? Of(Country country) => ByCountry.GetValueOrDefault(country.Alpha2);

    /// <summary>The plan whose code a number begins with; no code is the beginning of another.</summary>
    public static PhonePlan? OfDial(string digits)
    {
        for (var length = 1; length <= Math.Min(3, digits.Length); length++)
        {
            if (ByDial.TryGetValue(digits[..length], out var plan))
            {
                return plan;
            }
        }
        return null;
    }

    private static PhonePlan Read(string[] parts) => new(
        parts[0],
        parts.ElementAtOrDefault(1) ?? "",
        parts.Length > 3 ? int.Parse(parts[2], CultureInfo.InvariantCulture) : 4,
        parts.Length > 3 ? int.Parse(parts[3], CultureInfo.InvariantCulture) : 12);
}
