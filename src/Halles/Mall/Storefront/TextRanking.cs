namespace Halles.Mall.Storefront;

/// <summary>
/// Says how well products answer the words of a query. A word says the more the fewer products have it, and the more the
/// better the field in which it stands; a name that has little beside what was asked for is likelier the thing itself.
/// </summary>
internal sealed class TextRanking
{
    /// <summary>Of what the words say together, a product without all of them has at least so much.</summary>
    private const float Enough = 0.25f;

    /// <summary>So many are looked at when not all words are asked for; beyond it the rarest words alone decide.</summary>
    private const int MostLookedAt = 20_000;

    private const float OfWords = 0.8f, OfName = 0.2f;

    /// <summary>How much of a word a product has by the fields in which it has it: none of them adds up to more than 1.</summary>
    private static readonly float[] Fields = [.. Enumerable.Range(0, Posting.Fields + 1).Select(Weight)];

    private readonly Shelf _shelf;
    private readonly AskedWord[] _words;
    private readonly float[] _weights;
    private readonly int[] _places;

    /// <param name="words">What each finds is known.</param>
    public TextRanking(Shelf shelf, IEnumerable<AskedWord> words)
    {
        _shelf = shelf;
        // The rarest first: it decides what is looked at.
        _words = [.. words.OrderBy(w => w.Found.Length)];
        _places = new int[_words.Length];
        var weights = _words.Select(w => w.Found.Length == 0 ? 0 : w.Role * MathF.Log(1 + ((shelf.Count + 0.5f) / (w.Found.Length + 0.5f)))).ToArray();
        var all = weights.Sum();
        _weights = all > 0 ? Array.ConvertAll(weights, w => w / all) : weights;
    }

    /// <summary>The products that have all of the words.</summary>
    public List<TextHit> WithAll()
    {
        var hits = new List<TextHit>();
        if (_words.Length == 0)
        {
            return hits;
        }

        Array.Clear(_places);
        foreach (var posting in _words[0].Found)
        {
            var (score, inName, has) = Read(Posting.Key(posting), all: true);
            if (has == _words.Length)
            {
                hits.Add(Hit(Posting.Key(posting), score, inName));
            }
        }

        return hits;
    }

    /// <summary>The best products that have the words that say most, though not all of them.</summary>
    /// <param name="most">No more are wanted.</param>
    public IEnumerable<TextHit> WithSome(int most)
    {
        // Who has none of the rarest words has not enough by the others.
        var (decide, left) = (0, _weights.Sum());
        while (decide < _words.Length && left >= Enough)
        {
            left -= _weights[decide++];
        }

        int[] some = [];
        foreach (var word in _words.AsSpan(0, decide))
        {
            if (some.Length > 0 && some.Length + word.Found.Length > MostLookedAt)
            {
                break;
            }

            some = Posting.Either(some, word.Found);
        }

        Array.Clear(_places);
        var best = new PriorityQueue<TextHit, float>();
        foreach (var posting in some)
        {
            var (score, inName, has) = Read(Posting.Key(posting), all: false);
            if (has > 0)
            {
                var hit = Hit(Posting.Key(posting), score, inName);
                if (best.Count < most)
                {
                    best.Enqueue(hit, hit.Score);
                }
                else
                {
                    best.EnqueueDequeue(hit, hit.Score);
                }
            }
        }

        return best.UnorderedItems.Select(i => i.Element).OrderByDescending(h => h.Score).ThenByDescending(h => h.Key);
    }

    /// <summary>What a product has of the words; nothing when that is not enough.</summary>
    private (float Score, int InName, int Has) Read(int key, bool all)
    {
        var (score, enough, inName, has) = (0f, 0f, 0, 0);
        for (var i = 0; i < _words.Length; i++)
        {
            var fields = Posting.Find(_words[i].Found, ref _places[i], key);
            if (fields == 0)
            {
                if (all)
                {
                    return default;
                }

                continue;
            }

            score += _weights[i] * Fields[fields];
            enough += _weights[i];
            inName += (fields & Posting.Name) != 0 ? 1 : 0;
            has++;
        }

        // What misses a word is less than what it has of the others.
        return all ? (score, inName, has) : enough >= Enough ? (score * (0.5f + (0.5f * enough)), inName, has) : default;
    }

    // The fewer other words a name has, the more it is the thing itself: "pomme" before "compote de pommes".
    private TextHit Hit(int key, float score, int inName)
    {
        var others = Math.Max(_shelf.NameWords(key) - inName, 0);
        score = (OfWords * score) + (OfName * inName / (_words.Length + others));
        return new TextHit(key, (int)(score * TextHit.Steps), score);
    }

    private static float Weight(int fields)
    {
        var without = ((fields & Posting.Name) != 0 ? 0.2f : 1) * ((fields & Posting.Kind) != 0 ? 0.35f : 1) * ((fields & Posting.Detail) != 0 ? 0.55f : 1) * ((fields & Posting.Body) != 0 ? 0.65f : 1);
        return (1 - without) * ((fields & Posting.Meant) != 0 ? 0.75f : 1);
    }
}
