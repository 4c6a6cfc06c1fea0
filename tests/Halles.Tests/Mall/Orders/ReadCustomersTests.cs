using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Baskets;
using Halles.Mall.Checkout;
using Halles.Mall.Messages;
using Halles.Mall.Orders;
using Halles.Testing;
using Halles.Tests.Mall.Checkout;

namespace Halles.Tests.Mall.Orders;

public sealed class ReadCustomersTests
{
    [Theory, OnBothEngines]
    public async Task A_shop_sees_its_own_buyers_with_what_they_did_there_and_nobody_elses(Engine engine)
    {
        using var town = await Town.On(engine);
        var (shop, other) = (await town.Shop("Martin"), await town.Shop("Roux"));
        var (bread, cheese) = (await shop.Sells("Pain", 480), await other.Sells("Tomme", 900));
        var (nadia, guest) = (Shopper.Person(Ids.New(town.Mall.Clock)), Buying.Guest());
        var first = await Buy(town, nadia, "Nadia Bénali", "nadia@example.org", shop, bread, 1);
        var there = await Buy(town, nadia, "Nadia Bénali", "nadia@example.org", other, cheese, 1);
        await Buy(town, Buying.Guest(), "Rosa Roux", "rosa@example.org", other, cheese, 1);
        await Buy(town, guest, "Paul Petit", "Paul@Example.org", shop, bread, 2);
        var last = await Buy(town, nadia, "Nadia B. Bénali", "nadia@example.org", shop, bread, 3);
        await Buy(town, Buying.Guest(), "P. Petit", "paul@example.org", shop, bread, 4); // the same address again
        var gone = await Buy(town, nadia, "Nadia B. Bénali", "nadia@example.org", shop, bread, 9);
        (await town.Get<CancelOrders>().ByShop(shop.Id, gone.OrderId, "Fermé", shop.Clerk)).Ok.ShouldBeTrue();
        var customers = town.Get<ReadCustomers>();

        var own = customers.Find(shop.Id, "", null);
        own.Next.ShouldBeNull();
        own.Customers.Select(c => (c.Name, c.Orders, c.Total)).ShouldBe([("Nadia B. Bénali", 3, 4 * 480), ("P. Petit", 2, 6 * 480)]);
        customers.Find(other.Id, "", null).Customers.Select(c => (c.Name, c.Orders)).ShouldBe([("Rosa Roux", 1), ("Nadia Bénali", 1)]);
        customers.Find(shop.Id, "benali nad", null).Customers.ShouldHaveSingleItem().Code.ShouldBe(gone.Code);
        customers.Find(shop.Id, "PAUL@example", null).Customers.ShouldHaveSingleItem().Name.ShouldBe("P. Petit");
        customers.Find(shop.Id, "rosa", null).Customers.ShouldBeEmpty();

        foreach (var code in new[] { first.Code, last.Code, gone.Code })
        {
            customers.Of(shop.Id, code).ShouldBe(own.Customers[0], "any of their orders leads to them");
        }

        customers.Of(shop.Id, there.Code).ShouldBeNull("the same person's order at another shop");
        customers.Of(other.Id, first.Code).ShouldBeNull();
        town.Get<ReadOrders>().OfCustomer(shop.Id, first.Code, null).Select(o => o.Code).ShouldBe([gone.Code, last.Code, first.Code]);
        town.Get<ReadOrders>().OfCustomer(shop.Id, first.Code, last.OrderId).Select(o => o.Code).ShouldBe([first.Code]);
        town.Get<ReadOrders>().OfCustomer(other.Id, first.Code, null).ShouldBeEmpty();

        var messages = town.Get<OrderMessages>();
        (await messages.Post(shop.Id, first.OrderId, fromShop: false, nadia.Id, "Ici", "k1")).Ok.ShouldBeTrue();
        (await messages.Post(other.Id, there.OrderId, fromShop: false, nadia.Id, "Ailleurs", "k2")).Ok.ShouldBeTrue();
        messages.TalksWith(shop.Id, last.Code).ShouldHaveSingleItem().LastText.ShouldBe("Ici");
        messages.TalksWith(other.Id, last.Code).ShouldBeEmpty();
    }

    [Theory, OnBothEngines]
    public async Task Whoever_was_erased_is_a_number_of_orders_and_found_by_no_word(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Martin");
        var bread = await shop.Sells("Pain", 480);
        var nadia = Shopper.Person(Ids.New(town.Mall.Clock));
        var order = await Buy(town, nadia, "Nadia Benali", "nadia@example.org", shop, bread, 1);
        await town.Mall.Write<Done>(s =>
        {
            new PersonalOrders().Erase(s, nadia.Id, null);
            return default(Done);
        });
        town.Get<ReadCustomers>().Find(shop.Id, "", null).Customers.ShouldHaveSingleItem().ShouldSatisfyAllConditions(c => c.Erased.ShouldBeTrue(), c => c.Orders.ShouldBe(1), c => c.Total.ShouldBe(480));
        town.Get<ReadCustomers>().Find(shop.Id, "nadia", null).Customers.ShouldBeEmpty();
        town.Get<ReadCustomers>().Of(shop.Id, order.Code)!.Name.ShouldBeEmpty();
    }

    [Theory, OnBothEngines]
    public async Task Pages_hold_each_customer_once(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Martin");
        var bread = await shop.Sells("Pain", 480, onHand: 10_000);
        const int Many = ReadCustomers.PageSize + 3;
        for (var i = 0; i < Many; i++)
        {
            await Buy(town, Buying.Guest(), $"Client {i}", $"c{i}@example.org", shop, bread, 1);
        }

        await Buy(town, Buying.Guest(), "Client 0", "c0@example.org", shop, bread, 1); // the oldest came again
        foreach (var search in (string[])["", "client"])
        {
            var first = town.Get<ReadCustomers>().Find(shop.Id, search, null);
            var second = town.Get<ReadCustomers>().Find(shop.Id, search, first.Next);
            (first.Customers.Count, second.Customers.Count, second.Next).ShouldBe((ReadCustomers.PageSize, 3, null));
            first.Customers.Concat(second.Customers).Select(c => c.Name).ShouldBe(["Client 0", .. Enumerable.Range(1, Many - 1).Reverse().Select(i => $"Client {i}")]);
        }
    }

    private static async Task<PlacedOrder> Buy(Town town, Shopper who, string name, string email, TownShop shop, Guid variant, long quantity)
    {
        var request = town.Request(who, [shop.Collect()], [new WantedLine(variant, quantity)]) with { Contact = new Contact(name, email, "06 61 91 24 18") };
        var placed = await town.Get<PlaceOrder>().Run(request);
        placed.Problem.ShouldBeNull();
        return placed.Value.Orders[0];
    }
}
