using System.Collections.Frozen;

namespace Halles.Kernel.Text;

/// <summary>The English stemmer of M. Porter's Snowball ("Porter2"), on folded words without apostrophes.</summary>
public static class EnglishStemmer
{
    private static readonly FrozenDictionary<string, string> Special = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["skis"] = "ski",
        ["skies"] = "sky",
        ["dying"] = "die",
        ["lying"] = "lie",
        ["tying"] = "tie",
        ["idly"] = "idl",
        ["gently"] = "gentl",
        ["ugly"] = "ugli",
        ["early"] = "earli",
        ["only"] = "onli",
        ["singly"] = "singl",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Unchanged =
        FrozenSet.ToFrozenSet(["sky", "news", "howe", "atlas", "cosmos", "bias", "andes"], StringComparer.Ordinal);

    private static readonly FrozenSet<string> UnchangedAfterPlural =
        FrozenSet.ToFrozenSet(["inning", "outing", "canning", "herring", "earring", "proceed", "exceed", "succeed"], StringComparer.Ordinal);

    private static readonly string[] RegionExceptions = ["gener", "commun", "arsen"];

    // Longest first within each ending, as the algorithm asks for the longest that fits.
    private static readonly (string Suffix, string Place)[] Step2 =
    [
        ("ational", "ate"), ("ization", "ize"), ("fulness", "ful"), ("ousness", "ous"), ("iveness", "ive"),
        ("tional", "tion"), ("biliti", "ble"), ("lessli", "less"),
        ("entli", "ent"), ("ation", "ate"), ("alism", "al"), ("aliti", "al"), ("ousli", "ous"), ("iviti", "ive"), ("fulli", "ful"),
        ("enci", "ence"), ("anci", "ance"), ("abli", "able"), ("izer", "ize"), ("ator", "ate"), ("alli", "al"),
        ("bli", "ble"), ("ogi", "og"), ("li", ""),
    ];

    private static readonly (string Suffix, string Place)[] Step3 =
    [
        ("ational", "ate"), ("tional", "tion"), ("alize", "al"), ("icate", "ic"), ("iciti", "ic"), ("ative", ""), ("ical", "ic"), ("ness", ""), ("ful", ""),
    ];

    private static readonly string[] Step4 =
        ["ement", "ance", "ence", "able", "ible", "ment", "ant", "ent", "ism", "ate", "iti", "ous", "ive", "ize", "ion", "al", "er", "ic"];

    /// <summary>Shortens a folded word to its stem, in place.</summary>
    /// <returns>The length of the stem, never more than that of the word.</returns>
    public static int Stem(Span<char> word)
    {
        if (word.Length <= 2 || word.ContainsAnyExceptInRange('a', 'z'))
        {
            return word.Length;
        }
        if (Special.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(word, out var special))
        {
            special.CopyTo(word);
            return special.Length;
        }
        if (Unchanged.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word))
        {
            return word.Length;
        }
        MarkConsonantY(word);
        var (r1, r2) = Regions(word);
        var length = Plural(word);
        if (!UnchangedAfterPlural.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word[..length]))
        {
            length = PastAndPresent(word, length, r1);
            length = FinalY(word, length);
            length = Replace(word, length, r1, r2, Step2);
            length = Replace(word, length, r1, r2, Step3);
            length = Drop(word, length, r2);
            length = FinalLetter(word, length, r1, r2);
        }
        word[..length].Replace('Y', 'y');
        return length;
    }

    /// <summary>A y at the start or after a vowel counts as a consonant and is written Y meanwhile.</summary>
    private static void MarkConsonantY(Span<char> word)
    {
        for (var i = 0; i < word.Length; i++)
        {
            if (word[i] == 'y' && (i == 0 || IsVowel(word[i - 1])))
            {
                word[i] = 'Y';
            }
        }
    }

    /// <summary>R1 begins after the first consonant that follows a vowel; R2 is the same within R1.</summary>
    private static (int R1, int R2) Regions(ReadOnlySpan<char> word)
    {
        var r1 = -1;
        foreach (var start in RegionExceptions)
        {
            if (word.StartsWith(start))
            {
                r1 = start.Length;
            }
        }
        if (r1 < 0)
        {
            r1 = AfterVowelConsonant(word, 0);
        }
        return (r1, AfterVowelConsonant(word, r1));
    }

    private static int AfterVowelConsonant(ReadOnlySpan<char> word, int from)
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

    /// <summary>Step 1a.</summary>
    private static int Plural(ReadOnlySpan<char> word)
    {
        var length = word.Length;
        if (word.EndsWith("sses"))
        {
            return length - 2;
        }
        if (word.EndsWith("ied") || word.EndsWith("ies"))
        {
            return length > 4 ? length - 2 : length - 1;
        }
        if (word[^1] != 's' || word.EndsWith("us") || word.EndsWith("ss"))
        {
            return length;
        }
        return HasVowel(word[..^2]) ? length - 1 : length;
    }

    /// <summary>Step 1b: -eed, -ed, -ing and their adverbs.</summary>
    private static int PastAndPresent(Span<char> word, int length, int r1)
    {
        var text = word[..length];
        var eed = text.EndsWith("eedly") ? 5 : text.EndsWith("eed") ? 3 : 0;
        if (eed > 0)
        {
            return length - eed >= r1 ? length - eed + 2 : length;
        }
        var suffix = text.EndsWith("ingly") ? 5 : text.EndsWith("edly") ? 4 : text.EndsWith("ing") ? 3 : text.EndsWith("ed") ? 2 : 0;
        if (suffix == 0 || !HasVowel(text[..^suffix]))
        {
            return length;
        }
        length -= suffix;
        text = word[..length];
        if (text.EndsWith("at") || text.EndsWith("bl") || text.EndsWith("iz"))
        {
            word[length] = 'e';
            return length + 1;
        }
        if (length >= 2 && word[length - 1] == word[length - 2] && "bdfgmnprt".Contains(word[length - 1], StringComparison.Ordinal))
        {
            return length - 1;
        }
        if (r1 >= length && EndsShort(text))
        {
            word[length] = 'e';
            return length + 1;
        }
        return length;
    }

    /// <summary>Step 1c: cry → cri, but by and say stay.</summary>
    private static int FinalY(Span<char> word, int length)
    {
        if (length > 2 && word[length - 1] is 'y' or 'Y' && !IsVowel(word[length - 2]))
        {
            word[length - 1] = 'i';
        }
        return length;
    }

    /// <summary>Steps 2 and 3: the longest suffix, if it lies in R1 and its own condition holds.</summary>
    private static int Replace(Span<char> word, int length, int r1, int r2, (string Suffix, string Place)[] rules)
    {
        foreach (var (suffix, place) in rules)
        {
            var start = length - suffix.Length;
            if (!word[..length].EndsWith(suffix))
            {
                continue;
            }
            var holds = start >= r1 && suffix switch
            {
                "ogi" => start > 0 && word[start - 1] == 'l',
                "li" => start > 0 && "cdeghkmnrt".Contains(word[start - 1], StringComparison.Ordinal),
                "ative" => start >= r2,
                _ => true,
            };
            if (!holds)
            {
                return length;
            }
            place.CopyTo(word[start..]);
            return start + place.Length;
        }
        return length;
    }

    /// <summary>Step 4: the longest suffix goes if it lies in R2.</summary>
    private static int Drop(ReadOnlySpan<char> word, int length, int r2)
    {
        foreach (var suffix in Step4)
        {
            if (word[..length].EndsWith(suffix))
            {
                var start = length - suffix.Length;
                var holds = start >= r2 && (suffix != "ion" || (start > 0 && word[start - 1] is 's' or 't'));
                return holds ? start : length;
            }
        }
        return length;
    }

    /// <summary>Step 5.</summary>
    private static int FinalLetter(ReadOnlySpan<char> word, int length, int r1, int r2)
    {
        var start = length - 1;
        var goes = word[start] switch
        {
            'e' => start >= r2 || (start >= r1 && !EndsShort(word[..start])),
            'l' => start >= r2 && start > 0 && word[start - 1] == 'l',
            _ => false,
        };
        return goes ? start : length;
    }

    /// <summary>A short syllable at the end: vowel and consonant at the very start, or consonant, vowel, consonant other than w, x, Y.</summary>
    private static bool EndsShort(ReadOnlySpan<char> word) => word.Length switch
    {
        < 2 => false,
        2 => IsVowel(word[0]) && !IsVowel(word[1]),
        _ => !IsVowel(word[^3]) && IsVowel(word[^2]) && !IsVowel(word[^1]) && word[^1] is not ('w' or 'x' or 'Y'),
    };

    private static bool HasVowel(ReadOnlySpan<char> word) => word.ContainsAny("aeiouy");

    private static bool IsVowel(char c) => c is 'a' or 'e' or 'i' or 'o' or 'u' or 'y';
}
