using Halles.Kernel;

namespace Halles.Mall.Storefront;

/// <summary>A district as links to it need it.</summary>
public sealed record DistrictLink(string Slug, Wording Name);

/// <summary>A district's page.</summary>
public sealed record DistrictView
{
    public required string Slug { get; init; }

    public required Wording Name { get; init; }

    /// <summary>Markdown.</summary>
    public required Wording Text { get; init; }

    /// <summary>Languages in which it has a name.</summary>
    public required IReadOnlyList<string> Languages { get; init; }

    /// <summary>Its shops by name.</summary>
    public required IReadOnlyList<ShopCard> Shops { get; init; }

    /// <summary>Their stores in it, those near its middle first.</summary>
    public required IReadOnlyList<StoreCard> Stores { get; init; }

    /// <summary>Its own middle, else that of its stores.</summary>
    public required GeoPoint Middle { get; init; }

    public required IReadOnlyList<ProductCard> Newest { get; init; }

    /// <summary>When a word on the page turns untrue next.</summary>
    public DateTimeOffset? NextChange { get; init; }
}

/// <content>Districts and towns.</content>
public sealed partial class Storefront
{
    private KnownDistricts? _places;

    /// <summary>All districts, in their order; the same list until it changes.</summary>
    public IReadOnlyList<DistrictLink> Districts(string language) => Read(r =>
    {
        var known = _places;
        if (known is null || known.Of != r.Roster.Districts)
        {
            _places = known = new KnownDistricts(r.Roster.Districts);
        }

        return known.Lists.GetOrAdd(language, _ => [.. r.Roster.Places.Select(p => new DistrictLink(p.Data.Slug, Wording.Of(p.Data.Name, language)))]);
    });

    /// <summary>The page of a district; null when there is none of this slug.</summary>
    public DistrictView? District(string slug, string language) => Read(r =>
    {
        if (r.Roster.District(slug) is not { } place)
        {
            return null;
        }

        var stores = place.Stores.Select(key => r.Roster.Stores[key]!).ToList();
        var middle = place.Data.Boundary.Middle ?? Middle(stores) ?? r.Roster.Town ?? default;
        var cards = new StoreCards(r, language, middle);
        var page = new DistrictView
        {
            Slug = slug,
            Name = Wording.Of(place.Data.Name, language),
            Text = Wording.Of(place.Data.Text, language),
            Languages = [.. r.Roster.Mall.Languages.Where(place.Data.Name.ContainsKey)],
            Shops = [.. r.Roster.ShownShops.Where(s => place.Shops.Contains(s.Key)).Select(cards.Shop)],
            Stores = [.. stores.Where(s => s.Point != default).Select(cards.Store).OrderBy(s => s.Metres)],
            Middle = middle,
            Newest = place.Shops.Count == 0 ? [] : Pick(r, new ProductQuery { Language = language, District = slug, Sort = ProductSort.Newest, InStock = true }, []),
        };
        return page with { NextChange = cards.NextChange };
    });

    private sealed record KnownDistricts(object Of)
    {
        public System.Collections.Concurrent.ConcurrentDictionary<string, IReadOnlyList<DistrictLink>> Lists { get; } = new(StringComparer.Ordinal);
    }
}
