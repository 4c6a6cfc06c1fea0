using System.Text;

namespace Halles.Kernel;

/// <summary>A creditor reference of ISO 11649: RF, two check digits, and up to 21 letters and digits. Banks carry it with a transfer.</summary>
public readonly record struct Iso11649
{
    private readonly string? _value;

    private Iso11649(string value) => _value = value;

    /// <summary>Without spaces: RF18539007547034.</summary>
    public string Value => _value ?? "";

    /// <summary>What it refers to, without RF and check digits.</summary>
    public string Reference => Value.Length == 0 ? "" : Value[4..];

    /// <summary>In groups of four, as it is printed.</summary>
    public string Grouped => string.Join(' ', Value.Chunk(4).Select(group => new string(group)));

    /// <summary>The reference for an order number: H7K2M9Q4 → RF05H7K2M9Q4.</summary>
    /// <param name="reference">1 to 21 letters and digits of ASCII; spaces and dashes are left out.</param>
    /// <exception cref="FormatException">It has other characters, or none, or too many.</exception>
    public static Iso11649 For(string reference)
    {
        var bare = Mod97.Compact(reference.Replace("-", "", StringComparison.Ordinal));
        if (bare.Length is < 1 or > 21 || !bare.All(char.IsAsciiLetterOrDigit))
        {
            throw new FormatException($"'{reference}' is not 1 to 21 letters and digits.");
        }
        return new Iso11649("RF" + Mod97.CheckDigits(bare, "RF") + bare);
    }

    /// <exception cref="FormatException">Not a creditor reference, with the reason.</exception>
    public static Iso11649 Parse(string text) =>
        TryParse(text, out var reference, out var problem) ? reference : throw new FormatException($"'{text}' is no payment reference. {problem?.Message}");

    /// <summary>Reads a reference in any case, with or without spaces, and checks it.</summary>
    public static bool TryParse(string? text, out Iso11649 reference, out Problem? problem)
    {
        reference = default;
        var bare = Mod97.Compact(text);
        problem = bare.Length is < 5 or > 25 || !bare.StartsWith("RF", StringComparison.Ordinal)
            || !char.IsAsciiDigit(bare[2]) || !char.IsAsciiDigit(bare[3]) || !bare.All(char.IsAsciiLetterOrDigit) ? ValueProblems.ReferenceShape
            : Mod97.IsValid(bare) ? null
            : ValueProblems.ReferenceChecksum;
        reference = problem is null ? new Iso11649(bare) : default;
        return problem is null;
    }

    public override string ToString() => Value;
}

/// <summary>The check digits of ISO 7064, MOD 97-10, over letters and digits, as IBAN and ISO 11649 use them.</summary>
internal static class Mod97
{
    /// <summary>In capitals, without white space.</summary>
    public static string Compact(string? text)
    {
        var bare = new StringBuilder(text?.Length ?? 0);
        foreach (var c in text ?? "")
        {
            if (!char.IsWhiteSpace(c))
            {
                bare.Append(char.ToUpperInvariant(c));
            }
        }
        return bare.ToString();
    }

    /// <summary>The two digits that go between a prefix of two letters and a body.</summary>
    public static string CheckDigits(string body, string prefix)
    {
        var digits = 98 - Remainder("00", Remainder(prefix, Remainder(body, 0)));
        return $"{digits / 10}{digits % 10}";
    }

    /// <summary>Whether the first four characters, moved to the end, leave a remainder of 1.</summary>
    public static bool IsValid(string text) => text[2..4] is not ("00" or "01" or "99") && Remainder(text[..4], Remainder(text[4..], 0)) == 1;

    private static int Remainder(string text, int start)
    {
        var remainder = start;
        foreach (var c in text)
        {
            var value = char.IsAsciiDigit(c) ? c - '0' : c - 'A' + 10;
            remainder = ((remainder * (value > 9 ? 100 : 10)) + value) % 97;
        }
        return remainder;
    }
}
