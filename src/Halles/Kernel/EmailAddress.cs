using System.Globalization;

namespace Halles.Kernel;

/// <summary>
/// An e-mail address that mail can be sent to: ASCII before the @, a domain with a dot after it. The domain is kept
/// in lower case, and in its ASCII form (RFC 5891) when it has accents.
/// </summary>
public readonly record struct EmailAddress
{
    private const string LocalSymbols = "!#$%&'*+-/=?^_`{|}~.";

    private readonly string? _value;

    private EmailAddress(string value) => _value = value;

    public string Value => _value ?? "";

    public string Domain => Value[(Value.IndexOf('@', StringComparison.Ordinal) + 1)..];

    /// <summary>All in lower case: no two accounts have the same one.</summary>
    public string Key => Value.ToLowerInvariant();

    /// <exception cref="FormatException">Not an address, with the reason.</exception>
    public static EmailAddress Parse(string text) =>
        TryParse(text, out var address, out var problem) ? address : throw new FormatException($"'{text}' is not an e-mail address. {problem?.Message}");

    /// <summary>Reads an address; spaces around it are passed over. Quoted names and bare IP domains are not taken.</summary>
    public static bool TryParse(string? text, out EmailAddress address, out Problem? problem)
    {
        address = default;
        problem = ValueProblems.EmailShape;
        var bare = (text ?? "").Trim();
        var at = bare.LastIndexOf('@');
        if (at < 1 || bare.Length > 1_000)
        {
            return false;
        }
        var local = bare[..at];
        if (!IsLocal(local) || AsciiDomain(bare[(at + 1)..]) is not { } domain)
        {
            return false;
        }
        // RFC 5321, 4.5.3.1, and its erratum 1690.
        if (local.Length > 64 || local.Length + 1 + domain.Length > 254)
        {
            problem = ValueProblems.EmailLong;
            return false;
        }
        problem = null;
        address = new EmailAddress($"{local}@{domain}");
        return true;
    }

    /// <summary>For logs and screens of others: "m…@example.org".</summary>
    public string Masked => Value.Length == 0 ? "" : $"{Value[0]}…@{Domain}";

    public override string ToString() => Value;

    private static bool IsLocal(string local) =>
        local[0] != '.' && local[^1] != '.'
        && !local.Contains("..", StringComparison.Ordinal)
        && local.All(c => char.IsAsciiLetterOrDigit(c) || LocalSymbols.Contains(c, StringComparison.Ordinal));

    private static string? AsciiDomain(string domain)
    {
        string ascii;
        try
        {
            ascii = new IdnMapping { UseStd3AsciiRules = true }.GetAscii(domain).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            return null;
        }
        var labels = ascii.Split('.');
        var good = labels.Length >= 2
            && labels.All(l => l.Length is > 0 and <= 63 && l[0] != '-' && l[^1] != '-' && l.All(c => c == '-' || char.IsAsciiLetterOrDigit(c)))
            && labels[^1].Length >= 2 && !labels[^1].All(char.IsAsciiDigit);
        return good ? ascii : null;
    }
}
