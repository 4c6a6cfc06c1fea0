using Halles.Mall.Fulfilment;
using Halles.Mall.Orders;

namespace Halles.Tests.Mall.Orders;

public sealed class OrderStatesTests
{
    /// <summary>The table of the rules, edge by edge.</summary>
    private const string Table =
        """
        Placed: Accepted Cancelled
        Accepted: Preparing Ready Cancelled
        Preparing: Ready Cancelled
        Ready Collect: Collected NotCollected Cancelled
        Ready Deliver: OutForDelivery
        Ready Ship: Shipped
        OutForDelivery Deliver: Delivered ReturnedUndelivered
        Shipped Ship: Delivered ReturnedUndelivered
        Collected: ReturnAsked
        Delivered: ReturnAsked
        ReturnAsked: ReturnAgreed ReturnRefused
        ReturnAgreed: ReturnReceived ReturnWithdrawn
        ReturnReceived: Refunded
        """;

    [Fact]
    public void There_is_no_edge_but_those_of_the_table()
    {
        var allowed = Table.Split('\n').SelectMany(line => line.Trim().Split(": ") is [var from, var to] ? to.Split(' ').Select(t => (from, to: t)) : []).ToList();
        foreach (var way in Enum.GetValues<FulfilmentKind>())
        {
            foreach (var from in Enum.GetValues<OrderState>())
            {
                var expected = allowed.Where(e => e.from == $"{from}" || e.from == $"{from} {way}").Select(e => Enum.Parse<OrderState>(e.to)).Order();
                OrderStates.After(from, way).Order().ShouldBe(expected, $"{from} {way}");
                Enum.GetValues<OrderState>().Where(to => OrderStates.Allows(from, to, way)).Order().ShouldBe(expected);
            }

            Enum.GetValues<OrderState>().Where(to => OrderStates.Allows(null, to, way)).ShouldBe([OrderState.Placed]);
        }
    }
}
