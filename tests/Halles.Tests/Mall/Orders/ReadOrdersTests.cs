using Halles.Kernel.Storage;
using Halles.Mall.Checkout;
using Halles.Mall.Orders;
using Halles.Testing;
using Halles.Tests.Mall.Checkout;

namespace Halles.Tests.Mall.Orders;

public sealed class ReadOrdersTests
{
    [Theory, OnBothEngines]
    public async Task A_shop_sees_its_orders_by_view_and_search_and_nobody_elses(Engine engine)
    {
        using var town = await Town.On(engine);
        var (shop, other) = (await town.Shop("Martin"), await town.Shop("Roux"));
        var bread = await shop.Sells("Pain", 480);
        var (todo, ready, gone) = (await town.Buys(shop.Collect(), (bread, 2)), await town.Buys(shop.Collect(), (bread, 3)), await town.Buys(shop.Collect(), (bread, 1)));
        await town.Get<PrepareOrders>().Ready(shop.Id, ready.OrderId, shop.Clerk);
        await town.Get<CancelOrders>().ByShop(shop.Id, gone.OrderId, "Fermé", shop.Clerk);
        await town.Get<PrepareOrders>().RefuseLine(shop.Id, todo.OrderId, 1, 1, "Abîmé", shop.Clerk);
        var orders = town.Get<ReadOrders>();

        Codes(OrderView.ToPrepare).ShouldBe([todo.Code]);
        Codes(OrderView.Ready).ShouldBe([ready.Code]);
        Codes(OrderView.Done).ShouldBe([gone.Code]);
        Codes(OrderView.Late).ShouldBeEmpty();
        Codes(OrderView.All).Count.ShouldBe(3);
        Codes(OrderView.All, ready.Code.ToLowerInvariant().Insert(4, "-")).ShouldBe([ready.Code]);
        Codes(OrderView.All, "benali").Count.ShouldBe(3);
        orders.List(other.Id, OrderView.All).ShouldBeEmpty();
        orders.Find(other.Id, todo.Code).ShouldBeNull();
        orders.Find(shop.Id, todo.Code)!.ShouldSatisfyAllConditions(o => o.Lines.Single().Missing.ShouldBe(1), o => o.Payment!.Amount.ShouldBe(480), o => o.Events.Count.ShouldBe(2));
        orders.Today(shop.Id, town.Now.AddHours(-1)).ShouldBe(new TodayFigures(1, 1, 1, 0, 480 + 1440));
        orders.PickList(shop.Id).ShouldHaveSingleItem().ShouldSatisfyAllConditions(p => p.Quantity.ShouldBe(1), p => p.Orders.ShouldBe([todo.Code]));

        town.Mall.Clock.Advance(TimeSpan.FromHours(3));
        Codes(OrderView.Late).ShouldBe([todo.Code]);

        List<string> Codes(OrderView view, string search = "") => [.. orders.List(shop.Id, new OrderFilter { View = view, Search = search }).Select(o => o.Code)];
    }

    [Theory, OnBothEngines]
    public async Task What_waits_for_the_courier_has_no_end_of_its_own_and_is_never_late(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Martin");
        var order = await town.Buys(shop.Deliver("transfer"), (await shop.Sells("Vase", 3800), 1));
        await town.Get<PrepareOrders>().Ready(shop.Id, order.OrderId, shop.Clerk);
        town.Mall.Clock.Advance(TimeSpan.FromDays(30));
        town.Get<ReadOrders>().List(shop.Id, OrderView.Ready).ShouldHaveSingleItem().Late.ShouldBeFalse();
        town.Get<ReadOrders>().List(shop.Id, OrderView.Late).ShouldBeEmpty();
    }

    [Theory, OnBothEngines]
    public async Task A_purchase_opens_to_its_person_and_to_its_link_only(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Martin");
        var bread = await shop.Sells("Pain", 480);
        var (mine, guests) = (await town.BuysAs(Buying.Nadia, shop.Collect(), (bread, 1)), await town.BuysAs(Buying.Guest(), shop.Collect(), (bread, 1)));
        var purchases = town.Get<ReadPurchases>();
        purchases.Of(Buying.Nadia.Id).ShouldHaveSingleItem().Purchase.Id.ShouldBe(mine.PurchaseId);
        purchases.Find(mine.PurchaseId, Buying.Nadia.Id, null)!.Orders.Single().Order.Code.ShouldBe(mine.Orders[0].Code);
        purchases.Find(guests.PurchaseId, null, guests.LinkToken).ShouldNotBeNull();
        purchases.FindByOrder(guests.Orders[0].Code, null, guests.LinkToken).ShouldNotBeNull();
        foreach (var (person, key) in ((Guid?, string?)[])[(null, null), (Buying.Nadia.Id, null), (null, mine.LinkToken), (null, ""), (null, "guess")])
        {
            purchases.Find(guests.PurchaseId, person, key).ShouldBeNull();
        }
    }
}
