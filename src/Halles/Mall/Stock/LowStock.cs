using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;

namespace Halles.Mall.Stock;

/// <summary>A line of the shelf that has become low.</summary>
/// <param name="Language">Of the name, which is the shop's own.</param>
/// <param name="Choice">The chosen options in words, or empty.</param>
public sealed record LowLine(Guid VariantId, Guid StoreId, string StoreName, string StoreSlug, string Name, string Language, string Choice, long Available, string? StepUnit, int StepSize);

/// <summary>
/// What fell to its level and was not told yet. A line is told once, until it has been seen above its level again. Goods sold
/// so many a day are low every evening, and are left out; so is what never was more than it is now.
/// </summary>
public sealed class LowStock(MallDatabase database, MallWriter writer)
{
    private const string IsLow = "s.on_hand - s.held - s.safety <= coalesce(s.low, $1)";

    private const string Counted =
        $"""
        FROM stock s
        JOIN variants v ON v.shop_id = s.shop_id AND v.id = s.variant_id
        JOIN products p ON p.shop_id = v.shop_id AND p.id = v.product_id
        JOIN stores t ON t.shop_id = s.shop_id AND t.id = s.store_id
        WHERE {IsLow} AND v.archived = $2 AND t.gone = $2 AND p.state = 'Published' AND p.policy = 'Counted'
        """;

    private const string Fallen =
        $"""
        {Counted}
            AND NOT EXISTS (SELECT 1 FROM stock_warnings w WHERE w.shop_id = s.shop_id AND w.variant_id = s.variant_id AND w.store_id = s.store_id)
            AND (s.held > 0 OR EXISTS (SELECT 1 FROM stock_movements m WHERE m.shop_id = s.shop_id AND m.variant_id = s.variant_id AND m.store_id = s.store_id AND m.change < 0))
        """;

    /// <summary>Open shops where something is to be told.</summary>
    public List<Guid> Shops() => database.Read(sql => sql.List(
        $"SELECT DISTINCT s.shop_id {Fallen} AND EXISTS (SELECT 1 FROM shops h WHERE h.id = s.shop_id AND h.state IN ('Open', 'Paused'))", r => r.Id(0), StockShelf.UsuallyLow, false));

    /// <summary>What is to be told to a shop: what is gone first, then by name.</summary>
    public List<LowLine> Of(Guid shop) => database.Read(sql => sql.List(
        $"""
        SELECT s.variant_id, s.store_id, t.name, t.slug, coalesce((SELECT n.text FROM product_texts n WHERE n.shop_id = p.shop_id AND n.product_id = p.id AND n.field = 'Name' AND n.language = p.language), p.handle),
            p.language, p.options, v.choice, s.on_hand - s.held - s.safety, p.step_unit, p.step_size {Fallen} AND s.shop_id = $3
        """,
        r => new LowLine(
            r.Id(0), r.Id(1), r.Text(2), r.Text(3), r.Text(4), r.Text(5), ProductOption.Words(r.Json<List<ProductOption>>(6), r.Json<List<int>>(7), r.Text(5)),
            Math.Max(0, r.Long(8)), r.TextOrNull(9), r.Int(10)),
        StockShelf.UsuallyLow, false, shop)
        .OrderBy(l => l.Available > 0).ThenBy(l => l.Name, StringComparer.CurrentCulture).ThenBy(l => l.Choice, StringComparer.CurrentCulture).ToList());

    /// <summary>How many lines are low and not gone yet, told or not.</summary>
    public long Lines(Guid shop) => database.Read(sql => sql.Scalar<long>(
        $"SELECT count(*) {Counted} AND s.shop_id = $3 AND s.on_hand - s.held - s.safety > 0", StockShelf.UsuallyLow, false, shop));

    /// <summary>Notes lines as told, in the transaction that tells them.</summary>
    public static void Told(WriteSession session, Guid shop, IEnumerable<LowLine> lines)
    {
        foreach (var line in lines)
        {
            session.Later.Add("INSERT INTO stock_warnings (shop_id, variant_id, store_id, at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING", shop, line.VariantId, line.StoreId, session.Now);
        }
    }

    /// <summary>What is above its level again is told anew when it falls; what is no longer on the shelf is forgotten.</summary>
    public async Task ForgetRisen()
    {
        const string Risen = $"FROM stock_warnings WHERE NOT EXISTS (SELECT 1 FROM stock s WHERE s.shop_id = stock_warnings.shop_id AND s.variant_id = stock_warnings.variant_id AND s.store_id = stock_warnings.store_id AND {IsLow})";
        if (database.Read(sql => sql.Scalar<long>($"SELECT count(*) {Risen}", StockShelf.UsuallyLow)) > 0)
        {
            await writer.Write<int>(s => s.Sql.Execute($"DELETE {Risen}", StockShelf.UsuallyLow)).ConfigureAwait(false);
        }
    }
}
