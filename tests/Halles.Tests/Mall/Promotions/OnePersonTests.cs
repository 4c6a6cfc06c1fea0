using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Baskets;
using Halles.Mall.Checkout;
using Halles.Mall.Identity;
using Halles.Mall.Promotions;
using Halles.Testing;
using Halles.Tests.Mall.Checkout;

namespace Halles.Tests.Mall.Promotions;

/// <summary>Who is the same person where a promotion is limited per person.</summary>
public sealed class OnePersonTests
{
    [Theory, OnBothEngines]
    public async Task With_an_account_and_as_a_guest_with_its_address_somebody_is_one_person(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Martin");
        var bread = await shop.Sells("Pain", 1000);
        await town.Give(shop, OnceEach);
        var (nadia, paul) = (await Account(town, "nadia@example.org", confirmed: true), await Account(town, "paul@example.org", confirmed: false));
        (await town.Get<PlaceOrder>().Run(Once(town, Buying.Guest(), shop, bread, "Nadia@Example.org"))).Value.Total.ShouldBe(900);
        Price(Once(town, nadia, shop, bread, "nadia@example.org")).ShouldBe(1000);
        await town.Get<ShopperBaskets>().SetQuantity(nadia, bread, 1);
        (await town.Get<BasketCodes>().Add(nadia, "UNEFOIS")).Problem!.Code.ShouldBe("code-used-by-you");

        (await town.Get<PlaceOrder>().Run(Once(town, Buying.Guest(), shop, bread, "paul@example.org"))).Value.Total.ShouldBe(900);
        (await town.Get<PlaceOrder>().Run(Once(town, paul, shop, bread, "paul@example.org"))).Value.Total.ShouldBe(900, "nobody has shown that the address is theirs");

        var claire = await Account(town, "claire@example.org", confirmed: true);
        (await town.Get<PlaceOrder>().Run(Once(town, claire, shop, bread, "another@example.org"))).Value.Total.ShouldBe(900);
        Price(Once(town, Buying.Guest(), shop, bread, "CLAIRE@example.org")).ShouldBe(1000);
        Price(Once(town, Buying.Guest(), shop, bread, "another@example.org")).ShouldBe(900, "only the account's own address is the person's");
        long Price(PurchaseRequest request) => town.Get<QuotePurchase>().Price(request).Value.Total;
    }

    [Theory, OnBothEngines]
    public async Task Somebody_who_buys_at_once_with_an_account_and_as_a_guest_uses_it_once(Engine engine)
    {
        using var town = await Town.On(engine);
        using var second = town.SecondNode();
        var shop = await town.Shop("Martin");
        var (bread, cake) = (await shop.Sells("Pain", 1000, onHand: 1000), await shop.Sells("Tarte", 1000, onHand: 1000)); // so that no stock is waited for
        await town.Give(shop, OnceEach);
        for (var i = 0; i < 10; i++)
        {
            var email = $"nadia{i}@example.org";
            var account = await Account(town, email, confirmed: true);
            var answers = await Task.WhenAll(
                Task.Run(() => town.Get<PlaceOrder>().Run(Once(town, account, shop, bread, email) with { ExpectedTotal = 900 })),
                Task.Run(() => second.Get<PlaceOrder>().Run(Once(town, Buying.Guest(), shop, cake, email) with { ExpectedTotal = 900 })));
            answers.Count(a => a.Ok).ShouldBe(1);
            answers.Single(a => !a.Ok).Problem!.Code.ShouldBe("price-changed");
        }
    }

    private static PromotionInput OnceEach => new("Une fois", PromotionKind.Percent, PromotionScope.Shop, [], Percent: 1000, Code: "UNEFOIS", LimitPerson: 1);

    private static async Task<Shopper> Account(Town town, string email, bool confirmed) => Shopper.Person(
        await town.Mall.Write<Guid>(s => People.Add(s, EmailAddress.Parse(email), "Nadia Benali", "fr", null, confirmed).Id));

    private static PurchaseRequest Once(Town town, Shopper who, TownShop shop, Guid variant, string email)
    {
        var request = town.Request(who, [shop.Collect()], [new WantedLine(variant, 1)]);
        request = request with { Codes = ["UNEFOIS"], Contact = request.Contact with { Email = email } };
        return request with { ExpectedTotal = town.Get<QuotePurchase>().Price(request).Value.Total };
    }
}
