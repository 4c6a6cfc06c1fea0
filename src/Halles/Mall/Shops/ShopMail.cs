using Halles.Kernel.Jobs;
using Halles.Kernel.Storage;

namespace Halles.Mall.Shops;

/// <summary>What the mall's office has decided about a shop.</summary>
public enum ShopMailKind
{
    ChangeAsked,
    Approved,
    TurnedDown,
    Suspended,
    Lifted,
    Closed,
}

/// <summary>An e-mail to a shop about its place in the mall, asked for in the transaction of the decision.</summary>
/// <param name="Words">The office's own: what is to be changed, or why.</param>
public sealed record ShopMail(Guid ShopId, ShopMailKind What, string Words)
{
    /// <summary>The kind of job that writes it.</summary>
    public const string JobKind = "shop-mail";

    internal static ShopMailKind Of(ShopState from, ShopState to) => to switch
    {
        ShopState.Approved => ShopMailKind.Approved,
        ShopState.Suspended => ShopMailKind.Suspended,
        ShopState.Paused => ShopMailKind.Lifted,
        _ => from is ShopState.Applied ? ShopMailKind.TurnedDown : ShopMailKind.Closed,
    };

    internal static void Ask(WriteSession session, Guid shop, ShopMailKind what, string? words) =>
        JobQueue.Enqueue(session, JobKind, new ShopMail(shop, what, words ?? ""));
}
