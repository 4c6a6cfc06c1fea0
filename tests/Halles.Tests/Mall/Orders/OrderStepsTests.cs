using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Halles.Mall.Checkout;
using Halles.Mall.Fulfilment;
using Halles.Mall.Orders;
using Halles.Mall.Payments;
using Halles.Mall.Stock;
using Halles.Testing;
using Halles.Tests.Mall.Checkout;

namespace Halles.Tests.Mall.Orders;

public sealed class OrderStepsTests
{
    [Theory, OnBothEngines]
    public async Task An_order_is_accepted_prepared_and_handed_over_against_its_code(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Martin");
        var bread = await shop.Sells("Pain", 480);
        var order = await town.Buys(shop.Collect(), (bread, 2));
        await Well(town.Get<PrepareOrders>().Accept(shop.Id, order.OrderId, shop.Clerk));
        await Well(town.Get<PrepareOrders>().Start(shop.Id, order.OrderId, shop.Clerk));
        await Well(town.Get<PrepareOrders>().Ready(shop.Id, order.OrderId, shop.Clerk));
        var code = Read(town, order).PickupCode;
        (await town.Get<PickupCodes>().Find(shop.Id, shop.StoreId, code.ToLowerInvariant())).Value.ShouldBe(order.OrderId);

        var desk = town.Get<HandOverOrders>();
        (await desk.Collect(shop.Id, order.OrderId, code, default, shop.Clerk)).Problem.ShouldBe(OrderProblems.NotPaid);
        shop.Has(bread).ShouldBe((100, 2));
        await Well(desk.Collect(shop.Id, order.OrderId, code, new HandOverChecks(Paid: true), shop.Clerk));

        shop.Has(bread).ShouldBe((98, 0));
        Read(town, order).ShouldSatisfyAllConditions(
            o => o.State.ShouldBe(OrderState.Collected), o => o.Paid.ShouldBeTrue(), o => o.HoldUntil.ShouldBeNull(), o => o.EndedAt.ShouldBe(town.Now));
        Payment(town, order).State.ShouldBe(PaymentState.Received);
        Events(town, order).ShouldBe(["Step Placed", "Step Accepted", "Step Preparing", "Step Ready", "Paid ", "Step Collected"]);
        Mails(town).ShouldBe(["accepted", "new-order", "placed", "ready"], ignoreOrder: true);
        (await desk.Collect(shop.Id, order.OrderId, code, default, shop.Clerk)).Ok.ShouldBeFalse();
    }

    [Theory, OnBothEngines]
    public async Task Five_wrong_codes_an_hour_in_a_store_then_a_wait(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Martin");
        var order = await ReadyOrder(town, shop);
        var (codes, code) = (town.Get<PickupCodes>(), Read(town, order).PickupCode);
        for (var i = 0; i < 5; i++)
        {
            (await codes.Find(shop.Id, shop.StoreId, i == 0 ? "not a code!" : "000000")).Problem.ShouldBe(OrderProblems.WrongCode);
        }

        var refused = (await codes.Find(shop.Id, shop.StoreId, code)).Problem!;
        (refused.Code, refused.Args[0]).ShouldBe(("too-many-tries", town.Now.AddHours(1)));
        (await town.Get<HandOverOrders>().Collect(shop.Id, order.OrderId, code, new HandOverChecks(Paid: true), shop.Clerk)).Problem!.Code.ShouldBe("too-many-tries");
        town.Mall.Clock.Advance(TimeSpan.FromHours(1));
        (await codes.Find(shop.Id, shop.StoreId, code)).Value.ShouldBe(order.OrderId);
    }

    [Theory, OnBothEngines]
    public async Task An_age_limit_is_checked_at_the_counter(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Cave");
        var order = await ReadyOrder(town, shop, p => p.AgeLimit = 18);
        var code = Read(town, order).PickupCode;
        var desk = town.Get<HandOverOrders>();
        (await desk.Collect(shop.Id, order.OrderId, code, new HandOverChecks(Paid: true), shop.Clerk)).Problem!.Code.ShouldBe("age-not-checked");
        Read(town, order).Paid.ShouldBeFalse("nothing of a refused step stays");
        await Well(desk.Collect(shop.Id, order.OrderId, code, new HandOverChecks(Paid: true, AgeChecked: true), shop.Clerk));
        town.Mall.Scalar<string>("SELECT details FROM order_events WHERE order_id = $1 AND to_state = 'Collected'", order.OrderId).ShouldBe("age checked");
    }

    [Theory, OnBothEngines]
    public async Task A_refused_line_changes_amount_VAT_fee_and_hold_and_owes_back_what_was_paid(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Martin");
        var (bread, vase) = (await shop.Sells("Pain", 480, tax: "food"), await shop.Sells("Vase", 3800));
        var order = (await town.BuysAs(Buying.Guest(), shop.Deliver("transfer"), (bread, 2), (vase, 1))).Orders[0];
        order.Total.ShouldBe(960 + 3800); // free from 40.00 on
        await Well(town.Get<SettleOrders>().MarkPaid(shop.Id, order.OrderId, shop.Clerk));

        var desk = town.Get<PrepareOrders>();
        await Well(desk.RefuseLine(shop.Id, order.OrderId, 1, 1, "Plus en rayon", shop.Clerk));
        Read(town, order).ShouldSatisfyAllConditions(o => o.Total.ShouldBe(4280), o => o.Vat.ShouldBe(25 + 633));
        await Well(desk.RefuseLine(shop.Id, order.OrderId, 1, null, "Plus en rayon", shop.Clerk));
        Read(town, order).ShouldSatisfyAllConditions(o => o.DeliveryFee.ShouldBe(350), o => o.Total.ShouldBe(4150));
        Payment(town, order).OwedBack.ShouldBe(4760 - 4150);
        (shop.Has(bread), shop.Has(vase)).ShouldBe(((100, 0), (100, 1)));
        (await desk.RefuseLine(shop.Id, order.OrderId, 1, null, "Encore", shop.Clerk)).Ok.ShouldBeFalse();
        (await desk.RefuseLine(shop.Id, order.OrderId, 2, 2, "Trop", shop.Clerk)).Problem!.Code.ShouldBe("missing-wrong");
        (await desk.RefuseLine(shop.Id, order.OrderId, 9, 1, "Rien", shop.Clerk)).Problem.ShouldBe(OrderProblems.NoSuchLine);
        (await desk.RefuseLine(shop.Id, order.OrderId, 2, 1, " ", shop.Clerk)).Problem.ShouldBe(OrderProblems.ReasonMissing);

        await Well(desk.RefuseLine(shop.Id, order.OrderId, 2, 1, "Cassé", shop.Clerk));
        Read(town, order).ShouldSatisfyAllConditions(o => o.State.ShouldBe(OrderState.Cancelled), o => o.CancelledBy.ShouldBe(CancelledBy.Shop), o => o.Total.ShouldBe(0));
        Payment(town, order).OwedBack.ShouldBe(4760);
        shop.Has(vase).ShouldBe((100, 0));

        var settle = town.Get<SettleOrders>();
        (await settle.GiveBack(shop.Id, order.OrderId, new GivenBack(4761, PaidBackBy.Cash), shop.Clerk)).Problem!.Code.ShouldBe("too-much-back");
        await Well(settle.GiveBack(shop.Id, order.OrderId, new GivenBack(4760, PaidBackBy.Cash), shop.Clerk));
        (Payment(town, order).OwedBack, Payment(town, order).Refunded).ShouldBe((0, 4760));
    }

    [Theory, OnBothEngines]
    public async Task The_final_weight_decides_the_price_and_never_above_the_most(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Roux");
        var tomme = await shop.Sells("Tomme", 1990, onHand: 20, tax: "food", with: p => (p.StepUnit, p.StepSize, p.Weighed) = ("g", 100, true));
        var order = await town.Buys(shop.Collect(), (tomme, 3));
        var desk = town.Get<PrepareOrders>();
        await Well(desk.Accept(shop.Id, order.OrderId, shop.Clerk));
        (await desk.Ready(shop.Id, order.OrderId, shop.Clerk)).Problem.ShouldBe(OrderProblems.WeightMissing);
        foreach (var (grams, total) in ((long, long)[])[(310, 617), (500, 657), (180, 358)])
        {
            await Well(desk.EnterWeight(shop.Id, order.OrderId, 1, grams, shop.Clerk));
            (Read(town, order).Total, Payment(town, order).Amount).ShouldBe((total, total));
        }

        (await desk.EnterWeight(shop.Id, order.OrderId, 1, 0, shop.Clerk)).Problem.ShouldBe(OrderProblems.WeightWrong);
        await Well(desk.Ready(shop.Id, order.OrderId, shop.Clerk));
        await Well(town.Get<HandOverOrders>().Collect(shop.Id, order.OrderId, Read(town, order).PickupCode, new HandOverChecks(Paid: true), shop.Clerk));
        shop.Has(tomme).ShouldBe((18, 0), "180 g are two steps; the third stays");
    }

    [Theory, OnBothEngines]
    public async Task What_was_paid_is_the_most_for_weighed_goods(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Roux");
        var tomme = await shop.Sells("Tomme", 1990, tax: "food", with: p => (p.StepUnit, p.StepSize, p.Weighed) = ("g", 100, true));
        var order = await town.Buys(shop.Collect() with { PaymentMethod = "transfer" }, (tomme, 3));
        await Well(town.Get<SettleOrders>().MarkPaid(shop.Id, order.OrderId, shop.Clerk));
        await Well(town.Get<PrepareOrders>().EnterWeight(shop.Id, order.OrderId, 1, 320, shop.Clerk));
        Read(town, order).Total.ShouldBe(597);
    }

    [Theory, OnBothEngines]
    public async Task Delivered_by_the_courier_and_shipped_by_post(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Terre et Feu");
        var vase = await shop.Sells("Vase", 3800);
        var (byCourier, byPost) = (await town.Buys(shop.Deliver(), (vase, 1)), await town.Buys(shop.Ship(), (vase, 2)));
        var desk = town.Get<HandOverOrders>();
        (await town.Get<PrepareOrders>().ReadyAll(shop.Id, [byCourier.OrderId, byPost.OrderId], shop.Clerk)).Values.ShouldAllBe(p => p == null);
        (await desk.Ship(shop.Id, byCourier.OrderId, "", default, shop.Clerk)).Problem!.Code.ShouldBe("wrong-state");

        await Well(desk.SendOut(shop.Id, byCourier.OrderId, default, shop.Clerk));
        shop.Has(vase).ShouldBe((99, 2));
        (await desk.Delivered(shop.Id, byCourier.OrderId, default, shop.Clerk)).Problem.ShouldBe(OrderProblems.NotPaid);
        await Well(desk.Delivered(shop.Id, byCourier.OrderId, new HandOverChecks(Paid: true), shop.Clerk));

        await Well(town.Get<SettleOrders>().MarkPaid(shop.Id, byPost.OrderId, shop.Clerk));
        await Well(desk.Ship(shop.Id, byPost.OrderId, " 6A123 ", default, shop.Clerk));
        Read(town, byPost).Tracking.ShouldBe("6A123");
        await Well(desk.ReturnedUndelivered(shop.Id, byPost.OrderId, restock: true, shop.Clerk));
        shop.Has(vase).ShouldBe((99, 0));
        Payment(town, byPost).OwedBack.ShouldBe(byPost.Total);
    }

    [Theory, OnBothEngines]
    public async Task A_shopper_cancels_their_own_order_and_nobody_elses(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Martin");
        var bread = await shop.Sells("Pain", 480);
        var (mine, guests) = (await town.BuysAs(Buying.Nadia, shop.Collect(), (bread, 1)), await town.BuysAs(Buying.Guest(), shop.Collect(), (bread, 2)));
        var cancel = town.Get<CancelOrders>();
        (await cancel.ByShopper(shop.Id, guests.Orders[0].OrderId, OrderOwner.Person(Buying.Nadia.Id), "")).Problem.ShouldBe(OrderProblems.NoSuchOrder);
        (await cancel.ByShopper(shop.Id, guests.Orders[0].OrderId, OrderOwner.Link(mine.LinkToken), "")).Problem.ShouldBe(OrderProblems.NoSuchOrder);
        shop.Has(bread).ShouldBe((100, 3));
        await Well(cancel.ByShopper(shop.Id, guests.Orders[0].OrderId, OrderOwner.Link(guests.LinkToken), ""));
        await Well(cancel.ByShopper(shop.Id, mine.Orders[0].OrderId, OrderOwner.Person(Buying.Nadia.Id), "Je me suis trompée"));
        shop.Has(bread).ShouldBe((100, 0));
        Payment(town, mine.Orders[0]).State.ShouldBe(PaymentState.Void);
        Read(town, mine.Orders[0]).CancelReason.ShouldBe("Je me suis trompée");
        town.Mall.Scalar<long>("SELECT count(*) FROM order_events WHERE details LIKE '%tromp%'").ShouldBe(0, "a typed reason may hold personal data");
    }

    [Theory, OnBothEngines]
    public async Task Another_shops_order_is_no_order_and_nothing_happens_to_it(Engine engine)
    {
        using var town = await Town.On(engine);
        var (shop, other) = (await town.Shop("Martin"), await town.Shop("Roux"));
        var order = await town.Buys(shop.Collect(), (await shop.Sells("Pain", 480), 1));
        var (prepare, hand, settle, returns) = (town.Get<PrepareOrders>(), town.Get<HandOverOrders>(), town.Get<SettleOrders>(), town.Get<ReturnOrders>());
        Result<Done>[] results =
        [
            await prepare.Accept(other.Id, order.OrderId, other.Clerk), await prepare.Start(other.Id, order.OrderId, other.Clerk), await prepare.Ready(other.Id, order.OrderId, other.Clerk),
            await prepare.RefuseLine(other.Id, order.OrderId, 1, null, "x", other.Clerk), await prepare.EnterWeight(other.Id, order.OrderId, 1, 1, other.Clerk),
            await hand.Collect(other.Id, order.OrderId, Read(town, order).PickupCode, new HandOverChecks(true, true), other.Clerk), await hand.SendOut(other.Id, order.OrderId, default, other.Clerk),
            await hand.Ship(other.Id, order.OrderId, "x", new HandOverChecks(Unpaid: true), other.Clerk), await hand.Delivered(other.Id, order.OrderId, new HandOverChecks(true, true), other.Clerk),
            await hand.ReturnedUndelivered(other.Id, order.OrderId, true, other.Clerk), await hand.NotCollected(other.Id, order.OrderId, other.Clerk),
            await settle.MarkPaid(other.Id, order.OrderId, other.Clerk), await settle.GiveBack(other.Id, order.OrderId, new GivenBack(1, PaidBackBy.Cash), other.Clerk), await town.Get<CancelOrders>().ByShop(other.Id, order.OrderId, "x", other.Clerk),
            await returns.Agree(other.Id, order.OrderId, other.Clerk), await returns.Refuse(other.Id, order.OrderId, other.Clerk), await returns.Receive(other.Id, order.OrderId, true, other.Clerk),
            await returns.Refund(other.Id, order.OrderId, other.Clerk),
        ];
        results.ShouldAllBe(r => r.Problem == OrderProblems.NoSuchOrder);
        Events(town, order).ShouldBe(["Step Placed"]);
        Payment(town, order).State.ShouldBe(PaymentState.Expected);
    }

    [Theory, OnBothEngines]
    public async Task A_return_goes_its_way_and_the_goods_and_the_money_with_it(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Martin");
        var lamp = await shop.Sells("Lampe", 4999);
        var placed = await town.BuysAs(Buying.Guest(), shop.Collect(), (lamp, 1));
        var (order, owner) = (placed.Orders[0], OrderOwner.Link(placed.LinkToken));
        await Well(town.Get<PrepareOrders>().Ready(shop.Id, order.OrderId, shop.Clerk));
        var returns = town.Get<ReturnOrders>();
        (await returns.Ask(shop.Id, order.OrderId, owner, "Trop grande")).Problem!.Code.ShouldBe("wrong-state");
        await Well(town.Get<HandOverOrders>().Collect(shop.Id, order.OrderId, Read(town, order).PickupCode, new HandOverChecks(Paid: true), shop.Clerk));
        (await returns.Ask(shop.Id, order.OrderId, OrderOwner.Link("guessed"), "Trop grande")).Problem.ShouldBe(OrderProblems.NoSuchOrder);

        await Well(returns.Ask(shop.Id, order.OrderId, owner, "Trop grande"));
        await Well(returns.Agree(shop.Id, order.OrderId, shop.Clerk));
        await Well(returns.Receive(shop.Id, order.OrderId, restock: true, shop.Clerk));
        shop.Has(lamp).ShouldBe((100, 0));
        Payment(town, order).OwedBack.ShouldBe(4999);
        await Well(returns.Refund(shop.Id, order.OrderId, shop.Clerk));
        (Payment(town, order).OwedBack, Payment(town, order).Refunded).ShouldBe((0, 4999));
        Read(town, order).State.ShouldBe(OrderState.Refunded);
        (await returns.Withdraw(shop.Id, order.OrderId, owner)).Problem!.Code.ShouldBe("wrong-state");
    }

    [Theory, OnBothEngines]
    public async Task When_goods_are_physically_gone_the_youngest_order_falls_short_and_both_sides_are_told(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Martin");
        var (bread, cake) = (await shop.Sells("Pain", 480, onHand: 4), await shop.Sells("Tarte", 900));
        var elder = await town.Buys(shop.Collect(), (bread, 2));
        town.Mall.Clock.Advance(TimeSpan.FromMinutes(1));
        var younger = await town.Buys(shop.Collect(), (bread, 2), (cake, 1));

        await shop.Stocks(bread, MovementReason.Breakage, 3); // one left: three of four are short
        shop.Has(bread).ShouldBe((1, 1));
        Read(town, younger).ShouldSatisfyAllConditions(o => o.State.ShouldBe(OrderState.Placed), o => o.Total.ShouldBe(900));
        Read(town, elder).Total.ShouldBe(480);
        Mails(town).Count(m => m == "shortfall").ShouldBe(2);
        Mails(town).Count(m => m == "changed").ShouldBe(2);

        await shop.Stocks(bread, MovementReason.Count, 0);
        Read(town, elder).ShouldSatisfyAllConditions(o => o.State.ShouldBe(OrderState.Cancelled), o => o.CancelledBy.ShouldBe(CancelledBy.System));
        using var db = town.Mall.Database.Read();
        db.Set<OrderLine>().Count(l => l.State == LineState.Shortfall).ShouldBe(2);
    }

    [Theory, OnBothEngines]
    public async Task An_unpaid_hold_ends_by_itself_cancelled_before_ready_and_not_collected_after(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Martin");
        var bread = await shop.Sells("Pain", 480);
        var (waiting, ready, paid) = (await town.Buys(shop.Collect(), (bread, 1)), await town.Buys(shop.Collect(), (bread, 2)), await town.Buys(shop.Collect() with { PaymentMethod = "transfer" }, (bread, 4)));
        await Well(town.Get<PrepareOrders>().Accept(shop.Id, waiting.OrderId, shop.Clerk));
        await Well(town.Get<PrepareOrders>().Ready(shop.Id, ready.OrderId, shop.Clerk));
        await Well(town.Get<PrepareOrders>().Accept(shop.Id, paid.OrderId, shop.Clerk));
        await Well(town.Get<SettleOrders>().MarkPaid(shop.Id, paid.OrderId, shop.Clerk));

        town.Mall.Clock.Set(waiting.HoldUntil!.Value.AddSeconds(-1));
        await town.Run<ExpireHolds>();
        shop.Has(bread).ShouldBe((100, 7), "not a second early");
        town.Mall.Clock.Set(waiting.HoldUntil!.Value);
        await town.Run<ExpireHolds>();
        await town.Run<ExpireHolds>();
        shop.Has(bread).ShouldBe((100, 4));
        Read(town, waiting).ShouldSatisfyAllConditions(o => o.State.ShouldBe(OrderState.Cancelled), o => o.CancelReason.ShouldBe(OrderReasons.HoldExpired), o => o.CancelledBy.ShouldBe(CancelledBy.System));
        Read(town, ready).State.ShouldBe(OrderState.NotCollected);
        town.Mall.Clock.Advance(TimeSpan.FromDays(30));
        await town.Run<ExpireHolds>();
        Read(town, paid).State.ShouldBe(OrderState.Accepted);
    }

    [Theory, OnBothEngines]
    public async Task A_shop_that_does_not_accept_is_reminded_then_loses_the_order(Engine engine)
    {
        using var town = await Town.On(engine, s => s with { AcceptWithinHours = 4 });
        var shop = await town.Shop("Martin");
        var bread = await shop.Sells("Pain", 480);
        var (slow, quick) = (await town.Buys(shop.Collect(), (bread, 1)), await town.Buys(shop.Collect(), (bread, 1)));
        await Well(town.Get<PrepareOrders>().Accept(shop.Id, quick.OrderId, shop.Clerk));
        town.Mall.Clock.Advance(TimeSpan.FromHours(3));
        await town.Run<AcceptDeadlines>();
        await town.Run<AcceptDeadlines>();
        Mails(town).Count(m => m == "accept-reminder").ShouldBe(1);
        Read(town, slow).State.ShouldBe(OrderState.Placed);
        town.Mall.Clock.Advance(TimeSpan.FromHours(1));
        await town.Run<AcceptDeadlines>();
        Read(town, slow).ShouldSatisfyAllConditions(o => o.State.ShouldBe(OrderState.Cancelled), o => o.CancelReason.ShouldBe(OrderReasons.NotAccepted));
        Read(town, quick).State.ShouldBe(OrderState.Accepted);
        Mails(town).Where(m => m.StartsWith("cancelled", StringComparison.Ordinal)).ShouldBe(["cancelled", "cancelled-for-shop"], ignoreOrder: true);
        shop.Has(bread).ShouldBe((100, 1));
    }

    [Theory, OnBothEngines]
    public async Task More_due_orders_than_a_page_are_all_ended(Engine engine)
    {
        using var town = await Town.On(engine, s => s with { ReservationsPerGuest = 1000, ReservedUnitsPerVariant = 1000 });
        var shop = await town.Shop("Martin");
        var bread = await shop.Sells("Pain", 480, onHand: 1000);
        var request = town.Request(Buying.Guest(), [shop.Collect()], [new WantedLine(bread, 1)]);
        var placed = await Task.WhenAll(Enumerable.Range(0, 450).Select(_ => town.Get<PlaceOrder>().Run(request)));
        placed.ShouldAllBe(p => p.Ok);
        town.Mall.Clock.Advance(TimeSpan.FromDays(7));
        await town.Run<ExpireHolds>();
        shop.Has(bread).ShouldBe((1000, 0));
    }

    private static async Task<PlacedOrder> ReadyOrder(Town town, TownShop shop, Action<ProductSpec>? with = null)
    {
        var order = await town.Buys(shop.Collect(), (await shop.Sells("Vin", 900, with: with), 1));
        await Well(town.Get<PrepareOrders>().Ready(shop.Id, order.OrderId, shop.Clerk));
        return order;
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

    private static List<string> Events(Town town, PlacedOrder order) => town.Mall.Database.Read(sql => sql.List(
        "SELECT kind, to_state FROM order_events WHERE order_id = $1 ORDER BY number", r => $"{r.Text(0)} {r.TextOrNull(1)}", order.OrderId));

    private static List<string> Mails(Town town) => town.Mall.Database.Read(sql => sql.List(
        "SELECT payload FROM jobs WHERE kind = 'order-mail'", r => System.Text.Json.JsonDocument.Parse(r.Text(0)).RootElement.GetProperty("what").GetString()!));
}
