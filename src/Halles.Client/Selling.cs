namespace Halles.Client;

/// <summary>A step of an order that its shop takes.</summary>
/// <param name="Step"><c>accept</c>, <c>prepare</c>, <c>ready</c>, <c>hand-over</c>, <c>out-for-delivery</c>, <c>deliver</c>, <c>ship</c>, <c>return-undelivered</c>, <c>not-collected</c>, <c>cancel</c>, <c>paid</c>.</param>
/// <param name="Code">The shopper's pick-up code, for <c>hand-over</c>.</param>
/// <param name="Tracking">The carrier's number, for <c>ship</c>.</param>
/// <param name="Reason">Told to the shopper, for <c>cancel</c>.</param>
/// <param name="AgeChecked">The shopper's age was checked, for goods with an age limit.</param>
public sealed record StepRequest(string Step, string? Code = null, string? Tracking = null, string? Reason = null, bool AgeChecked = false);

/// <summary>A product as its shop sees it.</summary>
/// <param name="State"><c>draft</c>, <c>published</c> or <c>archived</c>.</param>
public sealed record OwnProduct(Guid Id, string Handle, string State, string Name, IReadOnlyList<OwnVariant> Variants, long Version);

/// <summary>A variant as its shop sees it.</summary>
public sealed record OwnVariant(Guid Id, string Sku, string? Gtin, string Choice, Amount Price);

/// <summary>Changes a variant's price.</summary>
public sealed record PriceRequest(long Minor);

/// <summary>The stock of a variant in a store, as its shop sees it.</summary>
public sealed record OwnStock(Guid VariantId, string Sku, Guid StoreId, long OnHand, long Held, long Safety, long Available, DateTimeOffset SeenAt);

/// <summary>A change of stock. Physical facts win: it always goes through.</summary>
/// <param name="Reason"><c>delivery</c>, <c>sale</c>, <c>breakage</c>, <c>return</c>, or <c>count</c>.</param>
/// <param name="Change">What came or went, for all reasons but a count.</param>
/// <param name="Counted">What is there, for a count.</param>
public sealed record StockRequest(string Sku, Guid StoreId, string Reason, long? Change = null, long? Counted = null, string? Reference = null);
