using Halles.Kernel;

namespace Halles.Mall.Bulk;

/// <summary>To what a new price is rounded.</summary>
public enum PriceEnding
{
    /// <summary>To a minor unit.</summary>
    Exact,

    /// <summary>To the nearest price that ends so: 12.00.</summary>
    Whole,
    Half,
    Ninety,
    NinetyFive,
    NinetyNine,
}

/// <summary>How a price becomes another: so many percent or so much more or less, then rounded to an ending.</summary>
/// <param name="Percent">Basis points, from −99 % to +1000 %; null when an amount is given.</param>
/// <param name="Amount">Minor units; null when a percentage is given.</param>
public sealed record PriceRule(int? Percent, long? Amount, PriceEnding Ending)
{
    /// <summary>
    /// The new price in minor units, rounded half away from zero; of two endings as near the dearer one. Where the nearest ending
    /// lies on the other side of the price, so that what was to become cheaper would become dearer, it stays; so does what has no
    /// price yet, and what nothing would be left of.
    /// </summary>
    /// <param name="decimals">Of the currency. Endings below one unit are only known where there are any.</param>
    public long Of(long price, int decimals)
    {
        var moved = Percent is { } points ? Money.Rounded(price, Percentage.Whole + points, Percentage.Whole) : price + (Amount ?? 0);
        var next = Ending is PriceEnding.Exact ? moved : Ended(moved, decimals);
        return price <= 0 || moved <= 0 || (moved < price && next > price) || (moved > price && next < price) ? price : next;
    }

    private long Ended(long price, int decimals)
    {
        var unit = (long)Math.Pow(10, decimals);
        var ending = Ending switch
        {
            PriceEnding.Half => unit / 2,
            PriceEnding.Ninety => unit * 90 / 100,
            PriceEnding.NinetyFive => unit * 95 / 100,
            PriceEnding.NinetyNine => unit * 99 / 100,
            _ => 0,
        };
        ending = decimals == 0 ? 0 : ending;
        var below = (long)Math.Floor((price - ending) / (decimal)unit) * unit + ending;
        var nearest = price - below < below + unit - price ? below : below + unit;
        return nearest > 0 ? nearest : nearest + unit;
    }
}
