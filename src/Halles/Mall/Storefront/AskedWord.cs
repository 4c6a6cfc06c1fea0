using System.Collections.Frozen;
using Halles.Kernel;
using Halles.Kernel.Text;

namespace Halles.Mall.Storefront;

/// <summary>A word of a query.</summary>
/// <param name="Surface">Folded as typed.</param>
/// <param name="Term">What the index has for it.</param>
/// <param name="Role">How much it says of what is wanted: the thing itself more, what it is for less.</param>
internal sealed record AskedWord(string Surface, string Term, float Role)
{
    private const int Most = 12;
    private const float Head = 1.25f, Beside = 0.5f;

    /// <summary>With these a query turns from the thing to what it is for or comes with.</summary>
    private static readonly FrozenSet<string> Turns = FrozenSet.ToFrozenSet(["for", "with", "without", "pour", "avec", "sans", "voor", "met", "zonder", "para", "con", "sin"], StringComparer.Ordinal);

    /// <summary>After these a number is a price.</summary>
    private static readonly FrozenSet<string> Below = FrozenSet.ToFrozenSet(["under", "below", "less", "than", "max", "moins", "onder", "minder", "dan", "menos"], StringComparer.Ordinal);

    /// <summary>What the index is asked for.</summary>
    public string Expression => TextIndex.Quoted(Term);

    /// <summary>What the index is asked for to find its parts; null when it has none.</summary>
    public string? Parts { get; private init; }

    /// <summary>What the index is asked for to find either.</summary>
    public string WholeOrParts => Parts is null ? Expression : $"({Expression} OR ({Parts}))";

    /// <summary>The products that have it.</summary>
    public int[] Found { get; set; } = [];

    /// <summary>Letters alone, not one of which is told from another by a hyphen.</summary>
    public bool IsPlain { get; init; }

    /// <summary>The words of a query: a thing is found where its whole is, or all its parts are; words that say little are left out if others remain.</summary>
    public static List<AskedWord> Of(Language language, string text)
    {
        var things = TextAnalysis.For(language).Analyse(text).GroupBy(t => t.Position).Select(thing => thing.ToList()).ToList();
        var asking = StopWords.OfQueries(language);
        var words = new List<(AskedWord Word, bool Tells)>();
        var (role, afterBelow) = (1f, false);
        foreach (var thing in things)
        {
            var word = Of(thing, role);
            var tells = !thing.Exists(t => t.Kind is TermKind.Stop) && !asking.Contains(word.Surface) && !(afterBelow && char.IsAsciiDigit(word.Surface[0]));
            afterBelow = Below.Contains(word.Surface) || (afterBelow && !tells);
            role = Turns.Contains(word.Surface) && words.Exists(w => w.Tells) ? Beside : role;
            words.Add((word, tells));
        }

        var telling = (words.Exists(w => w.Tells) ? words.Where(w => w.Tells) : words).Select(w => w.Word).Take(Most).ToList();
        // The thing itself stands first in French and Spanish, and last before what it is for in English and Dutch.
        var head = language.Primary switch
        {
            "fr" or "es" => telling.FindIndex(w => w.IsPlain),
            "en" or "nl" => telling.FindLastIndex(w => w.IsPlain && w.Role == 1),
            _ => -1,
        };
        if (head >= 0 && telling.Count > 1)
        {
            telling[head] = telling[head] with { Role = Head };
        }

        return telling;
    }

    private static AskedWord Of(List<Term> thing, float role)
    {
        var whole = thing.Find(t => t.Kind is TermKind.Whole or TermKind.Stop);
        whole = whole.Text is null ? thing[0] : whole;
        var parts = thing.Where(t => t.Kind is TermKind.Part).Select(t => TextIndex.Quoted(t.Text)).ToList();
        return new AskedWord(whole.Surface, whole.Text, role) { Parts = parts.Count == 0 ? null : TextIndex.All(parts), IsPlain = parts.Count == 0 && whole.Surface.AsSpan().IndexOfAnyInRange('0', '9') < 0 };
    }
}
