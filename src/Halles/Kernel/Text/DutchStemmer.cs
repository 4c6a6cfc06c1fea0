namespace Halles.Kernel.Text;

/// <summary>
/// A light stemmer for Dutch nouns and adjectives after Snowball's by M. Porter, "Dutch stemming algorithm" (snowballstem.org):
/// its regions, its consonants y and i and its one vowel for two. Unlike it, only what inflects goes, and spelling follows the
/// word that stands alone, since goods are asked for by both: huizen and huis, flessen and fles, kopjes and kop; kaars keeps its s.
/// </summary>
public static class DutchStemmer
{
    private const int Least = 3;

    /// <summary>Shortens a folded word to its stem, in place. Consonants y and i are capitals meanwhile.</summary>
    /// <returns>The length of the stem, never more than that of the word.</returns>
    public static int Stem(Span<char> word)
    {
        if (word.Length <= Least)
        {
            return word.Length;
        }

        MarkConsonants(word);
        var length = Spelt(word, Inflected(word));
        word[..length].Replace('Y', 'y');
        word[..length].Replace('I', 'i');
        return length;
    }

    /// <summary>A y at the beginning or after a vowel, and an i between vowels, are consonants.</summary>
    private static void MarkConsonants(Span<char> word)
    {
        for (var i = 0; i < word.Length; i++)
        {
            var after = i > 0 && IsVowel(word[i - 1]);
            word[i] = word[i] switch
            {
                'y' when i == 0 || after => 'Y',
                'i' when after && i + 1 < word.Length && IsVowel(word[i + 1]) => 'I',
                var c => c,
            };
        }
    }

    /// <summary>Takes -je and -jes, else -s, -en, -e away.</summary>
    private static int Inflected(ReadOnlySpan<char> word)
    {
        var small = word.EndsWith("jes") ? 3 : word.EndsWith("je") ? 2 : 0;
        if (small > 0 && word.Length - small >= Least)
        {
            return word.Length - small;
        }

        var first = RegionAfter(word, 0);
        var length = word.Length - (IsPlural(word, first) ? 1 : 0);
        var ending = word[..length].EndsWith("en") ? 2 : word[length - 1] == 'e' ? 1 : 0;
        var rest = length - ending;
        return ending > 0 && rest >= Math.Max(first, Least) && !IsVowel(word[rest - 1]) ? rest : length;
    }

    /// <summary>Whether an s makes the plural: behind two syllables (tafels, not kaars), or behind an e that is not of fles, mes or bes (courgettes).</summary>
    private static bool IsPlural(ReadOnlySpan<char> word, int first)
    {
        var rest = word.Length - 1;
        return word[rest] == 's' && (word[rest - 1] == 'e'
            ? rest >= Math.Max(first, Least) && word[rest - 2] is 'n' or 'd' or 't' or 'g'
            : rest >= RegionAfter(word, first) && !IsVowel(word[rest - 1]) && word[rest - 1] != 's');
    }

    /// <summary>As the word is spelt alone: fless is fles, huiz is huis and briev is brief; and kaas is kas, as kaz is now.</summary>
    private static int Spelt(Span<char> word, int length)
    {
        if (word[length - 1] == word[length - 2] && !IsVowel(word[length - 1]))
        {
            length--;
        }

        word[length - 1] = word[length - 1] switch { 'z' => 's', 'v' => 'f', var c => c };
        var last = word[length - 1];
        if (length > Least && !IsVowel(last) && last != 'I' && word[length - 2] == word[length - 3] && word[length - 2] is 'a' or 'e' or 'o' or 'u' && !IsVowel(word[length - 4]))
        {
            word[--length - 1] = last;
        }

        return length;
    }

    /// <summary>Where the part after the first consonant that follows a vowel begins.</summary>
    private static int RegionAfter(ReadOnlySpan<char> word, int from)
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

    private static bool IsVowel(char c) => c is 'a' or 'e' or 'i' or 'o' or 'u' or 'y';
}
