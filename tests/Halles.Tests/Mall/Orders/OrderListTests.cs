using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Checkout;
using Halles.Mall.Fulfilment;
using Halles.Mall.Orders;
using Halles.Testing;
using Halles.Tests.Mall.Checkout;

namespace Halles.Tests.Mall.Orders;

public sealed class OrderListTests
{
    [Theory, OnBothEngines]
    public async Task Orders_are_filtered_by_state_store_way_payment_and_day(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Martin");
        var bread = await shop.Sells("Pain", 1480);
        var collected = await town.Buys(shop.Collect(), (bread, 1));
        var brought = await town.Buys(shop.Deliver("transfer"), (bread, 1));
        (await town.Get<PrepareOrders>().Accept(shop.Id, collected.OrderId, shop.Clerk)).Problem.ShouldBeNull();
        (await town.Get<SettleOrders>().MarkPaid(shop.Id, brought.OrderId, shop.Clerk)).Problem.ShouldBeNull();
        var midnight = town.Now.AddHours(15); // in Paris
        town.Mall.Clock.Advance(TimeSpan.FromHours(16));
        var later = await town.Buys(shop.Collect(), (bread, 1));

        Shows(new OrderFilter { State = OrderState.Accepted }, collected);
        Shows(new OrderFilter { View = OrderView.Ready, State = OrderState.Accepted });
        Shows(new OrderFilter { Way = FulfilmentKind.Deliver }, brought);
        Shows(new OrderFilter { Paid = true }, brought);
        Shows(new OrderFilter { Paid = false, Way = FulfilmentKind.Collect }, later, collected);
        Shows(new OrderFilter { PlacedFrom = midnight }, later);
        Shows(new OrderFilter { PlacedUntil = midnight }, brought, collected);
        Shows(new OrderFilter { StoreId = shop.StoreId, View = OrderView.ToPrepare, PlacedUntil = midnight, Search = "pain", Paid = false }, collected);
        Shows(new OrderFilter { StoreId = Guid.AllBitsSet });

        void Shows(OrderFilter filter, params PlacedOrder[] orders) => town.Get<ReadOrders>().List(shop.Id, filter).Select(o => o.Code).ShouldBe(orders.Select(o => o.Code), filter.ToString());
    }

    [Theory, OnBothEngines]
    public async Task They_are_found_by_code_name_address_and_what_was_bought_whatever_the_accents(Engine engine)
    {
        using var town = await Town.On(engine);
        var (shop, other) = (await town.Shop("Martin"), await town.Shop("Roux"));
        var (cake, bread, cheese) = (await shop.Sells("Gâteau à l’orange", 900), await shop.Sells("Pain 100 % blé", 480), await other.Sells("Gâteau", 900));
        var of = await Buy("Nadia Bénali", "nadia@example.org", cake);
        var by = await Buy("Orange Martin", "Paul_1@Example.org", bread);
        await town.Buys(other.Collect(), (cheese, 1));

        Found(of.Code[2..6], of);
        Found($"{by.Code[..4]}-{by.Code[4..]}".ToLowerInvariant(), by);
        Found("benali", of);
        Found("BÉNALI nadia", of);
        Found("paul_1@example", by);
        Found("gateau", of);
        Found("orange", by, of);
        Found("benali pain");
        Found(bread.ToString("N"), by);
        Found("% ble", by);
        Found("_", by);
        Found("%%%");

        void Found(string search, params PlacedOrder[] orders) => town.Get<ReadOrders>().List(shop.Id, new OrderFilter { Search = search }).Select(o => o.Code).ShouldBe(orders.Select(o => o.Code), search);

        async Task<PlacedOrder> Buy(string name, string email, Guid variant)
        {
            var placed = await town.Get<PlaceOrder>().Run(town.Request(Buying.Guest(), [shop.Collect()], [new WantedLine(variant, 1)]) with { Contact = new Contact(name, email, "06 61 91 24 18") });
            placed.Problem.ShouldBeNull();
            return placed.Value.Orders[0];
        }
    }

    [Theory, OnBothEngines]
    public async Task A_view_is_kept_for_oneself_or_for_the_shop_and_can_be_taken_back(Engine engine)
    {
        using var town = await Town.On(engine);
        var (shop, other) = (await town.Shop("Martin"), await town.Shop("Roux"));
        var (views, claire, leo) = (town.Get<OrderViews>(), Ids.New(town.Mall.Clock), Ids.New(town.Mall.Clock));
        var mine = (await views.Save(shop.Id, claire, forAll: false, " Demain ", "?view=all&days=1")).Value;
        var ours = (await views.Save(shop.Id, claire, forAll: true, "À livrer", "?view=all&way=deliver")).Value;
        (await views.Save(shop.Id, claire, forAll: false, "Demain", "?view=all&days=7")).Value.ShouldBe(mine, "the same name is the same view");
        Names(claire).ShouldBe(["À livrer ?view=all&way=deliver", "Demain ?view=all&days=7"]);
        Names(leo).ShouldBe(["À livrer ?view=all&way=deliver"]);
        views.Of(other.Id, claire).ShouldBeEmpty();

        (await views.Remove(shop.Id, leo, mine)).Problem.ShouldBe(OrderProblems.NoSuchView);
        (await views.Remove(other.Id, claire, mine)).Problem.ShouldBe(OrderProblems.NoSuchView);
        var removed = (await views.Remove(shop.Id, leo, ours)).Value;
        Names(claire).ShouldBe(["Demain ?view=all&days=7"]);
        (await views.Save(shop.Id, leo, removed.PersonId is null, removed.Name, removed.Query)).Ok.ShouldBeTrue();
        Names(claire).Count.ShouldBe(2);

        (await views.Save(shop.Id, claire, false, "", "?view=all")).Problem!.Single.Single().Field.ShouldBe("name");
        (await views.Save(shop.Id, claire, false, new string('x', OrderViews.LongestName + 1), "?view=all")).Ok.ShouldBeFalse();
        for (var i = 0; i < 29; i++)
        {
            (await views.Save(shop.Id, claire, false, $"Vue {i}", "?view=all")).Ok.ShouldBeTrue();
        }

        (await views.Save(shop.Id, claire, false, "Une de trop", "?view=all")).Problem!.Code.ShouldBe("views-many");
        await town.Mall.Write<Done>(s =>
        {
            new PersonalOrderViews().Erase(s, claire, null);
            return default(Done);
        });
        Names(claire).ShouldBe(["À livrer ?view=all&way=deliver"]);

        List<string> Names(Guid person) => [.. views.Of(shop.Id, person).Select(v => $"{v.Name} {v.Query}")];
    }
}
