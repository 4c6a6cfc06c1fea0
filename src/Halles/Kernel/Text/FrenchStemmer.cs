namespace Halles.Kernel.Text;

/// <summary>
/// A light stemmer for French nouns and adjectives after J. Savoy, "A stemming procedure and stopword list for general
/// French corpora" (1999) and the light form of UniNE. It works on folded words, so that accents left out change nothing.
/// </summary>
public static class FrenchStemmer
{
    /// <summary>Suffix, the least length of a word that it is taken from, what stands in its place, and whether that ends it.</summary>
    private static readonly (string Suffix, int Least, string Place, bool Ends)[] Rules =
    [
        ("issement", 10, "ir", true),
        ("issant", 9, "ir", true),
        ("ivement", 7, "if", true),
        ("ement", 7, "e", true),
        ("ficatrice", 12, "fier", true),
        ("ficateur", 11, "fier", true),
        ("catrice", 10, "quer", true),
        ("cateur", 9, "quer", true),
        ("atrice", 9, "er", true),
        ("ateur", 8, "er", true),
        ("trice", 7, "teur", false),
        ("ieme", 6, "", true),
        ("teuse", 8, "ter", true),
        ("teur", 7, "ter", true),
        ("euse", 6, "eu", true),
        ("ere", 9, "er", true),
        ("ive", 8, "if", true),
        ("folle", 5, "fou", true),
        ("molle", 5, "mou", true),
        ("nnelle", 10, "n", true),
        ("nnel", 10, "n", true),
        ("ete", 5, "et", false),
        ("ique", 9, "", false),
        ("esse", 9, "e", true),
        ("inage", 8, "in", true),
        ("ualisation", 13, "uel", true),
        ("isation", 10, "", true),
        ("isateur", 10, "", true),
        ("ation", 9, "", true),
        ("ition", 9, "", true),
    ];

    /// <summary>Shortens a folded word to its stem, in place.</summary>
    /// <returns>The length of the stem, never more than that of the word.</returns>
    public static int Stem(Span<char> word)
    {
        var length = Plural(word);
        foreach (var (suffix, least, place, ends) in Rules)
        {
            if (length < least || !word[..length].EndsWith(suffix))
            {
                continue;
            }
            length -= suffix.Length;
            place.CopyTo(word[length..]);
            length += place.Length;
            if (ends)
            {
                break;
            }
        }
        return Normal(word[..length]);
    }

    /// <summary>chevaux → cheval, tableaux → tableau, pains → pain.</summary>
    private static int Plural(Span<char> word)
    {
        var length = word.Length;
        if (length > 5 && word[length - 1] == 'x')
        {
            if (word[..length].EndsWith("aux") && word[length - 4] != 'e')
            {
                word[length - 2] = 'l';
            }
            length--;
        }
        if (length > 3 && word[length - 1] == 'x')
        {
            length--;
        }
        return length > 3 && word[length - 1] == 's' ? length - 1 : length;
    }

    /// <summary>Takes double letters for one and takes the last -ie, -r, -e and -ee away, from words long enough.</summary>
    private static int Normal(Span<char> word)
    {
        var length = word.Length;
        if (length <= 4)
        {
            return length;
        }
        length = 1;
        for (var i = 1; i < word.Length; i++)
        {
            if (word[i] != word[length - 1])
            {
                word[length++] = word[i];
            }
        }
        if (length > 4 && word[..length].EndsWith("ie"))
        {
            length -= 2;
        }
        if (length <= 4)
        {
            return length;
        }
        if (word[length - 1] == 'r')
        {
            length--;
        }
        if (word[length - 1] == 'e')
        {
            length--;
        }
        return length;
    }
}
