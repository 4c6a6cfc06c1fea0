using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;

namespace Halles.Mall.Stock;

/// <summary>What a store has of a variant, as the table says; for what shoppers may reserve ask <see cref="Available"/>.</summary>
public sealed record Availability(Guid ShopId, Guid VariantId, Guid StoreId, string StoreName, string TimeZone, StockLevel Level, StockPolicy Policy)
{
    /// <summary>
    /// Pieces or steps that can be reserved now: max(0, on hand − held − safety). Goods sold so many a day count anew from
    /// each local morning on, whether or not the row was renewed already.
    /// </summary>
    public long Available(DateTimeOffset now) => DailyCounts.IsDue(Level, Policy, DailyCounts.Today(now, TimeZone))
        ? Math.Max(0, Math.Max(Level.Daily!.Value, Level.Held) - Level.Held - Level.Safety)
        : Level.Available;

    /// <summary>What is read of a row, in the order of <see cref="Row"/>.</summary>
    internal const string Columns = "s.shop_id, s.variant_id, s.store_id, t.name, t.time_zone, s.on_hand, s.held, s.safety, s.daily, s.counted_on, s.seen_at, p.policy";

    /// <summary>From where.</summary>
    internal const string Tables =
        """
        FROM variants v JOIN products p ON p.shop_id = v.shop_id AND p.id = v.product_id
        JOIN stock s ON s.shop_id = v.shop_id AND s.variant_id = v.id
        JOIN stores t ON t.shop_id = s.shop_id AND t.id = s.store_id
        """;

    /// <summary>Reads the stock of variants in all stores of their shops, in the shops' own order of stores.</summary>
    public static List<Availability> Read(SqlSession sql, IEnumerable<Guid> variants) => sql.List(
        $"""
        SELECT {Columns} {Tables}
        WHERE v.id {sql.Among(1)} AND t.gone = $2 ORDER BY t.position, t.id
        """,
        Row, sql.Ids(variants), false);

    internal static Availability Row(SqlRows r) => new(r.Id(0), r.Id(1), r.Id(2), r.Text(3), r.Text(4), LevelOf(r), r.Word<StockPolicy>(11));

    private static StockLevel LevelOf(SqlRows r) => new()
    {
        ShopId = r.Id(0),
        VariantId = r.Id(1),
        StoreId = r.Id(2),
        OnHand = r.Long(5),
        Held = r.Long(6),
        Safety = r.Long(7),
        Daily = r.IsNull(8) ? null : r.Long(8),
        CountedOn = r.TextOrNull(9),
        SeenAt = r.Instant(10),
    };
}
