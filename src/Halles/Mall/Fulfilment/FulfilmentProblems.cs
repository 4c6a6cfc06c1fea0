using Halles.Kernel;

namespace Halles.Mall.Fulfilment;

/// <summary>Why goods cannot reach the shopper in a way.</summary>
public static class FulfilmentProblems
{
    public static readonly Problem NoSuchStore = new("no-such-store", 422, "Choose the store to collect in.") { Field = "store" };
    public static readonly Problem StoreClosed = new("store-closed", 409, "This store does not open in the coming weeks. Choose another, or another way.") { Field = "store" };
    public static readonly Problem WayNotOffered = new("way-not-offered", 409, "The shop does not offer this way of getting it.") { Field = "way" };
    public static readonly Problem AddressNeeded = new("address-needed", 422, "Enter the address to send it to.") { Field = "address" };
    public static readonly Problem NotServed = new("address-not-served", 409, "The shop does not deliver to this address.") { Field = "address" };
    public static readonly Problem TooHeavy = new("too-heavy", 409, "This is too heavy to be shipped.") { Field = "way" };

    /// <summary>Args: the least amount of goods, and what is missing, in minor units.</summary>
    public static readonly Problem BelowMinimum = new("below-minimum", 409, "The shop delivers from {0} on; {1} is missing.") { Field = "way" };

    public static readonly Problem NoWay = new("shop-without-way-of-getting", 422, "Say how your goods are collected, delivered or shipped.");
    public static readonly Problem ZoneCount = new("zone-count", 422, "Name 1 to {0} zones.");
    public static readonly Problem Postcodes = new("zone-postcodes", 422, "Write postcodes with commas between them, such as 41100, 4116*.");
    public static readonly Problem Countries = new("zone-countries", 422, "Write each country once by its two letters, such as FR, BE.");
    public static readonly Problem Steps = new("zone-steps", 422, "Write rising steps, one a line, such as 1 kg: 5.90.");
}
