using System.Collections.Frozen;

namespace Halles.Kernel.Text;

/// <summary>
/// The few words that say nothing about goods, folded. Short on purpose: French "the" is tea, and "sans" or "without"
/// decides what somebody wants.
/// </summary>
public static class StopWords
{
    public static readonly FrozenSet<string> None = FrozenSet<string>.Empty;

    public static readonly FrozenSet<string> French = Of("a au aux avec ce ces cet cette d de des du en et l la le les ou par pour qui que sur un une");

    public static readonly FrozenSet<string> English = Of("a an and at by for from in is it of on or that the this to with");

    private static readonly FrozenSet<string> FrenchQueries = Of("acheter bon bonne cher chere chers meilleur meilleure meilleurs moins pas prix");
    private static readonly FrozenSet<string> EnglishQueries = Of("affordable below best buy cheap cheapest good less price than under");

    /// <summary>Words with which people ask for goods, but which goods are hardly called by: left out of a query that has others.</summary>
    public static FrozenSet<string> OfQueries(Language language) => language.Primary switch { "fr" => FrenchQueries, "en" => EnglishQueries, _ => None };

    private static FrozenSet<string> Of(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
