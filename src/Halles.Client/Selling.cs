namespace Halles.Client;

/// <summary>A step of an order that its shop takes.</summary>
/// <param name="Step">
/// <c>accept</c>, <c>prepare</c>, <c>refuse-line</c>, <c>enter-weight</c>, <c>ready</c>, <c>hand-over</c>, <c>out-for-delivery</c>, <c>ship</c>, <c>deliver</c>, <c>return-undelivered</c>,
/// <c>not-collected</c>, <c>cancel</c>, <c>paid</c>, <c>give-back</c>, <c>agree-return</c>, <c>refuse-return</c>, <c>receive-return</c> or <c>refund</c>.
/// </param>
/// <param name="Line">The line's number, for <c>refuse-line</c> and <c>enter-weight</c>.</param>
/// <param name="Quantity">How many pieces or steps are missing, for <c>refuse-line</c>; all when left out.</param>
/// <param name="Weight">What the scale said, in the unit of the line, for <c>enter-weight</c>.</param>
/// <param name="Code">The shopper's pick-up code, for <c>hand-over</c>.</param>
/// <param name="Paid">The payment was taken now, for <c>hand-over</c> and <c>deliver</c> of what is paid in the store or to the courier.</param>
/// <param name="AgeChecked">The age was checked, for goods with an age limit.</param>
/// <param name="Tracking">The carrier's number, for <c>ship</c>.</param>
/// <param name="Reason">Told to the shopper, for <c>cancel</c> and <c>refuse-line</c>.</param>
/// <param name="Unpaid">The goods leave although their transfer has not come, for <c>hand-over</c>, <c>out-for-delivery</c> and <c>ship</c>; it stays expected.</param>
/// <param name="Amount">What was given back, in minor units, for <c>give-back</c>.</param>
/// <param name="How"><c>cash</c>, <c>transfer</c> or <c>card</c>, for <c>give-back</c>.</param>
/// <param name="Restock">The goods go back onto the shelf, for <c>return-undelivered</c> and <c>receive-return</c>.</param>
public sealed record StepRequest(
    string Step, int? Line = null, long? Quantity = null, long? Weight = null, string? Code = null, bool Paid = false, bool AgeChecked = false, string? Tracking = null, string? Reason = null,
    bool Restock = false, bool Unpaid = false, long? Amount = null, string? How = null);

/// <summary>A product as its shop sees it.</summary>
/// <param name="State"><c>draft</c>, <c>published</c>, <c>archived</c>, or <c>withdrawn</c> by the mall's office.</param>
/// <param name="Name">In the shop's language.</param>
/// <param name="Version">Rises with each change.</param>
public sealed record OwnProduct(Guid Id, string Handle, string State, string Name, DateTimeOffset UpdatedAt, long Version, IReadOnlyList<OwnVariant> Variants);

/// <summary>A variant as its shop sees it.</summary>
/// <param name="Price">VAT included; of one kg, l or m for goods sold by steps.</param>
/// <param name="Version">Of its product: give it back as If-Match.</param>
public sealed record OwnVariant(Guid Id, string Sku, string? Gtin, string Choice, Amount Price, long Version);

/// <summary>Changes a variant's price.</summary>
/// <param name="Reduced">Announce it as a reduction, where the law allows it (lowest price of the 30 days before).</param>
public sealed record PriceRequest(Amount Price, bool Reduced = false);

/// <summary>The stock of a variant in a store, as its shop sees it.</summary>
/// <param name="Available">What may be sold online: max(0, on hand − held − safety).</param>
public sealed record OwnStock(Guid VariantId, string Sku, Guid StoreId, long OnHand, long Held, long Safety, long Available, DateTimeOffset SeenAt);

/// <summary>Something that happened on the shelf. Physical facts win: it always goes through.</summary>
/// <param name="Reason"><c>opening</c>, <c>delivery</c> and <c>return</c> add, <c>sale</c> and <c>breakage</c> take away, <c>count</c> says how much is there.</param>
/// <param name="Quantity">Pieces or steps, 0 to 1,000,000.</param>
/// <param name="Reference">A delivery note, a receipt; at most 200 characters.</param>
public sealed record StockRequest(string Sku, Guid StoreId, string Reason, long Quantity, string? Reference = null);
