using System.Collections.Concurrent;
using System.Collections.Frozen;
using Halles.Kernel;
using Halles.Mall.Settings;
using Halles.Mall.Shops;

namespace Halles.Mall.Storefront;

/// <summary>
/// The small and often needed part of the storefront, whole in memory: settings, shops, stores, categories, attributes.
/// Immutable; a change makes another. Arrays are by key, with null where there is nothing.
/// </summary>
internal sealed class Roster
{
    private readonly FrozenDictionary<string, ShopEntry> _shopsBySlug;
    private readonly FrozenDictionary<string, CategoryEntry> _categoriesByCode;
    private readonly Lazy<Dictionary<string, CategoryEntry>> _categoriesByAddress;
    private const int MostPoints = 32;
    private readonly ConcurrentDictionary<GeoPoint, long[]> _metres = new();
    private readonly int[] _placesByName;
    private readonly Lazy<DistrictEntry[]> _districts;
    private RosterKeys? _keys;

    public Roster(MallSettings mall, ShopEntry?[] shops, StoreEntry?[] stores, CategoryEntry?[] categories, AttributeEntry?[] attributes, IReadOnlyList<StoredDistrict> districts)
    {
        (Mall, Shops, Stores, Categories, Attributes, Districts) = (mall, shops, stores, categories, attributes, districts);
        Currency = Currency.Parse(mall.Currency);
        Town = mall.Centre;
        ShownShops = [.. shops.OfType<ShopEntry>().Where(s => s.Data.Shown).OrderBy(s => s.Data.Name, StringComparer.Create(Language.Parse(mall.Languages[0]).Culture, true))];
        _placesByName = new int[shops.Length];
        for (var i = 0; i < ShownShops.Count; i++)
        {
            _placesByName[ShownShops[i].Key] = i;
        }

        _shopsBySlug = ShownShops.ToFrozenDictionary(s => s.Data.Slug, StringComparer.Ordinal);
        _categoriesByCode = categories.OfType<CategoryEntry>().ToFrozenDictionary(c => c.Data.Code, StringComparer.Ordinal);
        _categoriesByAddress = new(() => Addresses(categories.OfType<CategoryEntry>()));
        StoresOf = stores.OfType<StoreEntry>().Where(s => !s.Data.Gone && s.Shop < shops.Length && shops[s.Shop]?.Data.Shown == true)
            .GroupBy(s => s.Shop).ToFrozenDictionary(g => g.Key, g => g.OrderBy(s => s.Data.Position).ThenBy(s => s.Key).Select(s => s.Key).ToArray());
        (Tree, Order) = InOrder(categories);
        _districts = new(() => [.. districts.OrderBy(d => d.Position).ThenBy(d => d.Slug, StringComparer.Ordinal).Select(d => DistrictEntry.Of(d, this))]);
    }

    public MallSettings Mall { get; }

    public Currency Currency { get; }

    public GeoPoint? Town { get; }

    public ShopEntry?[] Shops { get; }

    public StoreEntry?[] Stores { get; }

    public CategoryEntry?[] Categories { get; }

    public AttributeEntry?[] Attributes { get; }

    public IReadOnlyList<StoredDistrict> Districts { get; }

    /// <summary>Open and paused shops by name.</summary>
    public IReadOnlyList<ShopEntry> ShownShops { get; }

    /// <summary>The place of a shown shop among all of them by name.</summary>
    public int PlaceByName(int shop) => _placesByName[shop];

    /// <summary>Keys of a shown shop's stores by the shop's key.</summary>
    public FrozenDictionary<int, int[]> StoresOf { get; }

    /// <summary>Aisles in their order.</summary>
    public IReadOnlyList<CategoryEntry> Tree { get; }

    /// <summary>All categories, each before those below it: a subtree is one run of this list.</summary>
    public IReadOnlyList<CategoryEntry> Order { get; }

    /// <summary>What the projector finds keys by; nobody else asks, and a mall of many shops has many.</summary>
    public RosterKeys Keys => _keys ??= new RosterKeys(this);

    /// <summary>
    /// What is known of the metres from a point to each store, plus one, for whoever works them out to keep: most lists are seen from
    /// the town's own point.
    /// </summary>
    public long[] MetresFrom(GeoPoint point)
    {
        if (_metres.Count >= MostPoints)
        {
            _metres.Clear();
        }

        return _metres.GetOrAdd(point, _ => new long[Stores.Length]);
    }

    public ShopEntry? Shop(string slug) => _shopsBySlug.GetValueOrDefault(slug);

    /// <summary>The category of a code, also of one that it had before.</summary>
    public CategoryEntry? Category(string code) => _categoriesByCode.GetValueOrDefault(code) ?? _categoriesByAddress.Value.GetValueOrDefault("/" + code);

    /// <summary>The category of an address in a language; also of one in another language, or one that led to it before.</summary>
    public CategoryEntry? CategoryAt(string language, string address) => _categoriesByAddress.Value.GetValueOrDefault($"{language}/{address}") ?? Category(address);

    /// <summary>The districts in their order, with their shops.</summary>
    public IReadOnlyList<DistrictEntry> Places => _districts.Value;

    public DistrictEntry? District(string slug) => Array.Find(_districts.Value, d => d.Data.Slug == slug);

    public int[] StoresOfShop(int shop) => StoresOf.GetValueOrDefault(shop, []);

    /// <summary>The number of a language among the mall's; the mall's own for one that it does not speak.</summary>
    public int LanguageOf(string tag)
    {
        for (var i = 0; i < Mall.Languages.Count; i++)
        {
            if (Mall.Languages[i] == tag)
            {
                return i;
            }
        }

        return 0;
    }

    /// <summary>From the aisle down to the category itself.</summary>
    public IReadOnlyList<CategoryEntry> PathOf(int category)
    {
        var path = new List<CategoryEntry>();
        for (var c = category < Categories.Length ? Categories[category] : null; c is not null && path.Count < 10; c = c.Parent == 0 ? null : Categories[c.Parent])
        {
            path.Insert(0, c);
        }

        return path;
    }

    // The address of a language before any other that looks the same: "fr/pain", then "/pain" for the rest.
    private static Dictionary<string, CategoryEntry> Addresses(IEnumerable<CategoryEntry> categories)
    {
        var addresses = new Dictionary<string, CategoryEntry>(StringComparer.Ordinal);
        foreach (var category in categories)
        {
            foreach (var (language, slug) in category.Data.Slugs)
            {
                addresses[$"{language}/{slug}"] = category;
                addresses["/" + slug] = category;
            }

            foreach (var old in category.Data.OldAddresses)
            {
                addresses.TryAdd("/" + old, category);
            }
        }

        return addresses;
    }

    private static (IReadOnlyList<CategoryEntry> Tree, IReadOnlyList<CategoryEntry> Order) InOrder(CategoryEntry?[] categories)
    {
        var below = categories.OfType<CategoryEntry>().OrderBy(c => c.Data.Position).ThenBy(c => c.Data.Code, StringComparer.Ordinal).ToLookup(c => c.Parent);
        var order = new List<CategoryEntry>();
        foreach (var aisle in below[0])
        {
            Add(aisle);
        }

        return ([.. below[0]], order);

        void Add(CategoryEntry category)
        {
            category.First = order.Count;
            order.Add(category);
            category.Children = [.. below[category.Key]];
            foreach (var child in category.Children)
            {
                Add(child);
            }

            category.End = order.Count;
        }
    }
}

/// <summary>Keys by id: of shops that are shown, stores that stand, and categories.</summary>
internal sealed class RosterKeys(Roster roster)
{
    public Dictionary<Guid, int> Shops { get; } = roster.ShownShops.ToDictionary(s => s.Id, s => s.Key);

    public Dictionary<Guid, int> Stores { get; } = roster.Stores.OfType<StoreEntry>().Where(s => !s.Data.Gone).ToDictionary(s => s.Id, s => s.Key);

    public Dictionary<Guid, int> Categories { get; } = roster.Categories.OfType<CategoryEntry>().ToDictionary(c => c.Id, c => c.Key);
}

/// <summary>A shop by its key.</summary>
internal sealed record ShopEntry(int Key, Guid Id, StoredShop Data)
{
    /// <summary>What only its page shows, once somebody looked.</summary>
    public StoredShopPage? Page { get; set; }

    /// <summary>How it stands on a date of the mall's calendar.</summary>
    public ShopStanding On(DateOnly date) =>
        Data.State is not ShopState.Open ? ShopStanding.Paused
        : Data.Holiday?.Covers(date) is true ? ShopStanding.OnHoliday
        : ShopStanding.Open;

    /// <summary>Whether it can be bought from on that date.</summary>
    public bool TakesOrdersOn(DateOnly date) => On(date) is ShopStanding.Open || (On(date) is ShopStanding.OnHoliday && Data.Holiday!.TakesOrders);
}

/// <summary>A category by its key; its subtree is <see cref="First"/> to <see cref="End"/> (excluded) of the roster's order.</summary>
internal sealed record CategoryEntry(int Key, Guid Id, int Parent, StoredCategory Data)
{
    public int First { get; set; }

    public int End { get; set; }

    public IReadOnlyList<CategoryEntry> Children { get; set; } = [];

    /// <summary>Its name in the addresses of a language.</summary>
    public string SlugIn(string language) => Data.Slugs.GetValueOrDefault(language, Data.Code);

    public CategoryLink Link(string language) => new(Data.Code, Wording.Of(Data.Name, language), SlugIn(language));
}

/// <summary>A district with the keys of its shops that are shown, and of their stores in it.</summary>
internal sealed record DistrictEntry(StoredDistrict Data, IReadOnlySet<int> Shops, IReadOnlyList<int> Stores)
{
    /// <summary>A shop added by hand brings all its stores.</summary>
    public static DistrictEntry Of(StoredDistrict data, Roster roster)
    {
        var (added, leftOut) = (data.Shops.ToHashSet(), data.LeftOut.ToHashSet());
        var stores = new List<int>();
        var shops = new HashSet<int>();
        foreach (var shop in roster.ShownShops.Where(s => !leftOut.Contains(s.Id)))
        {
            var all = roster.StoresOfShop(shop.Key);
            var own = added.Contains(shop.Id) ? all : [.. all.Where(s => roster.Stores[s] is { } store && data.Boundary.Holds(store.Point, store.Data.Address.Postcode))];
            stores.AddRange(own);
            _ = (own.Length > 0 || added.Contains(shop.Id)) && shops.Add(shop.Key);
        }

        return new DistrictEntry(data, shops, stores);
    }
}

internal sealed record AttributeEntry(int Key, string Code, StoredAttribute Data)
{
    /// <summary>A value in words: its name where it has one, else as it is.</summary>
    public Wording Words(string value, string language) =>
        Data.Values.TryGetValue(value, out var name) ? Wording.Of(name, language) : new Wording(value, language);
}

/// <summary>A store by its key, with its hours read.</summary>
internal sealed record StoreEntry
{
    // Many stores keep the same hours.
    private static readonly ParseCache<OpeningHours> ParsedHours = new(t => OpeningHours.TryParse(t, out var hours, out _) ? hours : OpeningHours.Closed);
    private OpenNow? _known;

    public StoreEntry(int key, Guid id, int shop, StoredStore data)
    {
        (Key, Id, Shop, Data) = (key, id, shop, data);
        Hours = ParsedHours.Of(data.Hours);
        Zone = TimeZoneInfo.TryFindSystemTimeZoneById(data.TimeZone, out var zone) ? zone : TimeZoneInfo.Utc;
        Point = GeoPoint.IsValid(data.Latitude, data.Longitude) ? new GeoPoint(data.Latitude, data.Longitude) : default;
    }

    public int Key { get; }

    public Guid Id { get; }

    public int Shop { get; }

    public StoredStore Data { get; }

    public OpeningHours Hours { get; }

    public TimeZoneInfo Zone { get; }

    public GeoPoint Point { get; }

    /// <summary>Worked out once for as long as it stays true.</summary>
    public OpenState Open(DateTimeOffset now)
    {
        var known = _known;
        if (known is null || now < known.From || now >= known.Until)
        {
            var state = OpenState.Of(Hours, Zone, Data.ClosedUntil, now);
            _known = known = new OpenNow(state, now, state.NextChange ?? now.AddHours(1));
        }

        return known.State;
    }

    private sealed record OpenNow(OpenState State, DateTimeOffset From, DateTimeOffset Until);
}
