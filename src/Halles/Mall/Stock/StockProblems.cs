using Halles.Kernel;

namespace Halles.Mall.Stock;

/// <summary>How a change of stock is refused.</summary>
public static class StockProblems
{
    public static readonly Problem NoSuchVariant = new("no-such-variant-in-shop", 404, "This shop has no such product.");
    public static readonly Problem NoSuchStore = new("no-such-store-in-shop", 404, "This shop has no such store.");
    public static readonly Problem AmountWrong = new("amount-wrong", 422, "Enter a whole number from 0 to {0}.") { Args = [AdjustStock.Most], Field = "amount" };

    /// <summary>Nothing came or went: only a count may find none.</summary>
    public static readonly Problem AmountNone = new("amount-none", 422, "Enter a whole number from 1 to {0}; only a count may be 0.") { Args = [AdjustStock.Most], Field = "amount" };

    public static readonly Problem SameStore = new("same-store", 422, "Choose another place: the goods are there already.") { Field = "to" };

    /// <summary>The argument is how many are neither gone nor held.</summary>
    public static readonly Problem NotSoMany = new("not-so-many", 409, "Only {0} are free here; the others are kept for orders or not there.") { Field = "amount" };

    public static readonly Problem ReferenceLong = new("reference-long", 422, "This note has at most {0} characters.") { Args = [AdjustStock.MostReference], Field = "reference" };
}
