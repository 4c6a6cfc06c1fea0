using Halles.Kernel.Storage;

namespace Halles.Mall.Stock;

/// <summary>What was physically gone and is therefore taken back from an order's line.</summary>
/// <param name="Quantity">Pieces or steps.</param>
public sealed record Shortfall(Guid ShopId, Guid OrderId, int Line, Guid VariantId, Guid StoreId, long Quantity);

/// <summary>
/// Whoever holds stock learns here, in the same transaction, that physical facts have won (rules.md, <i>Stock</i>): orders
/// record the shortfall and have the merchant and the shopper told. Declared by Stock, which knows no orders.
/// </summary>
public interface IHoldsTakenBack
{
    /// <summary>Records it; the stock itself has been changed already.</summary>
    void TakenBack(WriteSession session, Shortfall shortfall);
}
