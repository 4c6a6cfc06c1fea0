using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Halles.Mall.Fulfilment;
using Halles.Mall.Payments;
using Halles.Mall.Stock;
using Microsoft.EntityFrameworkCore;

namespace Halles.Demo;

/// <summary>Something that a shop of the demo sells.</summary>
internal sealed record DemoOffer(Product Product, Variant Variant, string Name, string Choice);

/// <summary>A line of an order to be.</summary>
internal sealed record DemoLine(DemoOffer Offer, long Quantity);

/// <summary>What the shops have to sell, and what of it is still free, while the demo's orders are written.</summary>
internal sealed class DemoCounter
{
    private readonly Dictionary<Guid, List<DemoOffer>> _offers;
    private readonly Dictionary<(Guid Variant, Guid Store), long> _free;
    private readonly Dictionary<Guid, WaysOfGetting> _getting;
    private readonly Dictionary<Guid, WaysOfPaying> _paying;
    private readonly Dictionary<string, int> _rates;

    public DemoCounter(WriteSession s)
    {
        var names = s.Db.Set<ProductText>().AsNoTracking().Where(t => t.Field == TextField.Name && t.Language == "fr").ToDictionary(t => t.ProductId, t => t.Text);
        var products = s.Db.Set<Product>().AsNoTracking().ToDictionary(p => p.Id);
        // Weighed goods have a final weight that only a scale can tell: none of them here.
        _offers = s.Db.Set<Variant>().AsNoTracking().AsEnumerable().Select(v => (Variant: v, Product: products[v.ProductId])).Where(o => !o.Product.Weighed)
            .OrderBy(o => o.Variant.Sku, StringComparer.Ordinal).GroupBy(o => o.Variant.ShopId)
            .ToDictionary(g => g.Key, g => g.Select(o => new DemoOffer(o.Product, o.Variant, names[o.Product.Id], Choice(o.Product, o.Variant))).ToList());
        _free = s.Db.Set<StockLevel>().AsNoTracking().AsEnumerable().ToDictionary(l => (l.VariantId, l.StoreId), l => l.Available);
        _getting = s.Db.Set<FulfilmentRow>().AsNoTracking().ToDictionary(f => f.ShopId, f => f.Ways);
        _paying = s.Db.Set<PaymentTermsRow>().AsNoTracking().ToDictionary(p => p.ShopId, p => p.Ways);
        _rates = s.Sql.List(
            "SELECT category, basis_points FROM tax_rates WHERE country = 'FR' AND postcodes = '' AND until_day IS NULL", r => (r.Text(0), r.Int(1))).ToDictionary(r => r.Item1, r => r.Item2, StringComparer.Ordinal);
    }

    /// <summary>The VAT rate of a category, in basis points.</summary>
    public int Rate(string category) => _rates.GetValueOrDefault(category, _rates["standard"]);

    /// <summary>By what a shop is paid for goods got in a way; null when it does not offer that.</summary>
    public string? Method(Guid shop, FulfilmentKind way)
    {
        var (getting, paying) = (_getting[shop], _paying[shop]);
        var offered = way switch { FulfilmentKind.Collect => getting.Collect is not null, FulfilmentKind.Deliver => getting.Deliver is not null, _ => getting.Ship is not null };
        return !offered ? null
            : way is FulfilmentKind.Collect && paying.InStore ? "in-store"
            : way is FulfilmentKind.Deliver && paying.OnDelivery ? "on-delivery"
            : paying.Transfer is not null ? "transfer"
            : null;
    }

    /// <summary>The terms of bringing or sending goods within France.</summary>
    public DeliveryTerms Terms(Guid shop, FulfilmentKind way) => way switch
    {
        FulfilmentKind.Deliver => new DeliveryTerms(_getting[shop].Deliver!.Zones[0].Fee, _getting[shop].Deliver!.Zones[0].FreeFrom),
        FulfilmentKind.Ship when _getting[shop].Ship!.Zones.First(z => z.Countries.Contains("FR")) is var zone => new DeliveryTerms(0, zone.FreeFrom, zone.ByWeight, zone.ByAmount),
        _ => DeliveryTerms.Free,
    };

    /// <summary>
    /// One to three articles of a shop, more where it brings only from an amount on; null when that cannot be had. Of goods
    /// that are held, some stay free for those who look at the demo.
    /// </summary>
    public List<DemoLine>? Choose(Guid shop, Guid store, FulfilmentKind way, bool held, string seed)
    {
        var offers = _offers.GetValueOrDefault(shop) ?? [];
        var minimum = way is FulfilmentKind.Deliver ? _getting[shop].Deliver!.Minimum : 0;
        var (lines, wanted) = (new List<DemoLine>(), 1 + Seeded.Pick(seed + ":lines", 3));
        for (var i = 0; i < offers.Count && (lines.Count < wanted || Goods(lines) < minimum) && lines.Count < 12; i++)
        {
            var offer = offers[Seeded.Pick($"{seed}:{i}", offers.Count)];
            var quantity = offer.Product.StepUnit is null ? 1 + Seeded.Pick($"{seed}:{i}:q", offer.Variant.Price < 1000 ? 3 : 1) : 2 + Seeded.Pick($"{seed}:{i}:q", 4);
            var keeps = offer.Product.Policy is not StockPolicy.ToOrder;
            if (lines.Exists(l => l.Offer.Variant.Id == offer.Variant.Id) || (keeps && !_free.ContainsKey((offer.Variant.Id, store))) || (held && keeps && _free[(offer.Variant.Id, store)] < quantity + 4))
            {
                continue;
            }

            lines.Add(new DemoLine(offer, quantity));
        }

        var fits = Terms(shop, way).FeeFor(Goods(lines), (int)lines.Sum(l => l.Quantity * l.Offer.Variant.Weight)) is not null;
        if (lines.Count == 0 || Goods(lines) < minimum || !fits)
        {
            return null;
        }

        foreach (var line in lines.Where(l => held && l.Offer.Product.Policy is not StockPolicy.ToOrder))
        {
            _free[(line.Offer.Variant.Id, store)] -= line.Quantity;
        }

        return lines;
    }

    /// <summary>What a line costs.</summary>
    public static long Total(DemoLine line) => LinePrice.Of(line.Offer.Variant.Price, line.Quantity, line.Offer.Product.StepUnit, line.Offer.Product.StepSize);

    private static long Goods(List<DemoLine> lines) => lines.Sum(Total);

    private static string Choice(Product product, Variant variant) =>
        string.Join(", ", variant.Choice.Select((value, option) => product.Options[option].Values[value].Best("fr")));
}
