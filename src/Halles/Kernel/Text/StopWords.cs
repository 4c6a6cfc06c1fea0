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

    public static readonly FrozenSet<string> Dutch = Of("aan bij de dit dat een en het in is met of om op te uit van voor zijn");

    public static readonly FrozenSet<string> Spanish = Of("a al con de del e el en es la las lo los o para por que se su un una unas unos y");

    public static readonly FrozenSet<string> Arabic = Of("الي او ان على علي عن في ما مع من هذا هذه و");

    private static readonly FrozenSet<string> FrenchQueries = Of("acheter bon bonne cher chere chers meilleur meilleure meilleurs moins pas prix");
    private static readonly FrozenSet<string> EnglishQueries = Of("affordable below best buy cheap cheapest good less price than under");

    private static readonly FrozenSet<string> DutchQueries = Of("beste dan goed goede goedkoop goedkope goedkoopste koop kopen minder onder prijs");
    private static readonly FrozenSet<string> SpanishQueries = Of("barata baratas barato baratos buen buena buenas bueno buenos comprar mas mejor mejores menos precio");

    /// <summary>Words with which people ask for goods, but which goods are hardly called by: left out of a query that has others.</summary>
    public static FrozenSet<string> OfQueries(Language language) => language.Primary switch
    {
        "fr" => FrenchQueries,
        "en" => EnglishQueries,
        "nl" => DutchQueries,
        "es" => SpanishQueries,
        _ => None,
    };

    /// <summary>The words of a language that say little; none for a language that has no list.</summary>
    public static FrozenSet<string> Of(Language language) => language.Primary switch { "fr" => French, "en" => English, "nl" => Dutch, "es" => Spanish, "ar" => Arabic, _ => None };


    private static FrozenSet<string> Of(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
