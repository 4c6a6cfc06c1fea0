using Halles.Kernel;
using Halles.Kernel.Privacy;
using Halles.Kernel.Storage;
using Halles.Mall.Baskets;
using Halles.Mall.Catalogue;
using Halles.Mall.Fulfilment;
using Halles.Mall.Orders;
using Halles.Mall.Payments;
using Halles.Mall.Promotions;
using Halles.Mall.Settings;
using Halles.Mall.Stock;

namespace Halles.Mall.Checkout;

/// <summary>Reads what the checkout shows: the ways that there are, and what the chosen ones would cost. Writes nothing.</summary>
public sealed class QuotePurchase
{
    private static readonly FulfilmentKind[] Sent = [FulfilmentKind.Deliver, FulfilmentKind.Ship];
    private readonly MallDatabase _database;
    private readonly DraftPurchase _draft;
    private readonly CurrentSettings _settings;
    private readonly IPaymentMethod[] _methods;
    private readonly Secret _secret;
    private readonly TimeProvider _clock;

    internal QuotePurchase(MallDatabase database, DraftPurchase draft, CurrentSettings settings, IEnumerable<IPaymentMethod> methods, Secret secret, TimeProvider clock) =>
        (_database, _draft, _settings, _methods, _secret, _clock) = (database, draft, settings, [.. methods], secret, clock);

    /// <summary>All ways for what lies in a basket.</summary>
    /// <param name="to">Where it is to go, as far as known.</param>
    /// <param name="contact">Who buys, as far as known: some promotions are given only so often to one person.</param>
    public CheckoutQuote Ways(Shopper shopper, string language, Address? to = null, Contact? contact = null) => _database.Read(sql =>
        Ways(sql, [.. ReadBasket.Lines(sql, shopper).Select(l => new WantedLine(l.VariantId, l.Quantity))], () => Reservations.Claim(sql, _secret, shopper, null, contact), language, to));

    /// <summary>All ways for given lines; variants that never were are left out.</summary>
    /// <param name="codes">The codes of promotions that are typed.</param>
    public CheckoutQuote Ways(IReadOnlyList<WantedLine> lines, string language, Address? to = null, IReadOnlyList<string>? codes = null) =>
        _database.Read(sql => Ways(sql, lines, () => new Claim(PromotionCode.Of(codes ?? [], BasketCodes.Most), []), language, to));

    /// <summary>
    /// What this purchase would cost now, or what stands in its way (the same problems as <see cref="PlaceOrder"/>, but for
    /// contact, caps and stock, which only placing settles). Its expected total and contact are not looked at.
    /// </summary>
    public Result<PurchasePrice> Price(PurchaseRequest request)
    {
        var built = _database.Read(sql => _draft.Build(
            sql, request.Shops, request.Lines ?? [.. ReadBasket.Lines(sql, request.Shopper).Where(l => request.Shops.Any(c => c.ShopId == l.ShopId)).Select(l => new WantedLine(l.VariantId, l.Quantity))],
            request.Language, _clock.GetUtcNow(), () => Reservations.Claim(sql, _secret, request.Shopper, request.Lines is null ? null : request.Codes, request.Contact)));
        return built.Then(d => new PurchasePrice(d.Total, _settings.Value.Currency, [.. d.Orders.Select(o => new OrderPrice(
            o.Choice.ShopId, o.Store.Id, o.Choice.Way, o.Method.Code, o.Amounts.Goods, o.Discounts.Sum(x => x.Amount), o.Amounts.DeliveryFee, o.Amounts.Total, o.Amounts.Vat, o.ReadyBy, o.HoldUntil,
            o.Lines.Max(l => l.Offer.AgeLimit)))]));
    }

    private CheckoutQuote Ways(SqlSession sql, IReadOnlyList<WantedLine> lines, Func<Claim> claim, string language, Address? to)
    {
        if (lines.Count == 0)
        {
            return new CheckoutQuote([], _settings.Value.Currency, [], []);
        }

        var now = _clock.GetUtcNow();
        var offers = OfferNow.Read(sql, lines.Select(l => l.VariantId), language);
        var known = lines.Where(l => offers.ContainsKey(l.VariantId)).Select(l => (Offer: offers[l.VariantId], l.Quantity)).ToList();
        var shopIds = known.Select(l => l.Offer.ShopId).Distinct().ToList();
        var stores = StoreNow.Read(sql, shopIds);
        var stock = Availability.Read(sql, known.Select(l => l.Offer.VariantId)).ToDictionary(a => (a.VariantId, a.StoreId), a => a.Available(now));
        var terms = ShopTerms.Read(sql, shopIds, now);
        var promoting = terms.Values.Where(t => t.Promotes).Select(t => t.Shop.Id).ToList();
        var claimed = claim();
        var promotions = promoting.Count + claimed.Codes.Count == 0 ? ShopPromotions.None : ShopPromotions.Read(sql, claimed.Codes.Count > 0 ? shopIds : promoting, claimed, offers.Values, now);
        var sold = known.Where(l => l.Offer.ForSale).ToList();
        return new CheckoutQuote(
            [.. known.GroupBy(l => l.Offer.ShopId).Select(g => Shop(terms[g.Key], [.. stores[g.Key]], [.. g], stock, promotions, to, now))],
            _settings.Value.Currency,
            [.. terms.Values.SelectMany(t => t.Getting.Ship?.Zones ?? []).SelectMany(z => z.Countries).Distinct()],
            [.. claimed.Codes.Select(c => (Code: c, Why: promotions.WhyNot(c, sold))).Where(c => c.Why is not null).Select(c => new RefusedCode(c.Code, c.Why!))]);
    }

    private ShopQuote Shop(
        ShopTerms terms, List<StoreNow> stores, List<(OfferNow Offer, long Quantity)> lines, Dictionary<(Guid, Guid), long> stock, ShopPromotions promotions, Address? to, DateTimeOffset now)
    {
        var shop = terms.Shop;
        var closed = shop.WhyNot(TimeZoneInfo.FindSystemTimeZoneById(_settings.Value.TimeZone).DateAt(now));
        var problems = lines.ConvertAll(l => WhyNot(l.Offer, l.Quantity, stores, stock));
        var sold = lines.Where((_, i) => problems[i] is null).ToList();
        var drafts = new Queue<LineDraft>(LineDraft.Of(sold, promotions.For(shop.Id, sold)));
        var goods = drafts.Sum(d => d.Total);
        var quoted = lines.Select((l, i) => problems[i] is null && drafts.Dequeue() is var d
            ? new LineQuote(l.Offer, l.Quantity, d.Total, d.Most, d.Discounts, null)
            : new LineQuote(l.Offer, l.Quantity, l.Offer.PriceOf(l.Quantity), null, [], problems[i])).ToList();
        var ways = new List<WayQuote>();
        if (sold.Count > 0)
        {
            var full = stores.Where(s => HasAll(s, sold, stock)).Concat(stores).FirstOrDefault();
            ways.AddRange(terms.Getting.Collect is null ? [] : stores.Select(s => Way(FulfilmentKind.Collect, s)));
            ways.AddRange(full is null ? [] : Sent.Where(k => k is FulfilmentKind.Deliver ? terms.Getting.Deliver is not null : terms.Getting.Ship is not null).Select(k => Way(k, full)));
        }

        return new ShopQuote(shop.Id, shop.Slug, shop.Name, closed, quoted, goods, ways);

        WayQuote Way(FulfilmentKind kind, StoreNow store)
        {
            var offered = Fulfilment.Ways.Of(terms.Getting, kind, store, DraftPurchase.ParcelOf(sold, goods, Currency.Parse(_settings.Value.Currency)), to, now);
            var whyNot = closed ?? (HasAll(store, sold, stock) ? offered.WhyNot : CheckoutProblems.NotAllHere);
            return new WayQuote(kind, store, offered.Fee, offered.Terms.FreeFrom, offered.ReadyBy, whyNot, [.. _methods.Where(m => m.Takes(terms.Paying, kind)).Select(m => m.Code)]);
        }
    }

    private static Problem? WhyNot(OfferNow offer, long quantity, List<StoreNow> stores, Dictionary<(Guid, Guid), long> stock)
    {
        var most = offer.Policy is StockPolicy.ToOrder ? long.MaxValue : stores.Select(s => stock.GetValueOrDefault((offer.VariantId, s.Id))).DefaultIfEmpty(0).Max();
        return !offer.ForSale ? BasketProblems.Gone : most == 0 ? BasketProblems.SoldOut : most < quantity ? BasketProblems.NotEnough.With(most) : null;
    }

    private static bool HasAll(StoreNow store, List<(OfferNow Offer, long Quantity)> lines, Dictionary<(Guid, Guid), long> stock) =>
        lines.TrueForAll(l => l.Offer.Policy is StockPolicy.ToOrder || stock.GetValueOrDefault((l.Offer.VariantId, store.Id)) >= l.Quantity);
}
