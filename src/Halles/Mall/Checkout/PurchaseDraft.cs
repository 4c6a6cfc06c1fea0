using Halles.Kernel;
using Halles.Mall.Catalogue;
using Halles.Mall.Fulfilment;
using Halles.Mall.Orders;
using Halles.Mall.Payments;
using Halles.Mall.Promotions;

namespace Halles.Mall.Checkout;

/// <summary>A purchase worked out from the tables as they are: priced, taxed and timed, not yet held nor written.</summary>
internal sealed record PurchaseDraft(IReadOnlyList<OrderDraft> Orders)
{
    public long Total => Orders.Sum(o => o.Amounts.Total);
}

/// <summary>The part of one shop.</summary>
internal sealed record OrderDraft
{
    public required ShopChoice Choice { get; init; }

    public required StoreNow Store { get; init; }

    public required IReadOnlyList<LineDraft> Lines { get; init; }

    /// <summary>What promotions take off the lines.</summary>
    public required IReadOnlyList<Discount> Discounts { get; init; }

    public required OrderAmounts Amounts { get; init; }

    public required int DeliveryRate { get; init; }

    public required DeliveryTerms Terms { get; init; }

    public required DateTimeOffset ReadyBy { get; init; }

    public required IPaymentMethod Method { get; init; }

    public required DateTimeOffset? HoldUntil { get; init; }
}

/// <summary>One line.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Most">For weighed goods the most that will be charged, after discounts.</param>
/// <param name="TaxRate">Basis points.</param>
/// <param name="Discounts">What promotions take off it.</param>
internal sealed record LineDraft(int Number, OfferNow Offer, long Quantity, long? Most, int TaxRate, IReadOnlyList<LineDiscount> Discounts)
{
    public KeptLine Kept => new(Offer.Price, Quantity, 0, Offer.StepUnit, Offer.StepSize, Most, null, Offer.WeightOf(1), TaxRate, LineDiscount.Sum(Discounts));

    /// <summary>Minor units, VAT included, after discounts.</summary>
    public long Total => Kept.Total;

    /// <summary>The lines of an order, at no rate yet: what a quote shows.</summary>
    public static IEnumerable<LineDraft> Of(IReadOnlyList<(OfferNow Offer, long Quantity)> lines, IReadOnlyList<Discount> discounts) =>
        lines.Select((l, i) => Of(i + 1, l.Offer, l.Quantity, 0, discounts));

    /// <param name="discounts">Those of all lines of the order.</param>
    public static LineDraft Of(int number, OfferNow offer, long quantity, int taxRate, IReadOnlyList<Discount> discounts)
    {
        IReadOnlyList<LineDiscount> own = discounts.Count == 0 ? [] : [.. discounts.Where(d => d.Line == number - 1).Select(d => new LineDiscount(d.Promotion.Id, d.Promotion.Name, d.Amount, d.Promotion.Language))];
        var line = new LineDraft(number, offer, quantity, null, taxRate, own);
        return offer is { Weighed: true, StepUnit: { } unit } && LinePrice.Most(offer.Price, quantity, unit, offer.StepSize) is var most ? line with { Most = most - line.Kept.Off(most) } : line;
    }
}
