using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Settings;

namespace Halles.Mall.Storefront;

/// <summary>There is no storefront yet: the first file is still being built.</summary>
public sealed class StorefrontNotReady() : InvalidOperationException("The storefront is being built.");

/// <summary>
/// What shoppers read: products, lists, shops, stores, categories. Answered from one local file and from memory, so that
/// it goes on when the system of record is down. Every answer is in one language, given by its tag; one that the mall
/// does not speak gives the mall's own.
/// </summary>
public sealed partial class Storefront(TimeProvider clock) : IDisposable
{
    private Generation? _current;

    /// <summary>False until the first file stands.</summary>
    public bool Ready => Volatile.Read(ref _current) is not null;

    /// <summary>The number of the file that is read: part of the key of cached pages.</summary>
    public long Number => Volatile.Read(ref _current)?.Number ?? 0;

    /// <summary>The mall's settings as the storefront knows them.</summary>
    public MallSettings Mall => Read(r => r.Roster.Mall);

    /// <summary>The codes of the attributes that products may have.</summary>
    public IReadOnlyList<string> AttributeCodes => Read(r => r.Roster.Attributes.OfType<AttributeEntry>().Select(a => a.Code).ToList());

    /// <summary>A product by its shop's slug and its handle; null when shoppers see none such.</summary>
    /// <param name="near">Where distances are measured from; null for none.</param>
    public ProductPage? Product(string shop, string handle, string language, GeoPoint? near = null) => Read(r =>
        r.Roster.Shop(shop) is { } entry && r.Sql.Scalar<int>("SELECT key FROM products WHERE shop = $1 AND handle = $2", entry.Key, handle) is > 0 and var key
            ? new Pages(r, language, near).Product(key) : null);

    /// <inheritdoc cref="Product(string, string, string, GeoPoint?)"/>
    /// <summary>A product by its id; null when shoppers see none such.</summary>
    public ProductPage? Product(Guid id, string language, GeoPoint? near = null) => Read(r =>
        r.Sql.Scalar<int>("SELECT key FROM products WHERE id = $1", id) is > 0 and var key ? new Pages(r, language, near).Product(key) : null);

    /// <summary>The offers of these variants that shoppers see, by variant; what is missing is not sold any more.</summary>
    public IReadOnlyDictionary<Guid, Offer> Offers(IEnumerable<Guid> variants, string language) => Read(r =>
    {
        var pages = new Pages(r, language, null);
        var products = new Dictionary<int, ProductPage?>();
        var offers = new Dictionary<Guid, Offer>();
        foreach (var id in variants)
        {
            var key = r.Sql.Scalar<int>("SELECT product FROM variants WHERE id = $1", id);
            if (key != 0 && !products.ContainsKey(key))
            {
                products[key] = pages.Product(key);
            }

            if (key != 0 && products[key] is { } product && product.Variants.FirstOrDefault(v => v.Id == id) is { } variant)
            {
                offers[id] = new Offer(product, variant);
            }
        }

        return offers;
    });

    /// <summary>Cards of these products, in the same order, without those that shoppers do not see.</summary>
    public IReadOnlyList<ProductCard> Cards(IEnumerable<Guid> products, string language, GeoPoint? near = null) => Read(r =>
        new Cards(r, language, near).Read([.. products.Select(id => r.Sql.Scalar<int>("SELECT key FROM products WHERE id = $1", id)).Where(key => key != 0)]));

    /// <summary>The products of these variants, each once; those that shoppers do not see are left out.</summary>
    public IReadOnlyList<Guid> ProductsOf(IEnumerable<Guid> variants) => Read<IReadOnlyList<Guid>>(r =>
        [.. variants.SelectMany(id => r.Sql.List("SELECT p.id FROM variants v JOIN products p ON p.key = v.product WHERE v.id = $1", p => p.Id(0), id)).Distinct()]);

    /// <summary>The town's own point; null when the mall has none.</summary>
    public GeoPoint? Town => Read(r => r.Roster.Town);

    /// <summary>A page of a listing or search with its facets. Never fails, whatever was typed.</summary>
    public ProductList Search(ProductQuery query) => Read(r => new Listing(r, query).Answer());

    public void Dispose()
    {
        Interlocked.Exchange(ref _current, null)?.LetGo();
    }

    /// <summary>Reads from this generation on; the one before goes after its last reader.</summary>
    internal void Use(Generation generation) => Interlocked.Exchange(ref _current, generation)?.Retire();

    private T Read<T>(Func<Reading, T> read)
    {
        Generation? generation;
        do
        {
            generation = Volatile.Read(ref _current) ?? throw new StorefrontNotReady();
        }
        while (!generation.TryHold());
        try
        {
            return generation.Read(sql => read(new Reading(generation, sql, clock.GetUtcNow())));
        }
        finally
        {
            generation.LetGo();
        }
    }
}

/// <summary>One reading: a generation with a connection to it, at a moment.</summary>
internal sealed class Reading(Generation generation, SqlSession sql, DateTimeOffset now)
{
    public Generation Generation => generation;

    public Shelf Shelf => generation.Shelf;

    public SqlSession Sql => sql;

    public DateTimeOffset Now => now;

    /// <summary>The same for the whole reading.</summary>
    public Roster Roster { get; } = generation.Shelf.Roster;

    /// <summary>The date on the mall's calendar.</summary>
    public DateOnly Today { get; } = Zone(generation.Shelf.Roster).DateAt(now);

    private static TimeZoneInfo Zone(Roster roster) => TimeZoneInfo.TryFindSystemTimeZoneById(roster.Mall.TimeZone, out var zone) ? zone : TimeZoneInfo.Utc;

    /// <summary>The midnight at which today ends.</summary>
    public DateTimeOffset Midnight => Zone(Roster).InstantOf(Today.AddDays(1), 0);
}
