using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Identity;
using Halles.Mall.Shops;
using Halles.Mall.Stock;
using Halles.Testing;

namespace Halles.Tests.Mall.Stock;

public sealed class StockWishesTests
{
    [Theory, OnBothEngines]
    public async Task A_wish_is_due_once_the_goods_are_there_and_is_answered_once(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Bakery");
        var bread = await shop.Sells("Bread", 480, onHand: 0);
        var wishes = town.Get<StockWishes>();
        (await wishes.Ask(bread, "Nadia@Example.org", null, "fr")).Ok.ShouldBeTrue();
        (await wishes.Ask(bread, "nadia@example.org", null, "fr")).Ok.ShouldBeTrue();
        wishes.Due(Guid.Empty, 10).ShouldBeEmpty();

        await shop.Stocks(bread, MovementReason.Delivery, 3);
        var wish = wishes.Due(Guid.Empty, 10).ShouldHaveSingleItem();
        wish.Email.ShouldBe("nadia@example.org");
        wishes.Due(wish.Id, 10).ShouldBeEmpty();
        (await Take(town, wish)).ShouldBeTrue();
        (await Take(town, wish)).ShouldBeFalse();
        wishes.Due(Guid.Empty, 10).ShouldBeEmpty();
    }

    [Theory, OnBothEngines]
    public async Task Nobody_is_told_of_goods_of_a_shop_that_is_not_open(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Bakery", state: ShopState.Paused);
        var bread = await shop.Sells("Bread", 480, onHand: 5);
        (await town.Get<StockWishes>().Ask(bread, "nadia@example.org", null, "fr")).Ok.ShouldBeTrue();
        town.Get<StockWishes>().Due(Guid.Empty, 10).ShouldBeEmpty();
    }

    [Theory, OnBothEngines]
    public async Task What_is_no_address_and_what_is_not_sold_is_refused(Engine engine)
    {
        using var town = await Town.On(engine);
        var bread = await (await town.Shop("Bakery")).Sells("Bread", 480, onHand: 0);
        (await town.Get<StockWishes>().Ask(bread, "nadia", null, "fr")).Problem!.Field.ShouldBe("email");
        (await town.Get<StockWishes>().Ask(Ids.New(town.Mall.Clock), "nadia@example.org", null, "fr")).Problem!.Code.ShouldBe(StockProblems.NoSuchVariant.Code);
    }

    [Theory, OnBothEngines]
    public async Task One_address_has_so_many_wishes_and_old_ones_are_forgotten(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Bakery");
        for (var i = 0; i <= StockWishes.MostOfOne; i++)
        {
            (await town.Get<StockWishes>().Ask(await shop.Sells($"Bread {i}", 480, onHand: 0), "nadia@example.org", null, "fr")).Ok.ShouldBeTrue();
        }

        Count(town).ShouldBe(StockWishes.MostOfOne);
        town.Mall.Clock.Advance(StockWishes.Kept + TimeSpan.FromDays(1));
        await town.Mall.Write(StockWishes.Forget);
        Count(town).ShouldBe(0);
    }

    [Theory, OnBothEngines]
    public async Task An_erasure_takes_the_wishes_of_the_person_and_of_their_address(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Bakery");
        var person = Ids.New(town.Mall.Clock);
        await town.Get<StockWishes>().Ask(await shop.Sells("Bread", 480, onHand: 0), "other@example.org", person, "fr");
        await town.Get<StockWishes>().Ask(await shop.Sells("Cake", 480, onHand: 0), "nadia@example.org", null, "fr");
        await town.Get<StockWishes>().Ask(await shop.Sells("Pie", 480, onHand: 0), "louis@example.org", null, "fr");
        var holder = town.Get<IEnumerable<IPersonalDataHolder>>().Single(h => h.Section == "stockWishes");
        await town.Mall.Write<Done>(s =>
        {
            holder.Erase(s, person, "Nadia@example.org");
            return default(Done);
        });
        Count(town).ShouldBe(1);
    }

    private static long Count(Town town) => town.Mall.Database.Read(sql => sql.Scalar<long>("SELECT count(*) FROM stock_wishes"));

    private static async Task<bool> Take(Town town, StockWish wish)
    {
        var taken = false;
        await town.Mall.Write<Done>(s =>
        {
            taken = StockWishes.Take(s, wish);
            return default(Done);
        });
        return taken;
    }
}
