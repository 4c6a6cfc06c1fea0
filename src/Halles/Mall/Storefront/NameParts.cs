using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Halles.Kernel;
using Halles.Kernel.Text;

namespace Halles.Mall.Storefront;

/// <summary>
/// A product's name by what its words are for. A case for a phone is no phone: who asks for phones should see those first,
/// and who asks for cases by the name of the phone still finds it. A salad with chicken is no chicken: the word that says
/// what a thing is stands first in French and Spanish, and in English and Dutch last before it is described.
/// </summary>
/// <param name="Thing">The name without what it is for.</param>
/// <param name="For">What it is for; mostly empty.</param>
/// <param name="Head">The word that says what it is; empty when it cannot be told.</param>
internal readonly partial record struct NameParts(string Thing, string For, string Head)
{
    // Before a number at the very start stand a maker and a model; after it comes the thing.
    private const int LeastHead = 3, LeastBeforeNumber = 3;
    private static readonly FrozenSet<string> Describing = FrozenSet.ToFrozenSet(["with", "without", "in", "of", "from", "by", "and", "met", "zonder", "van", "uit", "door", "en", "&", "-", "–", "|"], StringComparer.OrdinalIgnoreCase);

    /// <param name="language">The language in which the name is written.</param>
    public static NameParts Of(string name, string language)
    {
        var turn = Turn().Match(name);
        var (thing, purpose) = turn is { Success: true, Index: > 0 } ? (name[..turn.Index], name[turn.Index..]) : (name, "");
        var written = Language.Parse(language);
        return new NameParts(thing, purpose, written.Primary switch { "fr" or "es" => First(thing, StopWords.Of(written)), "en" or "nl" => Last(thing), _ => "" });
    }

    private static string First(string thing, FrozenSet<string> little) =>
        thing.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(word => IsPlain(word) && !little.Contains(Folding.Fold(word))) ?? "";

    private static string Last(string thing)
    {
        var head = "";
        foreach (var (i, word) in thing.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Index())
        {
            var plain = word.TrimEnd(',', ';', ':', '.');
            if (head.Length > 0 && ((char.IsAsciiDigit(word[0]) && i >= LeastBeforeNumber) || word[0] == '(' || Describing.Contains(word)))
            {
                break;
            }

            head = IsPlain(plain) ? plain : head;
            if (head.Length > 0 && plain.Length < word.Length)
            {
                break;
            }
        }

        return head;
    }

    private static bool IsPlain(string word) => word.Length >= LeastHead && word.All(c => char.IsLetter(c) || c is '-' or '\'' or '’');

    [GeneratedRegex(@"\s(?:for|pour|voor|para|fits|compatible)\s", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Turn();
}
