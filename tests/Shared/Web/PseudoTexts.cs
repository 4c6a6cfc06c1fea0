using System.Text.RegularExpressions;
using Halles.Web.Text;

namespace Halles.Testing;

/// <summary>
/// Two languages that nobody speaks, made from the English texts: one with long words in strange letters, one that is
/// written from right to left. A text that stays plain on their pages is not translatable; a page that breaks under them
/// breaks under German or Arabic.
/// </summary>
internal static partial class PseudoTexts
{
    /// <summary>The long one, and the right-to-left one.</summary>
    public const string Long = "en-XA", RightToLeft = "ar-XB";

    private const string Plain = "AaCcDdEeGgHhIiKkLlNnOoRrSsTtUuWwYyZz";
    private const string Strange = "ÅåÇçÐðÉéĜĝĤĥÎîĶķĹĺÑñÖöŔŕŠšŢţÛûŴŵÝýŽž";

    /// <summary>The mall's texts, and the two languages made of every English text in its French catalogue.</summary>
    public static Texts Make() => new([LanguageOf(Long, Lengthen), LanguageOf(RightToLeft, Turn)]);

    /// <summary>Longer by half, in strange letters, between brackets that show a cut: <c>⟦Öpéñ ĺöñĝ⟧</c>.</summary>
    public static string Lengthen(string english)
    {
        var letters = Kept().Replace(english, m => m.Groups["text"].Success
            ? string.Concat(m.Value.Select(c => Plain.IndexOf(c, StringComparison.Ordinal) is var i and >= 0 ? Strange[i] : c))
            : m.Value);
        return $"⟦{letters}{string.Concat(Enumerable.Repeat(" ĺöñĝ", (english.Length / 10) + 1))}⟧";
    }

    /// <summary>Each word turned to run from right to left (Unicode bidirectional overrides).</summary>
    public static string Turn(string english) => Kept().Replace(english, m => m.Groups["text"].Success ? $"\u202E{m.Value}\u202C" : m.Value);

    private static LanguageTexts LanguageOf(string tag, Func<string, string> change)
    {
        var entries = new Texts().In("fr").Entries.Where(e => !e.Key.StartsWith("country" + PoFile.ContextEnd, StringComparison.Ordinal));
        return new LanguageTexts(tag, entries.Select(e => new PoEntry(e.Key, e.Plural, e.Plural is null ? [change(English(e))] : [change(English(e)), change(e.Plural)])));
    }

    private static string English(PoEntry entry) => entry.Key[(entry.Key.IndexOf(PoFile.ContextEnd, StringComparison.Ordinal) + 1)..];

    // Placeholders, tags, entities and addresses stay; runs of words change.
    [GeneratedRegex(@"\{[^}]*\}|<[^>]*>|&[a-z]+;|https?:\S+|(?<text>[\p{L}\p{N}'’]+)")]
    private static partial Regex Kept();
}
