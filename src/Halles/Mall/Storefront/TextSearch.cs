using Halles.Kernel;
using Halles.Kernel.Text;

namespace Halles.Mall.Storefront;

/// <summary>A product that a text finds.</summary>
/// <param name="Level">How well it fits, in steps; the higher the better.</param>
/// <param name="Score">Finer, within a level.</param>
internal readonly record struct TextHit(int Key, int Level, float Score)
{
    /// <summary>Scores from 0 to 1 are told apart in so many levels.</summary>
    public const int Steps = 20;
}

/// <summary>What a text finds.</summary>
/// <param name="More">True when there is more than was gone through.</param>
internal sealed record TextFound(IReadOnlyList<TextHit> Hits, bool FewerWords, bool More, string? Mended, string? DidYouMean);

/// <summary>
/// Searches the text index of a language: codes exactly, then all words. Where that finds too little, words joined or
/// divided otherwise count too, then the last word as a beginning, then misspelt words mended, then most of the words.
/// </summary>
internal sealed class TextSearch
{
    private const int MostLength = 200, MostWords = 12, MostBeginnings = 12, Few = 4, Page = ProductQuery.PageSize;

    /// <summary>When fewer products have all of the words and fit well, those that have most of them follow, up to two pages.</summary>
    private const int Enough = 12;

    /// <summary>The score of a product that fits well.</summary>
    private const float Well = 0.5f;

    private const int ExactCode = 100, BegunCode = 90, LeastOfCode = 4, LeastOfNumber = 6;
    private readonly Reading _reading;
    private readonly TextIndex _index;
    private readonly Vocabulary _vocabulary;
    private readonly Synonyms _synonyms;
    private readonly string _text;
    private readonly List<AskedWord> _words;
    private readonly List<TextHit> _hits = [];
    private readonly HashSet<int> _found = [];

    public TextSearch(Reading reading, string language, string text)
    {
        var number = reading.Roster.LanguageOf(language);
        _reading = reading;
        _index = new TextIndex(reading, number);
        _vocabulary = reading.Generation.Vocabularies[number];
        _text = text.Length > MostLength ? text[..MostLength] : text;
        var tongue = Language.Parse(reading.Roster.Mall.Languages[number]);
        _synonyms = Synonyms.For(tongue);
        _words = AskedWord.Of(tongue, _text);
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

        foreach (var word in _words)
        {
            word.Found = Find(word);
        }

        var more = _words.Exists(w => TextIndex.IsCut(w.Found));
        if (more && _words.Count > 1)
        {
            Narrow();
        }

        Join();
        Rename();
        var all = WithAll();
        if (all.Count < Page)
        {
            Divide();
            Begin();
            all = WithAll();
        }

        string? mended = null, didYouMean = null;
        if (all.Count < Few && !exactly)
        {
            (mended, didYouMean) = Mend(all.Count);
            all = WithAll();
        }

        all.ForEach(Add);
        var fewer = false;
        if (_words.Count > 1 && _hits.Count(h => h.Score > Well || h.Level >= BegunCode) < Enough)
        {
            var before = _hits.Count;
            foreach (var hit in new TextRanking(_reading.Shelf, _words).WithSome(2 * Page))
            {
                Add(hit);
            }

            fewer = _hits.Count > before;
        }

        return new TextFound(_hits, fewer, more, mended, didYouMean);
    }

    private List<TextHit> WithAll() => new TextRanking(_reading.Shelf, _words).WithAll();

    /// <summary>What was typed may be a code as a whole, or have codes among its words, perhaps in pieces; else the beginning of one.</summary>
    private void FindCodes()
    {
        var pieces = _text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Take(MostWords).Select(SearchCode.Of).ToList();
        var whole = SearchCode.Of(_text);
        var codes = new HashSet<string>(StringComparer.Ordinal) { whole };
        for (var first = 0; first < pieces.Count; first++)
        {
            for (var (last, code) = (first, pieces[first]); last < Math.Min(first + 3, pieces.Count); code = ++last < pieces.Count ? code + pieces[last] : code)
            {
                // A short number beside words is a measure or a model more often than a code.
                if (code.Length >= (code.AsSpan().ContainsAnyExceptInRange('0', '9') ? LeastOfCode : LeastOfNumber))
                {
                    codes.Add(code);
                }
            }
        }

        codes.RemoveWhere(code => code.Length < LeastOfCode || !code.AsSpan().ContainsAnyInRange('0', '9'));
        foreach (var code in codes)
        {
            AddCodes("SELECT product FROM codes WHERE code = $1 LIMIT 100", ExactCode, code);
        }

        if (_hits.Count == 0 && whole.Length > LeastOfCode && codes.Contains(whole))
        {
            AddCodes($"SELECT product FROM codes WHERE code > $1 AND code < $2 ORDER BY code LIMIT {Page}", BegunCode, whole, whole + "\U0010FFFF");
        }
    }

    private void AddCodes(string query, int level, params object[] args)
    {
        using var rows = _reading.Sql.Query(query, args);
        while (rows.Read())
        {
            Add(new TextHit(rows.Int(0), level, 0));
        }
    }

    private int[] Find(AskedWord word, string? beside = null)
    {
        var whole = _index.Of(word.Expression, beside);
        return word.Parts is null ? whole : Posting.Either(whole, Posting.AsMeant(_index.Of(word.Parts, beside)));
    }

    /// <summary>Of a word that more products have than are read, those are read too that have the others.</summary>
    private void Narrow()
    {
        var known = _words.Where(w => w.Found.Length > 0).ToList();
        foreach (var word in known.Where(w => known.Count > 1 && TextIndex.IsCut(w.Found)).ToList())
        {
            word.Found = Posting.Either(word.Found, Find(word, TextIndex.All(known.Where(w => w != word).Select(w => w.WholeOrParts))));
        }
    }

    /// <summary>Two words may be written as one: "back pack".</summary>
    private void Join()
    {
        for (var i = 1; i < _words.Count; i++)
        {
            var (first, second) = (_words[i - 1], _words[i]);
            if (first.IsPlain && second.IsPlain && _vocabulary.Find(_reading.Sql, first.Surface + second.Surface) is { } joined)
            {
                var found = _index.Of(TextIndex.Quoted(joined.Term));
                (first.Found, second.Found) = (Posting.Either(first.Found, found), Posting.Either(second.Found, found));
            }
        }
    }

    /// <summary>A thing may have other names, of one word or of two.</summary>
    private void Rename()
    {
        for (var i = 0; i < _words.Count; i++)
        {
            var word = _words[i];
            word.Found = Renamed(word.Found, word.Term);
            if (i > 0)
            {
                var found = Renamed([], $"{_words[i - 1].Term} {word.Term}");
                (_words[i - 1].Found, word.Found) = (Posting.Either(_words[i - 1].Found, found), Posting.Either(word.Found, found));
            }
        }
    }

    private int[] Renamed(int[] found, string terms)
    {
        foreach (var other in found.Length < Page ? _synonyms.Own(terms).Concat(_synonyms.Foreign(terms)) : _synonyms.Own(terms))
        {
            found = Posting.Either(found, _index.Of(TextIndex.Quoted(other)));
        }

        return found;
    }

    /// <summary>A word may be written as two: "cornflakes".</summary>
    private void Divide()
    {
        foreach (var word in _words.Where(w => w.IsPlain && w.Found.Length < Page))
        {
            foreach (var (first, second) in _vocabulary.Divided(_reading.Sql, word.Surface))
            {
                word.Found = Posting.Either(word.Found, _index.Of(TextIndex.Quoted(first.Term + " " + second.Term)));
            }
        }
    }

    /// <summary>The last word may be only begun.</summary>
    private void Begin()
    {
        var last = _words[^1];
        if (last.Surface.Length >= 2 && char.IsLetterOrDigit(_text[^1]) && _vocabulary.TermsBeginning(_reading.Sql, last.Surface, MostBeginnings) is { Count: > 0 } terms)
        {
            last.Found = Posting.Either(last.Found, Posting.AsMeant(_index.Of(TextIndex.Any(terms.Select(TextIndex.Quoted)))));
        }
    }

    /// <summary>
    /// Lets words that no product has stand for those that look like them, and words that hardly any has for much more
    /// frequent ones too; else looks whether another spelling finds more.
    /// </summary>
    private (string? Mended, string? DidYouMean) Mend(int before)
    {
        var words = _words.Select(w => w.Surface).ToArray();
        var changed = false;
        foreach (var (i, word) in _words.Index().Where(w => w.Item.IsPlain))
        {
            var unknown = word.Found.Length == 0 || _vocabulary.Find(_reading.Sql, word.Surface) is null;
            var near = _vocabulary.Near(_reading.Sql, word.Surface, 3);
            foreach (var other in near.Where(n => n.Distance == near[0].Distance && (unknown || n.Seen > 10 * word.Found.Length)))
            {
                var found = _index.Of(TextIndex.Quoted(other.Term));
                word.Found = Posting.Either(word.Found, unknown ? found : Posting.AsMeant(found));
            }

            if (unknown && near.Count > 0)
            {
                words[i] = near[0].Word;
                changed = true;
            }
        }

        return changed ? (WithAll().Count > before ? string.Join(' ', words) : null, null) : (null, OtherSpelling(before));
    }

    private string? OtherSpelling(int before)
    {
        var best = (Count: 3 * before, Text: (string?)null); // what is hardly more is no better
        for (var i = 0; i < _words.Count; i++)
        {
            foreach (var near in _vocabulary.Near(_reading.Sql, _words[i].Surface, 2))
            {
                var other = new List<AskedWord>(_words) { [i] = new AskedWord(near.Word, "", 1) { Found = _index.Of(TextIndex.Quoted(near.Term)) } };
                var count = new TextRanking(_reading.Shelf, other).WithAll().Count;
                if (count > best.Count)
                {
                    best = (count, string.Join(' ', other.Select(w => w.Surface)));
                }
            }
        }

        return best.Text;
    }

    private void Add(TextHit hit)
    {
        if (_found.Add(hit.Key))
        {
            _hits.Add(hit);
        }
    }
}
