using Halles.Kernel;
using Halles.Kernel.Auditing;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;

namespace Halles.Mall.Shops;

/// <summary>Takes a shop from one state to the next.</summary>
public sealed class ShopLife(MallDatabase database, MallWriter writer, IEnumerable<IOpeningCheck> checks)
{
    private const int LongestReason = 500;

    /// <summary>What is still missing before the shop can open; empty when the gate is green.</summary>
    public List<Problem> Missing(Guid shop) => database.Read(sql => Missing(sql, shop));

    /// <summary>All there is to do before the shop can open, done or not.</summary>
    public List<OpeningStep> Steps(Guid shop) => database.Read(sql =>
        checks.GroupBy(c => c.Task).OrderBy(t => t.Key).Select(t => new OpeningStep(t.Key, [.. t.Select(c => c.Missing(sql, shop)).OfType<Problem>()])).ToList());

    /// <summary>What there is to do for a shop that has not opened yet; nothing for any other.</summary>
    public List<OpeningStep> StepsOf(Shop shop) => shop.State is ShopState.Applied or ShopState.Approved ? Steps(shop.Id) : [];

    /// <summary>Takes the step; the reason is kept for the shop to read.</summary>
    /// <param name="actor">Who takes it.</param>
    /// <param name="side">On whose behalf.</param>
    public Task<Result<Done>> Step(Guid shop, ShopState to, ShopSide side, string? reason, Guid? actor) =>
        writer.Write(s => Step(s, shop, to, side, reason, actor, tell: side is ShopSide.Mall), Lane.Office, LockKey.Of(LockKind.Shop, shop));

    /// <summary>The same inside a unit that holds the shop's lock.</summary>
    /// <param name="tell">Whether the shop is written to; who decides otherwise writes itself.</param>
    public Result<Done> Step(WriteSession s, Guid shop, ShopState to, ShopSide side, string? reason, Guid? actor, bool tell)
    {
        if (s.Db.Find<Shop>(shop) is not { } found)
        {
            return ShopProblems.None;
        }

        if (Refusal(s, found, to, side, reason) is { } problem)
        {
            return problem;
        }

        var told = ShopMail.Of(found.State, to);
        s.Audit(new AuditEntry(actor, "change-shop-state", shop, shop, $"{found.State} -> {to}"));
        found.State = to;
        found.StateReason = string.IsNullOrWhiteSpace(reason) ? null : reason.Trim();
        found.AskedChange = null;
        found.OpenedAt ??= to is ShopState.Open ? s.Now : null;
        found.Version++;
        s.Changed(Topic.Shop, shop, shop);
        if (tell)
        {
            ShopMail.Ask(s, shop, told, found.StateReason);
        }

        return default(Done);
    }

    private Problem? Refusal(WriteSession s, Shop shop, ShopState to, ShopSide side, string? reason)
    {
        var by = ShopSteps.By(shop.State, to);
        if (by.Count == 0)
        {
            return ShopProblems.NoSuchStep;
        }

        if (!by.Contains(side))
        {
            return ShopProblems.NotYours;
        }

        if (ShopSteps.NeedsReason(to, side) && string.IsNullOrWhiteSpace(reason))
        {
            return ShopProblems.ReasonMissing;
        }

        var check = new FieldChecks();
        check.TextOrNull("reason", reason, LongestReason);
        return check.Problem ?? (to is ShopState.Open && Missing(s.Sql, shop.Id) is { Count: > 0 } missing ? ShopProblems.NotReady with { Parts = missing } : null);
    }

    private List<Problem> Missing(SqlSession sql, Guid shop) => [.. checks.OrderBy(c => c.Task).Select(c => c.Missing(sql, shop)).OfType<Problem>()];
}
