using Halles.Kernel;
using Halles.Mall.Fulfilment;

namespace Halles.Mall.Storefront;

/// <summary>
/// Answers a listing or search: candidates (a category's, a shop's, or what the text finds) are filtered, counted and
/// put in order in memory; only the cards of the shown page are read from the file.
/// </summary>
internal sealed class Listing(Reading reading, ProductQuery asked)
{
    private const int MostSize = 100;
    private readonly ProductQuery _query = asked with
    {
        Size = Math.Clamp(asked.Size, 1, MostSize),
        Page = Math.Clamp(asked.Page, 1, ProductQuery.LastPage),
        Sort = asked.Sort is ProductSort.Nearest && asked.Near is null ? ProductSort.Relevance : asked.Sort,
    };

    public ProductList Answer()
    {
        var found = TextSearch.IsAsked(_query.Text) ? new TextSearch(reading, _query.Language, _query.Text!).Find(_query.Exactly) : null;
        var shelf = reading.Shelf;
        Filters filters;
        Facets facets;
        TopRows top;
        int total;
        shelf.Lock.EnterReadLock();
        try
        {
            filters = new Filters(reading, _query);
            using var counter = new FacetCounter(reading, _query, filters);
            top = new TopRows(_query.Page * _query.Size);
            total = filters.Impossible ? 0 : Scan(filters, counter, top, found);
            facets = counter.Facets(shelf.Values);
        }
        finally
        {
            shelf.Lock.ExitReadLock();
        }

        var pages = Math.Clamp((total + _query.Size - 1) / _query.Size, 1, ProductQuery.LastPage);
        var page = Math.Min(_query.Page, pages);
        var keys = top.InOrder().Skip((page - 1) * _query.Size).Take(_query.Size).ToList();
        return new ProductList
        {
            Query = _query,
            Hits = new Cards(reading, _query.Language, _query.Near).Read(keys),
            Total = total,
            More = found?.More ?? false,
            Page = page,
            Pages = pages,
            Facets = facets,
            Chips = Chips(filters),
            Path = filters.Category is null ? [] : [.. reading.Roster.PathOf(filters.Category.Key).Select(c => c.Link(_query.Language))],
            DidYouMean = found?.DidYouMean,
            Mended = found?.Mended,
            FewerWords = found?.FewerWords ?? false,
            NextChange = filters.NextChange,
        };
    }

    /// <summary>The keys of the first page alone, without counting anything.</summary>
    public List<int> Keys()
    {
        reading.Shelf.Lock.EnterReadLock();
        try
        {
            var top = new TopRows(_query.Size);
            Scan(new Filters(reading, _query), null, top, null);
            return [.. top.InOrder()];
        }
        finally
        {
            reading.Shelf.Lock.ExitReadLock();
        }
    }

    private int Scan(Filters filters, FacetCounter? counter, TopRows top, TextFound? found)
    {
        var total = 0;
        var shelf = reading.Shelf;
        if (found is not null)
        {
            foreach (var hit in found.Hits)
            {
                total += Take(hit.Key, hit.Level, hit.Score);
            }
        }
        else if (filters.Shop is { } shop)
        {
            total = TakeAll(shelf.OfShop(shop.Key));
        }
        else if (filters.Category is { } category)
        {
            for (var i = category.First; i < category.End; i++)
            {
                total += TakeAll(shelf.OfCategory(reading.Roster.Order[i].Key));
            }
        }
        else
        {
            for (var key = shelf.End - 1; key > 0; key--)
            {
                total += Take(key, 0, 0);
            }
        }

        return total;

        // The newest are mostly last, and the first of most lists: so the rest are soon found too late to keep.
        int TakeAll(ReadOnlySpan<int> keys)
        {
            var taken = 0;
            for (var i = keys.Length - 1; i >= 0; i--)
            {
                taken += Take(keys[i], 0, 0);
            }

            return taken;
        }

        int Take(int key, int level, float score)
        {
            if (key >= shelf.End)
            {
                return 0; // came after the text was searched
            }

            ref readonly var row = ref shelf[key];
            if (!filters.Passes(row))
            {
                return 0;
            }

            var fails = filters.Fails(row);
            counter?.Count(row, fails);
            if (fails != 0)
            {
                return 0;
            }

            top.Add(Ranked(key, row, filters, level, score));
            return 1;
        }
    }

    /// <summary>Among equals what can be had comes first, then what is near, then the better text, then the newest.</summary>
    private Ranked Ranked(int key, in ShelfRow row, Filters filters, int level, float score)
    {
        var fit = ((long)(byte.MaxValue - level) << 1) + (row.CanBeHad ? 0 : 1);
        var metres = _query.Near is null ? 0 : filters.Metres(row);
        return _query.Sort switch
        {
            ProductSort.Newest => new(-row.Published, fit, 0, key),
            ProductSort.PriceUp => new(row.Price, fit, -row.Published, key),
            ProductSort.PriceDown => new(-row.Price, fit, -row.Published, key),
            ProductSort.Nearest => new(metres, fit, -row.Published, key),
            // Half a kilometre is no difference to a better match.
            _ => new(fit, metres / 500, TextSearch.IsAsked(_query.Text) ? -(long)(score * 1_000_000) : -row.Published, key),
        };
    }

    private List<Chip> Chips(Filters filters)
    {
        var none = new Wording("", _query.Language);
        var chips = new List<Chip>();
        if (filters.Category is { } category)
        {
            chips.Add(new Chip(ChipKind.Category, category.Data.Code, "", Wording.Of(category.Data.Name, _query.Language), none));
        }

        foreach (var filter in filters.Attributes)
        {
            chips.AddRange(filter.Values.Select(value => new Chip(
                ChipKind.Attribute, filter.Attribute.Code, value, Wording.Of(filter.Attribute.Data.Name, _query.Language), filter.Attribute.Words(value, _query.Language))));
        }

        if (_query.PriceFrom is not null || _query.PriceTo is not null)
        {
            chips.Add(new Chip(ChipKind.Price, "", "", none, none));
        }

        if (filters.District is { } district)
        {
            chips.Add(new Chip(ChipKind.District, district.Data.Slug, "", Wording.Of(district.Data.Name, _query.Language), none));
        }

        if (filters.Shop is { } shop)
        {
            chips.Add(new Chip(ChipKind.Shop, shop.Data.Slug, "", new Wording(shop.Data.Name, _query.Language), none));
        }

        foreach (var (set, kind) in (ReadOnlySpan<(bool, ChipKind)>)[(_query.InStock, ChipKind.InStock), (_query.OpenNow, ChipKind.OpenNow), (_query.Way is not null, ChipKind.Way), (_query is { Near: not null, Radius: not null }, ChipKind.Near)])
        {
            if (set)
            {
                chips.Add(new Chip(kind, "", "", none, none, kind is ChipKind.Way ? _query.Way : (FulfilmentKind?)null));
            }
        }

        return chips;
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
