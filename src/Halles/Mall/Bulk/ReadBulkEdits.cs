using Halles.Kernel.Storage;

namespace Halles.Mall.Bulk;

/// <summary>A line with the name of what it changes.</summary>
/// <param name="Language">The language of the name.</param>
public sealed record NamedLine(BulkLine Line, string Name, string Language, string Sku);

/// <summary>A change of many products as it is looked at.</summary>
/// <param name="Lines">One page of them; those that were passed over come first.</param>
/// <param name="Counts">How many lines are in each state.</param>
public sealed record BulkEditShown(BulkEdit Edit, IReadOnlyList<NamedLine> Lines, IReadOnlyDictionary<BulkLineState, int> Counts)
{
    public int Total => Counts.Values.Sum();
}

/// <summary>Reads a shop's changes of many products.</summary>
public sealed class ReadBulkEdits(MallDatabase database)
{
    public const int PageSize = 50;

    /// <summary>The newest changes that are kept, newest first.</summary>
    public List<BulkEdit> Newest(Guid shop, int most) => database.Read(sql => sql.List(
        $"SELECT {Columns} FROM bulk_edits WHERE shop_id = $1 AND state <> 'Planned' ORDER BY id DESC LIMIT $2", Row, shop, most));

    /// <summary>One change with a page of its lines; null when the shop has none of this id.</summary>
    /// <param name="page">From 1.</param>
    public BulkEditShown? Find(Guid shop, Guid id, int page) => database.Read(sql =>
    {
        if (Find(sql, shop, id) is not { } edit)
        {
            return null;
        }

        var counts = sql.List(
            "SELECT state, count(*) FROM bulk_lines WHERE shop_id = $1 AND edit_id = $2 GROUP BY state", r => (State: r.Word<BulkLineState>(0), Count: (int)r.Long(1)), shop, id).ToDictionary();
        var lines = sql.List(
            """
            SELECT l.shop_id, l.edit_id, l.position, l.product_id, l.variant_id, l.value_before, l.value_after, l.state, l.problem,
                coalesce(t.text, p.handle), p.language, coalesce(v.sku, (SELECT f.sku FROM variants f WHERE f.shop_id = p.shop_id AND f.product_id = p.id AND f.archived = $5 ORDER BY f.position LIMIT 1), '')
            FROM bulk_lines l
            JOIN products p ON p.shop_id = l.shop_id AND p.id = l.product_id
            LEFT JOIN product_texts t ON t.shop_id = p.shop_id AND t.product_id = p.id AND t.field = 'Name' AND t.language = p.language
            LEFT JOIN variants v ON v.shop_id = l.shop_id AND v.id = l.variant_id
            WHERE l.shop_id = $1 AND l.edit_id = $2
            ORDER BY CASE WHEN l.state IN ('Skipped', 'Stays') THEN 0 ELSE 1 END, l.position LIMIT $3 OFFSET $4
            """,
            r => new NamedLine(Line(r), r.Text(9), r.Text(10), r.Text(11)), shop, id, PageSize, (page - 1) * PageSize, false);
        return new BulkEditShown(edit, lines, counts);
    });

    internal static BulkEdit? Find(SqlSession sql, Guid shop, Guid id) =>
        sql.List($"SELECT {Columns} FROM bulk_edits WHERE shop_id = $1 AND id = $2", Row, shop, id).FirstOrDefault();

    /// <summary>The lines after one of them that are still to be done, or to be put back.</summary>
    internal static List<BulkLine> Lines(SqlSession sql, BulkEdit edit, int last, int most) => sql.List(
        """
        SELECT shop_id, edit_id, position, product_id, variant_id, value_before, value_after, state, problem FROM bulk_lines
        WHERE shop_id = $1 AND edit_id = $2 AND position > $3 AND state = $4 ORDER BY position LIMIT $5
        """,
        Line, edit.ShopId, edit.Id, last, edit.State is BulkState.Undoing ? BulkLineState.Applied : BulkLineState.Planned, most);

    private const string Columns = "shop_id, id, change, state, actor, created_at, applied_at";

    private static BulkEdit Row(SqlRows r) => new()
    {
        ShopId = r.Id(0), Id = r.Id(1), Change = r.Json<BulkChange>(2), State = r.Word<BulkState>(3), Actor = r.Id(4), CreatedAt = r.Instant(5), AppliedAt = r.InstantOrNull(6),
    };

    private static BulkLine Line(SqlRows r) => new()
    {
        ShopId = r.Id(0), EditId = r.Id(1), Position = r.Int(2), ProductId = r.Id(3), VariantId = r.IdOrNull(4), Before = r.Text(5), After = r.Text(6), State = r.Word<BulkLineState>(7), Problem = r.TextOrNull(8),
    };
}
