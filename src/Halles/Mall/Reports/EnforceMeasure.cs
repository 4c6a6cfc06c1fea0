using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Halles.Mall.Shops;
using Microsoft.EntityFrameworkCore;

namespace Halles.Mall.Reports;

/// <summary>Does what was decided about a report, and takes back what was done about it before.</summary>
public sealed class EnforceMeasure(ShopLife shops)
{
    private const int MostReason = 500;

    /// <summary>What can be done about a thing.</summary>
    public static IReadOnlyList<ReportMeasure> Of(ReportedThing thing) => thing switch
    {
        ReportedThing.Photo => [ReportMeasure.None, ReportMeasure.PhotoRemoved, ReportMeasure.ProductWithdrawn, ReportMeasure.ShopSuspended],
        ReportedThing.Product => [ReportMeasure.None, ReportMeasure.ProductWithdrawn, ReportMeasure.ShopSuspended],
        _ => [ReportMeasure.None, ReportMeasure.ShopSuspended],
    };

    /// <summary>From the measure that holds to another; null when it is done. In a unit that holds the shop's lock.</summary>
    internal Problem? Change(WriteSession s, Report report, ReportMeasure to, string facts, Guid actor) =>
        !Of(report.Subject).Contains(to) ? ReportProblems.NoSuchMeasure
        : report.Measure == to ? Again(s, report, facts, actor)
        : TakeBack(s, report, actor) ?? Do(s, report, to, facts, actor);

    // What was decided before may not hold any more: the office may have lifted a suspension by hand meanwhile.
    private Problem? Again(WriteSession s, Report report, string facts, Guid actor) =>
        report.Measure is ReportMeasure.ShopSuspended && IsAway(s, report.ShopId) ? null : Do(s, report, report.Measure, facts, actor);

    // One that is closed sells nothing any more either.
    private static bool IsAway(WriteSession s, Guid shop) => s.Db.Find<Shop>(shop)!.State is ShopState.Suspended or ShopState.Closed;

    private Problem? TakeBack(WriteSession s, Report report, Guid actor) => report.Measure switch
    {
        _ when LedByAnother(s, report, report.Measure) => null,
        ReportMeasure.PhotoRemoved => ProductPhotos.Restore(s, report.ShopId, report.Media!, actor).Problem,
        ReportMeasure.ProductWithdrawn => ProductLife.Restore(s, report.ShopId, report.ProductId!.Value, actor).Problem,
        ReportMeasure.ShopSuspended when IsSuspendedByReport(s, report.ShopId) => shops.Step(s, report.ShopId, ShopState.Paused, ShopSide.Mall, null, actor, tell: false).Problem,
        _ => null,
    };

    // A shop that the office has suspended otherwise is refused here: taking this back would lift that too.
    private Problem? Do(WriteSession s, Report report, ReportMeasure to, string facts, Guid actor) => to switch
    {
        _ when LedByAnother(s, report, to) && (to is not ReportMeasure.ShopSuspended || IsAway(s, report.ShopId)) => null,
        ReportMeasure.PhotoRemoved => ProductPhotos.Withdraw(s, report.ShopId, report.ProductId!.Value, report.Media!, actor).Problem,
        ReportMeasure.ProductWithdrawn => ProductLife.Withdraw(s, report.ShopId, report.ProductId!.Value, actor).Problem,
        ReportMeasure.ShopSuspended => shops.Step(s, report.ShopId, ShopState.Suspended, ShopSide.Mall, Reason(facts), actor, tell: false).Problem,
        _ => null,
    };

    // The office may have lifted it by hand meanwhile, and suspended the shop again for another reason.
    private static bool IsSuspendedByReport(WriteSession s, Guid shop) => s.Db.Find<Shop>(shop)! is { State: ShopState.Suspended, StateReason: { } reason }
        && s.Db.Set<ReportDecision>().AsNoTracking().Where(d => d.ShopId == shop && d.Measure == ReportMeasure.ShopSuspended).Select(d => d.Facts).AsEnumerable().Any(f => Reason(f) == reason);

    private static string Reason(string facts) => facts.Length > MostReason ? facts[..MostReason] : facts;

    // Another report has led to the same about the same: it was done, and stays.
    private static bool LedByAnother(WriteSession s, Report report, ReportMeasure measure) => s.Db.Set<Report>().AsNoTracking().Any(r =>
        r.ShopId == report.ShopId && r.Id != report.Id && r.Measure == measure
        && (measure == ReportMeasure.ShopSuspended || (measure == ReportMeasure.PhotoRemoved ? r.Media == report.Media : r.ProductId == report.ProductId)));
}
