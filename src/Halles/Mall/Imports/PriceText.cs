using System.Globalization;
using Halles.Kernel;

namespace Halles.Mall.Imports;

/// <summary>Reads prices as people and programs of many countries write them.</summary>
internal static class PriceText
{
    private static readonly Dictionary<string, string> Signs = new(StringComparer.Ordinal) { ["€"] = "EUR", ["$"] = "USD", ["£"] = "GBP", ["¥"] = "JPY", ["Kč"] = "CZK", ["zł"] = "PLN" };

    /// <summary>
    /// Reads <c>12.50</c>, <c>12,50</c>, <c>1.234,50</c>, <c>1 234,50 €</c>, <c>EUR 12</c>. Of two kinds of marks the last one is
    /// the decimal mark. One mark alone before exactly three digits divides thousands, unless it is the point of a program.
    /// </summary>
    /// <param name="text">Not empty.</param>
    /// <param name="pointIsDecimal">A program wrote it, so that a point alone is always the decimal mark.</param>
    /// <param name="amount">In major units.</param>
    /// <param name="currency">The currency that stands beside it; null when none does.</param>
    /// <returns>Why it is no price; null when it is one.</returns>
    public static Problem? Read(string text, bool pointIsDecimal, out decimal amount, out string? currency)
    {
        (amount, currency) = (0, null);
        var digits = text.Trim().TrimStart('\'');
        var letters = new string([.. digits.Where(c => !char.IsDigit(c) && !char.IsWhiteSpace(c) && c is not ('.' or ',' or '-' or '\'' or '’'))]);
        if (letters.Length > 0)
        {
            var named = Signs.GetValueOrDefault(letters, letters);
            if (!Currency.TryParse(named, out var known))
            {
                return named.Length == 3 && named.All(char.IsAsciiLetter) && digits.Any(char.IsAsciiDigit) ? ImportProblems.CurrencyUnknown.With(named) : ImportProblems.PriceUnread;
            }

            currency = known.Code;
            digits = digits.Replace(letters, "", StringComparison.Ordinal);
        }

        digits = new string([.. digits.Where(c => !char.IsWhiteSpace(c) && c is not ('\'' or '’'))]);
        if (!decimal.TryParse(Plain(digits, pointIsDecimal), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out amount))
        {
            return ImportProblems.PriceUnread;
        }

        return amount < 0 ? ImportProblems.PriceNegative : amount > 1_000_000_000 ? ImportProblems.PriceUnread : null;
    }

    /// <summary>With a point as decimal mark and nothing between thousands; something unreadable where marks stand wrong.</summary>
    private static string Plain(string digits, bool pointIsDecimal)
    {
        var (point, comma) = (digits.LastIndexOf('.'), digits.LastIndexOf(','));
        if (point >= 0 && comma >= 0)
        {
            return point > comma ? Joined(digits, ',') : Joined(digits, '.').Replace(',', '.');
        }

        var (mark, at) = point >= 0 ? ('.', point) : (',', comma);
        var thousands = at >= 0 && digits.Length - at - 1 == 3 && !(mark == '.' && pointIsDecimal);
        return at < 0 ? digits
            : digits.IndexOf(mark, StringComparison.Ordinal) != at || thousands ? Joined(digits, mark)
            : digits.Replace(mark, '.');
    }

    /// <summary>Without the mark of thousands; unreadable where other than three digits follow one.</summary>
    private static string Joined(string digits, char mark)
    {
        var groups = digits.Split(mark);
        return groups.Skip(1).All(g => g.TakeWhile(char.IsAsciiDigit).Count() == 3) ? string.Concat(groups) : "";
    }
}
