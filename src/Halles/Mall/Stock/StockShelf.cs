using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Kernel.Text;
using Halles.Mall.Catalogue;

namespace Halles.Mall.Stock;

/// <summary>Which lines of the shelf are shown.</summary>
public enum ShelfView
{
    All,

    /// <summary>Something is left, but little.</summary>
    Low,
    Out,

    /// <summary>Nobody has seen for long that the figure is true.</summary>
    ToCount,
}

/// <summary>What is there of one variant in one store. Goods made to order have none.</summary>
/// <param name="Choice">The chosen options in words, or empty.</param>
/// <param name="SeenAt">When somebody last saw that the figure is true; null when it was never counted.</param>
public sealed record ShelfLine(
    Guid VariantId, Guid ProductId, string Name, string Language, string Choice, string Sku, string? StepUnit, int StepSize,
    bool Daily, long OnHand, long Held, long Safety, long? EachMorning, DateTimeOffset? SeenAt, PhotoOf? Photo, long? LowLevel)
{
    /// <summary>Something is left, and no more than the shop wants to know of.</summary>
    public bool IsLow => Available > 0 && Available <= (LowLevel ?? StockShelf.UsuallyLow);

    public long Available => Math.Max(0, OnHand - Held - Safety);
}

/// <summary>One page of the shelf, with how many lines there are in each view.</summary>
public sealed record ShelfPage(IReadOnlyList<ShelfLine> Lines, int Total, IReadOnlyDictionary<ShelfView, int> Counts);

/// <summary>Lists what a store has, for its own people.</summary>
public sealed class StockShelf(MallDatabase database, TimeProvider clock)
{
    public const int PageSize = 24;

    /// <summary>So many and fewer are low, where the shop says nothing else.</summary>
    public const long UsuallyLow = 2;

    /// <summary>After so long, a line is to be counted again.</summary>
    public static readonly TimeSpan TrueFor = TimeSpan.FromDays(30);

    /// <summary>A page of a view, by name.</summary>
    /// <param name="search">Part of a name, a number or a bar code; every word must be found.</param>
    /// <param name="page">From 1.</param>
    public ShelfPage Find(Guid shop, Guid store, ShelfView view, string? search, int page) => database.Read(sql =>
    {
        var words = Folding.Fold(search ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var found = Lines(sql, shop, store, null).Where(l => words.All(w => l.Text.Contains(w, StringComparison.Ordinal))).ToList();
        var counts = Enum.GetValues<ShelfView>().ToDictionary(v => v, v => found.Count(l => IsIn(l.Line, v)));
        var shown = found.Where(l => IsIn(l.Line, view)).OrderBy(l => l.Text, StringComparer.Ordinal).Skip((page - 1) * PageSize).Take(PageSize).Select(l => l.Line).ToList();
        return new ShelfPage(WithPhotos(sql, shop, shown), counts[view], counts);
    });

    /// <summary>One line; null when the shop has no such variant.</summary>
    public ShelfLine? Find(Guid shop, Guid store, Guid variant) => database.Read(sql =>
        WithPhotos(sql, shop, Lines(sql, shop, store, variant).ConvertAll(l => l.Line)).FirstOrDefault());

    /// <summary>How many lines are low in each store, those with the most first; stores where none is are left out.</summary>
    public List<(Guid StoreId, int Lines)> Low(Guid shop) => database.Read(sql => sql.List(
        """
        SELECT s.store_id, count(*) FROM stock s
        JOIN variants v ON v.shop_id = s.shop_id AND v.id = s.variant_id
        JOIN products p ON p.shop_id = v.shop_id AND p.id = v.product_id
        JOIN stores t ON t.shop_id = s.shop_id AND t.id = s.store_id
        WHERE s.shop_id = $1 AND v.archived = $2 AND t.gone = $2 AND p.state <> 'Archived' AND p.policy <> 'ToOrder'
            AND s.on_hand - s.held - s.safety > 0 AND s.on_hand - s.held - s.safety <= coalesce(s.low, $3)
        GROUP BY s.store_id ORDER BY count(*) DESC, s.store_id
        """,
        r => (r.Id(0), (int)r.Long(1)), shop, false, UsuallyLow));

    private static List<ShelfLine> WithPhotos(SqlSession sql, Guid shop, List<ShelfLine> lines)
    {
        var photos = ProductShelf.FirstPhotos(sql, shop, lines.Select(l => l.ProductId));
        return lines.ConvertAll(l => l with { Photo = photos.GetValueOrDefault(l.ProductId) });
    }

    private bool IsIn(ShelfLine line, ShelfView view) => view switch
    {
        ShelfView.Low => line.IsLow,
        ShelfView.Out => line.Available == 0,
        ShelfView.ToCount => line.SeenAt is not { } seen || clock.GetUtcNow() - seen > TrueFor,
        _ => true,
    };

    private static List<(ShelfLine Line, string Text)> Lines(SqlSession sql, Guid shop, Guid store, Guid? variant) => sql.List(
        $"""
        SELECT v.id, v.product_id, coalesce(t.text, p.handle), p.language, p.options, v.choice, v.sku, coalesce(v.gtin, ''), p.step_unit, p.step_size,
            p.policy, coalesce(s.on_hand, 0), coalesce(s.held, 0), coalesce(s.safety, 0), s.daily, s.seen_at, s.low
        FROM variants v
        JOIN products p ON p.shop_id = v.shop_id AND p.id = v.product_id
        LEFT JOIN product_texts t ON t.shop_id = p.shop_id AND t.product_id = p.id AND t.field = 'Name' AND t.language = p.language
        LEFT JOIN stock s ON s.shop_id = v.shop_id AND s.variant_id = v.id AND s.store_id = $2
        WHERE v.shop_id = $1 AND v.archived = $3 AND p.state <> 'Archived' AND p.policy <> 'ToOrder' {(variant is null ? "" : "AND v.id = $4")}
        """,
        r =>
        {
            var language = r.Text(3);
            var choice = ProductOption.Words(r.Json<List<ProductOption>>(4), r.Json<List<int>>(5), language);
            var line = new ShelfLine(
                r.Id(0), r.Id(1), r.Text(2), language, choice, r.Text(6), r.TextOrNull(8), r.Int(9), r.Text(10) == nameof(StockPolicy.Daily),
                r.Long(11), r.Long(12), r.Long(13), r.IsNull(14) ? null : r.Long(14), r.InstantOrNull(15), null, r.IsNull(16) ? null : r.Long(16));
            return (line, Folding.Fold($"{line.Name} {choice} {line.Sku} {r.Text(7)}"));
        },
        variant is null ? [shop, store, false] : [shop, store, false, variant]);
}
