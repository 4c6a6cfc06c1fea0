using Halles.Kernel;
using Halles.Mall.Baskets;
using Halles.Mall.Catalogue;
using Halles.Mall.Fulfilment;
using Halles.Mall.Orders;

namespace Halles.Mall.Checkout;

/// <summary>All the ways in which wanted lines can be had and paid, shop by shop: what the steps of the checkout choose from.</summary>
/// <param name="Currency">ISO 4217; all amounts are minor units of it, VAT included.</param>
/// <param name="Countries">Where the shops ship to, ISO 3166-1 alpha-2, each once.</param>
/// <param name="Refused">The typed codes that take nothing off: some are only known to once it is known who buys.</param>
public sealed record CheckoutQuote(IReadOnlyList<ShopQuote> Shops, string Currency, IReadOnlyList<string> Countries, IReadOnlyList<RefusedCode> Refused);

/// <summary>A typed code that takes nothing off, and why.</summary>
public sealed record RefusedCode(string Code, Problem Why);

/// <summary>The wanted lines of one shop and the ways of getting them.</summary>
/// <param name="Problem">Why the shop sells nothing now; null when it does.</param>
/// <param name="Goods">The sum of the lines that are for sale, after discounts.</param>
/// <param name="Ways">Collect in each store, then delivery and shipping; also those that cannot be had now, with why.</param>
public sealed record ShopQuote(Guid ShopId, string Slug, string Name, Problem? Problem, IReadOnlyList<LineQuote> Lines, long Goods, IReadOnlyList<WayQuote> Ways);

/// <summary>One wanted line at its present price.</summary>
/// <param name="Total">After discounts.</param>
/// <param name="Most">For weighed goods the most that will be charged; null for others.</param>
/// <param name="Discounts">What promotions take off it.</param>
/// <param name="Problem">Why it cannot be bought at all; null when it can.</param>
public sealed record LineQuote(OfferNow Offer, long Quantity, long Total, long? Most, IReadOnlyList<LineDiscount> Discounts, Problem? Problem);

/// <summary>One way of getting the lines.</summary>
/// <param name="Store">The store to collect in, or the one that prepares.</param>
/// <param name="Fee">Minor units; while no address is known, the lowest of all zones (<see cref="WhyNot"/> is then <c>address-needed</c>).</param>
/// <param name="FreeFrom">The goods' amount from which it is free; null when never.</param>
/// <param name="ReadyBy">Ready in the store, leaving with the courier, or handed to the carrier.</param>
/// <param name="WhyNot">Why it cannot be had; null when it can.</param>
/// <param name="Payments">Codes of the payment methods that go with it.</param>
public sealed record WayQuote(FulfilmentKind Way, StoreNow Store, long Fee, long? FreeFrom, DateTimeOffset? ReadyBy, Problem? WhyNot, IReadOnlyList<string> Payments)
{
    /// <summary>True when it may be chosen; an address may still have to be asked for.</summary>
    public bool CanBeChosen => WhyNot is null or { Code: "address-needed" } && Payments.Count > 0;
}

/// <summary>What a purchase would cost if it were placed now: what the check page shows, and sends back as the expected total.</summary>
public sealed record PurchasePrice(long Total, string Currency, IReadOnlyList<OrderPrice> Orders);

/// <summary>The part of one shop, in minor units; VAT is inside the total.</summary>
/// <param name="Goods">After discounts.</param>
/// <param name="Discount">What promotions take off the goods.</param>
/// <param name="HoldUntil">How long the goods are kept without payment; null for no end.</param>
/// <param name="AgeLimit">The highest age limit among the lines; 0 for none.</param>
public sealed record OrderPrice(
    Guid ShopId, Guid StoreId, FulfilmentKind Way, string PaymentMethod, long Goods, long Discount, long DeliveryFee, long Total, long Vat, DateTimeOffset ReadyBy, DateTimeOffset? HoldUntil, int AgeLimit);
