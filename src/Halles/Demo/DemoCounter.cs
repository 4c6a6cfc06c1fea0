using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Halles.Mall.Fulfilment;
using Halles.Mall.Payments;
using Halles.Mall.Stock;
using Microsoft.EntityFrameworkCore;
using PriceChange = Halles.Mall.Catalogue.PriceChange;

namespace Halles.Demo;

/// <summary>Something that a shop of the demo sells.</summary>
internal sealed record DemoOffer(Product Product, Variant Variant, string Name, string Choice)
{
    /// <summary>Whether it comes off a shelf, rather than being made when somebody orders it.</summary>
    public bool IsKept => Product.Policy is not StockPolicy.ToOrder;
}

/// <summary>A line of an order to be, at the price of its day.</summary>
internal sealed record DemoLine(DemoOffer Offer, long Quantity, long Price)
{
    public long Total => LinePrice.Of(Price, Quantity, Offer.Product.StepUnit, Offer.Product.StepSize);
}

/// <summary>What a shop sells to somebody in one go, and on what terms.</summary>
internal sealed record DemoSale(StoreNow Store, WayOffered Way, IPaymentMethod Method, DateTimeOffset? HoldUntil, IReadOnlyList<DemoLine> Lines);

/// <summary>What the shops have to sell, and what of it is still free, while the demo's orders are written.</summary>
internal sealed class DemoCounter
{
    private static readonly IPaymentMethod[] Methods = [new InStore(), new OnDelivery(), new Transfer()];

    private readonly DateTimeOffset _now;
    private readonly Dictionary<Guid, List<DemoOffer>> _offers;
    private readonly ILookup<Guid, PriceChange> _prices;
    private readonly Dictionary<(Guid Variant, Guid Store), long> _free;
    private readonly Dictionary<Guid, WaysOfGetting> _getting;
    private readonly Dictionary<Guid, WaysOfPaying> _paying;
    private readonly ILookup<Guid, StoreNow> _stores;
    private readonly Dictionary<string, int> _rates;

    public DemoCounter(WriteSession s, DateTimeOffset now)
    {
        _now = now;
        var names = s.Db.Set<ProductText>().AsNoTracking().Where(t => t.Field == TextField.Name && t.Language == "fr").ToDictionary(t => t.ProductId, t => t.Text);
        var products = s.Db.Set<Product>().AsNoTracking().ToDictionary(p => p.Id);
        // Weighed goods have a final weight that only a scale can tell: none of them here.
        _offers = s.Db.Set<Variant>().AsNoTracking().AsEnumerable().Select(v => (Variant: v, Product: products[v.ProductId])).Where(o => !o.Product.Weighed)
            .OrderBy(o => o.Variant.Sku, StringComparer.Ordinal).GroupBy(o => o.Variant.ShopId)
            .ToDictionary(g => g.Key, g => g.Select(o => new DemoOffer(o.Product, o.Variant, names[o.Product.Id], Choice(o.Product, o.Variant))).ToList());
        _prices = s.Db.Set<PriceChange>().AsNoTracking().ToLookup(c => c.VariantId);
        _free = s.Db.Set<StockLevel>().AsNoTracking().AsEnumerable().ToDictionary(l => (l.VariantId, l.StoreId), l => l.Available);
        _getting = s.Db.Set<FulfilmentRow>().AsNoTracking().ToDictionary(f => f.ShopId, f => f.Ways);
        _paying = s.Db.Set<PaymentTermsRow>().AsNoTracking().ToDictionary(p => p.ShopId, p => p.Ways);
        _stores = StoreNow.Read(s.Sql, _getting.Keys);
        _rates = s.Sql.List(
            "SELECT category, basis_points FROM tax_rates WHERE country = 'FR' AND postcodes = '' AND until_day IS NULL", r => (r.Text(0), r.Int(1))).ToDictionary(r => r.Item1, r => r.Item2, StringComparer.Ordinal);
    }

    /// <summary>The VAT rate of a category, in basis points.</summary>
    public int Rate(string category) => _rates.GetValueOrDefault(category, _rates["standard"]);

    /// <summary>The first of a shop's stores.</summary>
    public StoreNow StoreOf(Guid shop) => _stores[shop].First();

    /// <summary>
    /// What somebody bought of a shop at a moment; null when it could not be had in this way, or would no longer be kept.
    /// </summary>
    /// <param name="held">Whether the goods are still on the shelf: then some stay free for those who look at the demo.</param>
    public DemoSale? Sell(Guid shop, FulfilmentKind way, Address to, bool held, DateTimeOffset placed, string seed)
    {
        var store = StoreOf(shop);
        if (Array.Find(Methods, m => m.Takes(_paying[shop], way)) is not { } method || Choose(shop, store.Id, way, held, placed, seed) is not { Count: > 0 } lines)
        {
            return null;
        }

        var parcel = new Parcel(new Money(lines.Sum(l => l.Total), Currency.Eur), (int)lines.Sum(l => l.Quantity * l.Offer.Variant.Weight), lines.Max(l => l.Offer.Product.PreparationHours));
        var offered = Ways.Of(_getting[shop], way, store, parcel, to, placed);
        if (offered is not { WhyNot: null, ReadyBy: { } ready })
        {
            return null;
        }

        var until = held ? method.HoldUntil(new UnpaidOrder(placed, ready, store.Hours, store.Zone)) : null;
        if (until <= _now)
        {
            return null;
        }

        foreach (var line in lines.Where(l => held && l.Offer.IsKept))
        {
            _free[(line.Offer.Variant.Id, store.Id)] -= line.Quantity;
        }

        return new DemoSale(store, offered, method, until, lines);
    }

    /// <summary>One to three articles, more where a shop brings only from an amount on.</summary>
    private List<DemoLine> Choose(Guid shop, Guid store, FulfilmentKind way, bool held, DateTimeOffset placed, string seed)
    {
        var offers = _offers.GetValueOrDefault(shop) ?? [];
        var minimum = way is FulfilmentKind.Deliver ? _getting[shop].Deliver?.Minimum ?? 0 : 0;
        var (lines, wanted) = (new List<DemoLine>(), 1 + Seeded.Pick(seed + ":lines", 3));
        for (var i = 0; i < offers.Count && (lines.Count < wanted || lines.Sum(l => l.Total) < minimum) && lines.Count < 12; i++)
        {
            var offer = offers[Seeded.Pick($"{seed}:{i}", offers.Count)];
            var quantity = offer.Product.StepUnit is null ? 1 + Seeded.Pick($"{seed}:{i}:q", offer.Variant.Price < 1000 ? 3 : 1) : 2 + Seeded.Pick($"{seed}:{i}:q", 4);
            if (!lines.Exists(l => l.Offer.Variant.Id == offer.Variant.Id) && (!offer.IsKept || _free.GetValueOrDefault((offer.Variant.Id, store), -1) >= (held ? quantity + 4 : 0)))
            {
                lines.Add(new DemoLine(offer, quantity, PriceAt(offer.Variant, placed)));
            }
        }

        return lines;
    }

    private long PriceAt(Variant variant, DateTimeOffset at) => _prices[variant.Id].Where(c => c.At <= at).MaxBy(c => c.At)?.Price ?? variant.Price;

    private static string Choice(Product product, Variant variant) =>
        string.Join(", ", variant.Choice.Select((value, option) => product.Options[option].Values[value].Best("fr")));
}
