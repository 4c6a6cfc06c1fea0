using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Baskets;
using Halles.Mall.Catalogue;
using Halles.Mall.Fulfilment;
using Halles.Mall.Orders;
using Halles.Mall.Payments;
using Halles.Mall.Promotions;
using Halles.Mall.Settings;
using Halles.Mall.Stock;
using Halles.Mall.Tax;

namespace Halles.Mall.Checkout;

/// <summary>Works out what a purchase would be now, or everything that stands in its way: for the check page and for placing alike.</summary>
internal sealed class DraftPurchase(CurrentSettings settings, TaxRates taxes, IEnumerable<IPaymentMethod> methods)
{
    private readonly Dictionary<string, IPaymentMethod> _methods = methods.ToDictionary(m => m.Code, StringComparer.Ordinal);

    /// <summary>The draft, from few statements whatever the number of lines and shops.</summary>
    /// <param name="claim">With which codes it is bought, and by whom; asked for only where a shop has promotions.</param>
    /// <param name="with">What else is to be read on the way.</param>
    public Result<PurchaseDraft> Build(
        SqlSession sql, IReadOnlyList<ShopChoice> choices, IReadOnlyList<WantedLine> lines, string language, DateTimeOffset now, Func<Claim> claim, params ReadOnlySpan<SqlQuery> with)
    {
        if (lines.Count == 0)
        {
            return CheckoutProblems.Empty;
        }

        var (offers, shops, found) = (new Dictionary<Guid, OfferNow>(), new Dictionary<Guid, ShopTerms>(), new List<StoreNow>());
        var ids = choices.Select(c => c.ShopId).ToList();
        sql.ReadTogether([OfferNow.Query(sql, lines.Select(l => l.VariantId), language, offers), ShopTerms.Query(sql, ids, now, shops), StoreNow.Query(sql, ids, found), .. with]);
        var stores = found.ToLookup(s => s.ShopId);
        var gone = lines.Where(l => !offers.TryGetValue(l.VariantId, out var o) || !o.ForSale).Select(l => Gone(l, offers.GetValueOrDefault(l.VariantId))).ToList();
        if (gone.Count > 0)
        {
            return CheckoutProblems.StockGone with { Parts = gone };
        }

        var byShop = lines.ToLookup(l => offers[l.VariantId].ShopId);
        if (byShop.Any(g => choices.All(c => c.ShopId != g.Key)))
        {
            return CheckoutProblems.ShopNotChosen;
        }

        var promoting = shops.Values.Where(s => s.Promotes).Select(s => s.Shop.Id).ToList();
        var promotions = promoting.Count == 0 ? ShopPromotions.None : ShopPromotions.Read(sql, promoting, claim(), offers.Values, now);
        var drafts = choices.Where(c => byShop.Contains(c.ShopId) || !shops.ContainsKey(c.ShopId))
            .Select(c => shops.TryGetValue(c.ShopId, out var terms) ? Order(sql, c, terms, [.. stores[c.ShopId]], [.. byShop[c.ShopId].Select(l => (offers[l.VariantId], l.Quantity))], promotions, now) : CheckoutProblems.NoSuchShop)
            .ToList();
        return drafts.Where(d => !d.Ok).Select(d => d.Problem!).ToList() is { Count: > 0 } problems ? Problem.Of(problems) : new PurchaseDraft([.. drafts.Select(d => d.Value)]);
    }

    /// <summary>The first store of a shop that has all of the lines, else the first of all.</summary>
    internal static StoreNow? FirstWithAll(SqlSession sql, IReadOnlyList<StoreNow> stores, IReadOnlyList<(OfferNow Offer, long Quantity)> lines, DateTimeOffset now)
    {
        var counted = lines.Where(l => l.Offer.Policy is not StockPolicy.ToOrder).ToList();
        if (stores.Count < 2 || counted.Count == 0)
        {
            return stores.Count == 0 ? null : stores[0];
        }

        var there = Availability.Read(sql, counted.Select(l => l.Offer.VariantId)).ToDictionary(a => (a.VariantId, a.StoreId), a => a.Available(now));
        return stores.FirstOrDefault(s => counted.All(l => there.GetValueOrDefault((l.Offer.VariantId, s.Id)) >= l.Quantity)) ?? stores[0];
    }

    private Result<OrderDraft> Order(
        SqlSession sql, ShopChoice choice, ShopTerms terms, List<StoreNow> stores, List<(OfferNow Offer, long Quantity)> lines, ShopPromotions promotions, DateTimeOffset now)
    {
        var shop = terms.Shop;
        var store = choice.StoreId is { } id ? stores.Find(s => s.Id == id) : choice.Way is FulfilmentKind.Collect ? null : FirstWithAll(sql, stores, lines, now);
        if (shop.WhyNot(TimeZoneInfo.FindSystemTimeZoneById(settings.Value.TimeZone).DateAt(now)) is { } closed)
        {
            return Of(closed, shop);
        }

        if (store is null)
        {
            return Of(choice.Way is FulfilmentKind.Collect ? FulfilmentProblems.NoSuchStore : FulfilmentProblems.WayNotOffered, shop);
        }

        var discounts = promotions.For(shop.Id, lines);
        var drafted = Lines(choice, store, lines, discounts, now);
        var parcel = ParcelOf(lines, drafted.Sum(l => l.Total), Currency.Parse(settings.Value.Currency));
        var way = Ways.Of(terms.Getting, choice.Way, store, parcel, choice.Address, now);
        if (way.WhyNot is { } whyNot)
        {
            return Of(whyNot, shop);
        }

        if (!_methods.TryGetValue(choice.PaymentMethod, out var method) || !method.Takes(terms.Paying, choice.Way))
        {
            return Of(CheckoutProblems.PaymentNotOffered, shop);
        }

        var deliveryRate = OrderAmounts.DeliveryRate(drafted.Select(l => l.TaxRate));
        return new OrderDraft
        {
            Choice = choice,
            Store = store,
            Lines = drafted,
            Discounts = discounts,
            Amounts = OrderAmounts.Of([.. drafted.Select(l => l.Kept)], way.Terms, deliveryRate),
            DeliveryRate = deliveryRate,
            Terms = way.Terms,
            ReadyBy = way.ReadyBy!.Value,
            Method = method,
            HoldUntil = HoldUntil(method, store, new UnpaidOrder(now, way.ReadyBy.Value, store.Hours, store.Zone)),
        };
    }

    // During a holiday nobody sees that money came: its time runs from the end of it.
    private static DateTimeOffset? HoldUntil(IPaymentMethod method, StoreNow store, UnpaidOrder order) =>
        method.HoldUntil(order) is { } until ? method.HoldUntil(order with { PlacedAt = store.Begin(order.PlacedAt, until) }) : null;

    /// <summary>What a shop's lines are as a parcel.</summary>
    /// <param name="goods">What they cost, after discounts.</param>
    internal static Parcel ParcelOf(IReadOnlyList<(OfferNow Offer, long Quantity)> lines, long goods, Currency currency) => new(
        new Money(goods, currency), (int)Math.Min(int.MaxValue, lines.Sum(l => (long)l.Offer.WeightOf(l.Quantity))), lines.Max(l => l.Offer.PreparationHours));

    private List<LineDraft> Lines(ShopChoice choice, StoreNow store, List<(OfferNow Offer, long Quantity)> lines, IReadOnlyList<Discount> discounts, DateTimeOffset now)
    {
        var day = store.Zone.DateAt(now);
        var to = choice is { Way: FulfilmentKind.Ship, Address: { } address } ? address : store.Address;
        return [.. lines.Select((l, i) => LineDraft.Of(i + 1, l.Offer, l.Quantity, taxes.ForSupply(store.Address, to, l.Offer.TaxCategory, day).BasisPoints, discounts))];
    }

    private static Problem Of(Problem problem, ShopNow shop) => problem with { Data = new Dictionary<string, object?> { ["shopId"] = shop.Id } };

    private static Problem Gone(WantedLine line, OfferNow? offer) => BasketProblems.Gone with
    {
        Data = new Dictionary<string, object?> { ["shopId"] = offer?.ShopId, ["variantId"] = line.VariantId, ["wanted"] = line.Quantity, ["left"] = 0L },
    };
}
