using Halles.Kernel;
using Halles.Kernel.Auditing;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Halles.Mall.Identity;
using Microsoft.EntityFrameworkCore;

namespace Halles.Mall.Reports;

/// <summary>What the office decides.</summary>
/// <param name="Rule">The article of the law, or the place in the terms; nothing is needed where nothing is done.</param>
/// <param name="Facts">What was found, for both sides to read.</param>
/// <param name="After">The decision that was looked at; <see cref="Guid.Empty"/> for none. Another one meanwhile is <see cref="StorageProblems.Stale"/>.</param>
public sealed record DecisionInput(ReportMeasure Measure, Ground Ground, string? Rule, string? Facts, Guid After);

/// <summary>
/// Decides on a report, first or anew, with reasons, and does what is decided: what held before and does no longer is undone.
/// Objections that wait are answered by it; then whoever decided before leaves it to somebody else (Regulation (EU) 2022/2065, art. 17 and 20).
/// </summary>
public sealed class DecideOnReport(MallDatabase database, MallWriter writer, EnforceMeasure enforce)
{
    private const int MostRule = 300, MostFacts = 5_000;

    /// <summary>Decides.</summary>
    public async Task<Result<Done>> Run(Guid report, DecisionInput input, Guid actor)
    {
        var check = new FieldChecks();
        var measured = input.Measure is not ReportMeasure.None;
        var facts = check.Text("facts", input.Facts, MostFacts);
        var rule = measured ? check.Text("rule", input.Rule, MostRule) : check.TextOrNull("rule", input.Rule, MostRule) ?? "";
        check.Add("ground", measured && input.Ground is Ground.None ? ReportProblems.GroundMissing : null);
        if (check.Problem is { } problem)
        {
            return problem;
        }

        var shop = database.Read(sql => sql.Scalar<Guid?>("SELECT shop_id FROM reports WHERE id = $1", report));
        return shop is null ? ReportProblems.None
            : await writer.Write(s => Write(s, shop.Value, report, input with { Facts = facts, Rule = rule }, actor), Lane.Office, LockKey.Of(LockKind.Shop, shop.Value)).ConfigureAwait(false);
    }

    private Result<Done> Write(WriteSession s, Guid shop, Guid id, DecisionInput input, Guid actor)
    {
        var report = s.Db.Find<Report>(shop, id)!;
        var earlier = s.Db.Set<ReportDecision>().Where(d => d.ShopId == shop && d.ReportId == id).AsEnumerable().MaxBy(d => d.Id);
        var open = s.Db.Set<ReportAppeal>().Where(a => a.ShopId == shop && a.ReportId == id && a.AnswerId == null).ToList();
        if ((earlier?.Id ?? Guid.Empty) != input.After)
        {
            return StorageProblems.Stale;
        }

        if (open.Count > 0 && earlier!.Actor == actor && SomebodyElse(s.Sql, actor))
        {
            return ReportProblems.AnotherDecides;
        }

        if (enforce.Change(s, report, input.Measure, input.Facts!, actor) is { } refused)
        {
            return refused;
        }

        var decision = new ReportDecision
        {
            ShopId = shop, Id = s.NewId(), ReportId = id, Measure = input.Measure, Before = report.Measure, Ground = input.Measure is ReportMeasure.None ? Ground.None : input.Ground, Rule = input.Rule!, Facts = input.Facts!, Actor = actor, At = s.Now,
        };
        s.Db.Add(decision);
        (report.State, report.Measure, report.DecidedAt) = (ReportState.Decided, input.Measure, s.Now);
        open.ForEach(a => a.AnswerId = decision.Id);
        s.Audit(new AuditEntry(actor, "decide-on-report", decision.ConcernsShop ? shop : Guid.Empty, id, $"{report.Code} {decision.Before} -> {decision.Measure}"));
        s.Changed(Topic.Report, decision.ConcernsShop ? shop : Guid.Empty, id);
        ReportMail.Ask(s, report, ReportSide.Reporter, decision.Id);
        if (decision.ConcernsShop)
        {
            ReportMail.Ask(s, report, ReportSide.Shop, decision.Id);
        }

        return default(Done);
    }

    private static bool SomebodyElse(SqlSession sql, Guid actor) => sql
        .List("SELECT role FROM staff_roles WHERE person_id <> $1", r => r.Word<MallRole>(0), actor)
        .Exists(role => Permissions.Of(role).Contains(Permission.DecideReports));
}
