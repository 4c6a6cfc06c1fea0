using Halles.Kernel;
using Halles.Mall.Baskets;
using Halles.Mall.Fulfilment;
using Halles.Mall.Orders;

namespace Halles.Mall.Checkout;

/// <summary>
/// What a shopper asks to buy from one shop or many, in one go: all of it is placed, or nothing. Prices, fees and VAT are
/// the server's own; of the request only <see cref="ExpectedTotal"/> is compared with them.
/// </summary>
public sealed record PurchaseRequest
{
    /// <summary>The most shops of one purchase.</summary>
    public const int MostShops = 100;

    /// <summary>Who buys; a person or a guest.</summary>
    public required Shopper Shopper { get; init; }

    /// <summary>One choice for each shop that is bought from; shops of the basket that are left out stay in it.</summary>
    public required IReadOnlyList<ShopChoice> Shops { get; init; }

    /// <summary>What to buy, of the chosen shops; null takes all that the shopper's basket holds of them, and empties it so far.</summary>
    public IReadOnlyList<WantedLine>? Lines { get; init; }

    /// <summary>Codes of promotions, where lines are given; with a basket those that were typed into it count.</summary>
    public IReadOnlyList<string> Codes { get; init; } = [];

    /// <summary>Name, e-mail address and phone number; all three are needed.</summary>
    public required Contact Contact { get; init; }

    /// <summary>The language in which the shopper is written to and lines are named.</summary>
    public required string Language { get; init; }

    /// <summary>The total that the shopper was shown, in minor units of the mall's currency. A difference is <c>price-changed</c>.</summary>
    public required long ExpectedTotal { get; init; }

    /// <summary>The idempotency key, in the scope of the shopper and this route; null when the caller sent none.</summary>
    public string? Key { get; init; }
}

/// <summary>How the goods of one shop are to be had and paid.</summary>
public sealed record ShopChoice
{
    public required Guid ShopId { get; init; }

    public required FulfilmentKind Way { get; init; }

    /// <summary>The store to collect in (needed); for the other ways the store that prepares, or null for the first that has it all.</summary>
    public Guid? StoreId { get; init; }

    /// <summary>Where it is delivered or shipped to; null when collected.</summary>
    public Address? Address { get; init; }

    /// <summary>The payment method's code: <c>in-store</c>, <c>on-delivery</c>, <c>transfer</c>.</summary>
    public required string PaymentMethod { get; init; }

    /// <summary>The shopper's note to the shop, at most <see cref="MostNote"/> characters.</summary>
    public string? Note { get; init; }

    /// <summary>The longest note in characters.</summary>
    public const int MostNote = 1_000;
}

/// <summary>A wanted quantity of a variant, in pieces or steps.</summary>
public sealed record WantedLine(Guid VariantId, long Quantity);

/// <summary>A purchase that was placed. A retry under the same key gets the same, link token included.</summary>
/// <param name="Total">Minor units of <paramref name="Currency"/>, delivery and VAT included, over all shops.</param>
/// <param name="Orders">One per shop, in the order of the request.</param>
public sealed record PlacedPurchase(Guid PurchaseId, long Total, string Currency, DateTimeOffset PlacedAt, IReadOnlyList<PlacedOrder> Orders)
{
    /// <summary>The token in the guest's link. It is worked out from the purchase and the mall's secret, and kept nowhere.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string LinkToken { get; init; } = "";
}

/// <summary>The order of one shop in a placed purchase.</summary>
/// <param name="Code">Eight characters that people read out.</param>
/// <param name="ReadyBy">When it will be ready, as promised.</param>
/// <param name="HoldUntil">How long the goods are kept without payment; null when there is no end.</param>
public sealed record PlacedOrder(Guid ShopId, Guid OrderId, string Code, FulfilmentKind Way, string PaymentMethod, long Total, DateTimeOffset ReadyBy, DateTimeOffset? HoldUntil);
