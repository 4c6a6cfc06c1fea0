using System.Buffers;
using Halles.Kernel;
using Halles.Mall.Catalogue;

namespace Halles.Mall.Storefront;

/// <summary>Counts matches by what they can be narrowed by, in one pass over them.</summary>
internal sealed class FacetCounter(Reading reading, ProductQuery query, Filters filters) : IDisposable
{
    private const int MostAttributes = 8, MostValues = 20, MostShops = 30;

    /// <summary>Ends of the price bands in major units of a currency with two decimals.</summary>
    private static readonly int[] Bands = [5, 10, 20, 50, 100, 200, 500, 1000];

    private readonly int[] _categories = Zeros(reading.Roster.Categories.Length);
    private readonly int[] _shops = Zeros(reading.Roster.Shops.Length);
    private readonly int[] _values = Zeros(reading.Shelf.Values.Count);
    private readonly List<int> _seenShops = [];
    private readonly List<int> _seenValues = [];
    private readonly int[] _prices = new int[Bands.Length + 1];
    private readonly long _unit = reading.Roster.Currency.MinorPerMajor;
    private int _inStock;

    /// <summary>Counts a product that passes the hard filters and fails some soft ones.</summary>
    public void Count(in ShelfRow row, int fails)
    {
        if (fails == 0)
        {
            _categories[row.Category]++;
            Count(_shops, _seenShops, row.Shop);
        }

        if ((fails & ~Filters.Price) == 0)
        {
            _prices[BandOf(row.Price)]++;
        }

        if ((fails & ~Filters.Stock) == 0 && row.CanBeHad)
        {
            _inStock++;
        }

        if (fails == 0)
        {
            foreach (var value in row.Facets)
            {
                Count(_values, _seenValues, value);
            }

            return;
        }

        for (var i = 0; i < filters.Attributes.Count; i++)
        {
            if (fails == Filters.FirstAttribute << i)
            {
                CountAttribute(row, filters.Attributes[i].Attribute.Key);
            }
        }
    }

    public Facets Facets(IReadOnlyList<FacetValue> values) => new()
    {
        Categories = Categories(),
        Attributes = Attributes(values),
        Shops = Shops(),
        Prices = Prices(),
        InStock = _inStock,
    };

    /// <summary>The shops with most, equal ones by name: of thousands only these few are put in order.</summary>
    private List<ShopCount> Shops()
    {
        var first = new TopRows(MostShops);
        foreach (var key in _seenShops)
        {
            first.Add(new Ranked(-_shops[key], reading.Roster.PlaceByName(key), 0, key));
        }

        return [.. first.InOrder().Select(key => (reading.Roster.Shops[key]!.Data, Count: _shops[key])).Select(s => new ShopCount(s.Data.Slug, s.Data.Name, s.Count, s.Data.Slug == query.Shop))];
    }

    private void CountAttribute(in ShelfRow row, int attribute)
    {
        foreach (var value in row.Facets)
        {
            if (reading.Shelf.Values[value].Attribute == attribute)
            {
                Count(_values, _seenValues, value);
            }
        }
    }

    public void Dispose()
    {
        ArrayPool<int>.Shared.Return(_categories);
        ArrayPool<int>.Shared.Return(_shops);
        ArrayPool<int>.Shared.Return(_values);
    }

    // Twenty thousand shops are a good deal of memory to make for each list.
    private static int[] Zeros(int count)
    {
        var counts = ArrayPool<int>.Shared.Rent(count);
        Array.Clear(counts, 0, count);
        return counts;
    }

    private static void Count(int[] counts, List<int> seen, int key)
    {
        if (counts[key]++ == 0)
        {
            seen.Add(key);
        }
    }

    private int BandOf(long price)
    {
        var band = 0;
        while (band < Bands.Length && price >= Bands[band] * _unit)
        {
            band++;
        }

        return band;
    }

    private List<CategoryCount> Categories()
    {
        var order = reading.Roster.Order;
        var counts = new List<CategoryCount>();
        foreach (var category in filters.Category?.Children ?? reading.Roster.Tree)
        {
            var count = 0;
            for (var i = category.First; i < category.End; i++)
            {
                count += _categories[order[i].Key];
            }

            if (count > 0)
            {
                counts.Add(new CategoryCount(category.Data.Code, Wording.Of(category.Data.Name, query.Language), count, category.SlugIn(query.Language)));
            }
        }

        return counts;
    }

    private List<PriceBand> Prices()
    {
        var bands = new List<PriceBand>();
        for (var band = 0; band < _prices.Length; band++)
        {
            if (_prices[band] > 0)
            {
                var from = band == 0 ? (long?)null : Bands[band - 1] * _unit;
                var to = band == Bands.Length ? (long?)null : Bands[band] * _unit;
                bands.Add(new PriceBand(Amount(from), Amount(to), _prices[band], (query.PriceFrom is not null || query.PriceTo is not null) && query.PriceFrom == from && query.PriceTo == to - 1));
            }
        }

        return bands;
    }

    private Money? Amount(long? minor) => minor is { } amount ? new Money(amount, reading.Roster.Currency) : null;

    /// <summary>Attributes in the category's order (those wanted first), else by how many matches have them.</summary>
    private List<AttributeFacet> Attributes(IReadOnlyList<FacetValue> values)
    {
        var order = filters.Category is null ? [] : reading.Roster.PathOf(filters.Category.Key).SelectMany(c => c.Data.Attributes).Distinct().ToList();
        var counted = new Dictionary<int, (int Matches, List<int> Values)>();
        foreach (var value in _seenValues)
        {
            var (matches, keys) = counted.GetValueOrDefault(values[value].Attribute, (0, []));
            keys.Add(value);
            counted[values[value].Attribute] = (matches + _values[value], keys);
        }

        return [.. counted.Select(a => (Entry: reading.Roster.Attributes[a.Key]!, a.Value.Matches, a.Value.Values, Wanted: filters.Attributes.Find(f => f.Attribute.Key == a.Key)))
            .OrderBy(a => a.Wanted is null).ThenBy(a => Place(order, a.Entry.Code)).ThenByDescending(a => a.Matches)
            .Take(MostAttributes)
            .Select(a => new AttributeFacet(a.Entry.Code, Wording.Of(a.Entry.Data.Name, query.Language), a.Entry.Data.Type, a.Entry.Data.Unit, Values(a.Entry, a.Values, a.Wanted, values)))];
    }

    /// <summary>The wanted values and those that most matches have; numbers in their order, others by how many have them.</summary>
    private List<ValueCount> Values(AttributeEntry attribute, List<int> keys, AttributeFilter? wanted, IReadOnlyList<FacetValue> values)
    {
        keys.Sort((a, b) => _values[b] != _values[a] ? _values[b].CompareTo(_values[a]) : string.CompareOrdinal(values[a].Value, values[b].Value));
        var counts = keys.Take(MostValues).Union(wanted?.Keys.Where(keys.Contains) ?? []).Select(key => new ValueCount(
            values[key].Value, attribute.Words(values[key].Value, query.Language), _values[key], wanted?.Keys.Contains(key) == true));
        return attribute.Data.Type is AttributeType.Number
            ? [.. counts.OrderBy(v => decimal.TryParse(v.Value, System.Globalization.NumberStyles.Number, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : decimal.MaxValue)]
            : [.. counts];
    }

    private static int Place(List<string> order, string code) => order.IndexOf(code) is >= 0 and var place ? place : int.MaxValue;
}
