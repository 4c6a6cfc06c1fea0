using System.Globalization;
using Halles.Kernel;
using Halles.Kernel.Changes;
using Halles.Kernel.Jobs;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;

namespace Halles.Mall.Stock;

/// <summary>
/// Goods sold so many a day: each local morning the count is new. Done by a job soon after midnight of the store, and
/// before the first hold of a day, whichever comes first. What is held from before stays held: the baker bakes at least that.
/// </summary>
public sealed class DailyCounts(MallDatabase database, MallWriter writer, TimeProvider clock) : IJob
{
    private const int Page = 200;

    public string Kind => "daily-counts";

    public TimeSpan? Every => TimeSpan.FromMinutes(1);

    /// <summary>The date on the store's calendar, as it is kept.</summary>
    public static string Today(DateTimeOffset now, string timeZone) =>
        TimeZoneInfo.FindSystemTimeZoneById(timeZone).DateAt(now).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Renews every count whose morning has come.</summary>
    public async Task Run(string payload, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        foreach (var zone in database.Read(sql => sql.List("SELECT DISTINCT time_zone FROM stores", r => r.Text(0))))
        {
            while (!stop.IsCancellationRequested && Due(zone, now) is { Count: > 0 } due)
            {
                await writer.Write(s => RenewAll(s, due, zone), Lane.Trade, [.. due.Select(d => StockLocks.Of(d.Variant))]).ConfigureAwait(false);
            }
        }
    }

    internal static bool IsDue(StockLevel level, StockPolicy policy, string today) =>
        policy is StockPolicy.Daily && level.Daily is not null && string.CompareOrdinal(level.CountedOn, today) < 0;

    /// <summary>Makes the count of a variant new if its morning has come and nobody did; under the lock of its stock.</summary>
    internal static void Renew(WriteSession s, Guid shop, Guid variant, Guid store, string today)
    {
        var due = s.Sql.List(
            "SELECT on_hand, held, daily FROM stock WHERE shop_id = $1 AND variant_id = $2 AND store_id = $3 AND daily IS NOT NULL AND (counted_on IS NULL OR counted_on < $4)",
            r => (OnHand: r.Long(0), Fresh: Math.Max(r.Long(1), r.Long(2))), shop, variant, store, today);
        if (due is not [var count])
        {
            return;
        }

        s.Sql.Execute(
            "UPDATE stock SET on_hand = $4, counted_on = $5, seen_at = $6 WHERE shop_id = $1 AND variant_id = $2 AND store_id = $3",
            shop, variant, store, count.Fresh, today, s.Now);
        Movements.Write(s, shop, variant, store, count.Fresh - count.OnHand, MovementReason.Daily, null, today);
        s.Changed(Topic.Stock, shop, variant);
    }

    private List<(Guid Shop, Guid Variant, Guid Store)> Due(string zone, DateTimeOffset now) => database.Read(sql => sql.List(
        """
        SELECT s.shop_id, s.variant_id, s.store_id FROM stock s
        JOIN stores t ON t.shop_id = s.shop_id AND t.id = s.store_id
        JOIN variants v ON v.shop_id = s.shop_id AND v.id = s.variant_id
        JOIN products p ON p.shop_id = v.shop_id AND p.id = v.product_id
        WHERE s.daily IS NOT NULL AND (s.counted_on IS NULL OR s.counted_on < $1) AND t.time_zone = $2 AND p.policy = 'Daily'
        LIMIT $3
        """,
        r => (r.Id(0), r.Id(1), r.Id(2)), Today(now, zone), zone, Page));

    private static Result<Done> RenewAll(WriteSession s, List<(Guid Shop, Guid Variant, Guid Store)> due, string zone)
    {
        foreach (var (shop, variant, store) in due)
        {
            Renew(s, shop, variant, store, Today(s.Now, zone));
        }

        return default(Done);
    }
}
