using Halles.Kernel;
using Halles.Mall.Catalogue;
using Halles.Mall.Fulfilment;
using Halles.Mall.Orders;
using Halles.Mall.Payments;

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

    public required OrderAmounts Amounts { get; init; }

    public required int DeliveryRate { get; init; }

    public required DeliveryTerms Terms { get; init; }

    public required DateTimeOffset ReadyBy { get; init; }

    public required IPaymentMethod Method { get; init; }

    public required DateTimeOffset? HoldUntil { get; init; }
}

/// <summary>One line.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Total">Minor units, VAT included.</param>
/// <param name="Most">For weighed goods the most that will be charged.</param>
/// <param name="TaxRate">Basis points.</param>
internal sealed record LineDraft(int Number, OfferNow Offer, long Quantity, long Total, long? Most, int TaxRate)
{
    public KeptLine Kept => new(Offer.Price, Quantity, 0, Offer.StepUnit, Offer.StepSize, Most, null, Offer.WeightOf(1), TaxRate);

    public static LineDraft Of(int number, OfferNow offer, long quantity, int taxRate) => new(
        number, offer, quantity, offer.PriceOf(quantity),
        offer is { Weighed: true, StepUnit: { } unit } ? LinePrice.Most(offer.Price, quantity, unit, offer.StepSize) : null, taxRate);
}
