namespace Halles.Mall.Storefront;

/// <summary>One pass over the candidates of a list: each is filtered, counted, and put in order when it is taken.</summary>
internal sealed class ListPass(Reading reading, ProductQuery query, Filters filters, FacetCounter? counter, TopRows top)
{
    /// <summary>Candidates whose rows are fetched at once: few enough to stay near, many enough to be worth one wait.</summary>
    private const int Together = 64;

    private readonly Shelf _shelf = reading.Shelf;
    private readonly bool _searched = TextSearch.IsAsked(query.Text);

    /// <summary>How many passed every filter.</summary>
    public int Taken { get; private set; }

    /// <summary>What a text finds.</summary>
    public void Take(IReadOnlyList<TextHit> hits)
    {
        Span<int> keys = stackalloc int[Together];
        foreach (var some in hits.Chunk(Together))
        {
            for (var i = 0; i < some.Length; i++)
            {
                keys[i] = some[i].Key;
            }

            _shelf.Fetch(keys[..some.Length]);
            foreach (var hit in some)
            {
                Take(hit.Key, hit.Level, hit.Score);
            }
        }
    }

    /// <summary>Products by key. The newest are mostly last, and the first of most lists: so the rest are soon found too late to keep.</summary>
    public void Take(ReadOnlySpan<int> keys)
    {
        for (var end = keys.Length; end > 0; end -= Together)
        {
            var some = keys[Math.Max(0, end - Together)..end];
            _shelf.Fetch(some);
            for (var i = some.Length - 1; i >= 0; i--)
            {
                Take(some[i], 0, 0);
            }
        }
    }

    /// <summary>Every product of the mall.</summary>
    public void TakeAll()
    {
        Span<int> keys = stackalloc int[Together];
        for (var last = _shelf.End - 1; last > 0; last -= Together)
        {
            var some = keys[..Math.Min(Together, last)];
            for (var i = 0; i < some.Length; i++)
            {
                some[i] = last - some.Length + 1 + i;
            }

            Take(some);
        }
    }

    private void Take(int key, int level, float score)
    {
        if (key >= _shelf.End)
        {
            return; // came after the text was searched
        }

        ref readonly var row = ref _shelf[key];
        if (!filters.Passes(row))
        {
            return;
        }

        var fails = filters.Fails(row);
        counter?.Count(row, fails);
        if (fails == 0)
        {
            top.Add(Ranked(key, row, level, score));
            Taken++;
        }
    }

    /// <summary>Among equals what can be had comes first, then what is near, then the better text, then the newest.</summary>
    private Ranked Ranked(int key, in ShelfRow row, int level, float score)
    {
        var fit = ((long)(byte.MaxValue - level) << 1) + (row.CanBeHad ? 0 : 1);
        var metres = query.Near is null ? 0 : filters.Metres(row);
        return query.Sort switch
        {
            ProductSort.Newest => new(-row.Published, fit, 0, key),
            ProductSort.PriceUp => new(row.Price, fit, -row.Published, key),
            ProductSort.PriceDown => new(-row.Price, fit, -row.Published, key),
            ProductSort.Nearest => new(metres, fit, -row.Published, key),
            // Half a kilometre is no difference to a better match.
            _ => new(fit, metres / 500, _searched ? -(long)(score * 1_000_000) : -row.Published, key),
        };
    }
}

/// <summary>A product with what it is put in order by: the smaller the earlier.</summary>
internal readonly record struct Ranked(long First, long Second, long Third, int Key) : IComparable<Ranked>
{
    public int CompareTo(Ranked other)
    {
        var order = First.CompareTo(other.First);
        order = order != 0 ? order : Second.CompareTo(other.Second);
        order = order != 0 ? order : Third.CompareTo(other.Third);
        return order != 0 ? order : other.Key.CompareTo(Key);
    }
}

/// <summary>Keeps the first so many of what passes by.</summary>
internal sealed class TopRows(int most)
{
    // Twice as many as are wanted are gathered, then the worse half is dropped: cheaper than a heap, and simpler.
    private readonly List<Ranked> _rows = [];
    private Ranked? _worst;

    public void Add(Ranked row)
    {
        if (_worst is { } worst && row.CompareTo(worst) >= 0)
        {
            return;
        }

        _rows.Add(row);
        if (_rows.Count >= 2 * most)
        {
            _rows.Sort();
            _rows.RemoveRange(most, _rows.Count - most);
            _worst = _rows[^1];
        }
    }

    public IEnumerable<int> InOrder()
    {
        _rows.Sort();
        return _rows.Take(most).Select(r => r.Key);
    }
}
