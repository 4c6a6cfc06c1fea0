namespace Halles.Mall.Orders;

/// <summary>
/// The reasons that the program itself writes on lines and orders, as codes: pages and letters put them into words. Besides
/// them a person's own words may stand as a reason.
/// </summary>
public static class OrderReasons
{
    /// <summary>An unpaid hold has come to its end.</summary>
    public const string HoldExpired = "hold-expired";

    /// <summary>The shop let its time to accept go by.</summary>
    public const string NotAccepted = "not-accepted";

    /// <summary>Goods that were held are physically gone.</summary>
    public const string Shortfall = "shortfall";

    /// <summary>The shop has no more of it.</summary>
    public const string SoldOut = "sold-out";

    /// <summary>The shop's goods are damaged.</summary>
    public const string Damaged = "damaged";

    /// <summary>The shop had written a wrong price.</summary>
    public const string WrongPrice = "price";

    /// <summary>The shop says no more than that it cannot.</summary>
    public const string Other = "other";

    /// <summary>What the desk offers where a line is refused.</summary>
    public static readonly IReadOnlyList<string> OfDesk = [SoldOut, Damaged, WrongPrice, Other];

    /// <summary>All codes.</summary>
    public static readonly IReadOnlyList<string> All = [HoldExpired, NotAccepted, Shortfall, .. OfDesk];
}
