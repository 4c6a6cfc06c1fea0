using System.Globalization;

namespace Halles.Kernel;

/// <summary>A language of the mall, by its BCP 47 tag: "fr", "en", "zh-Hans". Two with one tag are equal.</summary>
public sealed record Language
{
    /// <summary>Right-to-left by habit, and the scripts that say so in the tag.</summary>
    private static readonly string[] RightToLeft = ["ar", "arc", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi", "Arab", "Hebr", "Thaa", "Syrc", "Nkoo"];

    private Language(string tag) => Tag = tag;

    public static readonly Language French = new("fr");
    public static readonly Language English = new("en");

    /// <summary>The languages in which shoppers are spoken and written to. Another language is added here.</summary>
    public static IReadOnlyList<Language> Spoken { get; } = [French, English, new("nl"), new("es"), new("zh-Hant"), new("ar")];

    /// <summary>The languages of merchants' and operators' screens, the last resort last.</summary>
    public static IReadOnlyList<Language> OfOffices { get; } = [French, English];

    /// <summary>The tag in canonical case: "fr", "pt-BR", "zh-Hans-CN".</summary>
    public string Tag { get; }

    /// <summary>The language without script and region: "pt".</summary>
    public string Primary => Tag.Split('-')[0];

    /// <summary>"rtl" or "ltr", as the HTML attribute <c>dir</c> wants it.</summary>
    public string Direction => Tag.Split('-') is var parts && parts.FirstOrDefault(p => p.Length == 4) is { } script
        ? RightToLeft.Contains(script, StringComparer.Ordinal) ? "rtl" : "ltr"
        : RightToLeft.Contains(parts[0], StringComparer.Ordinal) ? "rtl" : "ltr";

    /// <summary>How its speakers call it, with a capital: "Français".</summary>
    public string NativeName => Culture.NativeName is { Length: > 0 } name ? Culture.TextInfo.ToUpper(name[0]) + name[1..] : Tag;

    /// <summary>For numbers, dates and sorting.</summary>
    public CultureInfo Culture => CultureInfo.GetCultureInfo(Tag);

    /// <exception cref="FormatException">Not a BCP 47 tag of language, script and region.</exception>
    public static Language Parse(string tag) =>
        TryParse(tag, out var language) ? language : throw new FormatException($"'{tag}' is not a language tag like fr, pt-BR or zh-Hans.");

    /// <summary>Reads language[-Script][-REGION] in any case (RFC 5646; variants and extensions are not kept).</summary>
    public static bool TryParse(string? tag, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Language? language)
    {
        language = null;
        var parts = (tag ?? "").Replace('_', '-').Split('-');
        if (parts.Length > 3 || parts[0].Length is not (2 or 3) || !parts[0].All(char.IsAsciiLetter))
        {
            return false;
        }
        parts[0] = parts[0].ToLowerInvariant();
        for (var i = 1; i < parts.Length; i++)
        {
            var part = parts[i];
            if (part.Length == 4 && i == 1 && part.All(char.IsAsciiLetter))
            {
                parts[i] = char.ToUpperInvariant(part[0]) + part[1..].ToLowerInvariant();
            }
            else if (i == parts.Length - 1 && ((part.Length == 2 && part.All(char.IsAsciiLetter)) || (part.Length == 3 && part.All(char.IsAsciiDigit))))
            {
                parts[i] = part.ToUpperInvariant();
            }
            else
            {
                return false;
            }
        }
        language = new Language(string.Join('-', parts));
        return true;
    }

    /// <summary>The best of the offered languages for an Accept-Language header (RFC 9110, 12.5.4; RFC 4647 lookup).</summary>
    /// <param name="acceptLanguage">"fr-CA, fr;q=0.9, en;q=0.8"; may be empty or wrong.</param>
    /// <param name="offered">Never empty; the first is the answer when nothing fits.</param>
    public static Language Best(string? acceptLanguage, IReadOnlyList<Language> offered)
    {
        var wishes = (acceptLanguage ?? "").Split(',').Take(20)
            .Select(wish => wish.Split(';', StringSplitOptions.TrimEntries))
            .Select(wish => (Tag: wish[0], Weight: Weight(wish)))
            .Where(wish => wish.Weight > 0)
            .OrderByDescending(wish => wish.Weight);
        foreach (var (tag, _) in wishes)
        {
            if (tag == "*")
            {
                return offered[0];
            }
            if (TryParse(tag, out var wanted)
                && (offered.FirstOrDefault(o => o == wanted) ?? offered.FirstOrDefault(o => o.Primary == wanted.Primary)) is { } found)
            {
                return found;
            }
        }
        return offered[0];
    }

    private static double Weight(string[] wish) =>
        wish.Skip(1).FirstOrDefault(p => p.StartsWith("q=", StringComparison.OrdinalIgnoreCase)) is not { } q ? 1
        : double.TryParse(q.AsSpan(2), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var weight) ? weight : 0;

    /// <summary>The language of merchants' and operators' screens for whoever reads another: the first of the mall's that they are written in.</summary>
    /// <param name="asked">Tag of the language asked for; one that the mall's words do not exist in stays, as tests bring them.</param>
    /// <param name="offered">Tags of the mall's languages.</param>
    public static string InOffice(string asked, IReadOnlyList<string> offered) =>
        Spoken.All(s => s.Tag != asked) || OfOffices.Any(o => o.Tag == asked) ? asked
        : offered.FirstOrDefault(l => OfOffices.Any(o => o.Tag == l)) ?? OfOffices[^1].Tag;

    public override string ToString() => Tag;
}
