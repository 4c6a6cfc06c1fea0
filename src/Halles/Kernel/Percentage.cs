using System.Globalization;

namespace Halles.Kernel;

/// <summary>A percentage to two decimals, kept as basis points: 5.5 % is 550.</summary>
public readonly record struct Percentage(int BasisPoints) : IComparable<Percentage>
{
    /// <summary>Basis points in the whole: 100 %.</summary>
    public const int Whole = 10_000;

    public static readonly Percentage Zero = new(0);

    /// <summary>From percent: <c>Of(5.5m)</c>.</summary>
    /// <exception cref="ArgumentException">More than two decimals.</exception>
    public static Percentage Of(decimal percent)
    {
        var points = percent * 100;
        return points == decimal.Truncate(points)
            ? new Percentage((int)points)
            : throw new ArgumentException($"{percent} % has more than two decimals.", nameof(percent));
    }

    /// <summary>In percent: 5.5.</summary>
    public decimal Percent => new decimal(BasisPoints) / 100;

    /// <summary>This part of an amount, rounded half away from zero to a minor unit.</summary>
    public Money Of(Money amount) => amount.Ratio(BasisPoints, Whole);

    /// <exception cref="FormatException">Not a number with at most two decimals.</exception>
    public static Percentage Parse(string text) =>
        TryParse(text, out var percentage) ? percentage : throw new FormatException($"'{text}' is not a percentage with at most two decimals.");

    /// <summary>Reads "5.5", "5,5" or "5.5 %", with at most two decimals.</summary>
    public static bool TryParse(string? text, out Percentage percentage)
    {
        percentage = default;
        var digits = text?.Trim().TrimEnd('%').TrimEnd('\u00A0', '\u202F', ' ').Replace(',', '.');
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (!decimal.TryParse(digits, Style, CultureInfo.InvariantCulture, out var percent) || decimal.Abs(percent) > int.MaxValue / 100)
        {
            return false;
        }
        var points = percent * 100;
        if (points != decimal.Truncate(points))
        {
            return false;
        }
        percentage = new Percentage((int)points);
        return true;
    }

    public int CompareTo(Percentage other) => BasisPoints.CompareTo(other.BasisPoints);

    public static bool operator <(Percentage a, Percentage b) => a.BasisPoints < b.BasisPoints;

    public static bool operator >(Percentage a, Percentage b) => a.BasisPoints > b.BasisPoints;

    public static bool operator <=(Percentage a, Percentage b) => a.BasisPoints <= b.BasisPoints;

    public static bool operator >=(Percentage a, Percentage b) => a.BasisPoints >= b.BasisPoints;

    /// <summary>For machines, without trailing zeros and without the sign: "5.5".</summary>
    public override string ToString() => Percent.ToString("0.##", CultureInfo.InvariantCulture);
}
