using System.Text;
using Halles.Kernel;
using Halles.Kernel.Text;

namespace Halles.Mall.Storefront;

/// <summary>A product that a text finds.</summary>
/// <param name="Level">How well it fits, in steps; the higher the better.</param>
/// <param name="Score">Finer, within a level.</param>
internal readonly record struct TextHit(int Key, int Level, float Score);

/// <summary>What a text finds.</summary>
/// <param name="More">True when there is more than was gone through.</param>
internal sealed record TextFound(IReadOnlyList<TextHit> Hits, bool FewerWords, bool More, string? Mended, string? DidYouMean);

/// <summary>
/// Searches the text index of a language: codes exactly, then all words, then the last word as a beginning, then
/// misspelt words mended, then fewer words; each step only when those before found too little.
/// </summary>
internal sealed class TextSearch
{
    private const int MostLength = 200, MostWords = 12, MostBeginnings = 12, Few = 4, Page = ProductQuery.PageSize;

    /// <summary>Relevance is worked out for so many; a query that finds more is put in order by where the words stand.</summary>
    private const int MostScored = 300;

    /// <summary>No step goes through more than this: a broader query is answered by those that have the words in their name, and by the newest.</summary>
    private const int MostFound = 10_000;

    private const int Exact = 100, NameWhole = 60, NameMost = 55, Name = 50, Telling = 44, Anywhere = 40, Step = 10;
    private readonly Reading _reading;
    private readonly int _language;
    private readonly string _text;
    private readonly List<Word> _words;
    private readonly List<TextHit> _hits = [];
    private readonly HashSet<int> _found = [];
    private readonly string _match;
    private bool _more;

    public TextSearch(Reading reading, string language, string text)
    {
        _reading = reading;
        _language = reading.Roster.LanguageOf(language);
        _text = text.Length > MostLength ? text[..MostLength] : text;
        _words = WordsOf(TextAnalysis.For(Language.Parse(reading.Roster.Mall.Languages[_language])).Analyse(_text));
        _match = StorefrontSchema.Text(_language);
    }

    public static bool IsAsked(string? text) => !string.IsNullOrWhiteSpace(text);

    /// <param name="exactly">Mend no word.</param>
    public TextFound Find(bool exactly = false)
    {
        FindCodes();
        if (_words.Count == 0)
        {
            return new TextFound(_hits, false, false, null, null);
        }

        Take(_words, drop: 0, scored: true);
        if (_hits.Count < Page && _words[^1].Surface.Length >= 2 && char.IsLetterOrDigit(_text[^1]) && Beginning(_words[^1]) is { } begun)
        {
            Take([.. _words[..^1], begun], drop: Step / 2, scored: false);
        }

        string? mended = null, didYouMean = null;
        if (_hits.Count < Few && !exactly)
        {
            (mended, didYouMean) = Mend();
        }

        var fewer = false;
        if (_hits.Count < Few && _words.Count > 1)
        {
            var before = _hits.Count;
            TakeFewer();
            fewer = _hits.Count > before;
        }

        return new TextFound(_hits, fewer, _more, mended, didYouMean);
    }

    /// <summary>What was typed may be a code as a whole, or have codes among its words.</summary>
    private void FindCodes()
    {
        var codes = _text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Take(MostWords).Append(_text).Select(SearchCode.Of)
            .Where(code => code.Length >= 4 && code.AsSpan().ContainsAnyInRange('0', '9')).Distinct();
        foreach (var code in codes)
        {
            using var rows = _reading.Sql.Query("SELECT product FROM codes WHERE code = $1 LIMIT 100", code);
            while (rows.Read())
            {
                Add(new TextHit(rows.Int(0), Exact, 0));
            }
        }
    }

    /// <summary>Adds what has all of the words and was not found before, by where the words stand.</summary>
    private void Take(List<Word> words, int drop, bool scored)
    {
        var all = Keys(words);
        if (all.Length == 0)
        {
            return;
        }

        var inName = Keys(words, "{name} : ");
        if (all.Length == MostFound)
        {
            all = [.. all.Union(inName).Order()];
            _more = true;
        }

        var scores = scored && all.Length <= MostScored ? Scores(All(words), all) : [];
        var best = scores.Length == 0 ? 0 : scores.Max();
        // All three rise by key.
        var (name, strong) = (0, 0);
        var telling = scores.Length == 0 && scored ? Keys(words, "- {body} : ") : [];
        for (var i = 0; i < all.Length; i++)
        {
            var key = all[i];
            var isInName = Skip(inName, ref name, key);
            var isTelling = Skip(telling, ref strong, key);
            if (_found.Add(key))
            {
                var score = best > 0 ? scores[i] / best : 0;
                _hits.Add(new TextHit(key, (isInName ? NameLevel(key) : isTelling || score > 0.5f ? Telling : Anywhere) - drop, score));
            }
        }
    }

    private static bool Skip(int[] keys, ref int place, int to)
    {
        while (place < keys.Length && keys[place] < to)
        {
            place++;
        }

        return place < keys.Length && keys[place] == to;
    }

    private float[] Scores(string expression, int[] keys)
    {
        var scores = new float[keys.Length];
        var place = 0;
        using var rows = _reading.Sql.Query($"SELECT rowid, bm25({_match}, {StorefrontSchema.Weights}) FROM {_match} WHERE {_match} MATCH $1", expression);
        while (rows.Read())
        {
            if (Skip(keys, ref place, rows.Int(0)))
            {
                scores[place] = (float)-rows.Get<double>(1);
            }
        }

        return scores;
    }

    // The fewer other words a name has, the more it is the thing itself: "pomme" before "compote de pommes".
    private int NameLevel(int key)
    {
        var words = _reading.Shelf.NameWords(key);
        return _words.Count >= words ? NameWhole : _words.Count * 2 >= words ? NameMost : Name;
    }

    /// <summary>The products that have all of the words, rising by key: what each word finds is at hand, and what all find is in all of these.</summary>
    /// <param name="where">The columns in which the words are looked for, as the index is told them; all when empty.</param>
    private int[] Keys(IReadOnlyList<Word> words, string where = "")
    {
        int[]? all = null;
        foreach (var word in words)
        {
            var keys = Keys($"{where}({word.Expression})");
            if (keys.Length == MostFound && words.Count > 1)
            {
                return Keys($"{where}({All(words)})"); // a word that more have than are gone through
            }

            all = all is null ? keys : Postings.InBoth(all, keys);
        }

        return all!;
    }

    /// <summary>The products that an expression finds, rising by key.</summary>
    private int[] Keys(string expression) => _reading.Generation.Postings.Of($"{_match} {expression}", () => Read(expression));

    private int[] Read(string expression)
    {
        var keys = new List<int>();
        using var rows = _reading.Sql.Query($"SELECT rowid FROM {_match} WHERE {_match} MATCH $1 ORDER BY rowid DESC LIMIT {MostFound}", expression);
        while (rows.Read())
        {
            keys.Add(rows.Int(0));
        }

        keys.Reverse();
        return [.. keys];
    }

    /// <summary>Replaces words that no product has by those that look like them; else looks whether another spelling finds more.</summary>
    private (string? Mended, string? DidYouMean) Mend()
    {
        var vocabulary = _reading.Generation.Vocabularies[_language];
        var words = new List<Word>(_words);
        var changed = false;
        for (var i = 0; i < words.Count; i++)
        {
            if (!IsKnown(words[i]) && vocabulary.Near(_reading.Sql, words[i].Surface, 3) is { Count: > 0 } near)
            {
                words[i] = new Word(near[0].Word, Any(near.Select(n => Quoted(n.Term))));
                changed = true;
            }
        }

        if (changed)
        {
            var before = _hits.Count;
            Take(words, drop: Step, scored: true);
            return (_hits.Count > before ? string.Join(' ', words.Select(w => w.Surface)) : null, null);
        }

        return (null, OtherSpelling(vocabulary));
    }

    private string? OtherSpelling(Vocabulary vocabulary)
    {
        var best = (Count: 3 * _hits.Count, Text: (string?)null); // what is hardly more is no better
        for (var i = 0; i < _words.Count; i++)
        {
            foreach (var near in vocabulary.Near(_reading.Sql, _words[i].Surface, 2))
            {
                var other = new List<Word>(_words) { [i] = new Word(near.Word, Quoted(near.Term)) };
                var count = Keys(other).Length;
                if (count > best.Count)
                {
                    best = (count, string.Join(' ', other.Select(w => w.Surface)));
                }
            }
        }

        return best.Text;
    }

    /// <summary>Adds what has at least half of the words, the more and the rarer ones the higher.</summary>
    private void TakeFewer()
    {
        var weights = new Dictionary<int, (int Words, float Weight)>();
        foreach (var word in _words)
        {
            var keys = Keys([word]);
            var weight = 1f / (1 + MathF.Log2(1 + keys.Length));
            foreach (var key in keys)
            {
                var known = weights.GetValueOrDefault(key);
                weights[key] = (known.Words + 1, known.Weight + weight);
            }
        }

        // Two pages are enough of what was not quite asked for.
        foreach (var (key, (words, weight)) in weights.Where(w => w.Value.Words * 2 >= _words.Count).OrderByDescending(w => w.Value.Words).ThenByDescending(w => w.Value.Weight).ThenByDescending(w => w.Key).Take(2 * Page))
        {
            Add(new TextHit(key, Math.Min(words, Step), weight));
        }
    }

    private void Add(TextHit hit)
    {
        if (_found.Add(hit.Key))
        {
            _hits.Add(hit);
        }
    }

    private bool IsKnown(Word word) => Keys([word]).Length > 0;

    /// <summary>The word or any that begins so; null when there is no other.</summary>
    private Word? Beginning(Word word)
    {
        var terms = _reading.Generation.Vocabularies[_language].TermsBeginning(_reading.Sql, word.Surface, MostBeginnings);
        return terms.Count == 0 || (terms.Count == 1 && Quoted(terms[0]) == word.Expression) ? null : word with { Expression = Any(terms.Select(Quoted).Append(word.Expression)) };
    }

    /// <summary>The words of a query: a thing is found where its whole is, or all its parts are; words that say little are left out if others remain.</summary>
    private static List<Word> WordsOf(IReadOnlyList<Term> terms)
    {
        var things = terms.GroupBy(t => t.Position).Select(thing => thing.ToList()).ToList();
        var telling = things.Where(thing => !thing.Exists(t => t.Kind is TermKind.Stop)).ToList();
        return [.. (telling.Count > 0 ? telling : things).Take(MostWords).Select(thing =>
        {
            var whole = thing.Find(t => t.Kind is TermKind.Whole or TermKind.Stop);
            whole = whole.Text is null ? thing[0] : whole;
            var parts = thing.Where(t => t.Kind is TermKind.Part).Select(t => Quoted(t.Text)).ToList();
            return new Word(whole.Surface, parts.Count == 0 ? Quoted(whole.Text) : $"({Quoted(whole.Text)} OR ({string.Join(" AND ", parts)}))");
        })];
    }

    private static string All(IEnumerable<Word> words) => string.Join(" AND ", words.Select(w => w.Expression));

    private static string Any(IEnumerable<string> expressions) => "(" + string.Join(" OR ", expressions.Distinct()) + ")";

    private static string Quoted(string term) => new StringBuilder(term.Length + 2).Append('"').Append(term.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"').ToString();

    /// <param name="Surface">Folded as typed.</param>
    /// <param name="Expression">What the index is asked for.</param>
    private sealed record Word(string Surface, string Expression);
}
