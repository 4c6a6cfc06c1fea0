using System.Globalization;
using Halles.Kernel.Text;

namespace Halles.Kernel.Tables;

/// <summary>How tables in the wild call their columns and write their counts.</summary>
public static class Wording
{
    /// <summary>A shop's own number of an article. Folded, as are the others; the surest come first.</summary>
    public static IReadOnlyList<string> Sku { get; } = ["sku", "ref", "reference", "code article", "artikelnummer", "referencia", "ugs", "item number", "code", "id"];

    /// <summary>The number under the bars.</summary>
    public static IReadOnlyList<string> Gtin { get; } = ["gtin", "ean", "ean13", "ean 13", "barcode", "bar code", "code barre", "code barres", "upc", "isbn", "strichcode", "codigo de barras", "streepjescode"];

    /// <summary>What is there.</summary>
    public static IReadOnlyList<string> Stock { get; } = ["stock", "quantity", "quantite", "qty", "qte", "on hand", "on hand (current)", "stock reel", "en stock", "bestand", "menge", "cantidad", "voorraad", "aantal", "inventory"];

    /// <summary>A column's name as these lists write it.</summary>
    public static string Fold(string column) => Folding.Fold(column.Replace('_', ' ').Replace('.', ' ').Replace('-', ' ')).Trim();

    /// <summary>The column that is called by the first of the words that any is called by; null where none is.</summary>
    public static string? Find(TableColumns columns, IEnumerable<string> words) =>
        words.Select(w => columns.Names.FirstOrDefault(c => Fold(c) == w)).FirstOrDefault(c => c is not null);

    /// <summary>A whole count: <c>12</c>, <c>-3</c>, <c>12,00</c>, <c>1 200</c>, <c>1.200,0</c>. A lone comma or point stands before decimals.</summary>
    public static bool TryCount(string cell, out decimal count)
    {
        var digits = string.Concat(cell.Where(c => !char.IsWhiteSpace(c) && c != '\''));
        var point = digits.LastIndexOfAny([',', '.']);
        var plain = point < 0 ? digits : digits[..point].Replace(",", "", StringComparison.Ordinal).Replace(".", "", StringComparison.Ordinal) + "." + digits[(point + 1)..];
        return decimal.TryParse(plain, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out count) && count == decimal.Truncate(count);
    }
}
