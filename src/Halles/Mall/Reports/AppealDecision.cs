using Halles.Kernel;
using Halles.Kernel.Auditing;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace Halles.Mall.Reports;

/// <summary>Who reported, or the shop, objects to a decision (Regulation (EU) 2022/2065, art. 20); the office then decides anew.</summary>
public sealed class AppealDecision(MallDatabase database, MallWriter writer)
{
    /// <summary>How long a decision can be objected to (art. 20(1)).</summary>
    public const int Months = 6;

    private const int MostWords = 5_000;

    /// <summary>Who reported objects.</summary>
    public Task<Result<Done>> ByReporter(Guid report, string? words) =>
        database.Read(sql => sql.Scalar<Guid?>("SELECT shop_id FROM reports WHERE id = $1", report)) is { } shop
            ? Write(shop, report, ReportSide.Reporter, words, actor: null)
            : Task.FromResult<Result<Done>>(ReportProblems.None);

    /// <summary>The shop objects.</summary>
    public Task<Result<Done>> ByShop(Guid shop, Guid report, string? words, Guid actor) => Write(shop, report, ReportSide.Shop, words, actor);

    /// <summary>
    /// Until when a side may object to the last decision; null when it may not: none was taken, it does not concern the shop, the
    /// side has objected to it already, or it is the answer to the side's own objection and leaves things as they were.
    /// </summary>
    public static DateTimeOffset? Until(IReadOnlyList<ReportDecision> decisions, IReadOnlyList<ReportAppeal> appeals, ReportSide side, DateTimeOffset now)
    {
        if (decisions.MaxBy(d => d.Id) is not { } last || (side is ReportSide.Shop && last.Measure is ReportMeasure.None))
        {
            return null;
        }

        var own = appeals.Where(a => a.Side == side).ToList();
        var answered = last.Measure == last.Before && own.Exists(a => a.AnswerId == last.Id);
        var until = last.At.AddMonths(Months);
        return answered || own.Exists(a => a.DecisionId == last.Id) || until <= now ? null : until;
    }

    private async Task<Result<Done>> Write(Guid shop, Guid id, ReportSide side, string? words, Guid? actor)
    {
        var check = new FieldChecks();
        var said = check.Text("words", words, MostWords);
        return check.Problem is { } problem ? problem : await writer.Write<Done>(
            s =>
            {
                if (s.Db.Find<Report>(shop, id) is not { } report)
                {
                    return ReportProblems.None;
                }

                var decisions = s.Db.Set<ReportDecision>().Where(d => d.ShopId == shop && d.ReportId == id).ToList();
                if (side is ReportSide.Shop && !decisions.Exists(d => d.ConcernsShop))
                {
                    return ReportProblems.None; // of what was left alone a shop is told nothing
                }

                if (Until(decisions, s.Db.Set<ReportAppeal>().AsNoTracking().Where(a => a.ShopId == shop && a.ReportId == id).ToList(), side, s.Now) is null)
                {
                    return ReportProblems.NoAppeal;
                }

                s.Db.Add(new ReportAppeal { ShopId = shop, Id = s.NewId(), ReportId = id, DecisionId = decisions.MaxBy(d => d.Id)!.Id, Side = side, Words = said, At = s.Now });
                report.State = ReportState.Appealed;
                var whose = side is ReportSide.Shop ? shop : Guid.Empty;
                s.Audit(new AuditEntry(actor, "appeal-decision", whose, id, report.Code));
                s.Changed(Topic.Report, whose, id);
                return default(Done);
            },
            Lane.Office,
            LockKey.Of(LockKind.Shop, shop)).ConfigureAwait(false);
    }
}
