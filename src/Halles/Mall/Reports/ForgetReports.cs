using Halles.Kernel;
using Halles.Kernel.Jobs;
using Halles.Kernel.Storage;

namespace Halles.Mall.Reports;

/// <summary>
/// A year after the last decision, half a year after anybody could object to it, forgets who reported, what they wrote and the
/// evidence. Kind, dates and the decisions stay, for the shop and for the figures.
/// </summary>
internal sealed class ForgetReports(MallWriter writer) : IJob
{
    /// <summary>How long after the last decision.</summary>
    private const int Months = 12;

    public string Kind => "forget-reports";

    public TimeSpan? Every => TimeSpan.FromHours(12);

    public async Task Run(string payload, CancellationToken stop) => await writer.Write<Done>(s =>
    {
        var before = s.Now.AddMonths(-Months);
        s.Sql.Execute("UPDATE report_appeals SET words = '' WHERE words <> '' AND report_id IN (SELECT id FROM reports WHERE state = 'Decided' AND decided_at < $1)", before);
        s.Sql.Execute("UPDATE reports SET name = '', email = NULL, person_id = NULL, words = '', evidence = NULL WHERE evidence IS NOT NULL AND state = 'Decided' AND decided_at < $1", before);
        return default(Done);
    }).ConfigureAwait(false);
}
