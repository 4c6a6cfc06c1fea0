namespace Halles.Client;

/// <summary>A basket with present prices, by shop.</summary>
/// <param name="Total">Of the lines that can be bought, without delivery.</param>
public sealed record BasketAnswer(Guid Id, Amount Total, IReadOnlyList<BasketShop> Shops);

/// <summary>The lines of one shop.</summary>
public sealed record BasketShop(Named Shop, Amount Goods, IReadOnlyList<BasketItem> Lines);

/// <summary>One line of a basket.</summary>
/// <param name="Quantity">Pieces or steps.</param>
/// <param name="Problems">Codes of what stands in the way: <c>price-changed</c>, <c>stock-gone</c>, …</param>
public sealed record BasketItem(Guid VariantId, string Sku, string Name, string Choice, long Quantity, Amount Price, Amount Total, long? Left, IReadOnlyList<string> Problems);

/// <summary>Puts a wanted quantity into a basket; 0 takes the line out. Sending it twice changes nothing more.</summary>
/// <param name="Quantity">Pieces or steps, 0 to 9999.</param>
public sealed record SetQuantity(long Quantity);

/// <summary>Places a purchase. Give either a basket or lines.</summary>
/// <param name="ExpectedTotal">The total that was shown, delivery included; another one is refused with <c>price-changed</c>.</param>
public sealed record PurchaseRequest(
    IReadOnlyList<ParcelChoice> Parcels, ContactDetails Contact, string Language, Amount ExpectedTotal, Guid? BasketId = null, IReadOnlyList<PurchaseLine>? Lines = null);

/// <summary>A wanted variant and its quantity in pieces or steps.</summary>
public sealed record PurchaseLine(Guid VariantId, long Quantity);

/// <summary>How one shop's part is got and paid.</summary>
/// <param name="Shop">Slug.</param>
/// <param name="Way"><c>collect</c>, <c>deliver</c> or <c>ship</c>.</param>
/// <param name="Payment"><c>in-store</c>, <c>on-delivery</c> or <c>transfer</c>.</param>
/// <param name="StoreId">Where it is collected; needed for <c>collect</c>.</param>
/// <param name="Address">Where it goes; needed for <c>deliver</c> and <c>ship</c>.</param>
public sealed record ParcelChoice(string Shop, string Way, string Payment, Guid? StoreId = null, PostalAddress? Address = null, string? Note = null);

/// <summary>How the shopper can be reached.</summary>
public sealed record ContactDetails(string Name, string Email, string Phone);

/// <summary>A placed purchase.</summary>
/// <param name="Key">Gives access to the purchase without an account; keep it.</param>
public sealed record PurchaseAnswer(Guid Id, string Key, Amount Total, DateTimeOffset PlacedAt, IReadOnlyList<OrderAnswer> Orders);

/// <summary>The part of a purchase that one shop fulfils.</summary>
/// <param name="Code">Eight characters that people read out.</param>
/// <param name="State">Kebab-case word of the table of states.</param>
/// <param name="PickupCode">Shown at the counter; to the shopper only.</param>
public sealed record OrderAnswer(
    string Code, Named Shop, string State, string Way, Guid StoreId, DateTimeOffset ReadyBy, Amount Goods, Amount DeliveryFee, Amount Total, Amount Vat, string Payment, bool Paid,
    string? PickupCode, string? Tracking, IReadOnlyList<OrderItem> Lines, IReadOnlyList<OrderStep> Events);

/// <summary>One line of an order.</summary>
/// <param name="State"><c>ordered</c>, <c>refused</c> or <c>shortfall</c>.</param>
/// <param name="TaxRateBasisPoints">VAT rate in hundredths of a percent.</param>
public sealed record OrderItem(int Number, Guid VariantId, string Sku, string Name, string Choice, long Quantity, Amount UnitPrice, Amount Total, int TaxRateBasisPoints, string State, string? Reason);

/// <summary>Something that happened to an order.</summary>
public sealed record OrderStep(string Kind, string? From, string? To, string By, DateTimeOffset At);
