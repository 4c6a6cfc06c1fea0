using Halles.Mall.Fulfilment;

namespace Halles.Mall.Storefront;

/// <summary>
/// The filters of a query, resolved to keys. Hard ones (category, shop, way, place, open now) drop a product; soft ones
/// (price, stock, attributes) have facets of their own, whose counts leave their own filter out.
/// </summary>
internal sealed class Filters
{
    /// <summary>Bits of the soft filters that a product fails; attributes follow from <see cref="FirstAttribute"/> on.</summary>
    public const int Price = 1, Stock = 2, FirstAttribute = 4;

    private const int MostAttributes = 20;
    private readonly Roster _roster;
    private readonly DateTimeOffset _now;
    private readonly DateOnly _today;
    private readonly ProductQuery _query;
    private readonly long[]? _metres;
    private readonly byte[] _open;

    public Filters(Reading reading, ProductQuery query)
    {
        (_roster, _query, _now, _today) = (reading.Roster, query, reading.Now, reading.Today);
        Category = string.IsNullOrEmpty(query.Category) ? null : _roster.Category(query.Category);
        Shop = string.IsNullOrEmpty(query.Shop) ? null : _roster.Shop(query.Shop);
        District = string.IsNullOrEmpty(query.District) ? null : _roster.District(query.District);
        Impossible = (District is null && !string.IsNullOrEmpty(query.District)) || (Category is null && !string.IsNullOrEmpty(query.Category)) || (Shop is null && !string.IsNullOrEmpty(query.Shop));
        var codes = _roster.Attributes.OfType<AttributeEntry>().ToDictionary(a => a.Code, StringComparer.Ordinal);
        foreach (var (code, values) in query.Attributes.Take(MostAttributes))
        {
            if (codes.TryGetValue(code, out var attribute) && values.Count > 0)
            {
                Attributes.Add(new AttributeFilter(attribute, [.. values.Distinct()], [.. values.Select(v => reading.Shelf.FindValue(new FacetValue(attribute.Key, v))).Where(k => k != 0)]));
            }
        }

        _metres = query.Near is { } near ? _roster.MetresFrom(near) : null;
        _open = new byte[query.OpenNow ? _roster.Stores.Length : 0];
        HasPlace = query.OpenNow || (query.Radius is not null && query.Near is not null);
    }

    public CategoryEntry? Category { get; }

    public ShopEntry? Shop { get; }

    public DistrictEntry? District { get; }

    /// <summary>A category, shop or district is asked for that there is not.</summary>
    public bool Impossible { get; }

    public List<AttributeFilter> Attributes { get; } = [];

    /// <summary>When a store on which the answer depends opens or closes next.</summary>
    public DateTimeOffset? NextChange { get; private set; }

    private bool HasPlace { get; }

    /// <summary>Whether a product passes the hard filters.</summary>
    public bool Passes(in ShelfRow row)
    {
        if (row.Shop == 0 || (Shop is not null && row.Shop != Shop.Key) || (District is not null && !District.Shops.Contains(row.Shop)))
        {
            return false;
        }

        if (Category is not null && !InCategory(row.Category))
        {
            return false;
        }

        if (_query.Way is { } way && !Offers(_roster.Shops[row.Shop]!, way))
        {
            return false;
        }

        return !HasPlace || HasStoreThatFits(row);
    }

    /// <summary>Bits of the soft filters that it fails.</summary>
    public int Fails(in ShelfRow row)
    {
        var fails = row.Price < _query.PriceFrom || row.Price > _query.PriceTo ? Price : 0;
        if (_query.InStock && !row.CanBeHad)
        {
            fails |= Stock;
        }

        for (var i = 0; i < Attributes.Count; i++)
        {
            if (!row.Facets.AsSpan().ContainsAny(Attributes[i].Keys))
            {
                fails |= FirstAttribute << i;
            }
        }

        return fails;
    }

    /// <summary>Metres to the nearest store where it can be had, else of its shop; the greatest number without a point or store.</summary>
    public long Metres(in ShelfRow row)
    {
        var nearest = long.MaxValue;
        if (_metres is not null)
        {
            foreach (var store in !row.ToOrder && row.Stores.Length > 0 ? row.Stores : _roster.StoresOfShop(row.Shop))
            {
                nearest = Math.Min(nearest, MetresTo(store));
            }
        }

        return nearest;
    }

    private bool InCategory(int key) =>
        key < _roster.Categories.Length && _roster.Categories[key] is { } own && own.First >= Category!.First && own.First < Category.End;

    private bool HasStoreThatFits(in ShelfRow row)
    {
        foreach (var store in row.ToOrder ? _roster.StoresOfShop(row.Shop) : row.Stores)
        {
            if ((!_query.OpenNow || IsOpen(store)) && (_query.Radius is null || _metres is null || MetresTo(store) <= _query.Radius))
            {
                return true;
            }
        }

        return false;
    }

    // Each store is worked out once for the whole list: 0 is not known, 1 open, 2 closed.
    private bool IsOpen(int store)
    {
        if (store >= _open.Length || _roster.Stores[store] is not { Data.Gone: false } entry)
        {
            return false;
        }

        if (_open[store] == 0)
        {
            var state = entry.Open(_now);
            _open[store] = (byte)(state.IsOpen && _roster.Shops[entry.Shop]?.On(_today) is ShopStanding.Open ? 1 : 2);
            NextChange = state.NextChange is { } next && (NextChange is null || next < NextChange) ? next : NextChange;
        }

        return _open[store] == 1;
    }

    private long MetresTo(int store)
    {
        if (store >= _metres!.Length)
        {
            return long.MaxValue;
        }

        if (_metres[store] == 0)
        {
            _metres[store] = _roster.Stores[store] is { Data.Gone: false } entry ? _query.Near!.Value.MetresTo(entry.Point) + 1 : long.MaxValue; // 0 is not known
        }

        return _metres[store] - 1;
    }

    private static bool Offers(ShopEntry shop, FulfilmentKind way)
    {
        foreach (var offered in shop.Data.Ways)
        {
            if (offered == way)
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>An attribute with the values that are wanted of it.</summary>
internal sealed record AttributeFilter(AttributeEntry Attribute, IReadOnlyList<string> Values, int[] Keys);
