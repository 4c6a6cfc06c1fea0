using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Halles.Kernel;
using Halles.Kernel.Privacy;
using Halles.Kernel.Storage;
using Halles.Mall.Baskets;
using Halles.Mall.Fulfilment;
using Halles.Mall.Orders;
using Halles.Mall.Payments;
using Halles.Mall.Promotions;
using Halles.Mall.Settings;
using Halles.Mall.Stock;

namespace Halles.Mall.Checkout;

/// <summary>
/// Places a purchase: re-priced on the server, all of it over all shops or nothing, exactly once per key (rules.md,
/// <i>Purchase, order, exactly once</i>). The one way in which orders come to be.
/// </summary>
public sealed class PlaceOrder
{
    /// <summary>The end of the scope in which keys of this route live; what was acknowledged under them must be there (invariants 1 and 4).</summary>
    public const string Route = "place-purchase";

    private readonly MallDatabase _database;
    private readonly MallWriter _writer;
    private readonly DraftPurchase _draft;
    private readonly CurrentSettings _settings;
    private readonly Secret _secret;

    internal PlaceOrder(MallDatabase database, MallWriter writer, DraftPurchase draft, CurrentSettings settings, Secret secret) =>
        (_database, _writer, _draft, _settings, _secret) = (database, writer, draft, settings, secret);

    /// <summary>
    /// Places it and answers when it is durably there. Refusals (<see cref="CheckoutProblems"/>, <c>busy</c>, …) leave nothing
    /// behind and bind no key. A retry under the same key gets the same answer, link token included.
    /// </summary>
    public async Task<Result<PlacedPurchase>> Run(PurchaseRequest asked)
    {
        var settings = _settings.Value;
        var tidied = CheckRequest.Tidy(asked, Country.Parse(settings.Country), settings.Languages);
        if (!tidied.Ok)
        {
            return tidied.Problem!;
        }

        var request = tidied.Value;
        var lines = request.Lines ?? InBasket(request);
        var buyer = Reservations.Buyer(_secret, request.Shopper, request.Contact);
        var key = request.Key is { } given ? IdempotencyKey.For($"{request.Shopper.Scope} {Route}", given, JsonSerializer.Serialize(request with { Key = null }, Json.Stored)) : null;
        LockKey[] locks = [LockKey.Of(LockKind.Person, buyer), .. Guests(request.Shopper).Select(g => LockKey.Of(LockKind.Person, g)), .. lines.Select(l => StockLocks.Of(l.VariantId))];
        var placed = await _writer.WriteOnce(key, s => Place(s, request, lines, buyer), Lane.Trade, locks).ConfigureAwait(false);
        return placed.Then(p => p with { LinkToken = Token(p.PurchaseId) });
    }

    /// <summary>The hash under which a guest's link token is found.</summary>
    public static byte[] LinkHash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    /// <summary>The token in the guest's link of a purchase: worked out from it and the secret, so that only its hash is kept.</summary>
    public string Token(Guid purchase) => Base64Url.EncodeToString(_secret.Mac("purchase-link", purchase.ToByteArray(bigEndian: true)).AsSpan(0, 18));

    // A person who buys at once with an account and as a guest meets themselves under the address of the guest.
    private IEnumerable<Guid> Guests(Shopper shopper) => shopper.PersonId is { } person ? _database.Read(sql => Buyers.Of(sql, _secret, person, null)).Skip(1) : [];

    private List<WantedLine> InBasket(PurchaseRequest request)
    {
        var shops = request.Shops.Select(c => c.ShopId).ToHashSet();
        return _database.Read(sql => ReadBasket.Lines(sql, request.Shopper)).Where(l => shops.Contains(l.ShopId)).Select(l => new WantedLine(l.VariantId, l.Quantity)).ToList();
    }

    private Result<PlacedPurchase> Place(WriteSession s, PurchaseRequest request, IReadOnlyList<WantedLine> lines, Guid buyer)
    {
        // Taken out of the basket first: of two forms for one basket the second finds nothing left to order.
        if (request.Lines is null && lines.Count > 0 && lines.Count != s.Sql.Execute(
            $"DELETE FROM basket_lines WHERE basket_id = $1 AND variant_id {s.Sql.Among(2)}", request.Shopper.Id, s.Sql.Ids(lines.Select(l => l.VariantId))))
        {
            return CheckoutProblems.Empty;
        }

        var open = new List<Reservations.Open>();
        var built = _draft.Build(s.Sql, request.Shops, lines, request.Language, s.Now, () => Reservations.Claim(s.Sql, _secret, request.Shopper, request.Lines is null ? null : request.Codes, request.Contact), Reservations.Query(buyer, open));
        if (!built.Ok)
        {
            return built.Problem!;
        }

        var (draft, currency) = (built.Value, Currency.Parse(_settings.Value.Currency));
        if (draft.Total != request.ExpectedTotal)
        {
            return PriceChanged(new Money(request.ExpectedTotal, currency), new Money(draft.Total, currency));
        }

        if (Reservations.TooMuch(open, request.Shopper, draft, _settings.Value) is { } tooMuch)
        {
            return tooMuch;
        }

        var orders = draft.Orders.Select(_ => s.NewId()).ToList();
        if (Hold(s, draft, orders) is { Count: > 0 } shortages)
        {
            return CheckoutProblems.StockGone with { Parts = shortages };
        }

        if (draft.Orders.Zip(orders, (o, id) => o.Discounts.Count == 0 ? null : PromotionUses.Take(s, o.Choice.ShopId, id, o.Discounts)).FirstOrDefault(p => p is not null) is { } usedUp)
        {
            return usedUp;
        }

        BasketCodes.Used(s, request.Shopper, draft.Orders.SelectMany(o => o.Discounts));
        return Write(s, request, draft, orders, buyer);
    }

    private static Problem PriceChanged(Money old, Money now) => CheckoutProblems.PriceChanged.With(old, now) with
    {
        Data = new Dictionary<string, object?> { ["old"] = old, ["new"] = now },
    };

    private static List<Problem> Hold(WriteSession s, PurchaseDraft draft, List<Guid> ids)
    {
        var shortages = new List<Problem>();
        foreach (var (order, id) in draft.Orders.Zip(ids))
        {
            var wanted = order.Lines.Select(l => new WantedHold(l.Number, l.Offer.VariantId, l.Quantity, l.Offer.Policy)).ToList();
            var missing = Holds.TryHold(s, new HoldFor(order.Choice.ShopId, order.Store.Id, id, Paid: order.Amounts.Total == 0), wanted, DailyCounts.Today(s.Now, order.Store.Zone.Id));
            shortages.AddRange(missing.Select(x => (x.Left == 0 ? BasketProblems.SoldOut : BasketProblems.NotEnough.With(x.Left)) with
            {
                Data = new Dictionary<string, object?> { ["shopId"] = order.Choice.ShopId, ["variantId"] = x.VariantId, ["wanted"] = x.Wanted, ["left"] = x.Left },
            }));
        }

        return shortages;
    }

    private PlacedPurchase Write(WriteSession s, PurchaseRequest request, PurchaseDraft draft, List<Guid> ids, Guid buyer)
    {
        var settings = _settings.Value;
        var id = s.NewId();
        var purchase = new Purchase
        {
            Id = id, PersonId = request.Shopper.PersonId, LinkHash = LinkHash(Token(id)), Contact = request.Contact, Language = request.Language,
            Currency = settings.Currency, Total = draft.Total, PlacedAt = s.Now,
        };
        var orders = draft.Orders.Zip(ids, (d, order) => Order(purchase, d, order, buyer, TimeSpan.FromHours(settings.AcceptWithinHours))).ToList();
        var codes = NewOrders.Insert(s, purchase, orders);
        foreach (var (order, d, code) in orders.Zip(draft.Orders, codes))
        {
            NewOrders.InsertLines(s, order, [.. d.Lines.Select(l => Line(order, l))]);
            OrderPayments.Expect(s, order.ShopId, order.Id, order.PaymentMethod, order.Total, d.Method.Reference(code));
            new OrderMail(OrderMailKind.NewOrder, purchase.Id, order.ShopId, order.Id).Enqueue(s);
        }

        new OrderMail(OrderMailKind.Placed, purchase.Id).Enqueue(s);
        return new PlacedPurchase(purchase.Id, purchase.Total, purchase.Currency, s.Now, [.. orders.Zip(codes, (o, code) =>
            new PlacedOrder(o.ShopId, o.Id, code, o.Fulfilment, o.PaymentMethod, o.Total, o.ReadyBy, o.HoldUntil))]);
    }

    private static Order Order(Purchase purchase, OrderDraft d, Guid id, Guid buyer, TimeSpan acceptWithin) => new()
    {
        ShopId = d.Choice.ShopId,
        Id = id,
        PurchaseId = purchase.Id,
        PersonId = purchase.PersonId,
        Buyer = buyer,
        Code = Code.New(NewOrders.CodeLength).Value,
        State = OrderState.Placed,
        Fulfilment = d.Choice.Way,
        StoreId = d.Store.Id,
        Address = d.Choice.Way is FulfilmentKind.Collect ? null : d.Choice.Address,
        ReadyBy = d.ReadyBy,
        Contact = purchase.Contact,
        Note = d.Choice.Note,
        Language = purchase.Language,
        Currency = purchase.Currency,
        Goods = d.Amounts.Goods,
        DeliveryFee = d.Amounts.DeliveryFee,
        Total = d.Amounts.Total,
        Vat = d.Amounts.Vat,
        DeliveryRate = d.DeliveryRate,
        Delivery = d.Terms,
        PaymentMethod = d.Method.Code,
        Paid = d.Amounts.Total == 0, // a promotion may make it free
        PickupCode = Code.New(NewOrders.PickupLength).Value,
        CommissionRate = 0,
        PlacedAt = purchase.PlacedAt,
        AcceptBy = d.Store.AnswersFrom(purchase.PlacedAt, acceptWithin, d.ReadyBy) + acceptWithin,
        RemindAt = d.Store.AnswersFrom(purchase.PlacedAt, acceptWithin, d.ReadyBy) + (acceptWithin * 3 / 4),
        HoldUntil = d.Amounts.Total == 0 ? null : d.HoldUntil,
    };

    private static OrderLine Line(Order order, LineDraft l) => new()
    {
        ShopId = order.ShopId,
        OrderId = order.Id,
        Number = l.Number,
        ProductId = l.Offer.ProductId,
        VariantId = l.Offer.VariantId,
        Sku = l.Offer.Sku,
        Gtin = l.Offer.Gtin,
        Name = l.Offer.Name,
        Choice = l.Offer.Choice,
        Quantity = l.Quantity,
        StepUnit = l.Offer.StepUnit,
        StepSize = l.Offer.StepSize,
        Weighed = l.Offer.Weighed,
        UnitPrice = l.Offer.Price,
        Total = l.Total,
        Most = l.Most,
        TaxCategory = l.Offer.TaxCategory,
        TaxRate = l.TaxRate,
        Weight = l.Offer.WeightOf(1),
        AgeLimit = l.Offer.AgeLimit,
        Held = l.Offer.Policy is not Catalogue.StockPolicy.ToOrder,
        Discounts = l.Discounts,
        State = LineState.Ordered,
    };
}
