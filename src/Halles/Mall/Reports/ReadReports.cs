using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Halles.Kernel.Privacy;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Microsoft.EntityFrameworkCore;

namespace Halles.Mall.Reports;

/// <summary>A report with all that was decided and said against it, oldest first.</summary>
public sealed record ReportFile(Report Report, IReadOnlyList<ReportDecision> Decisions, IReadOnlyList<ReportAppeal> Appeals)
{
    /// <summary>The last decision; null when there is none.</summary>
    public ReportDecision? Last => Decisions.Count > 0 ? Decisions[^1] : null;

    /// <summary>Until when a side may object; null when it may not.</summary>
    public DateTimeOffset? Until(ReportSide side, DateTimeOffset now) => AppealDecision.Until(Decisions, Appeals, side, now);
}

/// <summary>A product that shows a photo.</summary>
/// <param name="Path">Its page, without the language.</param>
public sealed record PhotoUse(Guid ShopId, string Shop, string Path, string Product);

/// <summary>How often somebody has reported, for the office to weigh (Regulation (EU) 2022/2065, art. 23).</summary>
/// <param name="Unfounded">Decided, and nothing was done.</param>
public sealed record SenderRecord(int Sent, int Unfounded);

/// <summary>Reads reports: for the office, for the shop, and for who sent one.</summary>
public sealed class ReadReports(MallDatabase database, Secret secret)
{
    /// <summary>Reports on a page.</summary>
    public const int PageSize = 25;

    /// <summary>What stands in the link of who reported, beside the report's id: only the mall can work it out.</summary>
    public string Key(Guid report) => Base64Url.EncodeToString(secret.Mac("report-link", report.ToByteArray(bigEndian: true)).AsSpan(0, 18));

    /// <summary>A report; null when there is none.</summary>
    public ReportFile? Find(Guid id) => Files(db => db.Set<Report>().Where(r => r.Id == id)).FirstOrDefault();

    /// <summary>A report for who holds its link; null when there is none, or the link is not complete.</summary>
    public ReportFile? Find(Guid id, string? key) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(key ?? ""), Encoding.UTF8.GetBytes(Key(id))) ? Find(id) : null;

    /// <summary>What was decided about a shop, the newest first; reports on which nothing was done are none of its business.</summary>
    public List<ReportFile> OfShop(Guid shop) =>
        [.. Files(db => db.Set<ReportDecision>().Where(d => d.ShopId == shop && (d.Measure != ReportMeasure.None || d.Before != ReportMeasure.None)).Select(d => d.ReportId).Distinct()
            .Join(db.Set<Report>().Where(r => r.ShopId == shop && r.DecidedAt != null), id => id, r => r.Id, (_, r) => r)).OrderByDescending(f => f.Report.DecidedAt)];

    /// <summary>A page of the reports in a state: those that wait oldest first, others newest first; and how many there are.</summary>
    /// <param name="reason">Only for this reason; null for all.</param>
    /// <param name="page">From 1.</param>
    public (List<Report> Reports, int Total) In(ReportState state, ReportReason? reason, int page)
    {
        using var db = database.Read();
        var all = db.Set<Report>().Where(r => r.State == state && (reason == null || r.Reason == reason));
        var ordered = state is ReportState.Decided ? all.OrderByDescending(r => r.DecidedAt) : all.OrderBy(r => r.At);
        return ([.. ordered.ThenBy(r => r.Id).Skip((page - 1) * PageSize).Take(PageSize)], all.Count());
    }

    /// <summary>How many reports are in each state.</summary>
    public Dictionary<ReportState, int> Counts()
    {
        using var db = database.Read();
        return db.Set<Report>().GroupBy(r => r.State).Select(g => new { g.Key, Count = g.Count() }).ToDictionary(g => g.Key, g => g.Count);
    }

    /// <summary>Other reports about the same thing, the newest first.</summary>
    public List<Report> Beside(Report report, int most)
    {
        using var db = database.Read();
        return [.. db.Set<Report>().Where(r => r.ShopId == report.ShopId && r.ProductId == report.ProductId && r.Id != report.Id).OrderByDescending(r => r.At).Take(most)];
    }

    /// <summary>How often the sender of a report has reported; null when nobody knows who it was.</summary>
    public SenderRecord? Sender(Report report) => report.Email is not { } email ? null : database.Read(sql => new SenderRecord(
        (int)sql.Scalar<long>("SELECT count(*) FROM reports WHERE email = $1", email),
        (int)sql.Scalar<long>("SELECT count(*) FROM reports WHERE email = $1 AND state = 'Decided' AND measure = 'None' AND NOT EXISTS (SELECT 1 FROM report_decisions d WHERE d.shop_id = reports.shop_id AND d.report_id = reports.id AND d.measure <> 'None')", email)));

    /// <summary>Where else shops show the photo that a report means: their products, the same shop's first.</summary>
    public List<PhotoUse> Elsewhere(Report report, int most) => report.Media is not { } media ? [] : database.Read(sql => sql.List(
        """
        SELECT s.id, s.name, s.slug, p.handle, coalesce(t.text, p.handle) FROM product_photos f
        JOIN products p ON p.shop_id = f.shop_id AND p.id = f.product_id JOIN shops s ON s.id = f.shop_id
        LEFT JOIN product_texts t ON t.shop_id = p.shop_id AND t.product_id = p.id AND t.language = p.language AND t.field = 'Name'
        WHERE f.media = $1 AND NOT (f.shop_id = $2 AND f.product_id = $3) ORDER BY CASE WHEN f.shop_id = $2 THEN 0 ELSE 1 END, s.name, p.id LIMIT $4
        """, r => new PhotoUse(r.Id(0), r.Text(1), $"/shops/{r.Text(2)}/{r.Text(3)}", r.Text(4)), media, report.ShopId, report.ProductId!.Value, most));

    /// <summary>The photos of the evidence with their sizes, in order.</summary>
    public List<PhotoOf> Photos(Evidence evidence)
    {
        var kept = database.Read(sql => ProductShelf.Photos(sql, evidence.Photos));
        return [.. evidence.Photos.Select(p => kept[p])];
    }

    private List<ReportFile> Files(Func<MallDb, IQueryable<Report>> which)
    {
        using var db = database.Read();
        var reports = which(db).ToList();
        var (shops, ids) = (reports.Select(r => r.ShopId).Distinct().ToList(), reports.ConvertAll(r => r.Id));
        var decisions = db.Set<ReportDecision>().Where(d => shops.Contains(d.ShopId) && ids.Contains(d.ReportId)).AsEnumerable().OrderBy(d => d.Id).ToLookup(d => d.ReportId);
        var appeals = db.Set<ReportAppeal>().Where(a => shops.Contains(a.ShopId) && ids.Contains(a.ReportId)).AsEnumerable().OrderBy(a => a.Id).ToLookup(a => a.ReportId);
        return reports.ConvertAll(r => new ReportFile(r, [.. decisions[r.Id]], [.. appeals[r.Id]]));
    }
}
