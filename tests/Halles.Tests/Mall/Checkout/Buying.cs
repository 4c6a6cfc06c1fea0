using Halles.Kernel;
using Halles.Mall.Baskets;
using Halles.Mall.Checkout;
using Halles.Mall.Fulfilment;
using Halles.Mall.Orders;

namespace Halles.Tests.Mall.Checkout;

/// <summary>How the tests buy in the town.</summary>
internal static class Buying
{
    public static readonly Address Home = new()
    {
        Name = "Nadia Benali", Line1 = "8 rue des Tanneurs", Postcode = "41100", City = "Saint-Aubin-du-Loir", Country = Country.France,
    };

    public static Shopper Nadia { get; } = Shopper.Person(Ids.New(TimeProvider.System));

    /// <summary>Collect in the shop's store and pay there.</summary>
    public static ShopChoice Collect(this TownShop shop) => new() { ShopId = shop.Id, Way = FulfilmentKind.Collect, StoreId = shop.StoreId, PaymentMethod = "in-store" };

    public static ShopChoice Deliver(this TownShop shop, string payment = "on-delivery") => new() { ShopId = shop.Id, Way = FulfilmentKind.Deliver, Address = Home, PaymentMethod = payment };

    public static ShopChoice Ship(this TownShop shop, Address? to = null) => new() { ShopId = shop.Id, Way = FulfilmentKind.Ship, Address = to ?? Home, PaymentMethod = "transfer" };

    /// <summary>A request for lines at what they cost now.</summary>
    public static PurchaseRequest Request(this Town town, Shopper who, IReadOnlyList<ShopChoice> shops, IReadOnlyList<WantedLine>? lines, string? key = null)
    {
        var request = new PurchaseRequest
        {
            Shopper = who, Shops = shops, Lines = lines, Language = "fr", ExpectedTotal = 0, Key = key,
            Contact = new Contact("Nadia Benali", $"n{who.Id:N}@example.org", "06 61 91 24 18"),
        };
        var price = town.Get<QuotePurchase>().Price(request);
        return request with { ExpectedTotal = price.Ok ? price.Value.Total : 0 };
    }

    /// <summary>Buys lines of one shop, to be collected; fails the test when refused.</summary>
    public static async Task<PlacedOrder> Buys(this Town town, ShopChoice choice, params (Guid Variant, long Quantity)[] lines) => (await town.BuysAs(Guest(), choice, lines)).Orders[0];

    /// <summary>The same for a shopper that the test names.</summary>
    public static async Task<PlacedPurchase> BuysAs(this Town town, Shopper who, ShopChoice choice, params (Guid Variant, long Quantity)[] lines)
    {
        var placed = await town.Get<PlaceOrder>().Run(town.Request(who, [choice], [.. lines.Select(l => new WantedLine(l.Variant, l.Quantity))]));
        placed.Problem.ShouldBeNull();
        return placed.Value;
    }

    public static Shopper Guest() => Shopper.Guest(Ids.New(TimeProvider.System));
}
