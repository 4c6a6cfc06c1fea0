using System.Globalization;
using System.Net;
using Halles.Kernel;
using Halles.Kernel.Tables;
using Halles.Kernel.Text;
using Halles.Mall.Stock;

namespace Halles.Mall.Imports;

/// <summary>Reads cells of a row into a product; what does not read is told by its row and column.</summary>
internal static class Cells
{
    /// <summary>
    /// Divides rows into those of one key that stand together; a row without key, with another name, or one that cannot be read
    /// begins anew.
    /// </summary>
    public static IEnumerable<List<TableRow>> Together(IEnumerable<TableRow> rows, string column, string name)
    {
        List<TableRow> group = [];
        foreach (var row in rows)
        {
            if (group.Count > 0 && (row.Problem ?? group[0].Problem) is null && row[column].Length > 0 && row[column].Equals(group[0][column], StringComparison.OrdinalIgnoreCase)
                && (row[name].Length == 0 || row[name] == group[0][name]))
            {
                group.Add(row);
                continue;
            }

            if (group.Count > 0)
            {
                yield return group;
            }

            group = [row];
        }

        if (group.Count > 0)
        {
            yield return group;
        }
    }

    /// <summary>The first of the columns that the table has; the first of them where it has none.</summary>
    public static string Named(TableColumns columns, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (columns.Has(name))
            {
                return name;
            }
        }

        return names[0];
    }

    /// <summary>A price with its currency; none where the cell is empty.</summary>
    public static SourceVariant Priced(this SourceVariant variant, SourceProduct product, TableRow row, string column, bool pointIsDecimal = true)
    {
        var text = row[column];
        if (text.Length == 0)
        {
            return variant;
        }

        if (PriceText.Read(text, pointIsDecimal, out var amount, out var currency) is { } problem)
        {
            product.Refuse(row.Number, column, problem);
            return variant;
        }

        return variant with { Price = amount, Currency = currency };
    }

    /// <summary>Pieces there.</summary>
    /// <param name="kept">False where the other system keeps no count of it.</param>
    public static SourceVariant Counted(this SourceVariant variant, SourceProduct product, TableRow row, string column, bool kept = true)
    {
        var text = row[column].TrimStart('\'');
        if (text.Length == 0 || !kept)
        {
            return variant;
        }

        if (!Wording.TryCount(text, out var pieces) || pieces > AdjustStock.Most)
        {
            product.Refuse(row.Number, column, ImportProblems.QuantityUnread.With(AdjustStock.Most));
            return variant;
        }

        if (pieces < 0)
        {
            product.Note(row.Number, column, ImportProblems.Oversold); // other systems count on below zero when they sell what is not there
            pieces = 0;
        }

        return variant with { Quantity = (long)pieces };
    }

    /// <summary>The shop's own number and the bar code; a code with a wrong check digit becomes the number where there is none.</summary>
    public static SourceVariant Numbered(this SourceVariant variant, SourceProduct product, TableRow row, string skuColumn, string gtinColumn)
    {
        var (sku, code) = (Tidy(row[skuColumn]), Tidy(row[gtinColumn]));
        if (code is null)
        {
            return variant with { Sku = sku };
        }

        if (Gtin.TryParse(code, out var gtin, out Problem? _))
        {
            return variant with { Sku = sku, Gtin = gtin.Value };
        }

        product.Note(row.Number, gtinColumn, sku is null ? ImportProblems.GtinWrong : ImportProblems.GtinLeft);
        return variant with { Sku = sku ?? code };

        static string? Tidy(string cell) => cell.TrimStart('\'').Trim() is { Length: > 0 } text ? text.Length > 60 ? text[..60] : text : null;
    }

    /// <summary>A weight in grams; nothing where it does not read.</summary>
    /// <param name="unit"><c>g</c>, <c>kg</c>, <c>lb</c>, <c>oz</c>.</param>
    public static int Grams(string weight, string unit)
    {
        var factor = unit.ToLowerInvariant() switch { "kg" => 1000m, "lb" or "lbs" => 453.59237m, "oz" => 28.349523125m, _ => 1m }; // international pound and ounce
        return decimal.TryParse(weight.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && amount * factor is > 0 and < 1_000_000
            ? (int)decimal.Round(amount * factor) : 0;
    }

    /// <summary>Adds photos; what is no address on the web is told.</summary>
    public static void Pictured(this SourceProduct product, TableRow row, string column, IEnumerable<string> addresses, string alt = "", LocalText? alts = null)
    {
        foreach (var address in addresses.Select(a => a.Trim()).Where(a => a.Length > 0))
        {
            if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http") || address.Length > 2_000)
            {
                product.Note(row.Number, column, ImportProblems.PhotoAddress);
            }
            else if (!product.Photos.Exists(p => p.Address == address))
            {
                product.Photos.Add(new SourcePhoto(address, alt) { Alts = alts });
            }
        }
    }

    /// <summary>A name as people read it, where the other system writes <c>&amp;amp;</c> for <c>&amp;</c>.</summary>
    public static string Plain(string text) => WebUtility.HtmlDecode(text);

    /// <summary>A text of a shop as Markdown, whether it was HTML or plain.</summary>
    public static string Markdown(string text) => HtmlToMarkdown.IsHtml(text) ? HtmlToMarkdown.Convert(text) : HtmlToMarkdown.OfPlain(text);
}
