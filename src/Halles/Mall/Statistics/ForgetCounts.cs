using Halles.Kernel;
using Halles.Kernel.Jobs;
using Halles.Kernel.Storage;
using Halles.Mall.Settings;

namespace Halles.Mall.Statistics;

/// <summary>Forgets counts after twenty-five months: a month and the same one of the year before can be compared until its end.</summary>
internal sealed class ForgetCounts(MallDatabase database, MallWriter writer, CurrentSettings settings, TimeProvider clock) : IJob
{
    private const int MonthsKept = 25;

    // The last total before them is where the days that are kept begin.
    private const string Forget = """
        DELETE FROM product_totals WHERE shop_id = $1 AND day < $2 AND EXISTS (
            SELECT 1 FROM product_totals n WHERE n.shop_id = product_totals.shop_id AND n.product_id = product_totals.product_id AND n.day > product_totals.day AND n.day < $2)
        """;

    public string Kind => "forget-counts";

    public TimeSpan? Every => TimeSpan.FromDays(1);

    // Shop by shop, so that each is found by its key, and no other write waits long.
    public async Task Run(string payload, CancellationToken stop)
    {
        var first = TimeZoneInfo.FindSystemTimeZoneById(settings.Value.TimeZone).DateAt(clock.GetUtcNow()).AddMonths(-MonthsKept).DayNumber;
        foreach (var shops in database.Read(sql => sql.List("SELECT id FROM shops ORDER BY id", r => r.Id(0))).Chunk(100))
        {
            await writer.Write<Done>(s =>
            {
                foreach (var shop in shops)
                {
                    s.Later.Add("DELETE FROM shop_days WHERE shop_id = $1 AND day < $2", shop, first);
                    s.Later.Add(Forget, shop, first);
                }

                return default(Done);
            }).ConfigureAwait(false);
            stop.ThrowIfCancellationRequested();
        }
    }
}
