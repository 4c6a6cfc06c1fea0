using System.Globalization;
using System.Text;
using Halles.Kernel;

namespace Halles.Mall.Payments;

/// <summary>The text of a QR code from which a banking app fills in a transfer (EPC069-12, version 002, SCT).</summary>
public static class EpcQr
{
    /// <summary>The most bytes that the guidelines allow.</summary>
    public const int MostBytes = 331;

    /// <summary>
    /// The text for a transfer in euros; null for another currency, or an amount that the guidelines do not allow (from
    /// 0.01 to 999,999,999.99).
    /// </summary>
    public static string? Text(BankAccount account, Money amount, string reference)
    {
        if (amount.Currency != Currency.Eur || amount.Minor is < 1 or > 99_999_999_999)
        {
            return null;
        }

        var name = Cut(account.Holder.ReplaceLineEndings(" ").Trim(), 70);
        var text = string.Join('\n',
            "BCD", "002", "1", "SCT", account.Bic, name, account.Iban.Replace(" ", "", StringComparison.Ordinal),
            "EUR" + amount.Amount.ToString("0.00", CultureInfo.InvariantCulture), "", reference);
        return Encoding.UTF8.GetByteCount(text) <= MostBytes ? text : null;
    }

    private static string Cut(string text, int most)
    {
        var runes = text.EnumerateRunes().Take(most);
        return string.Concat(runes);
    }
}
