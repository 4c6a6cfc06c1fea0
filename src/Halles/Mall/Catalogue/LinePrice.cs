using Halles.Kernel;

namespace Halles.Mall.Catalogue;

/// <summary>What a line costs: the one place where a price meets a quantity. Amounts in minor units, VAT included.</summary>
public static class LinePrice
{
    /// <summary>The most pieces or steps that one line may ask for.</summary>
    public const long MostQuantity = 9_999;

    /// <summary>How far the weight of weighed goods may pass what was asked for, in percent of the price.</summary>
    public const int Tolerance = 10;

    /// <summary>
    /// The price of so many pieces, or of so many steps of a unit at a price per kg, l or m; rounded half away from zero:
    /// 3 steps of 100 g at 19.90 the kilogram are 5.97.
    /// </summary>
    public static long Of(long price, long quantity, string? stepUnit, int stepSize) =>
        stepUnit is null ? checked(price * quantity) : OfAmount(price, checked(quantity * stepSize), stepUnit);

    /// <summary>The price of a weight or length in units of <paramref name="unit"/>: 310 g at 19.90 the kilogram are 6.17.</summary>
    public static long OfAmount(long price, long amount, string unit) => Money.Rounded(price, amount, PerBase(unit));

    /// <summary>The most that weighed goods may cost once their weight is known: a tenth above what was asked for.</summary>
    public static long Most(long price, long quantity, string stepUnit, int stepSize) =>
        Money.Rounded(price, checked(quantity * stepSize * (100 + Tolerance)), PerBase(stepUnit) * 100L);

    private static int PerBase(string unit) => Units.TryParse(unit, out var u) ? u.PerBase() : throw new FormatException($"'{unit}' is no unit.");
}
