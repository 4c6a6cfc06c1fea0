using Halles.Kernel;
using Halles.Kernel.Storage;

namespace Halles.Mall.Identity;

/// <summary>A feature that keeps personal data beside the account: it gives it out, and forgets it. Implemented by orders, baskets, messages …</summary>
public interface IPersonalDataHolder
{
    /// <summary>The section of the export that its data stands in: <c>orders</c>.</summary>
    string Section { get; }

    /// <summary>What it keeps of the person, as JSON can hold it; null when nothing.</summary>
    object? Export(MallDatabase database, Guid person);

    /// <summary>Why the person cannot be erased yet, such as an order under way; null when nothing is in the way.</summary>
    Problem? Hindrance(SqlSession sql, Guid person, string? email) => null;

    /// <summary>Words by which e-mails that were written about its data can be told, such as codes of orders: those e-mails go too.</summary>
    IReadOnlyList<string> Marks(SqlSession sql, Guid person, string? email) => [];

    /// <summary>
    /// Makes what it keeps of the person nameless: contact, addresses, notes and texts go; sums, quantities and dates
    /// stay. Runs in the transaction of the erasure,
    /// after the features that were registered later, which lean on this one.
    /// </summary>
    /// <param name="email">Their confirmed address, for what they did as a guest; null when it was never confirmed.</param>
    void Erase(WriteSession session, Guid person, string? email);
}
