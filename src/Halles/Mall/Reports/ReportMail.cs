using Halles.Kernel.Jobs;
using Halles.Kernel.Storage;

namespace Halles.Mall.Reports;

/// <summary>An e-mail about a report, asked for in the transaction of its cause.</summary>
/// <param name="DecisionId">The decision that is told; null for the confirmation that the report has come.</param>
public sealed record ReportMail(Guid ShopId, Guid ReportId, ReportSide To, Guid? DecisionId)
{
    /// <summary>The kind of job that writes it.</summary>
    public const string JobKind = "report-mail";

    internal static void Ask(WriteSession session, Report report, ReportSide to, Guid? decision)
    {
        if (to is ReportSide.Shop || report.Email is not null)
        {
            JobQueue.Enqueue(session, JobKind, new ReportMail(report.ShopId, report.Id, to, decision));
        }
    }
}
