using Halles.Kernel;
using Halles.Mall.Catalogue;

namespace Halles.Mall.Baskets;

/// <summary>What can be wrong with a basket, and with what lies in it.</summary>
public static class BasketProblems
{
    public static readonly Problem NoSuchBasket = new("no-such-basket", 404, "There is no such basket.");
    public static readonly Problem NoSuchVariant = new("no-such-variant", 404, "This product is not sold here.");
    public static readonly Problem QuantityWrong = new("quantity-wrong", 422, "Enter a whole number from 1 to {0}.") { Args = [LinePrice.MostQuantity] };
    public static readonly Problem Full = new("basket-full", 422, "A basket holds at most {0} different products. Remove some, or order these first.") { Args = [ShopperBaskets.MostLines] };

    /// <summary>Args: old and new price in minor units. The line can be bought at the new price.</summary>
    public static readonly Problem PriceMoved = new("line-price-moved", 200, "The price has changed from {0} to {1}.");

    /// <summary>The product is no longer published, or the variant no longer sold.</summary>
    public static readonly Problem Gone = new("line-gone", 409, "This is no longer sold.");

    /// <summary>Nothing is left in any store.</summary>
    public static readonly Problem SoldOut = new("line-sold-out", 409, "Sold out.");

    /// <summary>Args: what is left, in pieces or steps.</summary>
    public static readonly Problem NotEnough = new("line-not-enough", 409, "Only {0} left.");

    public static readonly Problem ShopClosed = new("shop-closed", 409, "This shop has left the mall.");
    public static readonly Problem ShopSuspended = new("shop-suspended", 409, "This shop takes no orders at present.");
    public static readonly Problem ShopPaused = new("shop-paused", 409, "This shop is having a break and takes no orders at present.");

    /// <summary>Args: the last day of the holiday (<see cref="DateOnly"/>).</summary>
    public static readonly Problem ShopOnHoliday = new("shop-on-holiday", 409, "This shop is on holiday until {0} and takes no orders before.");
}
