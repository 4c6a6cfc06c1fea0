using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Checkout;
using Halles.Mall.Orders;
using Halles.Mall.Payments;
using Halles.Testing;
using Halles.Tests.Mall.Checkout;

namespace Halles.Tests.Mall.Orders;

/// <summary>When an order counts as paid, and how what is owed goes back.</summary>
public sealed class MoneyStepsTests
{
    [Theory, OnBothEngines]
    public async Task Goods_whose_transfer_has_not_come_leave_only_when_somebody_says_so_and_stay_unpaid(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Martin");
        var vase = await shop.Sells("Vase", 3800);
        var desk = town.Get<HandOverOrders>();
        var (collected, sent, brought) = (
            await town.Buys(shop.Collect() with { PaymentMethod = "transfer" }, (vase, 1)), await town.Buys(shop.Ship(), (vase, 1)), await town.Buys(shop.Deliver("transfer"), (vase, 1)));
        (await town.Get<PrepareOrders>().ReadyAll(shop.Id, [collected.OrderId, sent.OrderId, brought.OrderId], shop.Clerk)).Values.ShouldAllBe(p => p == null);
        Func<HandOverChecks, Task<Result<Done>>>[] leave =
        [
            checks => desk.Collect(shop.Id, collected.OrderId, Read(town, collected).PickupCode, checks, shop.Clerk),
            checks => desk.Ship(shop.Id, sent.OrderId, "", checks, shop.Clerk),
            checks => desk.SendOut(shop.Id, brought.OrderId, checks, shop.Clerk),
        ];
        foreach (var step in leave)
        {
            (await step(default)).Problem.ShouldBe(OrderProblems.TransferNotCome);
            (await step(new HandOverChecks(Paid: true))).Problem.ShouldBe(OrderProblems.TransferNotCome, "a transfer is not taken at the door");
            await Well(step(new HandOverChecks(Unpaid: true)));
        }

        foreach (var order in (PlacedOrder[])[sent, brought])
        {
            await Well(desk.Delivered(shop.Id, order.OrderId, new HandOverChecks(Paid: true), shop.Clerk));
        }

        foreach (var order in (PlacedOrder[])[collected, sent, brought])
        {
            Read(town, order).ShouldSatisfyAllConditions(o => o.Paid.ShouldBeFalse(), o => o.State.ShouldBeOneOf(OrderState.Collected, OrderState.Delivered));
            (Payment(town, order).State, Payment(town, order).ReceivedAt).ShouldBe((PaymentState.Expected, null));
            Audited(town, order).ShouldBeEmpty();
            await Well(town.Get<SettleOrders>().MarkPaid(shop.Id, order.OrderId, shop.Clerk));
            Payment(town, order).State.ShouldBe(PaymentState.Received);
            Audited(town, order).ShouldBe([$"mark-paid {order.Code} {order.Total}"]);
        }
    }

    [Theory, OnBothEngines]
    public async Task Money_taken_at_hand_over_is_audited_as_any_other(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Martin");
        var order = await town.Buys(shop.Collect(), (await shop.Sells("Pain", 480), 2));
        await Well(town.Get<PrepareOrders>().Ready(shop.Id, order.OrderId, shop.Clerk));
        (await Collect(default)).Problem.ShouldBe(OrderProblems.NotPaid);
        (await Collect(new HandOverChecks(Unpaid: true))).Problem.ShouldBe(OrderProblems.NotPaid, "what is paid in the store is paid before it leaves");
        await Well(Collect(new HandOverChecks(Paid: true)));
        Audited(town, order).ShouldBe([$"mark-paid {order.Code} 960"]);

        Task<Result<Done>> Collect(HandOverChecks checks) => town.Get<HandOverOrders>().Collect(shop.Id, order.OrderId, Read(town, order).PickupCode, checks, shop.Clerk);
    }

    [Theory, OnBothEngines]
    public async Task What_is_owed_after_a_refused_line_goes_back_in_parts_once_each_and_never_more(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Martin");
        var order = await town.Buys(shop.Collect() with { PaymentMethod = "transfer" }, (await shop.Sells("Pain", 480), 3));
        var settle = town.Get<SettleOrders>();
        (await Give(1, "none")).Problem!.Code.ShouldBe("too-much-back", "nothing is owed yet");
        await Well(settle.MarkPaid(shop.Id, order.OrderId, shop.Clerk));
        await Well(Refuse());
        Payment(town, order).OwedBack.ShouldBe(480);

        (await Give(481, "a")).Problem.ShouldSatisfyAllConditions(p => p!.Code.ShouldBe("too-much-back"), p => p!.Args.ShouldBe([Money.Eur(4.80m)]));
        foreach (var wrong in (long[])[0, -1, long.MinValue])
        {
            (await Give(wrong, "b")).Problem!.Code.ShouldBe("too-much-back");
        }

        var both = await Task.WhenAll(Give(200, "c"), Give(200, "c"), Give(200, "c")); // one form, pressed three times
        both.ShouldAllBe(r => r.Ok);
        (Payment(town, order).OwedBack, Payment(town, order).Refunded).ShouldBe((280, 200));
        (await Give(280, "c")).Problem.ShouldBe(StorageProblems.KeyReused);
        (await Task.WhenAll(Give(280, "d"), Give(280, "e"))).Count(r => r.Ok).ShouldBe(1, "two forms at once for the same money");
        (Payment(town, order).OwedBack, Payment(town, order).Refunded).ShouldBe((0, 480));
        Audited(town, order).ShouldBe([$"mark-paid {order.Code} 1440", $"give-back {order.Code} 200 Cash", $"give-back {order.Code} 280 Cash"]);
        Given(town, order).ShouldBe([new GivenBack(200, PaidBackBy.Cash), new GivenBack(280, PaidBackBy.Cash)]);

        await Well(Refuse()); // the same amount is owed again, and told again
        Payment(town, order).OwedBack.ShouldBe(480);
        town.Mall.Database.Read(sql => sql.Scalar<long>("SELECT count(*) FROM order_events WHERE order_id = $1 AND kind = 'OwedBack'", order.OrderId)).ShouldBe(2);

        Task<Result<Done>> Give(long amount, string key) => settle.GiveBack(shop.Id, order.OrderId, new GivenBack(amount, PaidBackBy.Cash), shop.Clerk, key);
        Task<Result<Done>> Refuse() => town.Get<PrepareOrders>().RefuseLine(shop.Id, order.OrderId, 1, 1, "Abîmé", shop.Clerk);
    }

    [Theory, OnBothEngines]
    public async Task With_the_last_of_the_money_a_received_return_is_refunded(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Martin");
        var placed = await town.BuysAs(Buying.Guest(), shop.Collect(), (await shop.Sells("Lampe", 4999), 1));
        var (order, returns, settle) = (placed.Orders[0], town.Get<ReturnOrders>(), town.Get<SettleOrders>());
        await Well(town.Get<PrepareOrders>().Ready(shop.Id, order.OrderId, shop.Clerk));
        await Well(town.Get<HandOverOrders>().Collect(shop.Id, order.OrderId, Read(town, order).PickupCode, new HandOverChecks(Paid: true), shop.Clerk));
        await Well(returns.Ask(shop.Id, order.OrderId, OrderOwner.Link(placed.LinkToken), "Trop grande"));
        await Well(returns.Agree(shop.Id, order.OrderId, shop.Clerk));
        await Well(returns.Receive(shop.Id, order.OrderId, restock: true, shop.Clerk));
        await Well(settle.GiveBack(shop.Id, order.OrderId, new GivenBack(4000, PaidBackBy.Card), shop.Clerk, "first"));
        Read(town, order).State.ShouldBe(OrderState.ReturnReceived);
        await Well(settle.GiveBack(shop.Id, order.OrderId, new GivenBack(999, PaidBackBy.Transfer), shop.Clerk, "second"));
        Read(town, order).State.ShouldBe(OrderState.Refunded);
        Payment(town, order).OwedBack.ShouldBe(0);
        Given(town, order).ShouldBe([new GivenBack(4000, PaidBackBy.Card), new GivenBack(999, PaidBackBy.Transfer)]);
    }

    private static async Task Well(Task<Result<Done>> step) => (await step).Problem.ShouldBeNull();

    private static Order Read(Town town, PlacedOrder order)
    {
        using var db = town.Mall.Database.Read();
        return db.Set<Order>().Single(o => o.ShopId == order.ShopId && o.Id == order.OrderId);
    }

    private static Payment Payment(Town town, PlacedOrder order)
    {
        using var db = town.Mall.Database.Read();
        return db.Set<Payment>().Single(p => p.OrderId == order.OrderId);
    }

    private static List<GivenBack> Given(Town town, PlacedOrder order)
    {
        using var db = town.Mall.Database.Read();
        return [.. db.Set<OrderEvent>().Where(e => e.OrderId == order.OrderId && e.Kind == OrderEventKind.Refunded).OrderBy(e => e.Number).AsEnumerable().Select(GivenBack.Of)];
    }

    private static List<string> Audited(Town town, PlacedOrder order) => town.Mall.Database.Read(sql => sql.List(
        "SELECT action, details FROM audit WHERE subject = $1 ORDER BY number", r => $"{r.Text(0)} {r.Text(1)}", order.OrderId));
}
