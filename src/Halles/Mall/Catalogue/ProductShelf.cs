using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Kernel.Text;

namespace Halles.Mall.Catalogue;

/// <summary>Which products a list shows.</summary>
public enum ProductView
{
    OnSale,
    Drafts,

    /// <summary>On sale or draft, and without a photo.</summary>
    NoPhoto,

    /// <summary>With a translation that is missing or outdated.</summary>
    ToTranslate,
    Archived,
}

/// <summary>A product as a line of a list.</summary>
/// <param name="Language">The language of the name.</param>
/// <param name="Price">The lowest of its variants', in minor units.</param>
/// <param name="Prices">How many different prices there are.</param>
/// <param name="Photo">The original of its first photo, and the pixels of that; null when it has none.</param>
public sealed record ProductLine(
    Guid Id, string Name, string Language, string Handle, ProductState State, string Sku, string? Measure, int Variants, long Price, int Prices, bool Reduced, bool ByStep, PhotoOf? Photo);

/// <summary>A kept photo and its size; 0 × 0 for drawings.</summary>
public sealed record PhotoOf(string Hash, int Width, int Height);

/// <summary>One page of a list, with how many there are in each view.</summary>
public sealed record ProductsFound(IReadOnlyList<ProductLine> Lines, int Total, IReadOnlyDictionary<ProductView, int> Counts);

/// <summary>Lists a shop's products for its own people.</summary>
public sealed class ProductShelf(MallDatabase database)
{
    public const int PageSize = 24;

    /// <summary>A page of a view, by name.</summary>
    /// <param name="search">Part of a name, a number or a bar code; every word must be found.</param>
    /// <param name="languages">The mall's, for what is still to translate.</param>
    /// <param name="page">From 1.</param>
    public ProductsFound Find(Guid shop, ProductView view, string? search, Guid? category, IReadOnlyList<string> languages, int page) => database.Read(sql =>
    {
        var all = Heads(sql, shop, languages.Count);
        var words = Words(search);
        var found = all.Where(h => Matches(h, words, category)).ToList();
        var counts = Enum.GetValues<ProductView>().ToDictionary(v => v, v => found.Count(h => h.IsIn(v)));
        var shown = found.Where(h => h.IsIn(view)).OrderBy(h => h.Text, StringComparer.Ordinal).Skip((page - 1) * PageSize).Take(PageSize).ToList();
        return new ProductsFound(Lines(sql, shop, shown), counts[view], counts);
    });

    /// <summary>All products of a view, in no order.</summary>
    /// <inheritdoc cref="Find"/>
    public List<Guid> All(Guid shop, ProductView view, string? search, Guid? category, IReadOnlyList<string> languages) => database.Read(sql =>
    {
        var words = Words(search);
        return Heads(sql, shop, languages.Count).Where(h => Matches(h, words, category) && h.IsIn(view)).Select(h => h.Id).ToList();
    });

    private static string[] Words(string? search) => Folding.Fold(search ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static bool Matches(Head head, string[] words, Guid? category) =>
        (category is null || head.Category == category) && Array.TrueForAll(words, w => head.Text.Contains(w, StringComparison.Ordinal));

    private static List<Head> Heads(SqlSession sql, Guid shop, int languages)
    {
        var numbers = sql.List(
            "SELECT product_id, sku, coalesce(gtin, '') FROM variants WHERE shop_id = $1 AND archived = $2", r => (Product: r.Id(0), Words: $"{r.Text(1)} {r.Text(2)}"), shop, false)
            .ToLookup(v => v.Product, v => v.Words);
        var names = sql.List(
            "SELECT product_id, language, text, state FROM product_texts WHERE shop_id = $1 AND field = 'Name'", r => (Product: r.Id(0), Name: new NameIn(r.Text(1), r.Text(2), r.Word<TextState>(3))), shop)
            .ToLookup(n => n.Product, n => n.Name);
        var shown = sql.List("SELECT DISTINCT product_id FROM product_photos WHERE shop_id = $1", r => r.Id(0), shop).ToHashSet();
        return sql.List(
            "SELECT id, handle, state, category_id, language, step_unit FROM products WHERE shop_id = $1",
            r =>
            {
                var (id, handle, language) = (r.Id(0), r.Text(1), r.Text(4));
                var own = names[id];
                return new Head(
                    id, handle, r.Word<ProductState>(2), r.Id(3), language, own.FirstOrDefault(n => n.Language == language).Text ?? handle, shown.Contains(id),
                    own.Count(n => n.State is not TextState.Outdated) >= languages, !r.IsNull(5), numbers[id]);
            }, shop);
    }

    private static List<ProductLine> Lines(SqlSession sql, Guid shop, List<Head> heads)
    {
        var products = heads.ConvertAll(h => h.Id);
        var photos = FirstPhotos(sql, shop, products);
        var variants = sql.List(
            $"SELECT product_id, sku, measure, price, reduced_since FROM variants WHERE shop_id = $2 AND product_id {sql.Among(1)} AND archived = $3 ORDER BY product_id, position",
            r => (Product: r.Id(0), Sku: r.Text(1), Measure: r.TextOrNull(2), Price: r.Long(3), Reduced: !r.IsNull(4)), sql.Ids(products), shop, false).ToLookup(v => v.Product);
        return heads.ConvertAll(head =>
        {
            var own = variants[head.Id].ToList();
            return new ProductLine(
                head.Id, head.Name, head.Language, head.Handle, head.State, own.Select(v => v.Sku).FirstOrDefault(""), own.Count == 1 ? own[0].Measure : null, own.Count,
                own.Select(v => v.Price).DefaultIfEmpty(0).Min(), own.Select(v => v.Price).Distinct().Count(), own.Exists(v => v.Reduced), head.ByStep, photos.GetValueOrDefault(head.Id));
        });
    }

    /// <summary>The photo on each product's card, by product; those without one are left out.</summary>
    internal static Dictionary<Guid, PhotoOf> FirstPhotos(SqlSession sql, Guid shop, IEnumerable<Guid> products)
    {
        var first = sql.List(
            $"SELECT product_id, media FROM product_photos WHERE shop_id = $2 AND product_id {sql.Among(1)} ORDER BY product_id, position",
            r => (Product: r.Id(0), Hash: r.Text(1)), sql.Ids(products), shop).DistinctBy(p => p.Product).ToList();
        var photos = Photos(sql, first.ConvertAll(p => p.Hash));
        return first.ToDictionary(p => p.Product, p => photos[p.Hash]);
    }

    /// <summary>Photos with their sizes, by hash.</summary>
    public static Dictionary<string, PhotoOf> Photos(SqlSession sql, IReadOnlyCollection<string> hashes)
    {
        var kept = sql.List(
            $"SELECT hash, width, height FROM media.originals WHERE hash {sql.Among(1)}",
            r => new PhotoOf(Convert.ToHexStringLower(r.Bytes(0)), r.Int(1), r.Int(2)), sql.Hashes(hashes)).ToDictionary(p => p.Hash, StringComparer.Ordinal);
        return hashes.Distinct().ToDictionary(h => h, h => kept.GetValueOrDefault(h) ?? new PhotoOf(h, 0, 0), StringComparer.Ordinal);
    }

    private readonly record struct NameIn(string Language, string? Text, TextState State);

    private sealed record Head(
        Guid Id, string Handle, ProductState State, Guid Category, string Language, string Name, bool HasPhoto, bool Translated, bool ByStep, IEnumerable<string> Numbers)
    {
        /// <summary>What is searched, folded.</summary>
        public string Text { get; } = Folding.Fold($"{Name} {string.Join(' ', Numbers)}");

        public bool IsIn(ProductView view) => view switch
        {
            ProductView.OnSale => State is ProductState.Published,
            ProductView.Drafts => State is ProductState.Draft or ProductState.Withdrawn,
            ProductView.NoPhoto => State is not ProductState.Archived && !HasPhoto,
            ProductView.ToTranslate => State is not ProductState.Archived && !Translated,
            _ => State is ProductState.Archived,
        };
    }
}
