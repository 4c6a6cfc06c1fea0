using System.Runtime.InteropServices;
using Halles.Kernel.Storage;
using Halles.Kernel.Text;

namespace Halles.Mall.Storefront;

/// <summary>A word that was seen in goods, for a word that was typed.</summary>
/// <param name="Word">Folded as it is written.</param>
/// <param name="Term">What the index has for it.</param>
/// <param name="Distance">How many slips away.</param>
/// <param name="Seen">In how many texts about.</param>
internal readonly record struct Suggestion(string Word, string Term, int Distance, long Seen);

/// <summary>
/// The words of a language's index, for misspellings: by length, each with a signature of its letters, so that nearly
/// all are passed over by counting bits. Read from the file when first needed.
/// </summary>
internal sealed class Vocabulary(int language)
{
    private const int MostKept = 10_000, MostSuggested = 3, LeastPart = 3;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Suggestion[]> _near = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private List<Entry>[]? _byLength;

    /// <summary>Words within the slips that are forgiven in the typed one, the nearest and most seen first; three at most.</summary>
    public IReadOnlyList<Suggestion> Near(SqlSession sql, string typed, int most)
    {
        var allowed = Typos.Allowed(typed.Length);
        if (allowed == 0)
        {
            return [];
        }

        lock (_gate)
        {
            Load(sql);
            if (_near.Count > MostKept)
            {
                _near.Clear();
            }

            return [.. (CollectionsMarshal.GetValueRefOrAddDefault(_near, typed, out _) ??= Near(typed, allowed)).Take(most)];
        }
    }

    /// <summary>A word as it was seen; null when it was not.</summary>
    public Suggestion? Find(SqlSession sql, string word)
    {
        lock (_gate)
        {
            Load(sql);
            return Seen(word);
        }
    }

    /// <summary>The two words that a word may be made of: the likeliest ways to divide it first, two at most.</summary>
    public IReadOnlyList<(Suggestion First, Suggestion Second)> Divided(SqlSession sql, string word)
    {
        lock (_gate)
        {
            Load(sql);
            var ways = new List<(Suggestion First, Suggestion Second)>();
            for (var i = LeastPart; i <= word.Length - LeastPart; i++)
            {
                if (Seen(word[..i]) is { } first && Seen(word[i..]) is { } second)
                {
                    ways.Add((first, second));
                }
            }

            return [.. ways.OrderByDescending(w => Math.Min(w.First.Seen, w.Second.Seen)).Take(2)];
        }
    }

    private Suggestion? Seen(string word)
    {
        if (!_places.TryGetValue(word, out var place))
        {
            return null;
        }

        var entry = _byLength![Math.Min(word.Length, TextAnalysis.MaxTermLength)][place];
        return new Suggestion(entry.Word, entry.Term, 0, entry.Seen);
    }

    // The same is asked for again, and again while it is typed.
    private Suggestion[] Near(string typed, int allowed)
    {
        var letters = Letters(typed);
        var found = new List<Suggestion>();
        for (var length = typed.Length - allowed; length <= typed.Length + allowed && length < _byLength!.Length; length++)
        {
            foreach (ref readonly var entry in CollectionsMarshal.AsSpan(_byLength[length]))
            {
                // A slip changes at most two bits of the signature.
                if (System.Numerics.BitOperations.PopCount(entry.Letters ^ letters) <= 2 * allowed
                    && Typos.Distance(typed, entry.Word, allowed) is var distance && distance > 0 && distance <= allowed)
                {
                    found.Add(new Suggestion(entry.Word, entry.Term, distance, entry.Seen));
                }
            }
        }

        return [.. found.OrderBy(s => s.Distance).ThenByDescending(s => s.Seen).ThenBy(s => s.Word, StringComparer.Ordinal).Take(MostSuggested)];
    }

    /// <summary>Words that begin so, the most seen first.</summary>
    public IReadOnlyList<string> TermsBeginning(SqlSession sql, string typed, int most) => sql.List(
        "SELECT term, sum(seen) FROM words WHERE language = $1 AND word >= $2 AND word < $3 GROUP BY term ORDER BY 2 DESC LIMIT $4",
        r => r.Text(0), language, typed, typed + "\U0010FFFF", most);

    /// <summary>Counts words that were committed to the file.</summary>
    public void Add(IEnumerable<KeyValuePair<string, SeenWord>> words)
    {
        lock (_gate)
        {
            if (_byLength is null)
            {
                return;
            }

            _near.Clear();
            foreach (var (word, seen) in words)
            {
                Add(word, seen.Term, seen.Times);
            }
        }
    }

    private void Load(SqlSession sql)
    {
        if (_byLength is not null)
        {
            return;
        }

        _byLength = [.. Enumerable.Range(0, TextAnalysis.MaxTermLength + 1).Select(_ => new List<Entry>())];
        using var rows = sql.Query("SELECT word, term, seen FROM words WHERE language = $1", language);
        while (rows.Read())
        {
            Add(rows.Text(0), rows.Text(1), rows.Long(2));
        }
    }

    private void Add(string word, string term, long times)
    {
        var words = _byLength![Math.Min(word.Length, TextAnalysis.MaxTermLength)];
        if (_places.TryGetValue(word, out var place))
        {
            CollectionsMarshal.AsSpan(words)[place].Seen += times;
            return;
        }

        _places.Add(word, words.Count);
        words.Add(new Entry { Word = word, Term = term == word ? word : term, Letters = Letters(word), Seen = times });
    }

    private static uint Letters(string word)
    {
        var letters = 0u;
        foreach (var c in word)
        {
            letters |= 1u << (c & 31);
        }

        return letters;
    }

    private struct Entry
    {
        public string Word;
        public string Term;
        public uint Letters;
        public long Seen;
    }
}

/// <summary>A word that indexed texts had, and how often.</summary>
internal record struct SeenWord(string Term, int Times);
