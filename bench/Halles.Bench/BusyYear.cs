using System.Globalization;
using System.Security.Cryptography;
using Halles.Kernel;
using Halles.Kernel.Auditing;
using Halles.Kernel.Changes;
using Halles.Kernel.Jobs;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Halles.Mall.Content;
using Halles.Mall.Districts;
using Halles.Mall.Fulfilment;
using Halles.Mall.Identity;
using Halles.Mall.Mail;
using Halles.Mall.Messages;
using Halles.Mall.Orders;
using Halles.Mall.Promotions;
using Halles.Mall.Reports;
using Halles.Mall.Stock;

namespace Halles.Bench;

/// <summary>
/// What a year leaves in a seeded mall, so that desk and office have something to read: in its first shop 5,000 products more,
/// each looked at every day, and 10,000 orders of 3,000 buyers; in the mall reports, letters, jobs that failed, and an audit.
/// </summary>
internal sealed class BusyYear(MallWriter writer, Guid shop, Guid store)
{
    public const string Merchant = "merchant@example.org", Operator = "operator@example.org";

    private const int Goods = 5_000, Days = 366, Orders = 10_000, Buyers = 3_000, Portion = 500, Leaves = 3_000;
    private const int AuditEntries = 200_000, Reports = 5_000, Letters = 20_000, Districts = 50, Pages = 100, Promotions = 100;
    private readonly Random _random = new(4);

    // Many are done with; some wait to be prepared or collected.
    private static readonly OrderState[] States =
    [
        OrderState.Collected, OrderState.Collected, OrderState.Delivered, OrderState.Collected, OrderState.Collected, OrderState.Cancelled, OrderState.Collected, OrderState.Refunded,
        OrderState.Collected, OrderState.NotCollected, OrderState.Collected, OrderState.Collected, OrderState.Ready, OrderState.Collected, OrderState.Collected, OrderState.Accepted,
    ];

    public async Task Write(IReadOnlyList<Guid> leaves)
    {
        await Do(People);
        var goods = new List<NewProduct>();
        var seeded = new SeededGoods(seed: 5);
        foreach (var some in Enumerable.Range(0, Goods).Chunk(Portion))
        {
            await Do(s => goods.AddRange(Fill(s, some.Select(n => seeded.Next(leaves, 9_000_000 + n)))));
        }

        foreach (var days in Enumerable.Range(0, Days).Chunk(10))
        {
            await Do(s => Array.ForEach(days, d => Seen(s, d)));
        }

        foreach (var some in Enumerable.Range(0, Orders).Chunk(Portion))
        {
            await Do(s => Array.ForEach(some, n => Order(s, n, goods)));
        }

        foreach (var some in Enumerable.Range(0, AuditEntries).Chunk(10_000))
        {
            await Do(s => Array.ForEach(some, n => s.Audit(new AuditEntry(Founding.Actor, n % 3 == 0 ? "price-variant" : "edit-product", n % 4 == 0 ? shop : Guid.Empty, goods[n % Goods].Product.Id))));
        }

        await Do(s => Office(s, goods, leaves));
    }

    private async Task Do(Action<WriteSession> work)
    {
        var done = await writer.Write<Done>(s =>
        {
            work(s);
            return default(Done);
        });
        if (!done.Ok)
        {
            throw new InvalidOperationException(done.Problem!.Code);
        }
    }

    private void People(WriteSession s)
    {
        s.Insert(new Membership { ShopId = shop, PersonId = Add(Merchant), Role = ShopRole.Owner, Since = s.Now });
        s.Insert(new StaffRole { PersonId = Add(Operator), Role = MallRole.Administrator, Since = s.Now });

        Guid Add(string email)
        {
            var id = s.NewId();
            s.Insert(new Person { Id = id, Email = email, Name = email, Language = "fr", CreatedAt = s.Now });
            return id;
        }
    }

    private List<NewProduct> Fill(WriteSession s, IEnumerable<ProductInput> inputs)
    {
        var shelf = new NewProducts(s, shop, "fr", Currency.Eur);
        return [.. inputs.Select(input =>
        {
            var added = shelf.Add(input, publish: true).Value;
            OpeningStock.Write(s, shop, added.Variants[0].Id, store, _random.Next(40), Founding.Actor);
            return added;
        })];
    }

    private void Seen(WriteSession s, int day)
    {
        var (today, views) = (DateOnly.FromDateTime(s.Now.UtcDateTime).DayNumber, 10L);
        s.Sql.Execute(
            "INSERT INTO product_totals (shop_id, product_id, day, views, baskets) SELECT shop_id, id, CAST($2 AS integer), $3, $4 FROM products WHERE shop_id = $1", shop, today + 1 - Days + day, views * (day + 1), day + 1L);
        s.Sql.Execute("INSERT INTO shop_days (shop_id, day, views, baskets) VALUES ($1, $2, $3, $4)", shop, today + 1 - Days + day, views * Goods, (long)Goods);
    }

    private void Order(WriteSession s, int number, List<NewProduct> goods)
    {
        var at = s.Now.AddMinutes(-Days * 24 * 60 * (1 - ((number + 1.0) / (Orders + 1)))); // the later, the greater the number
        var (order, purchase, buyer) = (IdAt(at), IdAt(at), number * 7 % Buyers);
        var contact = new Contact($"Camille Durand {buyer}", $"buyer-{buyer}@example.org", "+33612345678");
        var state = number > Orders - 20 ? OrderState.Placed : States[_random.Next(States.Length)];
        var lines = Enumerable.Range(1, 3).Select(n => Line(order, n, goods[_random.Next(goods.Count)])).ToList();
        var total = lines.Sum(l => l.Total);
        s.Insert(new Purchase { Id = purchase, LinkHash = SHA256.HashData(purchase.ToByteArray()), Contact = contact, Language = "fr", Currency = "EUR", Total = total, PlacedAt = at });
        s.Insert(lines);
        s.Insert(new OrderEvent { ShopId = shop, OrderId = order, Number = 1, Kind = OrderEventKind.Step, To = OrderState.Placed, By = CancelledBy.Shopper, At = at });
        s.Insert(new Order
        {
            ShopId = shop, Id = order, PurchaseId = purchase, Buyer = new Guid(KeyOf(buyer)), Code = string.Create(CultureInfo.InvariantCulture, $"B{number:D7}"), State = state,
            Fulfilment = FulfilmentKind.Collect, StoreId = store, ReadyBy = at.AddHours(2), Contact = contact, Language = "fr", Currency = "EUR", Goods = total, DeliveryFee = 0, Total = total, Vat = total / 6,
            DeliveryRate = 2000, Delivery = DeliveryTerms.Free, PaymentMethod = "in-store", Paid = false, PickupCode = string.Create(CultureInfo.InvariantCulture, $"{number:D6}"), CommissionRate = 0,
            PlacedAt = at, AcceptBy = s.Now.AddDays(1), ReadyAt = state is OrderState.Ready ? at.AddHours(2) : null, EndedAt = OrderStates.IsOpen(state) ? null : at.AddHours(5),
        });
        if (number % 2 == 0)
        {
            s.Insert(new Message { ShopId = shop, Id = IdAt(at), OrderId = order, FromShop = number % 4 == 0, Text = "Bonjour, est-ce que je peux passer ce soir ?", At = at, ReadAt = number % 40 == 2 ? null : at });
        }
    }

    private OrderLine Line(Guid order, int number, NewProduct goods) => new()
    {
        ShopId = shop, OrderId = order, Number = number, ProductId = goods.Product.Id, VariantId = goods.Variants[0].Id, Sku = goods.Variants[0].Sku, Name = goods.Product.Handle, Choice = "",
        Quantity = 1, StepSize = 1, Weighed = false, UnitPrice = goods.Variants[0].Price, Total = goods.Variants[0].Price, TaxCategory = "standard", TaxRate = 2000, Weight = 300, AgeLimit = 0, Held = false, State = LineState.Ordered,
    };

    private void Office(WriteSession s, List<NewProduct> goods, IReadOnlyList<Guid> leaves)
    {
        s.Sql.Execute("UPDATE shops SET state = 'Applied', opened_at = NULL WHERE slug LIKE 'shop-%7_'"); // two hundred that wait for an answer
        foreach (var n in Enumerable.Range(0, Letters))
        {
            s.Insert(new MailMessage { Id = s.NewId(), To = $"buyer-{n}@example.org", Subject = "Votre commande", Text = "Bonjour", Html = "<p>Bonjour</p>", CreatedAt = s.Now, SentAt = n % 20 == 0 ? null : s.Now, Waits = false });
        }

        foreach (var n in Enumerable.Range(0, Reports))
        {
            var (waits, reported) = (n % 5 == 0, goods[n % Goods].Product);
            s.Insert(new Report
            {
                ShopId = shop, Id = s.NewId(), Code = string.Create(CultureInfo.InvariantCulture, $"R{n:D7}"), Subject = ReportedThing.Product, ProductId = reported.Id, Reason = ReportReason.Misleading,
                Words = "C’est autre chose.", Name = "Camille", Email = $"buyer-{n}@example.org", Language = "fr", State = waits ? ReportState.Waiting : ReportState.Decided, At = s.Now.AddMinutes(-90 * n), DecidedAt = waits ? null : s.Now.AddMinutes(-60 * n),
                Evidence = new Evidence { Path = $"/shops/shop-0/{reported.Handle}", Shop = "Épicerie 0", Title = new LocalText("fr", reported.Handle), Text = new LocalText("fr", "Texte") },
            });
        }

        s.Saved().Execute(
            """
            INSERT INTO report_decisions (shop_id, id, report_id, measure, before, ground, rule, facts, actor, at)
            SELECT shop_id, id, id, CASE WHEN code LIKE '%9' THEN 'ProductWithdrawn' ELSE 'None' END, 'None', 'Terms', '', '', $1, decided_at FROM reports WHERE decided_at IS NOT NULL
            """, Founding.Actor);
        s.Sql.Execute("INSERT INTO jobs (id, kind, payload, run_at, attempts, gave_up, last_error, created_at) SELECT id, 'send-mail', '{}', created_at, 10, $1, 'No route to host', created_at FROM mails WHERE sent_at IS NULL", true);
        s.Insert(Enumerable.Range(0, Promotions).Select(n => new Promotion
        {
            ShopId = shop, Id = s.NewId(), Name = $"Promotion {n}", Kind = PromotionKind.Percent, Percent = 1000, Scope = PromotionScope.Shop, Code = $"CODE{n}", StartsAt = s.Now, ReleasedAt = s.Now, Uses = n, CreatedAt = s.Now,
        }));
        s.Insert(Enumerable.Range(0, Pages).Select(n => new WrittenPage
        {
            Id = s.NewId(), Slug = $"page-{n}", Content = new PageContent { Slug = $"page-{n}", Title = new LocalText("fr", $"Page {n}"), Body = new LocalText("fr", "# Bonjour") },
        }));
        s.Insert(Enumerable.Range(0, Districts).Select(n => new District { Id = s.NewId(), Slug = $"district-{n}", Name = new LocalText("fr", $"Quartier {n}"), Position = n, Boundary = new Boundary(47.78 + (n * 0.001), 1.06, 400) }));
        s.Insert(Enumerable.Range(0, Leaves).Select(n => new Category { Id = s.NewId(), Code = $"fine-{n}", ParentId = leaves[n % leaves.Count], Name = new LocalText("fr", $"Rayon {n}") }));
        s.Changed(Topic.Category, Guid.Empty, leaves[0]);
    }

    private Guid IdAt(DateTimeOffset at)
    {
        var bytes = Ids.First(at).ToByteArray(bigEndian: true);
        _random.NextBytes(bytes.AsSpan(6));
        return new Guid(bytes, bigEndian: true);
    }

    private static byte[] KeyOf(int number) => SHA256.HashData(BitConverter.GetBytes(number))[..16];
}
