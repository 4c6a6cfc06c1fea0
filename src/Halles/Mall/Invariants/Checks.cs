using Halles.Kernel.Storage;

namespace Halles.Mall.Invariants;

/// <summary>
/// What must always be true of a mall, checked on the live database (rules of the house, <i>Invariants</i>): by
/// <c>halles check</c>, by tests, and after every fault that is injected.
/// </summary>
public static class Checks
{
    /// <summary>Checks all of them, in the order of their numbers.</summary>
    public static IReadOnlyList<Finding> All(MallDatabase database) => database.Read(All);

    internal static IReadOnlyList<Finding> All(SqlSession sql) =>
    [
        .. new[]
        {
            PurchaseInvariants.Check(sql),
            [TableInvariants.StockAddsUp(sql)],
            [OrderInvariants.AmountsRecompute(sql)],
            [PromotionInvariant.UsesAreCounted(sql)],
            [OrderInvariants.HistoriesFollowTheTable(sql)],
            [TableInvariants.OrdersAreWhole(sql)],
            [ToldInvariant.ChangesAreTold(sql)],
            [FamilyInvariant.ShopsAgree(sql)],
            [FeedInvariant.ReadersReachAll(sql)],
            [AuditInvariant.Holds(sql)],
            [ErasureInvariant.NobodyIsLeft(sql)],
        }.SelectMany(f => f).OrderBy(f => f.Number),
    ];
}
