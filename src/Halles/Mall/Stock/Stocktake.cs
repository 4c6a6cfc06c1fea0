using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;

namespace Halles.Mall.Stock;

/// <summary>A count as it is shown beside what the books say.</summary>
/// <param name="Expected">What the books said when it was counted.</param>
public sealed record CountedLine(Guid VariantId, string Name, string Language, string Choice, string Sku, long Expected, long Counted, DateTimeOffset At)
{
    public long Difference => Counted - Expected;
}

/// <summary>
/// Counting a store, article by article with a phone. Counts wait until all are looked at; what was sold or delivered between
/// the count and then stays counted, for what is applied is the difference that was found.
/// </summary>
public sealed class Stocktake(MallDatabase database, MallWriter writer, AdjustStock adjust)
{
    /// <summary>The most counts that wait in a store.</summary>
    public const int Most = 20_000;

    /// <summary>The variant that has this bar code or number; null when the shop has none that is counted.</summary>
    public Guid? Find(Guid shop, string code) => TextRules.CanBeKept(code) ? database.Read(sql => Find(sql, shop, code)) : null;

    /// <summary>Keeps how many there are; a second count of the same replaces the first.</summary>
    /// <param name="more">How many were seen more, on top of what was counted before; null when <paramref name="counted"/> is the whole.</param>
    public Task<Result<Done>> Count(Guid shop, Guid store, Guid variant, long counted, long? more, Guid actor)
    {
        if (counted is < 0 or > AdjustStock.Most || more is < 0 or > AdjustStock.Most)
        {
            return Task.FromResult<Result<Done>>(StockProblems.AmountWrong);
        }

        return writer.Write<Done>(s =>
        {
            if (AdjustStock.Ensure(s, shop, variant, store) is { } problem)
            {
                return problem;
            }

            var (expected, before) = s.Sql.List(
                """
                SELECT s.on_hand, coalesce(c.counted, 0) FROM stock s
                LEFT JOIN stock_counts c ON c.shop_id = s.shop_id AND c.store_id = s.store_id AND c.variant_id = s.variant_id
                WHERE s.shop_id = $1 AND s.variant_id = $2 AND s.store_id = $3
                """, r => (r.Long(0), r.Long(1)), shop, variant, store).Single();
            s.Sql.Execute(
                """
                INSERT INTO stock_counts (shop_id, store_id, variant_id, expected, counted, actor, at) VALUES ($1, $2, $3, $4, $5, $6, $7)
                ON CONFLICT (shop_id, store_id, variant_id) DO UPDATE SET expected = excluded.expected, counted = excluded.counted, actor = excluded.actor, at = excluded.at
                """,
                shop, store, variant, expected, Math.Min(AdjustStock.Most, more is { } seen ? before + seen : counted), actor, s.Now);
            return default(Done);
        }, Lane.Trade, StockLocks.Of(variant));
    }

    /// <summary>What was counted and not applied yet: the greatest differences first, then the newest.</summary>
    public List<CountedLine> Waiting(Guid shop, Guid store) => database.Read(sql => sql.List(
        """
        SELECT c.variant_id, coalesce(t.text, p.handle), p.language, p.options, v.choice, v.sku, c.expected, c.counted, c.at FROM stock_counts c
        JOIN variants v ON v.shop_id = c.shop_id AND v.id = c.variant_id
        JOIN products p ON p.shop_id = v.shop_id AND p.id = v.product_id
        LEFT JOIN product_texts t ON t.shop_id = p.shop_id AND t.product_id = p.id AND t.field = 'Name' AND t.language = p.language
        WHERE c.shop_id = $1 AND c.store_id = $2 ORDER BY abs(c.counted - c.expected) DESC, c.at DESC
        """,
        r => new CountedLine(
            r.Id(0), r.Text(1), r.Text(2), ProductOption.Words(r.Json<List<ProductOption>>(3), r.Json<List<int>>(4), r.Text(2)), r.Text(5), r.Long(6), r.Long(7), r.Instant(8)), shop, store));

    /// <summary>Forgets one count, or with null all of the store.</summary>
    public Task<Result<Done>> Drop(Guid shop, Guid store, Guid? variant) => writer.Write<Done>(s =>
    {
        s.Sql.Execute("DELETE FROM stock_counts WHERE shop_id = $1 AND store_id = $2 AND (variant_id = $3 OR $4 = $5)", shop, store, variant ?? Guid.Empty, variant is null, true);
        return default(Done);
    });

    /// <summary>Writes all counts of a store into its stock, each by itself: one that was applied waits no longer. Tells how many.</summary>
    public async Task<Result<int>> Apply(Guid shop, Guid store, Guid actor)
    {
        var done = 0;
        foreach (var some in Waiting(shop, store).Chunk(64))
        {
            var results = await Task.WhenAll(some.Select(c => Apply(shop, store, c, actor))).ConfigureAwait(false);
            if (Array.Find(results, r => !r.Ok).Problem is { } problem)
            {
                return problem;
            }

            done += some.Length;
        }

        return done;
    }

    private Task<Result<Done>> Apply(Guid shop, Guid store, CountedLine count, Guid actor)
    {
        var change = new StockChange(shop, count.VariantId, store, MovementReason.Count, count.Counted, actor);
        return writer.Write<Done>(s =>
        {
            var found = s.Sql.List(
                """
                DELETE FROM stock_counts WHERE shop_id = $1 AND store_id = $2 AND variant_id = $3 RETURNING counted - expected
                """, r => r.Long(0), shop, store, count.VariantId);
            if (found is not [var difference])
            {
                return default(Done); // applied or dropped by somebody else meanwhile
            }

            var now = s.Sql.Scalar<long>("SELECT on_hand FROM stock WHERE shop_id = $1 AND variant_id = $2 AND store_id = $3", shop, count.VariantId, store);
            var applied = adjust.Apply(s, change with { Amount = Math.Clamp(now + difference, 0, AdjustStock.Most) });
            return applied.Problem is { } problem ? problem : default(Done);
        }, Lane.Trade, adjust.Locks(change));
    }

    private static Guid? Find(SqlSession sql, Guid shop, string code)
    {
        var gtin = Gtin.TryParse(code, out var parsed, out _) ? parsed.Value : "";
        var found = sql.List(
            """
            SELECT v.id FROM variants v JOIN products p ON p.shop_id = v.shop_id AND p.id = v.product_id
            WHERE v.shop_id = $1 AND (v.sku = $2 OR v.gtin = $3) AND v.archived = $4 AND p.state <> 'Archived' AND p.policy <> 'ToOrder'
            ORDER BY CASE WHEN v.sku = $2 THEN 0 ELSE 1 END, v.id LIMIT 1
            """,
            r => r.Id(0), shop, code.Trim(), gtin, false);
        return found is [var variant] ? variant : null;
    }
}
