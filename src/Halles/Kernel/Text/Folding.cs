using System.Globalization;
using System.Text;

namespace Halles.Kernel.Text;

/// <summary>
/// Brings text to the plain form that search and slugs compare: lower case, no diacritics, ligatures and special
/// letters of Latin spelt out, one kind of apostrophe, digits of any script as 0 to 9; one alef, yeh and kaf in Arabic, and heh
/// for teh marbuta. Letters of other scripts stay.
/// </summary>
public static class Folding
{
    /// <summary>Folding never makes more than this many characters out of one.</summary>
    public const int MaxGrowth = 3;

    private const int TableEnd = 0x2000;

    /// <summary>The folded form of each letter below U+2000 that has one; null where the general rules do.</summary>
    private static readonly string?[] Table = BuildTable();

    public static string Fold(string text)
    {
        if (!Changes(text))
        {
            return text;
        }
        var buffer = new char[text.Length * MaxGrowth];
        return new string(buffer, 0, Fold(text, buffer));
    }

    /// <summary>Folds without allocating.</summary>
    /// <param name="source">Any text.</param>
    /// <param name="destination">At least <see cref="MaxGrowth"/> times as long as the source.</param>
    /// <returns>How many characters were written.</returns>
    public static int Fold(ReadOnlySpan<char> source, Span<char> destination)
    {
        var length = 0;
        foreach (var c in source)
        {
            if (c < 0x80)
            {
                destination[length++] = c == '`' ? '\'' : char.ToLowerInvariant(c);
            }
            else if (c < TableEnd && Table[c] is { } folded)
            {
                folded.CopyTo(destination[length..]);
                length += folded.Length;
            }
            else
            {
                length += FoldOther(c, destination[length..]);
            }
        }
        return length;
    }

    private static bool Changes(string text)
    {
        foreach (var c in text)
        {
            if (c is >= '\u0080' or '`' || char.IsAsciiLetterUpper(c))
            {
                return true;
            }
        }
        return false;
    }

    private static int FoldOther(char c, Span<char> destination)
    {
        if (IsMark(c) || c is '\u00AD' or '\u200B' or '\u200C' or '\u200D' or '\u2060' or '\uFEFF')
        {
            return 0;
        }
        var special = Ligature(c);
        if (special is not null)
        {
            special.CopyTo(destination);
            return special.Length;
        }
        var plain = c switch
        {
            '\u2018' or '\u2019' or '\u201B' or '\u2032' => '\'',
            >= '\uFF01' and <= '\uFF5E' => (char)(c - 0xFEE0),
            _ when char.IsDigit(c) => (char)('0' + CharUnicodeInfo.GetDecimalDigitValue(c)),
            _ when char.IsWhiteSpace(c) => ' ',
            _ => char.ToLowerInvariant(c),
        };
        if (plain != c)
        {
            return Fold(new ReadOnlySpan<char>(in plain), destination);
        }
        destination[0] = c;
        return 1;
    }

    /// <summary>Diacritics, and the vowel points of Hebrew and Arabic; marks that other scripts cannot do without stay.</summary>
    private static bool IsMark(char c) => c is (>= '\u0300' and <= '\u036F') or (>= '\u0591' and <= '\u05C7') or '\u0640'
        or (>= '\u064B' and <= '\u065F') or '\u0670' or (>= '\u1AB0' and <= '\u1AFF') or (>= '\u20D0' and <= '\u20FF') or (>= '\uFE20' and <= '\uFE2F');

    private static string? Ligature(char c) => c switch
    {
        '\uFB00' => "ff",
        '\uFB01' => "fi",
        '\uFB02' => "fl",
        '\uFB03' => "ffi",
        '\uFB04' => "ffl",
        '\uFB05' or '\uFB06' => "st",
        _ => null,
    };

    private static string?[] BuildTable()
    {
        var table = new string?[TableEnd];
        const string Spelt = "œoe ßss æae øo łl đd ðd þth ħh ıi ĳij ĸk ŀl ŉn ŋn ſs ŧt ƀb ƒf ǆdz ǅdz ǉlj ǈlj ǌnj ǋnj ǳdz ǲdz ẞss ςσ ёе ´' ʼ' ʻ' ªa ºo ²2 ³3 ¹1 µμ أا إا آا ٱا ةه ىي ئي یي ؤو کك ٫. ٬,";
        foreach (var entry in Spelt.Split(' '))
        {
            table[entry[0]] = entry[1..];
            var upper = char.ToUpperInvariant(entry[0]);
            if (upper >= 0x80)
            {
                table[upper] = entry[1..];
            }
        }
        // Latin and Greek: the base letter of the canonical decomposition. Cyrillic keeps й, whose mark makes a letter.
        foreach (var (first, last) in new[] { (0xC0, 0x24F), (0x370, 0x3FF), (0x1E00, 0x1FFF) })
        {
            for (var i = first; i <= last; i++)
            {
                if (char.IsLetter((char)i))
                {
                    var letters = ((char)i).ToString().Normalize(NormalizationForm.FormD).Where(d => !IsMark(d)).Select(char.ToLowerInvariant);
                    table[i] ??= string.Concat(letters.Select(l => (l < TableEnd ? table[l] : null) ?? l.ToString()));
                }
            }
        }
        return table;
    }
}
