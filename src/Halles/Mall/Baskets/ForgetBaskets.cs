using Halles.Kernel;
using Halles.Kernel.Jobs;
using Halles.Kernel.Storage;

namespace Halles.Mall.Baskets;

/// <summary>Removes baskets of guests that nobody has touched for sixty days, a few hundred at a time.</summary>
internal sealed class ForgetBaskets(MallWriter writer, TimeProvider clock) : IJob
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(60);

    public string Kind => "forget-baskets";

    public TimeSpan? Every => TimeSpan.FromHours(6);

    public async Task Run(string payload, CancellationToken stop)
    {
        var before = clock.GetUtcNow() - Kept;
        Result<int> gone;
        do
        {
            gone = await writer.Write<int>(s =>
            {
                const string Old = "SELECT id FROM baskets WHERE person_id IS NULL AND updated_at < $1 ORDER BY updated_at LIMIT 300";
                s.Sql.Execute($"DELETE FROM basket_codes WHERE basket_id IN ({Old})", before);
                s.Sql.Execute($"DELETE FROM basket_lines WHERE basket_id IN ({Old})", before);
                return s.Sql.Execute($"DELETE FROM baskets WHERE id IN ({Old})", before);
            }).ConfigureAwait(false);
        }
        while (gone.Ok && gone.Value > 0 && !stop.IsCancellationRequested);
    }
}
