namespace Halles.Mall.Promotions;

/// <summary>The code of a promotion as somebody types it: capitals and spaces at its ends do not matter.</summary>
public static class PromotionCode
{
    /// <summary>As it is kept and compared; null when it cannot be a code.</summary>
    public static string? Of(string? typed) =>
        typed?.Trim().ToUpperInvariant() is { Length: >= 3 and <= 20 } code && code.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') ? code : null;

    /// <summary>Those of them that can be codes, each once.</summary>
    /// <param name="most">How many are looked at.</param>
    public static IReadOnlyList<string> Of(IEnumerable<string?> typed, int most) => [.. typed.Select(Of).OfType<string>().Distinct().Take(most)];
}
