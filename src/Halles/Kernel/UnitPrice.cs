using System.Globalization;

namespace Halles.Kernel;

/// <summary>A unit in which goods are measured.</summary>
public enum Unit
{
    Piece,
    Gram,
    Kilogram,
    Millilitre,
    Centilitre,
    Litre,
    Millimetre,
    Centimetre,
    Metre,
    SquareMetre,
}

/// <summary>Signs and sizes of units.</summary>
public static class Units
{
    private static readonly string[] Signs = ["piece", "g", "kg", "ml", "cl", "l", "mm", "cm", "m", "m2"];

    /// <summary>The sign for machines: "g", "m2", "piece". Pages show m² and a word for pieces.</summary>
    public static string Sign(this Unit unit) => Signs[(int)unit];

    /// <summary>The unit that prices are compared in: kg, l, m, m2, piece (Directive 98/6/EC, article 2).</summary>
    public static Unit Base(this Unit unit) => unit switch
    {
        Unit.Gram or Unit.Kilogram => Unit.Kilogram,
        Unit.Millilitre or Unit.Centilitre or Unit.Litre => Unit.Litre,
        Unit.Millimetre or Unit.Centimetre or Unit.Metre => Unit.Metre,
        _ => unit,
    };

    /// <summary>How many of this unit make one of its base: 1000 g, 100 cl.</summary>
    public static int PerBase(this Unit unit) => unit switch
    {
        Unit.Gram or Unit.Millilitre or Unit.Millimetre => 1_000,
        Unit.Centilitre or Unit.Centimetre => 100,
        _ => 1,
    };

    /// <summary>Reads a sign in any case; "m²", "L" and "pc" too.</summary>
    public static bool TryParse(string? sign, out Unit unit)
    {
        var plain = (sign ?? "").Trim().ToLowerInvariant().Replace('²', '2');
        var index = Array.IndexOf(Signs, plain is "pc" or "pcs" or "pieces" or "pièce" or "pièces" ? "piece" : plain);
        unit = index < 0 ? default : (Unit)index;
        return index >= 0;
    }
}

/// <summary>An amount of a unit: 250 g, 0.75 l. At most three decimals.</summary>
public readonly record struct Measure(decimal Amount, Unit Unit)
{
    /// <summary>Thousandths of the unit.</summary>
    internal long Thousandths => decimal.Truncate(Amount * 1_000) is var whole && whole == Amount * 1_000
        ? (long)whole
        : throw new InvalidOperationException($"{Amount} has more than three decimals.");

    /// <exception cref="FormatException">Not an amount and a unit.</exception>
    public static Measure Parse(string text) =>
        TryParse(text, out var measure) ? measure : throw new FormatException($"'{text}' is not a measure like 250 g or 6 x 33 cl.");

    /// <summary>Reads "250 g", "0,75l", "6 x 33 cl": more than nothing, at most a million, with at most three decimals.</summary>
    public static bool TryParse(string? text, out Measure measure)
    {
        measure = default;
        var plain = (text ?? "").Trim().ToLowerInvariant().Replace('×', 'x').Replace(',', '.');
        decimal times = 1;
        if (plain.IndexOf('x', StringComparison.Ordinal) is > 0 and var cross)
        {
            if (!Number(plain.AsSpan(0, cross), out times))
            {
                return false;
            }
            plain = plain[(cross + 1)..].TrimStart();
        }
        var digits = plain.TakeWhile(c => char.IsAsciiDigit(c) || c == '.').Count();
        if (!Number(plain.AsSpan(0, digits), out var amount) || !Units.TryParse(plain[digits..], out var unit))
        {
            return false;
        }
        var total = times * amount;
        if (total is <= 0 or > 1_000_000 || decimal.Truncate(total * 1_000) != total * 1_000)
        {
            return false;
        }
        measure = new Measure(total, unit);
        return true;
    }

    /// <summary>"250 g".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Amount:0.###} {Unit.Sign()}");

    private static bool Number(ReadOnlySpan<char> text, out decimal number) =>
        decimal.TryParse(text.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number) && number < 1_000_000;
}

/// <summary>The price of one kg, l, m, m2 or piece, shown beside the price.</summary>
public readonly record struct UnitPrice(Money Price, Unit Per)
{
    /// <summary>250 g for 3.20 is 12.80/kg; rounded half away from zero.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The content is not more than nothing.</exception>
    public static UnitPrice Of(Money price, Measure content)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(content.Amount);
        return new UnitPrice(price.Ratio(content.Unit.PerBase() * 1_000L, content.Thousandths), content.Unit.Base());
    }

    /// <summary>What a measure costs at this price; rounded half away from zero.</summary>
    /// <exception cref="ArgumentException">The measure is of another kind.</exception>
    public Money For(Measure measure) => measure.Unit.Base() == Per
        ? Price.Ratio(measure.Thousandths, measure.Unit.PerBase() * 1_000L)
        : throw new ArgumentException($"{measure} has no price per {Per.Sign()}.", nameof(measure));

    /// <summary>"12.80 EUR/kg".</summary>
    public override string ToString() => $"{Price}/{Per.Sign()}";
}
