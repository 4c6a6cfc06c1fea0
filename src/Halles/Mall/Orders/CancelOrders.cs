using System.Security.Cryptography;
using System.Text;
using Halles.Kernel;
using Halles.Kernel.Storage;

namespace Halles.Mall.Orders;

/// <summary>How a shopper shows that an order is theirs: as a person with an account, or by the token of the guest's link.</summary>
public readonly record struct OrderOwner(Guid? PersonId, string? LinkToken)
{
    public static OrderOwner Person(Guid id) => new(id, null);

    public static OrderOwner Link(string token) => new(null, token);

    internal bool Owns(SqlSession sql, OrderNow order) =>
        (PersonId is { } person && order.PersonId == person)
        || (LinkToken is { Length: > 0 } token && CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(token)), sql.Scalar<byte[]>("SELECT link_hash FROM purchases WHERE id = $1", order.PurchaseId) ?? []));
}

/// <summary>Calls an order off, by either side, with a reason. The goods are free again and what was paid is owed back.</summary>
public sealed class CancelOrders(OrderWork work)
{
    /// <summary>The longest reason in characters.</summary>
    public const int MostReason = 500;

    /// <summary>The shopper cancels while the shop still has the goods. The reason may be empty.</summary>
    public Task<Result<Done>> ByShopper(Guid shopId, Guid orderId, OrderOwner owner, string reason) => work.On(shopId, orderId, (s, o) =>
        !owner.Owns(s.Sql, o) ? OrderProblems.NoSuchOrder
        : reason.Length > 0 && Unfit(reason) is { } unfit ? unfit
        : OrderSteps.Cancel(s, o, Actor.Shopper(owner.PersonId), reason.Trim()));

    /// <summary>The shop cancels; the reason is told to the shopper.</summary>
    public Task<Result<Done>> ByShop(Guid shopId, Guid orderId, string reason, Guid? actor) => work.On(shopId, orderId, (s, o) =>
        Unfit(reason) ?? OrderSteps.Cancel(s, o, Actor.Shop(actor), reason.Trim()));

    internal static Problem? Unfit(string reason) =>
        string.IsNullOrWhiteSpace(reason) ? OrderProblems.ReasonMissing : reason.Length > MostReason || !TextRules.CanBeKept(reason) ? OrderProblems.ReasonLong : null;
}
