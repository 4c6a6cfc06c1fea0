namespace Halles.Client;

/// <summary>A basket with present prices, by shop.</summary>
/// <param name="Total">Of the lines that can be bought, after discounts, without delivery.</param>
/// <param name="Discount">What promotions take off them.</param>
/// <param name="Codes">The codes that were put into it.</param>
public sealed record BasketAnswer(Guid Id, Amount Total, Amount Discount, IReadOnlyList<BasketCode> Codes, IReadOnlyList<BasketShop> Shops);

/// <summary>A promotion's code in a basket.</summary>
/// <param name="Saved">What it takes off.</param>
/// <param name="Problem">Code of why it takes nothing off; null when it does, or when another promotion is better.</param>
public sealed record BasketCode(string Code, Amount Saved, string? Problem);

/// <summary>What a promotion takes off a line.</summary>
/// <param name="Name">As the shop calls it.</param>
public sealed record LineDiscount(string Name, Amount Amount);

/// <summary>The lines of one shop.</summary>
/// <param name="Goods">Of the lines that can be bought, after discounts.</param>
/// <param name="Problem">Code of why the shop sells nothing now, such as <c>shop-paused</c>; null when it sells.</param>
public sealed record BasketShop(Named Shop, Amount Goods, string? Problem, IReadOnlyList<BasketItem> Lines);

/// <summary>One line of a basket.</summary>
/// <param name="Quantity">Pieces or steps.</param>
/// <param name="Total">After discounts.</param>
/// <param name="Discounts">What promotions take off it.</param>
/// <param name="Left">The most that one store has of it, pieces or steps; null for what is made to order.</param>
/// <param name="Problems">Codes of what is to be known of it: <c>line-price-moved</c>, <c>line-not-enough</c>, …</param>
public sealed record BasketItem(Guid VariantId, string Sku, string Name, string Choice, long Quantity, Amount Price, Amount Total, IReadOnlyList<LineDiscount> Discounts, long? Left, IReadOnlyList<string> Problems);

/// <summary>Puts a wanted quantity into a basket. Sending it twice changes nothing more; deleting the line takes it out.</summary>
/// <param name="Quantity">Pieces or steps, 1 to 9999.</param>
public sealed record SetQuantity(long Quantity);

/// <summary>Places a purchase. Give either a basket or lines.</summary>
/// <param name="Shops">One choice for each shop that is bought from; shops of the basket that are left out stay in it.</param>
/// <param name="Language">In which the shopper is written to.</param>
/// <param name="Codes">Codes of promotions, with lines; those of a basket are in it.</param>
/// <param name="ExpectedTotal">The total that was shown, delivery included; another one is refused with <c>price-changed</c>.</param>
public sealed record PurchaseRequest(
    IReadOnlyList<ShopChoice> Shops, ContactDetails Contact, string Language, Amount ExpectedTotal, Guid? BasketId = null, IReadOnlyList<PurchaseLine>? Lines = null,
    IReadOnlyList<string>? Codes = null);

/// <summary>Asks what a purchase would cost. Give either a basket or lines.</summary>
/// <param name="Codes">Codes of promotions, with lines; those of a basket are in it.</param>
public sealed record QuoteRequest(IReadOnlyList<ShopChoice> Shops, Guid? BasketId = null, IReadOnlyList<PurchaseLine>? Lines = null, IReadOnlyList<string>? Codes = null);

/// <summary>Asks in which ways goods can be had and paid. Give either a basket or lines.</summary>
/// <param name="Address">Where they are to go, as far as known.</param>
/// <param name="Codes">Codes of promotions, with lines; those of a basket are in it.</param>
public sealed record WaysRequest(Guid? BasketId = null, IReadOnlyList<PurchaseLine>? Lines = null, PostalAddress? Address = null, IReadOnlyList<string>? Codes = null);

/// <summary>A wanted variant and its quantity in pieces or steps.</summary>
public sealed record PurchaseLine(Guid VariantId, long Quantity);

/// <summary>How one shop's part is got and paid.</summary>
/// <param name="Shop">Slug.</param>
/// <param name="Way"><c>collect</c>, <c>deliver</c> or <c>ship</c>.</param>
/// <param name="Payment"><c>in-store</c>, <c>on-delivery</c> or <c>transfer</c>.</param>
/// <param name="StoreId">Where it is collected; needed for <c>collect</c>.</param>
/// <param name="Address">Where it goes; needed for <c>deliver</c> and <c>ship</c>.</param>
public sealed record ShopChoice(string Shop, string Way, string Payment, Guid? StoreId = null, PostalAddress? Address = null, string? Note = null);

/// <summary>How the shopper can be reached.</summary>
public sealed record ContactDetails(string Name, string Email, string Phone);

/// <summary>What a purchase would cost now: give <paramref name="Total"/> back as the expected total.</summary>
public sealed record QuoteAnswer(Amount Total, IReadOnlyList<OrderQuote> Orders);

/// <summary>The part of one shop.</summary>
/// <param name="Goods">After discounts.</param>
/// <param name="Discount">What promotions take off the goods.</param>
/// <param name="Vat">Inside the total.</param>
/// <param name="HoldUntil">How long the goods are kept without payment; null for no end.</param>
/// <param name="AgeLimit">The highest age limit among the lines; 0 for none.</param>
public sealed record OrderQuote(
    string Shop, Guid StoreId, string Way, string Payment, Amount Goods, Amount Discount, Amount DeliveryFee, Amount Total, Amount Vat, DateTimeOffset ReadyBy, DateTimeOffset? HoldUntil, int AgeLimit);

/// <summary>The ways of getting and paying, shop by shop.</summary>
public sealed record WaysAnswer(IReadOnlyList<ShopWays> Shops);

/// <summary>The ways of one shop.</summary>
/// <param name="Problem">Code of why it sells nothing now; null when it sells.</param>
/// <param name="Goods">Of the lines that can be bought, after discounts.</param>
public sealed record ShopWays(Named Shop, string? Problem, Amount Goods, IReadOnlyList<WayOption> Ways);

/// <summary>One way of getting the goods.</summary>
/// <param name="StoreId">Where they are collected, or prepared.</param>
/// <param name="Fee">The lowest of all zones while no address is known.</param>
/// <param name="FreeFrom">The goods' amount from which it is free; null when never.</param>
/// <param name="Problem">Code of why it cannot be had; null when it can.</param>
/// <param name="Payments">The ways of paying that go with it.</param>
public sealed record WayOption(string Way, Guid StoreId, string Store, Amount Fee, Amount? FreeFrom, DateTimeOffset? ReadyBy, string? Problem, IReadOnlyList<string> Payments);

/// <summary>A purchase that was just placed; a retry under the same idempotency key gets the same.</summary>
/// <param name="Key">Gives access to the purchase without an account; keep it.</param>
/// <param name="Orders">One per shop, in the order of the request.</param>
public sealed record PlacedAnswer(Guid Id, string Key, Amount Total, DateTimeOffset PlacedAt, IReadOnlyList<PlacedOrder> Orders);

/// <summary>The order of one shop in a purchase that was just placed.</summary>
/// <param name="Code">Eight characters that people read out.</param>
/// <param name="HoldUntil">How long the goods are kept without payment; null for no end.</param>
public sealed record PlacedOrder(string Code, string Shop, string Way, string Payment, Amount Total, DateTimeOffset ReadyBy, DateTimeOffset? HoldUntil);

/// <summary>A purchase as it stands.</summary>
public sealed record PurchaseAnswer(Guid Id, Amount Total, DateTimeOffset PlacedAt, IReadOnlyList<OrderAnswer> Orders);

/// <summary>The part of a purchase that one shop fulfils.</summary>
/// <param name="Code">Eight characters that people read out.</param>
/// <param name="State">Kebab-case word of the table of states, such as <c>placed</c>, <c>ready</c>, <c>collected</c>.</param>
/// <param name="Vat">Inside the total.</param>
/// <param name="PickupCode">Shown at the counter; to the shopper only.</param>
/// <param name="Address">Where it goes; null when it is collected.</param>
/// <param name="HoldUntil">How long the goods are kept without payment; null for no end.</param>
/// <param name="CancelledBy"><c>shopper</c>, <c>shop</c> or <c>system</c>.</param>
public sealed record OrderAnswer(
    string Code, Named Shop, string State, string Way, Guid StoreId, DateTimeOffset PlacedAt, DateTimeOffset ReadyBy, DateTimeOffset? HoldUntil, ContactDetails Contact,
    PostalAddress? Address, string? Note, Amount Goods, Amount DeliveryFee, Amount Total, Amount Vat, string Payment, bool Paid, string? PickupCode, string? Tracking,
    string? CancelledBy, string? CancelReason, IReadOnlyList<OrderItem> Lines, IReadOnlyList<OrderStep> Events);

/// <summary>One line of an order.</summary>
/// <param name="Quantity">Pieces or steps.</param>
/// <param name="Missing">How many of it the shop did not have.</param>
/// <param name="UnitPrice">Of one piece, or of one kg, l or m.</param>
/// <param name="Total">Of what is left of it, after discounts.</param>
/// <param name="Discounts">What promotions take off what is left of it.</param>
/// <param name="FinalWeight">Of weighed goods, in their unit, once it is known.</param>
/// <param name="TaxRateBasisPoints">VAT rate in hundredths of a percent.</param>
/// <param name="State"><c>ordered</c>, <c>refused</c> or <c>shortfall</c>.</param>
public sealed record OrderItem(
    int Number, Guid VariantId, string Sku, string Name, string Choice, long Quantity, long Missing, Amount UnitPrice, Amount Total, IReadOnlyList<LineDiscount> Discounts, long? FinalWeight,
    int TaxRateBasisPoints, int AgeLimit, string State, string? Reason);

/// <summary>Something that happened to an order.</summary>
/// <param name="Kind"><c>step</c>, <c>line-refused</c>, <c>paid</c>, …</param>
/// <param name="By"><c>shopper</c>, <c>shop</c> or <c>system</c>.</param>
public sealed record OrderStep(string Kind, string? From, string? To, string By, DateTimeOffset At);
