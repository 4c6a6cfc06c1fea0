using System.Globalization;
using Halles.Kernel.Text;

namespace Halles.Kernel;

/// <summary>The readable part of an address: lower-case ASCII letters and digits in words joined by single dashes.</summary>
public static class Slug
{
    public const int MaxLength = 80;

    /// <summary>A slug from any text: "Œufs frais d'Alsace" → "oeufs-frais-d-alsace", cut at a word where possible.</summary>
    /// <param name="text">A name in any script.</param>
    /// <param name="fallback">What it is when nothing of the text can be written in ASCII.</param>
    public static string From(string text, string fallback = "item")
    {
        Span<char> slug = stackalloc char[MaxLength + 1];
        var length = 0;
        var wordEnd = 0;
        foreach (var c in Folding.Fold(text))
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                slug[length++] = c;
            }
            else if (length > 0 && slug[length - 1] != '-')
            {
                wordEnd = length;
                slug[length++] = '-';
            }
            if (length > MaxLength)
            {
                // Cut in the middle of a word: go back to the last whole one, unless that gives away half.
                length = slug[length - 1] == '-' || wordEnd <= MaxLength / 2 ? MaxLength : wordEnd;
                break;
            }
        }
        while (length > 0 && slug[length - 1] == '-')
        {
            length--;
        }
        return length == 0 ? fallback : new string(slug[..length]);
    }

    /// <summary>A slug that is not taken: "miel", "miel-2", "miel-3"…, never longer than <see cref="MaxLength"/>.</summary>
    /// <param name="text">A name.</param>
    /// <param name="taken">Whether a slug is in use; asked for a few only, however many are.</param>
    /// <param name="fallback">See <see cref="From"/>.</param>
    public static string Unique(string text, Func<string, bool> taken, string fallback = "item")
    {
        var slug = From(text, fallback);
        return taken(slug) ? Suffixed(slug, FreeNumber.From(2, n => taken(Suffixed(slug, n)))) : slug;
    }

    /// <summary>"miel", 2 → "miel-2".</summary>
    public static string Suffixed(string slug, int number)
    {
        var suffix = "-" + number.ToString(CultureInfo.InvariantCulture);
        return slug[..Math.Min(slug.Length, MaxLength - suffix.Length)].TrimEnd('-') + suffix;
    }

    public static bool IsValid(string? text) =>
        text is { Length: > 0 and <= MaxLength }
        && text[0] != '-' && text[^1] != '-'
        && !text.Contains("--", StringComparison.Ordinal)
        && text.All(c => c == '-' || char.IsAsciiDigit(c) || char.IsAsciiLetterLower(c));
}
