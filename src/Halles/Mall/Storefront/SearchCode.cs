using Halles.Kernel.Text;

namespace Halles.Mall.Storefront;

/// <summary>Codes (SKU, GTIN) in the one form in which they are compared.</summary>
internal static class SearchCode
{
    private const int MaxLength = 64;

    /// <summary>Folded letters and digits alone, without zeros before digits: EAN-8, UPC and EAN-13 meet GTIN-14. Empty when nothing is left.</summary>
    public static string Of(string text)
    {
        Span<char> code = stackalloc char[MaxLength];
        var length = 0;
        foreach (var c in Folding.Fold(text.Length > 2 * MaxLength ? text[..(2 * MaxLength)] : text))
        {
            if (char.IsLetterOrDigit(c) && length < MaxLength)
            {
                code[length++] = c;
            }
        }

        ReadOnlySpan<char> whole = code[..length];
        return (whole.ContainsAnyExceptInRange('0', '9') ? whole : whole.TrimStart('0')).ToString();
    }
}
