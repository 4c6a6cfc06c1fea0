namespace Halles.Mall.Shops;

/// <summary>Who takes a step in a shop's life.</summary>
public enum ShopSide
{
    Mall,
    Shop,
}

/// <summary>The steps in a shop's life: the whole table, no other edge.</summary>
public static class ShopSteps
{
    private static readonly (ShopState From, ShopState To, ShopSide[] By)[] Table =
    [
        (ShopState.Applied, ShopState.Approved, [ShopSide.Mall]),
        (ShopState.Applied, ShopState.Closed, [ShopSide.Mall, ShopSide.Shop]), // turned down, or taken back
        (ShopState.Approved, ShopState.Open, [ShopSide.Shop]),
        (ShopState.Approved, ShopState.Closed, [ShopSide.Mall, ShopSide.Shop]),
        (ShopState.Open, ShopState.Paused, [ShopSide.Shop]),
        (ShopState.Open, ShopState.Suspended, [ShopSide.Mall]),
        (ShopState.Open, ShopState.Closed, [ShopSide.Mall, ShopSide.Shop]),
        (ShopState.Paused, ShopState.Open, [ShopSide.Shop]),
        (ShopState.Paused, ShopState.Suspended, [ShopSide.Mall]),
        (ShopState.Paused, ShopState.Closed, [ShopSide.Mall, ShopSide.Shop]),
        (ShopState.Suspended, ShopState.Paused, [ShopSide.Mall]), // lifted: the shop opens again itself
        (ShopState.Suspended, ShopState.Closed, [ShopSide.Mall]),
    ];

    /// <summary>Who may take the step; empty when there is none.</summary>
    public static IReadOnlyList<ShopSide> By(ShopState from, ShopState to) => Table.FirstOrDefault(e => e.From == from && e.To == to).By ?? [];

    /// <summary>Where a side can take a shop from here.</summary>
    public static IReadOnlyList<ShopState> From(ShopState from, ShopSide side) => [.. Table.Where(e => e.From == from && e.By.Contains(side)).Select(e => e.To)];

    /// <summary>A step that the other side is owed a reason for.</summary>
    public static bool NeedsReason(ShopState to, ShopSide side) => side is ShopSide.Mall && to is ShopState.Suspended or ShopState.Closed;
}
