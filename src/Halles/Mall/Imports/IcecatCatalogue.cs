using System.Globalization;
using Halles.Kernel;
using Halles.Kernel.Tables;

namespace Halles.Mall.Imports;

/// <summary>
/// The open catalogue of Icecat as JSON: a product an object, its price in hundredths, its attributes as <c>attr_t_</c> (text),
/// <c>attr_n_</c> (number) and <c>attr_b_</c> (yes or no).
/// </summary>
internal sealed class IcecatCatalogue : ISourceFormat
{
    public string Name => "icecat";

    public string Title => "Icecat";

    public bool Knows(TableColumns columns) => columns.Has("title") && columns.Has("ean") && columns.Has("supplier");

    public IEnumerable<SourceProduct> Read(TableColumns columns, IEnumerable<TableRow> rows)
    {
        foreach (var row in rows)
        {
            yield return row.Problem is { } problem ? SourceProduct.Unreadable(row, "", problem)
                : row["id"].Length == 0 ? SourceProduct.Unreadable(row, "id", ImportProblems.KeyMissing)
                : Product(row);
        }
    }

    private static SourceProduct Product(TableRow row)
    {
        var product = new SourceProduct(row["id"])
        {
            Name = row["title"],
            Description = Cells.Markdown(row["short_description"]),
            Category = row["attr_t_product_type"],
            Maker = row["supplier"] is { Length: > 0 } maker ? maker : null,
            Published = true,
            KnowsNoVariants = true,
            Rows = { row.Number },
        };
        foreach (var column in row.Columns.Names.Where(n => n.StartsWith("attr_", StringComparison.Ordinal) && n.Length > 7))
        {
            product.Attributes[column[7..].Replace('_', ' ')] = row[column];
        }

        product.Pictured(row, "img_high", [row.First("img_high", "img_500x500")]);
        var codes = row["ean"].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var gtin = codes.Select(c => Gtin.TryParse(c, out var parsed, out Problem? _) ? parsed.Value : null).FirstOrDefault(c => c is not null);
        if (codes.Length > 0 && gtin is null)
        {
            product.Note(row.Number, "ean", ImportProblems.GtinLeft);
        }

        var cents = decimal.TryParse(row["price"], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var price) ? price / 100 : (decimal?)null;
        product.Variants.Add(new SourceVariant(row.Number, []) { Sku = $"{row["supplier"]} {row["name"]}".Trim() is { Length: > 0 and <= 60 } sku ? sku : row["id"], Gtin = gtin, Price = cents });
        return product;
    }
}
