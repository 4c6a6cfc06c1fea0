namespace Halles.Kernel.Text;

/// <summary>
/// A stemmer for Spanish nouns and adjectives after Snowball's by M. Porter, "Spanish stemming algorithm" (snowballstem.org):
/// its regions, its suffixes and its last vowels. It works on folded words, so that accents left out change nothing, and
/// leaves the endings of verbs, which goods hardly have and without which "helado" would be next to nothing.
/// </summary>
public static class SpanishStemmer
{
    /// <summary>Suffix, what stands in its place, and what goes with it where it stands before.</summary>
    private static readonly (string Suffix, string Place, string[] Before)[] Rules =
    [
        ("amientos", "", []), ("imientos", "", []), ("amiento", "", []), ("imiento", "", []), ("aciones", "", ["ic"]), ("uciones", "u", []), ("adoras", "", ["ic"]), ("adores", "", ["ic"]),
        ("idades", "", ["abil", "ic", "iv"]), ("ancias", "", ["ic"]), ("encias", "ente", []), ("logias", "log", []), ("amente", "", ["ativ", "iv", "os", "ic", "ad"]), ("acion", "", ["ic"]), ("ucion", "u", []), ("adora", "", ["ic"]),
        ("ancia", "", ["ic"]), ("antes", "", ["ic"]), ("encia", "ente", []), ("logia", "log", []), ("mente", "", ["ante", "able", "ible"]), ("anzas", "", []), ("ismos", "", []), ("ables", "", []), ("ibles", "", []),
        ("istas", "", []), ("idad", "", ["abil", "ic", "iv"]), ("ador", "", ["ic"]), ("ante", "", ["ic"]), ("anza", "", []), ("icos", "", []), ("icas", "", []), ("ismo", "", []), ("able", "", []), ("ible", "", []), ("ista", "", []),
        ("osos", "", []), ("osas", "", []), ("ivas", "", ["at"]), ("ivos", "", ["at"]), ("ico", "", []), ("ica", "", []), ("oso", "", []), ("osa", "", []), ("iva", "", ["at"]), ("ivo", "", ["at"]),
    ];

    /// <summary>Shortens a folded word to its stem, in place.</summary>
    /// <returns>The length of the stem, never more than that of the word.</returns>
    public static int Stem(Span<char> word)
    {
        var afterVowel = AfterVowel(word);
        var first = RegionAfter(word, 0);
        var length = Suffix(word, first, RegionAfter(word, first));
        return LastVowel(word, afterVowel, length);
    }

    private static int Suffix(Span<char> word, int first, int second)
    {
        foreach (var (suffix, place, before) in Rules)
        {
            if (!word.EndsWith(suffix))
            {
                continue;
            }

            var length = word.Length - suffix.Length;
            if (length < (suffix == "amente" ? first : second))
            {
                return word.Length;
            }

            foreach (var more in before)
            {
                if (length - more.Length >= second && word[..length].EndsWith(more))
                {
                    length -= more.Length;
                    break;
                }
            }

            place.CopyTo(word[length..]);
            return length + place.Length;
        }

        return word.Length;
    }

    /// <summary>Takes -os, -as, -es, -o, -a, -e away, of other words an -s; luces and luz are one, dulces and dulce too.</summary>
    private static int LastVowel(Span<char> word, int region, int length)
    {
        var s = length > 1 && word[length - 1] == 's' && word[length - 2] != 's' ? 1 : 0;
        var vowel = length - s - 1;
        if (vowel < region || word[vowel] is not ('a' or 'e' or 'o'))
        {
            return length - s;
        }

        if (word[vowel] == 'e')
        {
            if (vowel - 1 >= region && word[vowel - 1] == 'u' && word[vowel - 2] == 'g')
            {
                return vowel - 1;
            }

            if (word[vowel - 1] == 'c')
            {
                word[vowel - 1] = 'z';
            }
        }

        return vowel;
    }

    /// <summary>Snowball's RV: behind the next vowel if the second letter is a consonant, behind the next consonant after two vowels, else behind the third letter.</summary>
    private static int AfterVowel(Span<char> word)
    {
        if (word.Length < 3 || (!IsVowel(word[0]) && IsVowel(word[1])))
        {
            return Math.Min(3, word.Length);
        }

        var consonantSecond = !IsVowel(word[1]);
        for (var i = 2; i < word.Length; i++)
        {
            if (IsVowel(word[i]) == consonantSecond)
            {
                return i + 1;
            }
        }

        return word.Length;
    }

    /// <summary>Where the part after the first consonant that follows a vowel begins.</summary>
    private static int RegionAfter(Span<char> word, int from)
    {
        for (var i = from + 1; i < word.Length; i++)
        {
            if (!IsVowel(word[i]) && IsVowel(word[i - 1]))
            {
                return i + 1;
            }
        }

        return word.Length;
    }

    private static bool IsVowel(char c) => c is 'a' or 'e' or 'i' or 'o' or 'u';
}
