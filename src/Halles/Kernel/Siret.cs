namespace Halles.Kernel;

/// <summary>The number of a firm in the French register: 9 digits, the last by Luhn's formula (ISO/IEC 7812-1).</summary>
public readonly record struct Siren
{
    private readonly string? _value;

    internal Siren(string value) => _value = value;

    public string Value => _value ?? "";

    /// <summary>As it is printed: "732 829 320".</summary>
    public string Grouped => string.Join(' ', Value.Chunk(3).Select(group => new string(group)));

    /// <exception cref="FormatException">Not a SIREN, with the reason.</exception>
    public static Siren Parse(string text) =>
        TryParse(text, out var siren, out var problem) ? siren : throw new FormatException($"'{text}' is not a SIREN. {problem?.Message}");

    /// <summary>Reads 9 digits, with or without spaces, and checks them.</summary>
    public static bool TryParse(string? text, out Siren siren, out Problem? problem)
    {
        var digits = Mod97.Compact(text);
        problem = digits.Length != 9 || !digits.All(char.IsAsciiDigit) ? ValueProblems.SirenShape
            : Luhn.IsValid(digits) ? null
            : ValueProblems.SirenChecksum;
        siren = problem is null ? new Siren(digits) : default;
        return problem is null;
    }

    public override string ToString() => Value;
}

/// <summary>The number of an establishment in the French register: the firm's SIREN and 5 digits.</summary>
public readonly record struct Siret
{
    private const string LaPoste = "356000000";

    private readonly string? _value;

    private Siret(string value) => _value = value;

    public string Value => _value ?? "";

    /// <summary>The firm that it belongs to.</summary>
    public Siren Siren => Value.Length == 0 ? default : new Siren(Value[..9]);

    /// <summary>As it is printed: "732 829 320 00074".</summary>
    public string Grouped => Value.Length == 0 ? "" : $"{Siren.Grouped} {Value[9..]}";

    /// <exception cref="FormatException">Not a SIRET, with the reason.</exception>
    public static Siret Parse(string text) =>
        TryParse(text, out var siret, out var problem) ? siret : throw new FormatException($"'{text}' is not a SIRET. {problem?.Message}");

    /// <summary>
    /// Reads 14 digits, with or without spaces, and checks them by Luhn's formula; the post offices of La Poste,
    /// which outgrew it, have a sum of digits divisible by 5 instead (INSEE).
    /// </summary>
    public static bool TryParse(string? text, out Siret siret, out Problem? problem)
    {
        var digits = Mod97.Compact(text);
        problem = digits.Length != 14 || !digits.All(char.IsAsciiDigit) || digits.All(c => c == '0') ? ValueProblems.SiretShape
            : Luhn.IsValid(digits) || (digits.StartsWith(LaPoste, StringComparison.Ordinal) && digits.Sum(c => c - '0') % 5 == 0) ? null
            : ValueProblems.SiretChecksum;
        siret = problem is null ? new Siret(digits) : default;
        return problem is null;
    }

    public override string ToString() => Value;
}

/// <summary>Luhn's formula: from the right every second digit doubled, the sum of all digits divisible by 10.</summary>
internal static class Luhn
{
    public static bool IsValid(string digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] - '0';
            var weighted = i % 2 == 1 ? digit * 2 : digit;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }
        return sum % 10 == 0;
    }
}
