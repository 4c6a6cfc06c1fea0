using System.Collections.Concurrent;
using System.Text.Json;
using Halles.Kernel;
using Halles.Mall.Shops;

namespace Halles.Mall.Storefront;

/// <content>Shops, stores, categories, the home page and the map for search engines.</content>
public sealed partial class Storefront
{
    private const int HomeCards = 12, HomeShops = 8, PerShop = 2;
    private KnownAisles? _aisles;

    /// <summary>Why a shop that was here is not shown: suspended or closed; null for one that never opened, or is shown.</summary>
    public ShopState? Missing(string slug) =>
        Read(r => r.Roster.Shops.FirstOrDefault(s => s?.Data.Slug == slug)?.Data.State) is (ShopState.Suspended or ShopState.Closed) and var state ? state : null;

    /// <summary>How many products shoppers see.</summary>
    public int Products => Read(r => r.Shelf.Count);

    /// <summary>A shop's page by its slug; null when shoppers see none such.</summary>
    public ShopPage? Shop(string slug, string language, GeoPoint? near = null) => Read(r => Shop(r, slug, language, near, counted: true));

    /// <summary>What the page of a product says of its shop: the shop's page without its categories, which take counting.</summary>
    public ShopPage? Seller(string slug, string language, GeoPoint? near = null) => Read(r => Shop(r, slug, language, near, counted: false));

    private static ShopPage? Shop(Reading r, string slug, string language, GeoPoint? near, bool counted)
    {
        if (r.Roster.Shop(slug) is not { } shop || Page(r, shop) is not { } page)
        {
            return null;
        }

        var cards = new StoreCards(r, language, near);
        var stores = cards.StoresOf(shop);
        var newest = new Listing(r, new ProductQuery { Language = language, Shop = slug, Sort = ProductSort.Newest, Near = near, Size = HomeShops });
        var list = counted ? newest.Answer() : null;
        return new ShopPage
        {
            Card = cards.Shop(shop, stores),
            Story = Wording.Of(page.Story, language),
            Returns = Wording.Of(page.Returns, language),
            Legal = page.Legal,
            Email = page.Email,
            Phone = page.Phone,
            Stores = stores,
            Getting = page.Getting,
            Paying = page.Paying,
            Categories = list?.Facets.Categories ?? [],
            Newest = list?.Hits ?? new Cards(r, language, near).Read(newest.Keys()),
            Languages = [.. r.Roster.Mall.Languages.Where(l => shop.Data.Strap.ContainsKey(l) || page.Story.ContainsKey(l))],
            OpenedAt = page.OpenedAt,
            NextChange = cards.NextChange,
        };
    }

    // Kept with the shop's entry, which is another once anything of the shop has changed.
    private static StoredShopPage? Page(Reading r, ShopEntry shop) =>
        shop.Page ??= r.Sql.Scalar<string>("SELECT page FROM shops WHERE key = $1", shop.Key) is { } kept ? JsonSerializer.Deserialize(kept, StorefrontJson.Kept.StoredShopPage) : null;

    /// <summary>All shops that shoppers see, by name; by distance when a point is given.</summary>
    public IReadOnlyList<ShopCard> Shops(string language, GeoPoint? near = null) => Read<IReadOnlyList<ShopCard>>(r =>
    {
        var cards = new StoreCards(r, language, near);
        var shops = r.Roster.ShownShops.Select(cards.Shop);
        return near is null ? [.. shops] : [.. shops.OrderBy(s => s.Nearest?.Metres ?? long.MaxValue)];
    });

    /// <summary>Stores by distance from a point.</summary>
    /// <param name="radius">In metres; null for any distance.</param>
    /// <param name="openNow">Only those that are open.</param>
    /// <param name="most">How many at most.</param>
    public IReadOnlyList<StoreCard> StoresNear(GeoPoint point, string language, long? radius = null, bool openNow = false, int most = 50) => Read<IReadOnlyList<StoreCard>>(r =>
    {
        var cards = new StoreCards(r, language, point);
        return [.. r.Roster.StoresOf.Values.SelectMany(keys => keys).Select(key => r.Roster.Stores[key]!)
            .Select(store => (Store: store, Metres: point.MetresTo(store.Point)))
            .Where(s => radius is null || s.Metres <= radius)
            .OrderBy(s => s.Metres).ThenBy(s => s.Store.Key)
            .Select(s => cards.Store(s.Store)).Where(s => !openNow || s.Open.IsOpen)
            .Take(most)];
    });

    /// <summary>The category that an address of a language leads to: its code, and its own address in each language of the mall; null when there is none.</summary>
    public (string Code, IReadOnlyDictionary<string, string> Slugs)? CategoryAt(string language, string address) => Read(r => r.Roster.CategoryAt(language, address) is { } found
        ? (found.Data.Code, r.Roster.Mall.Languages.ToDictionary(l => l, found.SlugIn, StringComparer.Ordinal))
        : ((string, IReadOnlyDictionary<string, string>)?)null);

    /// <summary>The first level of the taxonomy, without what shows no product: it stands on every page. The same list until it changes.</summary>
    public IReadOnlyList<CategoryLink> Aisles(string language) => Read(r =>
    {
        r.Shelf.Lock.EnterReadLock();
        try
        {
            var known = _aisles;
            if (known is null || known.Roster != r.Roster || known.Filled != r.Shelf.Filled)
            {
                _aisles = known = new KnownAisles(r.Roster, r.Shelf.Filled);
            }

            return known.Lists.GetOrAdd(language, _ => [.. r.Roster.Tree.Where(r.Shelf.HasAny).Select(c => c.Link(language))]);
        }
        finally
        {
            r.Shelf.Lock.ExitReadLock();
        }
    });

    /// <summary>What the home page is made of.</summary>
    /// <param name="near">Where the visitor is; the town's own point when null.</param>
    public HomePage Home(string language, GeoPoint? near = null) => Read(r =>
    {
        var point = near ?? r.Roster.Town;
        var cards = new StoreCards(r, language, point);
        var shops = r.Roster.ShownShops.Where(s => s.Data.State is ShopState.Open).ToList();
        var open = cards.OpenNow();
        var week = System.Globalization.ISOWeek.GetWeekOfYear(r.Today.ToDateTime(TimeOnly.MinValue)) + (53 * System.Globalization.ISOWeek.GetYear(r.Today.ToDateTime(TimeOnly.MinValue)));
        cards.Until(r.Midnight); // another day, another week
        var close = Pick(r, new ProductQuery { Language = language, Near = point, Sort = point is null ? ProductSort.Relevance : ProductSort.Nearest, InStock = true }, []);
        return new HomePage
        {
            New = Pick(r, new ProductQuery { Language = language, Near = point, Sort = ProductSort.Newest, InStock = true }, close),
            InStockNear = close,
            OpenShops = [.. open.GroupBy(s => s.Shop).Select(s => (Shop: r.Roster.Shops[s.Key]!, Metres: point is { } from ? s.Min(store => from.MetresTo(store.Point)) : 0))
                .OrderBy(s => s.Metres).Take(HomeShops).Select(s => cards.Shop(s.Shop))],
            ShopOfTheWeek = shops.Count == 0 ? null : cards.Shop(shops[week % shops.Count]),
            Categories = Tree(r, language),
            Products = r.Shelf.Count,
            Shops = r.Roster.ShownShops.Count,
            OpenStores = open.Count,
            NextChange = cards.NextChange,
        };
    });

    /// <summary>All pages that search engines should know; read through once, in portions.</summary>
    public IEnumerable<SitemapRow> Sitemap()
    {
        const int Portion = 5000;
        var all = Read(r =>
        {
            var rows = r.Roster.Order.Where(r.Shelf.HasAny).Select(c => new SitemapRow("", "", c.Data.Code, [.. r.Roster.Mall.Languages.Where(c.Data.Name.ContainsKey)], null, c.Data.Slugs));
            rows = rows.Concat(r.Roster.Places.Where(p => p.Shops.Count > 0).Select(p => new SitemapRow("", "", "", [.. r.Roster.Mall.Languages.Where(p.Data.Name.ContainsKey)], null) { District = p.Data.Slug }));
            return rows.Concat(r.Roster.ShownShops.Select(s => new SitemapRow(s.Data.Slug, "", "", [.. r.Roster.Mall.Languages.Where(s.Data.Strap.ContainsKey)], null))).ToList();
        });
        foreach (var row in all)
        {
            yield return row;
        }

        for (var last = 0; ;)
        {
            var portion = Read(r => r.Sql.List(
                "SELECT key, shop, handle, languages, updated FROM products WHERE key > $1 ORDER BY key LIMIT $2",
                p => (Key: p.Int(0), Row: r.Roster.Shops[p.Int(1)] is { } shop ? new SitemapRow(shop.Data.Slug, p.Text(2), "", p.Text(3).Split(' ', StringSplitOptions.RemoveEmptyEntries), p.Instant(4)) : null),
                last, Portion));
            foreach (var (_, row) in portion)
            {
                if (row is not null)
                {
                    yield return row;
                }
            }

            if (portion.Count < Portion)
            {
                yield break;
            }

            last = portion[^1].Key;
        }
    }

    private static List<CategoryNode> Tree(Reading r, string language)
    {
        r.Shelf.Lock.EnterReadLock();
        try
        {
            return [.. r.Roster.Tree.Select(Node)];
        }
        finally
        {
            r.Shelf.Lock.ExitReadLock();
        }

        CategoryNode Node(CategoryEntry c) => new(c.Data.Code, Wording.Of(c.Data.Name, language), r.Shelf.CountIn(c), [.. c.Children.Select(Node)], c.SlugIn(language));
    }

    // Many shops should be seen, so a list is picked from, not cut; and nothing is seen twice.
    private static List<ProductCard> Pick(Reading r, ProductQuery query, IReadOnlyList<ProductCard> seen)
    {
        var (picked, before) = (new List<ProductCard>(), seen.Select(c => c.Id).ToHashSet());
        foreach (var shop in new Cards(r, query.Language, query.Near).Read(new Listing(r, query with { Size = 100 }).Keys()).Where(c => c.ShopTakesOrders && !before.Contains(c.Id)).GroupBy(c => c.ShopSlug))
        {
            picked.AddRange(shop.Take(PerShop));
        }

        return [.. picked.Take(HomeCards)];
    }

    private sealed record KnownAisles(Roster Roster, int Filled)
    {
        public ConcurrentDictionary<string, IReadOnlyList<CategoryLink>> Lists { get; } = new(StringComparer.Ordinal);
    }
}
