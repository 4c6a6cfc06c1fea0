using System.Security.Cryptography;
using System.Text;

namespace Halles.Kernel;

/// <summary>
/// A code that people read and type: Crockford's base32 (digits and letters without I, L, O, U), no check symbol.
/// Kept in capitals without separators.
/// </summary>
public readonly record struct Code
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>The longest code that is read.</summary>
    public const int MaxLength = 64;

    private readonly string? _value;

    private Code(string value) => _value = value;

    /// <summary>The bare symbols: "7K2MQ4".</summary>
    public string Value => _value ?? "";

    /// <summary>A random code; each symbol carries 5 bits from the system's secure generator.</summary>
    public static Code New(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, MaxLength);
        Span<byte> random = stackalloc byte[length];
        RandomNumberGenerator.Fill(random);
        Span<char> symbols = stackalloc char[length];
        for (var i = 0; i < length; i++)
        {
            symbols[i] = Alphabet[random[i] & 31];
        }
        return new Code(new string(symbols));
    }

    /// <exception cref="FormatException">Not a code.</exception>
    public static Code Parse(string text) =>
        TryParse(text, out var code, out var problem) ? code : throw new FormatException($"'{text}' is not a code. {problem?.Message}");

    /// <summary>Reads what a person typed: any case, I and L for 1, O for 0, dashes, dots and spaces anywhere.</summary>
    /// <param name="text">What was typed.</param>
    /// <param name="code">The code, if it is one.</param>
    /// <param name="problem">Otherwise why not, from <see cref="ValueProblems"/>.</param>
    public static bool TryParse(string? text, out Code code, out Problem? problem)
    {
        code = default;
        var symbols = new StringBuilder();
        foreach (var c in text ?? "")
        {
            if (c is '-' or '·' or '\u2010' or '\u2011' or '\u2013' || char.IsWhiteSpace(c))
            {
                continue;
            }
            var symbol = char.ToUpperInvariant(c) switch { 'I' or 'L' => '1', 'O' => '0', var other => other };
            if (!Alphabet.Contains(symbol, StringComparison.Ordinal))
            {
                problem = ValueProblems.CodeSymbol;
                return false;
            }
            symbols.Append(symbol);
        }
        problem = symbols.Length switch { 0 => ValueProblems.CodeEmpty, > MaxLength => ValueProblems.CodeLong, _ => null };
        if (problem is not null)
        {
            return false;
        }
        code = new Code(symbols.ToString());
        return true;
    }

    /// <summary>Compares with what was typed in a time that does not tell how much of it was right.</summary>
    public bool Matches(string? typed) => TryParse(typed, out var other, out _) && Matches(other);

    /// <summary>Compares in a time that depends on the lengths alone.</summary>
    public bool Matches(Code other) =>
        Value.Length > 0 && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Value), Encoding.ASCII.GetBytes(other.Value));

    /// <summary>In groups of four, to be read aloud: "7K2M-Q4".</summary>
    public string Grouped => string.Join('-', Value.Chunk(4).Select(group => new string(group)));

    public override string ToString() => Value;
}
