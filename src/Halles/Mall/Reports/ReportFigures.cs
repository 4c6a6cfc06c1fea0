using Halles.Kernel.Storage;

namespace Halles.Mall.Reports;

/// <summary>What was reported for one reason in a span of time, and what became of it.</summary>
/// <param name="Received">Reports that came.</param>
/// <param name="First">How many of them were first decided each way.</param>
/// <param name="MedianHours">From the report to the first decision, of those that were decided; null when none was.</param>
/// <param name="Appeals">Objections to decisions on them.</param>
/// <param name="Reversed">Objections that were answered with another measure.</param>
public sealed record ReportFiguresRow(ReportReason Reason, int Received, IReadOnlyDictionary<ReportMeasure, int> First, double? MedianHours, int Appeals, int Reversed);

/// <summary>The figures that the law has published once a year (Regulation (EU) 2022/2065, art. 15 and 24), by reason.</summary>
public sealed class ReportFigures(MallDatabase database)
{
    /// <summary>Reports that came from a moment on, before another; a row for each reason for which one came.</summary>
    public List<ReportFiguresRow> Between(DateTimeOffset from, DateTimeOffset to) => database.Read(sql =>
    {
        var first = sql.List(
            """
            SELECT d.report_id, d.measure, d.at FROM report_decisions d JOIN reports r ON r.shop_id = d.shop_id AND r.id = d.report_id
            WHERE r.at >= $1 AND r.at < $2 ORDER BY d.id DESC
            """, r => (Report: r.Id(0), Measure: r.Word<ReportMeasure>(1), At: r.Instant(2)), from, to).GroupBy(d => d.Report).ToDictionary(g => g.Key, g => g.Last());
        var appeals = sql.List(
            """
            SELECT a.report_id, coalesce(d.measure <> d.before, $3) FROM report_appeals a JOIN reports r ON r.shop_id = a.shop_id AND r.id = a.report_id
            LEFT JOIN report_decisions d ON d.shop_id = a.shop_id AND d.id = a.answer_id WHERE r.at >= $1 AND r.at < $2
            """, r => (Report: r.Id(0), Reversed: r.Bool(1)), from, to, false).ToLookup(a => a.Report, a => a.Reversed);
        return sql.List("SELECT id, reason, at FROM reports WHERE at >= $1 AND at < $2", r => (Id: r.Id(0), Reason: r.Word<ReportReason>(1), At: r.Instant(2)), from, to)
            .GroupBy(r => r.Reason).OrderBy(g => g.Key).Select(g => new ReportFiguresRow(
                g.Key,
                g.Count(),
                g.Where(r => first.ContainsKey(r.Id)).GroupBy(r => first[r.Id].Measure).ToDictionary(m => m.Key, m => m.Count()),
                Median([.. g.Where(r => first.ContainsKey(r.Id)).Select(r => (first[r.Id].At - r.At).TotalHours).Order()]),
                g.Sum(r => appeals[r.Id].Count()),
                g.Sum(r => appeals[r.Id].Count(reversed => reversed)))).ToList();
    });

    private static double? Median(List<double> sorted) =>
        sorted.Count == 0 ? null : (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
}
