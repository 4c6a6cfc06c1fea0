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
        : report.Measure == to ? null
        : TakeBack(s, report, actor) ?? Do(s, report, to, facts, actor);

    // Where another report has led to the same, that stays.
    private Problem? TakeBack(WriteSession s, Report report, Guid actor)
    {
        var held = report.Measure;
        var others = s.Db.Set<Report>().AsNoTracking().Where(r => r.ShopId == report.ShopId && r.Id != report.Id && r.Measure == held);
        return held switch
        {
            ReportMeasure.PhotoRemoved when !others.Any(r => r.ProductId == report.ProductId && r.Media == report.Media) => ProductPhotos.Restore(s, report.ShopId, report.ProductId!.Value, report.Media!, actor).Problem,
            ReportMeasure.ProductWithdrawn when !others.Any(r => r.ProductId == report.ProductId) => ProductLife.Restore(s, report.ShopId, report.ProductId!.Value, actor).Problem,
            ReportMeasure.ShopSuspended when !others.Any() && Of(s, report.ShopId) is ShopState.Suspended => shops.Step(s, report.ShopId, ShopState.Paused, ShopSide.Mall, null, actor, tell: false).Problem,
            _ => null,
        };
    }

    private Problem? Do(WriteSession s, Report report, ReportMeasure to, string facts, Guid actor) => to switch
    {
        ReportMeasure.PhotoRemoved => ProductPhotos.Withdraw(s, report.ShopId, report.ProductId!.Value, report.Media!, actor).Problem,
        ReportMeasure.ProductWithdrawn => ProductLife.Withdraw(s, report.ShopId, report.ProductId!.Value, actor).Problem,
        ReportMeasure.ShopSuspended when Of(s, report.ShopId) is not ShopState.Suspended =>
            shops.Step(s, report.ShopId, ShopState.Suspended, ShopSide.Mall, facts.Length > MostReason ? facts[..MostReason] : facts, actor, tell: false).Problem,
        _ => null,
    };

    private static ShopState Of(WriteSession s, Guid shop) => s.Db.Find<Shop>(shop)!.State;
}
