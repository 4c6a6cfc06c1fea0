using Halles.Kernel;
using Halles.Kernel.Jobs;
using Halles.Kernel.Storage;
using Halles.Mall.Settings;

namespace Halles.Mall.Statistics;

/// <summary>How long counts are kept: a month and the same one of the year before can be compared until its end.</summary>
internal static class KeptDays
{
    private const int Months = 25;

    /// <summary>The first day of which they are there.</summary>
    public static DateOnly First(DateOnly today) => today.AddMonths(-Months);
}

/// <summary>Forgets counts after twenty-five months, but the last total before them: there the days that are kept begin.</summary>
internal sealed class ForgetCounts(MallDatabase database, MallWriter writer, CurrentSettings settings, TimeProvider clock) : IJob
{
    private const int Together = 500;

    // Found by the key alone, however many days are kept: the oldest and the last old one of each product.
    private const string Old = """
        SELECT * FROM (
            SELECT p.id AS id,
                (SELECT min(t.day) FROM product_totals t WHERE t.shop_id = p.shop_id AND t.product_id = p.id) AS oldest,
                (SELECT max(t.day) FROM product_totals t WHERE t.shop_id = p.shop_id AND t.product_id = p.id AND t.day < $2) AS last
            FROM products p WHERE p.shop_id = $1) o
        WHERE oldest < last
        """;

    public string Kind => "forget-counts";

    public TimeSpan? Every => TimeSpan.FromDays(1);

    // Looked for outside the writer, so that nobody who writes waits where there is nothing to forget.
    public async Task Run(string payload, CancellationToken stop)
    {
        var first = KeptDays.First(TimeZoneInfo.FindSystemTimeZoneById(settings.Value.TimeZone).DateAt(clock.GetUtcNow())).DayNumber;
        foreach (var shop in database.Read(sql => sql.List("SELECT id FROM shops ORDER BY id", r => r.Id(0))))
        {
            if (database.Read(sql => sql.Scalar<long?>("SELECT min(day) FROM shop_days WHERE shop_id = $1", shop)) < first)
            {
                await Forget([("DELETE FROM shop_days WHERE shop_id = $1 AND day < $2", [shop, first])]).ConfigureAwait(false);
            }

            foreach (var some in database.Read(sql => sql.List(Old, r => (Product: r.Id(0), Last: r.Int(2)), shop, first)).Chunk(Together))
            {
                await Forget(some.Select(p => ("DELETE FROM product_totals WHERE shop_id = $1 AND product_id = $2 AND day < $3", (object[])[shop, p.Product, p.Last]))).ConfigureAwait(false);
                stop.ThrowIfCancellationRequested();
            }
        }
    }

    private Task<Result<Done>> Forget(IEnumerable<(string Statement, object[] Args)> deletes) => writer.Write<Done>(s =>
    {
        foreach (var (statement, args) in deletes)
        {
            s.Later.Add(statement, args);
        }

        return default(Done);
    });
}
