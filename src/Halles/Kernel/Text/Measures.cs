using System.Globalization;

namespace Halles.Kernel.Text;

/// <summary>Measures in text, in one spelling: "1,5 l", "150 cl" and "1500ml" are all "1500ml".</summary>
public static class Measures
{
    /// <summary>The longest unit has so many letters.</summary>
    public const int LongestUnit = 8;

    /// <summary>Reads a number and a unit written together: "500g".</summary>
    public static bool TryRead(ReadOnlySpan<char> folded, out string measure)
    {
        var digits = folded.IndexOfAnyExcept("0123456789.,");
        measure = "";
        return digits > 0 && TryRead(folded[..digits], folded[digits..], out measure);
    }

    /// <summary>Reads a folded number and a folded unit.</summary>
    /// <param name="number">Digits with at most one decimal point or comma.</param>
    /// <param name="unit">A unit of weight, volume or length, or one of the common technical ones.</param>
    /// <param name="measure">Its one spelling.</param>
    public static bool TryRead(ReadOnlySpan<char> number, ReadOnlySpan<char> unit, out string measure)
    {
        measure = "";
        var (sign, factor) = Known(unit);
        if (number.Length > 9 || sign.Length == 0)
        {
            return false;
        }
        Span<char> plain = stackalloc char[number.Length];
        number.Replace(plain, ',', '.');
        if (!decimal.TryParse(plain, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount))
        {
            return false;
        }
        measure = (amount * factor).ToString("0.######", CultureInfo.InvariantCulture) + sign;
        return true;
    }

    private static (string Sign, decimal Factor) Known(ReadOnlySpan<char> unit) => unit switch
    {
        "g" or "gr" or "gramme" or "grammes" or "gram" or "grams" => ("g", 1),
        "kg" or "kilo" or "kilos" => ("g", 1_000),
        "mg" => ("g", 0.001m),
        "ml" => ("ml", 1),
        "cl" => ("ml", 10),
        "dl" => ("ml", 100),
        "l" or "litre" or "litres" or "liter" or "liters" => ("ml", 1_000),
        "mm" => ("mm", 1),
        "cm" => ("mm", 10),
        "m" or "metre" or "metres" or "meter" or "meters" => ("mm", 1_000),
        "inch" or "inches" or "pouce" or "pouces" or "in" => ("inch", 1),
        "ft" or "foot" or "feet" => ("ft", 1),
        "oz" or "ounce" or "ounces" => ("oz", 1),
        "lb" or "lbs" or "pound" or "pounds" => ("lb", 1),
        "w" or "watt" or "watts" => ("w", 1),
        "kw" => ("w", 1_000),
        "v" or "volt" or "volts" => ("v", 1),
        "hz" => ("hz", 1),
        "mhz" => ("mhz", 1),
        "ghz" => ("mhz", 1_000),
        "lm" or "lumen" or "lumens" => ("lm", 1),
        "mah" => ("mah", 1),
        "mb" or "mo" => ("mb", 1),
        "gb" or "go" => ("gb", 1),
        "tb" or "to" => ("tb", 1),
        _ => ("", 0),
    };
}
