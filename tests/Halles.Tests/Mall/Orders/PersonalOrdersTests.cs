using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Baskets;
using Halles.Mall.Identity;
using Halles.Mall.Mail;
using Halles.Mall.Messages;
using Halles.Mall.Orders;
using Halles.Testing;
using Halles.Tests.Mall.Checkout;

namespace Halles.Tests.Mall.Orders;

public sealed class PersonalOrdersTests
{
    [Theory, OnBothEngines]
    public async Task An_erasure_takes_names_addresses_and_words_and_leaves_the_sums(Engine engine)
    {
        using var town = await Town.On(engine);
        var bakery = await town.Shop("Fournil");
        var bread = await bakery.Sells("Pain", 480);
        var (nadia, marc) = (Shopper.Person(Ids.New(town.Mall.Clock)), Buying.Guest());
        var mine = (await town.BuysAs(nadia, bakery.Deliver(), (bread, 3))).Orders[0];
        var other = (await town.BuysAs(marc, bakery.Collect(), (bread, 1))).Orders[0];
        var messages = new OrderMessages(town.Mall.Database, town.Mall.Writer);
        (await messages.Post(bakery.Id, mine.OrderId, fromShop: false, nadia.Id, "Je suis au fond de la cour", "k1")).Ok.ShouldBeTrue();
        (await messages.Post(bakery.Id, other.OrderId, fromShop: false, null, "À tout à l’heure", "k2")).Ok.ShouldBeTrue();
        await town.Mall.Write<Done>(s =>
        {
            MailQueue.Send(s, "fournil@example.org", "Order", $"New order {mine.Code}", "");
            return default(Done);
        });
        var before = town.Mall.Scalar<long>("SELECT CAST(sum(total) AS bigint) FROM orders");

        Hindrance(town, nadia.Id, null)!.Code.ShouldBe("orders-under-way");
        (await town.Get<CancelOrders>().ByShopper(bakery.Id, mine.OrderId, OrderOwner.Person(nadia.Id), "Je déménage")).Problem.ShouldBeNull();
        Hindrance(town, nadia.Id, null).ShouldBeNull();
        Marks(town, nadia.Id, null).ShouldContain(mine.Code);
        await Erase(town, nadia.Id, null);

        var order = town.Mall.Database.Read(sql => sql.List("SELECT contact, address, note, cancel_reason, total FROM orders WHERE id = $1", r => (Contact: r.Text(0), Address: r.TextOrNull(1), Note: r.TextOrNull(2), Reason: r.TextOrNull(3), Total: r.Long(4)), mine.OrderId)).Single();
        order.Contact.ShouldNotContain("Nadia");
        (order.Address, order.Note, order.Reason).ShouldBe((null, null, null));
        town.Mall.Scalar<long>("SELECT CAST(sum(total) AS bigint) FROM orders").ShouldBe(before);
        town.Mall.Scalar<string>("SELECT contact FROM purchases WHERE person_id = $1", nadia.Id)!.ShouldNotContain("Nadia");
        messages.Of(bakery.Id, mine.OrderId).Single().Text.ShouldBe("");
        messages.Of(bakery.Id, other.OrderId).Single().Text.ShouldBe("À tout à l’heure");
        town.Mall.Scalar<string>("SELECT contact FROM orders WHERE id = $1", other.OrderId)!.ShouldContain("Nadia", customMessage: "the order of another is left alone");
    }

    [Theory, OnBothEngines]
    public async Task What_was_ordered_as_a_guest_under_the_confirmed_address_goes_too(Engine engine)
    {
        using var town = await Town.On(engine);
        var bakery = await town.Shop("Fournil");
        var bread = await bakery.Sells("Pain", 480);
        var guest = Buying.Guest();
        var order = (await town.BuysAs(guest, bakery.Collect(), (bread, 1))).Orders[0];
        var (person, email) = (Ids.New(town.Mall.Clock), $"n{guest.Id:N}@example.org");
        Hindrance(town, person, email)!.Code.ShouldBe("orders-under-way");
        Hindrance(town, person, email.Replace('n', '_')).ShouldBeNull("an address is no pattern");
        await Erase(town, person, email);
        town.Mall.Scalar<string>("SELECT contact FROM orders WHERE id = $1", order.OrderId)!.ShouldNotContain("@");
    }

    private static Problem? Hindrance(Town town, Guid person, string? email) => town.Mall.Database.Read(sql => ((IPersonalDataHolder)new PersonalOrders()).Hindrance(sql, person, email));

    private static IReadOnlyList<string> Marks(Town town, Guid person, string? email) => town.Mall.Database.Read(sql => new PersonalOrders().Marks(sql, person, email));

    private static Task<Done> Erase(Town town, Guid person, string? email) => town.Mall.Write<Done>(s =>
    {
        foreach (var holder in (IPersonalDataHolder[])[new PersonalMessages(), new PersonalOrders(), new PersonalBasket()])
        {
            holder.Erase(s, person, email);
        }

        return default(Done);
    });
}
