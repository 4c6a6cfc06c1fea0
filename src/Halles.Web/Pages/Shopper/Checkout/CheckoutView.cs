using Halles.Mall.Checkout;
using Halles.Mall.Fulfilment;

namespace Halles.Web.Pages.Shopper;

/// <summary>What the checkout comes to so far.</summary>
/// <param name="Goods">Before discounts.</param>
/// <param name="Discount">What promotions take off the goods.</param>
/// <param name="Vat">Inside the total; null until the address is known.</param>
/// <param name="Refused">Codes that take nothing off, though the shopper typed them.</param>
public sealed record CheckoutSum(int Articles, long Goods, long Discount, IReadOnlyList<FeeLine> Fees, long Total, long? Vat, IReadOnlyList<RefusedCode> Refused);

/// <summary>The fee of one shop.</summary>
/// <param name="Sure">False while the address is not known: then it is the least.</param>
public sealed record FeeLine(string Shop, FulfilmentKind Way, long Amount, bool Sure);

/// <summary>The checkout as its steps show it: the ways that there are and what was answered so far.</summary>
public sealed class CheckoutView
{
    private readonly Dictionary<Guid, WayQuote> _chosen;

    /// <param name="home">The country of the mall, where shops deliver.</param>
    /// <param name="price">The exact price, once everything is answered.</param>
    public CheckoutView(CheckoutQuote quote, CheckoutDraft draft, string home, PurchasePrice? price = null)
    {
        (Shops, Draft, Countries) = (quote.Shops, draft, [home, .. quote.Countries.Where(c => c != home)]);
        _chosen = quote.Shops.Where(s => s.Ways.Count > 0).ToDictionary(s => s.ShopId, s => Choose(s, draft));
        AgeLimit = quote.Shops.SelectMany(s => s.Lines).Max(l => (int?)l.Offer.AgeLimit) ?? 0;
        var fees = _chosen.Where(c => c.Value.Way is not FulfilmentKind.Collect)
            .Select(c => new FeeLine(quote.Shops.First(s => s.ShopId == c.Key).Name, c.Value.Way, c.Value.Fee, c.Value.WhyNot is null)).ToList();
        var goods = quote.Shops.Sum(s => s.Goods);
        var discount = quote.Shops.SelectMany(s => s.Lines).SelectMany(l => l.Discounts).Sum(d => d.Amount);
        Sum = new CheckoutSum(quote.Shops.Sum(s => s.Lines.Count), goods + discount, discount, fees, price?.Total ?? goods + fees.Sum(f => f.Amount), price?.Orders.Sum(o => o.Vat), quote.Refused);
    }

    public IReadOnlyList<ShopQuote> Shops { get; }

    public CheckoutDraft Draft { get; }

    /// <summary>Countries that may be chosen, ISO 3166-1 alpha-2.</summary>
    public IReadOnlyList<string> Countries { get; }

    public CheckoutSum Sum { get; }

    public int AgeLimit { get; }

    /// <summary>True when something is delivered or shipped.</summary>
    public bool NeedsAddress => _chosen.Values.Any(w => w.Way is not FulfilmentKind.Collect);

    /// <summary>The way chosen for a shop, or the first that can be had; null when the shop offers none.</summary>
    public WayQuote? Chosen(ShopQuote shop) => _chosen.GetValueOrDefault(shop.ShopId);

    /// <summary>The payment method chosen for a shop, or the first that goes with the way.</summary>
    public string? Payment(ShopQuote shop) => Chosen(shop) is not { } way ? null
        : Draft.Shops.GetValueOrDefault(shop.ShopId)?.Payment is { } payment && way.Payments.Contains(payment) ? payment
        : way.Payments.Count > 0 ? way.Payments[0] : null;

    /// <summary>A way as the value of its radio button.</summary>
    public static string Value(WayQuote way) => $"{way.Way}:{way.Store.Id}";

    private static WayQuote Choose(ShopQuote shop, CheckoutDraft draft) =>
        (draft.Shops.GetValueOrDefault(shop.ShopId) is { } choice ? shop.Ways.FirstOrDefault(w => w.Way == choice.Way && w.Store.Id == choice.StoreId) : null)
        ?? shop.Ways.FirstOrDefault(w => w is { WhyNot: null, Payments.Count: > 0 })
        ?? shop.Ways.FirstOrDefault(w => w.WhyNot is { Code: "address-needed" })
        ?? shop.Ways[0];
}
