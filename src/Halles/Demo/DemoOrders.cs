using System.Security.Cryptography;
using System.Text;
using Halles.Kernel;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Halles.Mall.Fulfilment;
using Halles.Mall.Orders;
using Halles.Mall.Payments;
using Halles.Mall.Stock;

namespace Halles.Demo;

/// <summary>Writes the demo's past orders as they would have come about, so that every invariant of a mall holds.</summary>
internal sealed class DemoOrders(IReadOnlyList<DemoShop> shops, DateTimeOffset now)
{
    private const string CodeSymbols = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static readonly TimeZoneInfo Paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");
    private static readonly Country France = Country.Parse("FR");

    // The shops whose desk the demo's people sign in to have something to do.
    private static readonly string[] Shown = ["boulangerie-martin", "terre-et-feu"];

    private static readonly (string Name, string Email, string Phone, string Street)[] Guests =
    [
        ("Nadia Benali", DemoPeople.Shopper, "+33639980101", "4 rue des Tanneurs"), ("Thomas Keller", "thomas@saint-aubin.example", "+33639980102", "18 faubourg Chartrain"),
        ("Jeanne Aubry", "jeanne.aubry@exemple.example", "+33639980103", "9 place du Marché"), ("Karim Haddad", "karim@exemple.example", "+33639980104", "27 rue du Four"),
        ("Odette Lemoine", "odette@exemple.example", "+33639980105", "2 quai des Halles"), ("Lucas Pereira", "lucas@exemple.example", "+33639980106", "11 rue Basse"),
        ("Maïa Etchegaray", "maia@exemple.example", "+33639980107", "6 impasse des Lavandières"), ("Bruno Castel", "bruno@exemple.example", "+33639980108", "33 avenue de la Gare"),
    ];

    private readonly HashSet<string> _codes = new(StringComparer.Ordinal);

    /// <summary>Writes some of the purchases.</summary>
    public Result<Done> Write(WriteSession s, IEnumerable<DemoPurchase> purchases)
    {
        var counter = new DemoCounter(s);
        foreach (var purchase in purchases)
        {
            Write(s, counter, purchase);
        }

        return default(Done);
    }

    private void Write(WriteSession s, DemoCounter counter, DemoPurchase plan)
    {
        var placed = now.AddHours(-plan.HoursAgo).AddMinutes(-Seeded.Pick($"minute:{plan.Number}", 55));
        var guest = Guests[plan.Number % 3 == 0 ? 0 : Seeded.Pick($"guest:{plan.Number}", Guests.Length)];
        var id = Seeded.Id($"purchase:{plan.Number}", placed);
        var contact = new Contact(guest.Name, guest.Email, guest.Phone);
        var taken = new HashSet<Guid>();
        var orders = plan.Orders.Select((path, i) => Place(s, counter, plan, path, $"{plan.Number}.{i}", id, placed, contact, guest.Street, taken)).OfType<Order>().ToList();
        s.Db.Add(new Purchase
        {
            Id = id,
            PersonId = PersonOf(guest.Email),
            LinkHash = SHA256.HashData(Encoding.UTF8.GetBytes($"demo purchase {plan.Number}")), // nobody has the link: those with an account see it there
            Contact = contact,
            Language = "fr",
            Currency = "EUR",
            Total = orders.Sum(o => o.Total),
            PlacedAt = placed,
        });
    }

    private Order Place(
        WriteSession s, DemoCounter counter, DemoPurchase plan, DemoPath path, string seed, Guid purchase, DateTimeOffset placed, Contact contact, string street, HashSet<Guid> taken)
    {
        var held = OrderStates.IsOpen(path.Now);
        foreach (var shop in Candidates(plan, seed))
        {
            var (shopId, store) = (DemoShopRows.Id(shop), shop.Stores[0]);
            if (!taken.Contains(shopId) && counter.Method(shopId, path.Way) is { } method && counter.Choose(shopId, DemoShopRows.Id(shop, store), path.Way, held, seed) is { } lines)
            {
                taken.Add(shopId);
                var order = Order(counter, shop, path, seed, purchase, placed, contact, street, method, lines);
                s.Db.Add(order);
                s.Db.AddRange(lines.Select((line, i) => Line(counter, order, i + 1, line)));
                new DemoOrderSteps(s, order, path, Owner(shop), now).Write(lines);
                s.Changed(Topic.Order, shopId, order.Id);
                return order;
            }
        }

        throw new InvalidOperationException($"No shop of the demo can be asked for {path.Way}.");
    }

    private IEnumerable<DemoShop> Candidates(DemoPurchase plan, string seed)
    {
        var first = Seeded.Pick("shop:" + seed, shops.Count);
        var all = Enumerable.Range(0, shops.Count).Select(i => shops[(first + i) % shops.Count]);
        return plan.IsFresh && plan.Number % 2 == 0 ? shops.Where(s => Shown.Contains(s.Slug)).OrderBy(s => Seeded.Pick(seed + s.Slug, 100)).Concat(all) : all;
    }

    private Order Order(
        DemoCounter counter, DemoShop shop, DemoPath path, string seed, Guid purchase, DateTimeOffset placed, Contact contact, string street, string method, List<DemoLine> lines)
    {
        var shopId = DemoShopRows.Id(shop);
        var rate = OrderAmounts.DeliveryRate(lines.Select(l => counter.Rate(l.Offer.Product.TaxCategory)));
        var terms = counter.Terms(shopId, path.Way);
        var amounts = OrderAmounts.Of(
            [.. lines.Select(l => new KeptLine(
                l.Offer.Variant.Price, l.Quantity, 0, l.Offer.Product.StepUnit, l.Offer.Product.StepSize, null, null, l.Offer.Variant.Weight, counter.Rate(l.Offer.Product.TaxCategory)))],
            terms,
            rate);
        return new Order
        {
            ShopId = shopId,
            Id = Seeded.Id("order:" + seed, placed),
            PurchaseId = purchase,
            PersonId = PersonOf(contact.Email),
            Buyer = PersonOf(contact.Email) ?? Seeded.Id("buyer:" + contact.Email, DateTimeOffset.UnixEpoch),
            Code = NewCode("code:" + seed, 8),
            State = path.Now,
            Fulfilment = path.Way,
            StoreId = DemoShopRows.Id(shop, shop.Stores[0]),
            Address = path.Way is FulfilmentKind.Collect ? null : new Address { Name = contact.Name, Line1 = street, Postcode = "41100", City = "Saint-Aubin-du-Loir", Country = France },
            ReadyBy = placed.AddHours(path.Way is FulfilmentKind.Ship ? 48 : 4),
            Contact = contact,
            Language = "fr",
            Currency = "EUR",
            Goods = amounts.Goods,
            DeliveryFee = amounts.DeliveryFee,
            Total = amounts.Total,
            Vat = amounts.Vat,
            DeliveryRate = rate,
            Delivery = terms,
            PaymentMethod = method,
            Paid = false,
            PickupCode = Symbols("pick-up:" + seed, 6),
            CommissionRate = 0,
            PlacedAt = placed,
            AcceptBy = placed.AddHours(24),
            RemindAt = path.Now is OrderState.Placed ? placed.AddHours(18) : null,
            HoldUntil = Until(shop.Stores[0], path, method, placed),
            Note = Seeded.OneIn(9, "note:" + seed) ? "Je passe plutôt en fin de journée, merci !" : null,
        };
    }

    private static OrderLine Line(DemoCounter counter, Order order, int number, DemoLine line) => new()
    {
        ShopId = order.ShopId,
        OrderId = order.Id,
        Number = number,
        ProductId = line.Offer.Product.Id,
        VariantId = line.Offer.Variant.Id,
        Sku = line.Offer.Variant.Sku,
        Gtin = line.Offer.Variant.Gtin,
        Name = line.Offer.Name,
        Choice = line.Offer.Choice,
        Quantity = line.Quantity,
        StepUnit = line.Offer.Product.StepUnit,
        StepSize = line.Offer.Product.StepSize,
        Weighed = false,
        UnitPrice = line.Offer.Variant.Price,
        Total = DemoCounter.Total(line),
        TaxCategory = line.Offer.Product.TaxCategory,
        TaxRate = counter.Rate(line.Offer.Product.TaxCategory),
        Weight = line.Offer.Variant.Weight,
        AgeLimit = line.Offer.Product.AgeLimit,
        Held = line.Offer.Product.Policy is not Mall.Catalogue.StockPolicy.ToOrder,
        State = LineState.Ordered,
    };

    // A reservation lasts until the close of the next day that the store is open, a transfer about five working days.
    private static DateTimeOffset? Until(DemoStore store, DemoPath path, string method, DateTimeOffset placed)
    {
        if (!OrderStates.IsOpen(path.Now) || method == "on-delivery" || (path.Now is OrderState.Ready && path.Way is not FulfilmentKind.Collect))
        {
            return null;
        }

        if (method == "transfer")
        {
            return placed.AddDays(7);
        }

        var hours = DemoShopRows.Hours(store);
        var day = Enumerable.Range(1, 30).Select(n => Paris.DateAt(placed).AddDays(n)).First(d => hours.On(d).Count > 0);
        return Paris.InstantOf(day, hours.On(day)[^1].End);
    }

    private string NewCode(string seed, int length) => Enumerable.Range(0, 100).Select(n => Symbols($"{seed}/{n}", length)).First(_codes.Add);

    private static string Symbols(string seed, int length) => string.Concat(Enumerable.Range(0, length).Select(i => CodeSymbols[Seeded.Pick($"{seed}.{i}", CodeSymbols.Length)]));

    private static Guid? PersonOf(string email) => DemoPeople.ShopperId(email);

    private static Guid Owner(DemoShop shop) => DemoPeople.OwnerId(shop);
}
