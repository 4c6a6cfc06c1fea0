using Halles.Kernel.Storage;
using Halles.Mall.Stock;

namespace Halles.Mall.Orders;

/// <summary>Records on the order that held goods were physically gone; amounts follow, and shop and shopper are told.</summary>
internal sealed class Shortfalls : IHoldsTakenBack
{
    public void TakenBack(WriteSession session, Shortfall shortfall)
    {
        if (OrderNow.Load(session, shortfall.ShopId, shortfall.OrderId) is { } order && order.Lines(session.Sql).Find(l => l.Number == shortfall.Line) is { } line)
        {
            Lines.Miss(session, order, line, shortfall.Quantity, LineState.Shortfall, OrderReasons.Shortfall, Actor.System);
        }
    }
}
