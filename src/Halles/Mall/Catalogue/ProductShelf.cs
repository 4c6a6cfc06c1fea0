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
        var words = Folding.Fold(search ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var found = all.Where(h => (category is null || h.Category == category) && words.All(w => h.Text.Contains(w, StringComparison.Ordinal))).ToList();
        var counts = Enum.GetValues<ProductView>().ToDictionary(v => v, v => found.Count(h => h.IsIn(v)));
        var lines = found.Where(h => h.IsIn(view)).OrderBy(h => h.Text, StringComparer.Ordinal).Skip((page - 1) * PageSize).Take(PageSize).Select(h => Line(sql, shop, h)).ToList();
        return new ProductsFound(lines, counts[view], counts);
    });

    private static List<Head> Heads(SqlSession sql, Guid shop, int languages)
    {
        var numbers = sql.List(
            "SELECT product_id, sku, coalesce(gtin, '') FROM variants WHERE shop_id = $1 AND archived = $2", r => (Product: r.Id(0), Words: $"{r.Text(1)} {r.Text(2)}"), shop, false)
            .ToLookup(v => v.Product, v => v.Words);
        return sql.List(
            """
            SELECT p.id, p.handle, p.state, p.category_id, p.language,
                (SELECT t.text FROM product_texts t WHERE t.shop_id = p.shop_id AND t.product_id = p.id AND t.field = 'Name' AND t.language = p.language),
                EXISTS (SELECT 1 FROM product_photos f WHERE f.shop_id = p.shop_id AND f.product_id = p.id),
                (SELECT count(*) FROM product_texts t WHERE t.shop_id = p.shop_id AND t.product_id = p.id AND t.field = 'Name' AND t.state <> 'Outdated'), p.step_unit
            FROM products p WHERE p.shop_id = $1
            """,
            r => new Head(r.Id(0), r.Text(1), r.Word<ProductState>(2), r.Id(3), r.Text(4), r.TextOrNull(5) ?? r.Text(1), r.Bool(6), r.Long(7) >= languages, !r.IsNull(8), numbers[r.Id(0)]), shop);
    }

    private static ProductLine Line(SqlSession sql, Guid shop, Head head)
    {
        var variants = sql.List(
            "SELECT sku, measure, price, reduced_since FROM variants WHERE shop_id = $1 AND product_id = $2 AND archived = $3 ORDER BY position",
            r => (Sku: r.Text(0), Measure: r.TextOrNull(1), Price: r.Long(2), Reduced: !r.IsNull(3)), shop, head.Id, false);
        return new ProductLine(
            head.Id, head.Name, head.Language, head.Handle, head.State, variants.Select(v => v.Sku).FirstOrDefault(""), variants.Count == 1 ? variants[0].Measure : null, variants.Count,
            variants.Select(v => v.Price).DefaultIfEmpty(0).Min(), variants.Select(v => v.Price).Distinct().Count(), variants.Exists(v => v.Reduced), head.ByStep, FirstPhoto(sql, shop, head.Id));
    }

    /// <summary>The photo on a product's card; null when there is none.</summary>
    internal static PhotoOf? FirstPhoto(SqlSession sql, Guid shop, Guid product) =>
        sql.Scalar<string>("SELECT media FROM product_photos WHERE shop_id = $1 AND product_id = $2 ORDER BY position LIMIT 1", shop, product) is { } hash ? Photo(sql, hash) : null;

    /// <summary>A photo with its size.</summary>
    internal static PhotoOf Photo(SqlSession sql, string hash) => sql.List(
        "SELECT width, height FROM media.originals WHERE hash = $1", r => new PhotoOf(hash, r.Int(0), r.Int(1)), Convert.FromHexString(hash)).FirstOrDefault() ?? new PhotoOf(hash, 0, 0);

    private sealed record Head(
        Guid Id, string Handle, ProductState State, Guid Category, string Language, string Name, bool HasPhoto, bool Translated, bool ByStep, IEnumerable<string> Numbers)
    {
        /// <summary>What is searched, folded.</summary>
        public string Text { get; } = Folding.Fold($"{Name} {string.Join(' ', Numbers)}");

        public bool IsIn(ProductView view) => view switch
        {
            ProductView.OnSale => State is ProductState.Published,
            ProductView.Drafts => State is ProductState.Draft,
            ProductView.NoPhoto => State is not ProductState.Archived && !HasPhoto,
            ProductView.ToTranslate => State is not ProductState.Archived && !Translated,
            _ => State is ProductState.Archived,
        };
    }
}
