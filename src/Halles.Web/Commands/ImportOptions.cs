using System.Globalization;
using Halles.Kernel;
using Halles.Mall.Imports;
using Halles.Mall.Tax;

namespace Halles.Web.Commands;

/// <summary>Reads what <c>halles import</c> is told of taxes and currencies.</summary>
internal static class ImportOptions
{
    private static readonly Problem RateUnread = new("import-rate", 422, "--rate {0} is not understood. Write USD=0.92, or 0.92 alone where the file has one other currency.");

    /// <summary>A class alone is for products of which the file says none; <c>word=class</c> says what a word of the file is.</summary>
    public static Result<(string? Default, IReadOnlyDictionary<string, string> Named)> Taxes(IEnumerable<string> said)
    {
        string? byDefault = null;
        var named = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var one in said)
        {
            var at = one.LastIndexOf('=');
            var code = one[(at + 1)..];
            if (!TaxCategories.OfProducts.Contains(code))
            {
                return ImportProblems.TaxUnknown.With(code, string.Join(", ", TaxCategories.OfProducts));
            }

            if (at < 0)
            {
                byDefault = code;
            }
            else
            {
                named[one[..at]] = code;
            }
        }

        return (byDefault, named);
    }

    /// <summary>Rates by currency.</summary>
    /// <param name="others">The currencies of the file that are not the mall's; asked for only where a number stands alone.</param>
    public static Result<IReadOnlyDictionary<string, decimal>> Rates(IEnumerable<string> said, Func<IReadOnlyList<string>> others)
    {
        var rates = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var one in said)
        {
            var at = one.IndexOf('=', StringComparison.Ordinal);
            if (!TryRate(one[(at + 1)..], out var rate) || (at >= 0 && !Currency.TryParse(one[..at].ToUpperInvariant(), out _)))
            {
                return RateUnread.With(one);
            }

            var currencies = at >= 0 ? [one[..at].ToUpperInvariant()] : others();
            if (currencies.Count > 1)
            {
                return ImportProblems.RateOfMany.With(string.Join(", ", currencies));
            }

            foreach (var currency in currencies)
            {
                rates[currency] = rate;
            }
        }

        return rates;
    }

    /// <summary>A rate as people write it.</summary>
    public static bool TryRate(string text, out decimal rate) =>
        decimal.TryParse(text.Trim().Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out rate) && rate is > 0 and <= ImportTerms.MostRate;
}
