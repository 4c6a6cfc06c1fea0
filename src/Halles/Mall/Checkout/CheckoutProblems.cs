using Halles.Kernel;
using Halles.Mall.Baskets;

namespace Halles.Mall.Checkout;

/// <summary>Every way in which placing a purchase is refused. A refusal binds no idempotency key and leaves nothing behind.</summary>
public static class CheckoutProblems
{
    public static readonly Problem Empty = new("basket-empty", 422, "There is nothing to order.");
    public static readonly Problem ShopTwice = new("shop-twice", 422, "A shop may be named only once in a purchase.");
    public static readonly Problem TooManyShops = new("too-many-shops", 422, "A purchase is over at most {0} shops.") { Args = [PurchaseRequest.MostShops] };
    public static readonly Problem TooManyLines = new("too-many-lines", 422, "A purchase has at most {0} lines.") { Args = [ShopperBaskets.MostLines] };
    public static readonly Problem LineTwice = new("line-twice", 422, "A product may be named only once.");

    public static readonly Problem NameMissing = new("name-missing", 422, "Enter your name.") { Field = "name" };
    public static readonly Problem NameLong = new("name-long", 422, "A name has at most {0} characters.") { Field = "name" };
    public static readonly Problem NoteLong = new("note-long", 422, "A note has at most {0} characters.") { Field = "note" };

    /// <summary>U+0000 or half a surrogate pair, which nothing can keep.</summary>
    public static readonly Problem TextUnfit = new("text-unfit", 422, "This text holds a character that cannot be kept. Please type it again.");

    public static readonly Problem KeyLong = new("idempotency-key-long", 422, "An idempotency key has 1 to {0} characters.");

    /// <summary>Args and data <c>old</c>, <c>new</c>: totals, what was shown and what it costs now.</summary>
    public static readonly Problem PriceChanged = new("price-changed", 409, "The total has changed from {0} to {1}. Please look at it again.");

    /// <summary>Parts: <c>line-gone</c>, <c>line-sold-out</c>, <c>line-not-enough</c>, each with data <c>shopId</c>, <c>variantId</c>, <c>wanted</c>, <c>left</c>.</summary>
    public static readonly Problem StockGone = new("stock-gone", 409, "Some of it is no longer there. Nothing has been ordered.");

    public static readonly Problem ShopNotChosen = new("shop-not-chosen", 422, "Choose how to get what this shop sells.");
    public static readonly Problem NoSuchShop = new("no-such-shop", 404, "There is no such shop.");
    public static readonly Problem NotAllHere = new("not-all-here", 409, "This store does not have all of it.") { Field = "store" };

    public static readonly Problem PaymentNotOffered = new("payment-not-offered", 409, "The shop does not take this way of paying here.") { Field = "payment" };

    /// <summary>Args: how many unpaid orders are allowed at a time.</summary>
    public static readonly Problem TooManyReservations = new("too-many-reservations", 409, "You already have {0} unpaid orders. Collect or cancel one first.");

    /// <summary>Args: how many units are allowed. Data: <c>variantId</c>.</summary>
    public static readonly Problem TooManyReserved = new("too-many-reserved", 409, "At most {0} of this can be reserved without paying.");
}
