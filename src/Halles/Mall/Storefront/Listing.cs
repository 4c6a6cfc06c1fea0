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
        var pass = new ListPass(reading, _query, filters, counter, top);
        if (found is not null)
        {
            pass.Take(found.Hits);
        }
        else if (filters.Shop is { } shop)
        {
            pass.Take(reading.Shelf.OfShop(shop.Key));
        }
        else if (filters.Category is { } category)
        {
            for (var i = category.First; i < category.End; i++)
            {
                pass.Take(reading.Shelf.OfCategory(reading.Roster.Order[i].Key));
            }
        }
        else
        {
            pass.TakeAll();
        }

        return pass.Taken;
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
