using System.Security.Cryptography;
using System.Text;
using Halles.Kernel;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Halles.Mall.Fulfilment;
using Halles.Mall.Orders;

namespace Halles.Demo;

/// <summary>Writes the demo's past orders as they would have come about, so that every invariant of a mall holds.</summary>
internal sealed class DemoOrders(WriteSession s, IReadOnlyList<DemoShop> shops)
{
    private const string CodeSymbols = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int AcceptWithinHours = 24;

    // The shops whose desk the demo's people sign in to have something to do.
    private static readonly string[] Shown = ["boulangerie-martin", "terre-et-feu"];

    private readonly DemoCounter _counter = new(s, s.Now);
    private readonly HashSet<string> _codes = new(StringComparer.Ordinal);

    private sealed record Buying(Guid Id, DateTimeOffset PlacedAt, DemoBuyer Buyer);

    /// <summary>Writes all of them.</summary>
    public void Write()
    {
        foreach (var purchase in DemoOrderPlan.Purchases())
        {
            Write(purchase);
        }
    }

    private void Write(DemoPurchase plan)
    {
        var placed = PlacedAt(plan);
        var purchase = new Buying(Seeded.Id($"purchase:{plan.Number}", placed), placed, DemoBuyer.Of(plan.Number));
        var taken = new HashSet<Guid>();
        var total = plan.Orders.Select((path, i) => Place(plan, path, $"{plan.Number}.{i}", purchase, taken)).Sum();
        s.Insert(new Purchase
        {
            Id = purchase.Id,
            PersonId = purchase.Buyer.PersonId,
            LinkHash = SHA256.HashData(Encoding.UTF8.GetBytes($"demo purchase {plan.Number}")), // nobody has the link: those with an account see it there
            Contact = purchase.Buyer.Contact,
            Language = "fr",
            Currency = "EUR",
            Total = total,
            PlacedAt = placed,
        });
    }

    /// <summary>Weeks ago at an hour at which people shop, or when the shop had its hours last, or just now.</summary>
    private DateTimeOffset PlacedAt(DemoPurchase plan)
    {
        var store = _counter.StoreOf(DemoShopRows.Id(Candidates(plan, $"{plan.Number}.0").First()));
        var today = store.Zone.DateAt(s.Now);
        switch (plan.When)
        {
            case DemoWhen.Past:
                // The nearer the more; what took long to end began earlier.
                var days = (plan.Orders.Max(o => o.Path.Count) > 5 ? 7 : 2) + Math.Min(Seeded.Pick($"day:{plan.Number}", 48), Seeded.Pick($"or day:{plan.Number}", 48));
                return store.Zone.InstantOf(today.AddDays(-days), (7 * 60) + Seeded.Pick($"minute:{plan.Number}", 15 * 60));
            case DemoWhen.Lately:
                return s.Now.AddMinutes(-8 - Seeded.Pick($"minute:{plan.Number}", 40));
            default:
                var day = Enumerable.Range(0, 30).Select(n => today.AddDays(-n)).First(d => store.Hours.On(d) is [var first, ..] && store.Zone.InstantOf(d, first.Start) < s.Now.AddHours(-3));
                var (from, until) = (store.Zone.InstantOf(day, store.Hours.On(day)[0].Start), store.Zone.InstantOf(day, store.Hours.On(day)[^1].End).AddHours(-2));
                until = until < s.Now.AddHours(-2) ? until : s.Now.AddHours(-2);
                var open = store.Hours.Between(from, until, store.Zone).ToList();
                var span = open[Seeded.Pick($"span:{plan.Number}", open.Count)];
                return span.From + ((span.Until - span.From) * Seeded.Pick($"minute:{plan.Number}", 100) / 100);
        }
    }

    /// <summary>Finds a shop that sells something in this way, and writes its order.</summary>
    /// <returns>What it comes to.</returns>
    private long Place(DemoPurchase plan, DemoPath path, string seed, Buying purchase, HashSet<Guid> taken)
    {
        var held = OrderStates.IsOpen(path.Now);
        foreach (var shop in Candidates(plan, seed))
        {
            var shopId = DemoShopRows.Id(shop);
            if (!taken.Contains(shopId) && _counter.Sell(shopId, path.Way, purchase.Buyer.Address, held, purchase.PlacedAt, seed) is { } sale)
            {
                taken.Add(shopId);
                var order = Order(shopId, path, seed, purchase, sale);
                s.Insert(sale.Lines.Select((line, i) => Line(order, i + 1, line)));
                new DemoOrderSteps(s, order, path, plan.When, sale, DemoPeople.OwnerId(shop)).Write();
                s.Insert(order);
                s.Changed(Topic.Order, shopId, order.Id);
                return order.Total;
            }
        }

        throw new InvalidOperationException($"No shop of the demo can be asked for {path.Way}.");
    }

    private IEnumerable<DemoShop> Candidates(DemoPurchase plan, string seed)
    {
        var first = Seeded.Pick("shop:" + seed, shops.Count);
        var all = Enumerable.Range(0, shops.Count).Select(i => shops[(first + i) % shops.Count]);
        return plan.When is not DemoWhen.Past && plan.Number % 2 == 0 ? shops.Where(shop => Shown.Contains(shop.Slug)).OrderBy(shop => Seeded.Pick(seed + shop.Slug, 100)).Concat(all) : all;
    }

    private Order Order(Guid shop, DemoPath path, string seed, Buying purchase, DemoSale sale)
    {
        var (_, placed, buyer) = purchase;
        var rate = OrderAmounts.DeliveryRate(sale.Lines.Select(l => _counter.Rate(l.Offer.Product.TaxCategory)));
        var amounts = OrderAmounts.Of(
            [.. sale.Lines.Select(l => new KeptLine(
                l.Price, l.Quantity, 0, l.Offer.Product.StepUnit, l.Offer.Product.StepSize, null, null, l.Offer.Variant.Weight, _counter.Rate(l.Offer.Product.TaxCategory)))],
            sale.Way.Terms,
            rate);
        return new Order
        {
            ShopId = shop,
            Id = Seeded.Id("order:" + seed, placed),
            PurchaseId = purchase.Id,
            PersonId = buyer.PersonId,
            Buyer = buyer.PersonId ?? Seeded.Id("buyer:" + buyer.Contact.Email, DateTimeOffset.UnixEpoch),
            Code = NewCode("code:" + seed, 8),
            State = path.Now,
            Fulfilment = path.Way,
            StoreId = sale.Store.Id,
            Address = path.Way is FulfilmentKind.Collect ? null : buyer.Address,
            ReadyBy = sale.Way.ReadyBy!.Value,
            Contact = buyer.Contact,
            Language = "fr",
            Currency = "EUR",
            Goods = amounts.Goods,
            DeliveryFee = amounts.DeliveryFee,
            Total = amounts.Total,
            Vat = amounts.Vat,
            DeliveryRate = rate,
            Delivery = sale.Way.Terms,
            PaymentMethod = sale.Method.Code,
            Paid = false,
            PickupCode = Symbols("pick-up:" + seed, 6),
            CommissionRate = 0,
            PlacedAt = placed,
            AcceptBy = placed.AddHours(AcceptWithinHours),
            RemindAt = path.Now is OrderState.Placed ? placed.AddHours(AcceptWithinHours * 3 / 4) : null,
            HoldUntil = sale.HoldUntil,
            Note = Seeded.OneIn(9, "note:" + seed) ? "Je passe plutôt en fin de journée, merci !" : null,
        };
    }

    private OrderLine Line(Order order, int number, DemoLine line) => new()
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
        UnitPrice = line.Price,
        Total = line.Total,
        TaxCategory = line.Offer.Product.TaxCategory,
        TaxRate = _counter.Rate(line.Offer.Product.TaxCategory),
        Weight = line.Offer.Variant.Weight,
        AgeLimit = line.Offer.Product.AgeLimit,
        Held = line.Offer.IsKept,
        State = LineState.Ordered,
    };

    private string NewCode(string seed, int length) => Enumerable.Range(0, 100).Select(n => Symbols($"{seed}/{n}", length)).First(_codes.Add);

    private static string Symbols(string seed, int length) => string.Concat(Enumerable.Range(0, length).Select(i => CodeSymbols[Seeded.Pick($"{seed}.{i}", CodeSymbols.Length)]));
}
