using Halles.Kernel.Storage;
using Halles.Mall.Messages;
using Halles.Testing;
using Halles.Tests.Mall.Checkout;

namespace Halles.Tests.Mall.Messages;

public sealed class OrderMessagesTests
{
    [Theory, OnBothEngines]
    public async Task Shopper_and_shop_write_about_an_order_and_see_what_is_new(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Martin");
        var order = (await town.BuysAs(Buying.Nadia, shop.Collect(), (await shop.Sells("Pain", 480), 1))).Orders[0].OrderId;
        var messages = town.Get<OrderMessages>();
        (await messages.Post(shop.Id, order, fromShop: false, Buying.Nadia.Id, "  Tranché, s'il vous plaît 🥖\r\nMerci ", "k1")).Ok.ShouldBeTrue();
        (await messages.Post(shop.Id, order, fromShop: true, shop.Clerk, "Bien sûr", "k2")).Ok.ShouldBeTrue();

        messages.Of(shop.Id, order).Select(m => (m.FromShop, m.Text, m.Read)).ShouldBe([(false, "Tranché, s'il vous plaît 🥖\nMerci", false), (true, "Bien sûr", false)]);
        (messages.Unread(shop.Id), messages.UnreadOf(Buying.Nadia.Id)).ShouldBe((1, 1));
        await messages.MarkRead(shop.Id, order, byShop: true);
        (messages.Unread(shop.Id), messages.UnreadOf(Buying.Nadia.Id)).ShouldBe((0, 1));
        await messages.MarkRead(shop.Id, order, byShop: false);
        messages.UnreadOf(Buying.Nadia.Id).ShouldBe(0);
        messages.Talks(shop.Id).ShouldHaveSingleItem().ShouldSatisfyAllConditions(t => t.LastText.ShouldBe("Bien sûr"), t => t.Unread.ShouldBe(0), t => t.With.ShouldBe("Nadia Benali"));
        town.Mall.Scalar<long>("SELECT count(*) FROM jobs WHERE kind = 'message-mail'").ShouldBe(2);
    }

    [Theory, OnBothEngines]
    public async Task A_message_sent_twice_is_written_once_and_bad_ones_not_at_all(Engine engine)
    {
        using var town = await Town.On(engine);
        var (shop, other) = (await town.Shop("Martin"), await town.Shop("Roux"));
        var order = (await town.Buys(shop.Collect(), (await shop.Sells("Pain", 480), 1))).OrderId;
        var messages = town.Get<OrderMessages>();
        var first = await messages.Post(shop.Id, order, false, null, "Bonjour", "k1");
        (await messages.Post(shop.Id, order, false, null, "Bonjour", "k1")).Value.ShouldBe(first.Value);
        (await messages.Post(shop.Id, order, false, null, "Bonsoir", "k1")).Problem.ShouldBe(StorageProblems.KeyReused);
        (await messages.Post(shop.Id, order, false, null, " \n ", "k2")).Problem.ShouldBe(MessageProblems.Empty);
        (await messages.Post(shop.Id, order, false, null, new string('x', 4001), "k3")).Problem.ShouldBe(MessageProblems.Long);
        (await messages.Post(shop.Id, order, false, null, "a\0b", "k4")).Problem.ShouldBe(MessageProblems.Unfit);
        (await messages.Post(other.Id, order, true, null, "À moi", "k5")).Problem.ShouldBe(MessageProblems.NoSuchOrder);
        messages.Of(shop.Id, order).Count.ShouldBe(1);
        messages.Of(other.Id, order).ShouldBeEmpty();
    }
}
