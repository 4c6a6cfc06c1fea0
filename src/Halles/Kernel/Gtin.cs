using System.Globalization;

namespace Halles.Kernel;

/// <summary>
/// A trade item number of GS1 (GTIN-8, -12, -13 or -14; EAN, UPC, ISBN-13), kept as 14 digits so that the same
/// article has one number however its bar code is printed.
/// </summary>
public readonly record struct Gtin
{
    private readonly long _number;

    private Gtin(long number) => _number = number;

    /// <summary>14 digits with leading zeros.</summary>
    public string Value => _number.ToString("D14", CultureInfo.InvariantCulture);

    /// <summary>As printed under bars: 8, 13 or 14 digits.</summary>
    public string Printed => _number switch
    {
        < 100_000_000 => _number.ToString("D8", CultureInfo.InvariantCulture),
        < 10_000_000_000_000 => _number.ToString("D13", CultureInfo.InvariantCulture),
        _ => Value,
    };

    /// <summary>A number for goods without one, in the range 29 that GS1 leaves to each firm.</summary>
    /// <param name="sequence">0 to 9,999,999,999, unique within the shop.</param>
    public static Gtin Internal(long sequence)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sequence);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sequence, 9_999_999_999);
        var body = (290_000_000_000 + sequence) * 10;
        return new Gtin(body + CheckDigit(body));
    }

    /// <exception cref="FormatException">Not a GTIN, with the reason.</exception>
    public static Gtin Parse(string text) =>
        TryParse(text, out var gtin, out var problem) ? gtin : throw new FormatException($"'{text}' is not a GTIN. {problem?.Message}");

    /// <summary>Reads 8, 12, 13 or 14 digits; spaces and dashes are passed over.</summary>
    /// <param name="text">The digits.</param>
    /// <param name="gtin">The number, if it is one.</param>
    /// <param name="problem">Otherwise why not, from <see cref="ValueProblems"/>.</param>
    public static bool TryParse(string? text, out Gtin gtin, out Problem? problem)
    {
        gtin = default;
        long number = 0;
        var length = 0;
        foreach (var c in text ?? "")
        {
            if (c == '-' || char.IsWhiteSpace(c))
            {
                continue;
            }
            if (!char.IsAsciiDigit(c))
            {
                problem = ValueProblems.GtinDigits;
                return false;
            }
            if (++length > 14)
            {
                break;
            }
            number = (number * 10) + (c - '0');
        }
        problem = length is not (8 or 12 or 13 or 14) ? ValueProblems.GtinLength
            : number == 0 || CheckDigit(number) != number % 10 ? ValueProblems.GtinCheckDigit
            : null;
        gtin = problem is null ? new Gtin(number) : default;
        return problem is null;
    }

    /// <summary>The check digit for all digits before the last: weights 3 and 1 from the right, modulo 10.</summary>
    private static long CheckDigit(long number)
    {
        long sum = 0;
        var weight = 3;
        for (var rest = number / 10; rest > 0; rest /= 10)
        {
            sum += rest % 10 * weight;
            weight = 4 - weight;
        }
        return (10 - (sum % 10)) % 10;
    }

    public override string ToString() => Value;
}
