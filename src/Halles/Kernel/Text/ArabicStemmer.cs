namespace Halles.Kernel.Text;

/// <summary>
/// A light stemmer for Arabic after L. Larkey and others, "Light stemming for Arabic information retrieval" (2007): takes the
/// article away, with the particles written onto it, and the ending of the feminine and of its plural. <see cref="Folding"/>
/// has made one letter of the forms of alef, and of teh marbuta a heh.
/// </summary>
public static class ArabicStemmer
{
    private const int Least = 3;
    private static readonly string[] Articles = ["وال", "بال", "كال", "فال", "ال", "لل"];
    private static readonly string[] Endings = ["ات", "ه"];

    /// <summary>Shortens a folded word to its stem, in place.</summary>
    /// <returns>The length of the stem, never more than that of the word.</returns>
    public static int Stem(Span<char> word)
    {
        var length = word.Length;
        foreach (var article in Articles)
        {
            if (length - article.Length >= Least && word.StartsWith(article))
            {
                word[article.Length..].CopyTo(word);
                length -= article.Length;
                break;
            }
        }

        foreach (var ending in Endings)
        {
            if (length - ending.Length >= Least && word[..length].EndsWith(ending))
            {
                return length - ending.Length;
            }
        }

        return length;
    }
}
