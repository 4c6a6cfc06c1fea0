using Halles.Kernel.Tables;

namespace Halles.Mall.Imports;

/// <summary>
/// The product export of Shopify, of the older kind (<c>Handle</c>, <c>Variant Price</c>) and the newer (<c>URL handle</c>,
/// <c>Price</c>), with any part of its columns: the first row of a handle holds the product, each row may add a variant and a photo.
/// </summary>
internal sealed class ShopifyExport : ISourceFormat
{
    public string Name => "shopify";

    public string Title => "Shopify";

    public bool Knows(TableColumns columns) =>
        columns.Has("Title") && ((columns.Has("Handle") && columns.Names.Any(n => n is "Body (HTML)" or "Vendor" or "Image Src" || n.StartsWith("Variant ", StringComparison.OrdinalIgnoreCase)))
        || (columns.Has("URL handle") && columns.Names.Any(n => n is "SKU" or "Price" or "Option1 name")));

    public IEnumerable<SourceProduct> Read(TableColumns columns, IEnumerable<TableRow> rows)
    {
        var handle = Cells.Named(columns, "Handle", "URL handle");
        foreach (var group in Cells.Together(rows, handle, "Title"))
        {
            var first = group[0];
            yield return first.Problem is { } problem ? SourceProduct.Unreadable(first, "", problem)
                : first[handle].Length == 0 ? SourceProduct.Unreadable(first, handle, ImportProblems.KeyMissing)
                : Product(columns, first[handle], group);
        }
    }

    private static SourceProduct Product(TableColumns columns, string handle, List<TableRow> rows)
    {
        var first = rows[0];
        var product = new SourceProduct(handle)
        {
            Name = first["Title"],
            Description = Cells.Markdown(first.First("Body (HTML)", "Description")),
            Category = first.First("Product Category", "Google Shopping / Google Product Category") is { Length: > 0 } and not "Uncategorized" and var named ? named : first["Type"],
            Maker = first["Vendor"] is { Length: > 0 } vendor ? vendor : null,
            Published = Says(first.First("Published", "Published on online store"), "true", unsaid: columns.Has("Variant Price") || columns.Has("Price")) && Says(first["Status"], "active", unsaid: true),
        };
        product.Options.AddRange(Enumerable.Range(1, 3).Select(i => first[$"Option{i} Name"]).TakeWhile(n => n.Length > 0));
        foreach (var row in rows)
        {
            product.Rows.Add(row.Number);
            if (row == first || row.First("Option1 Value", "Variant Price", "Price", "Variant SKU", "SKU").Length > 0)
            {
                product.Variants.Add(Variant(columns, product, row));
            }

            var photo = Cells.Named(columns, "Image Src", "Product image URL");
            product.Pictured(row, photo, [row[photo]], row.First("Image Alt Text"));
        }

        if (product is { Options: ["Title"], Variants: [{ Choice: ["Default Title"] }] })
        {
            product.Options.Clear();
            product.Variants[0] = product.Variants[0] with { Choice = [] };
        }

        foreach (var column in columns.Names.Where(n => n.EndsWith(')') && n.Contains("(product.metafields.shopify.", StringComparison.Ordinal) && first[n].Length > 0))
        {
            product.Attributes[column[..column.IndexOf('(', StringComparison.Ordinal)].Trim()] = first[column].Replace("; ", ", ", StringComparison.Ordinal);
        }

        if (first["Tags"].Length > 0)
        {
            product.NoteOnce("Tags", ImportProblems.TagsLeft);
        }

        var taxable = Cells.Named(columns, "Variant Taxable", "Charge tax");
        product.TheirTax = first[taxable] is { Length: > 0 } taxed ? (taxable, taxed.ToLowerInvariant()) : null;
        if (Says(first["Gift Card"], "true", unsaid: false))
        {
            product.Published = false;
            product.Note(first.Number, "Gift Card", ImportProblems.GiftCard);
        }

        return product;
    }

    private static SourceVariant Variant(TableColumns columns, SourceProduct product, TableRow row)
    {
        var tracker = Cells.Named(columns, "Variant Inventory Tracker", "Inventory tracker");
        var measure = row["Unit Price Total Measure"] is { Length: > 0 } amount && amount != "0" ? $"{amount} {row["Unit Price Total Measure Unit"]}".TrimEnd() : null;
        return new SourceVariant(row.Number, [.. product.Options.Select((_, i) => row[$"Option{i + 1} Value"])])
        {
            Grams = row["Variant Grams"] is { Length: > 0 } grams ? Cells.Grams(grams, "g") : Cells.Grams(row["Weight value (grams)"], "g"),
            Measure = measure,
        }
            .Numbered(product, row, Cells.Named(columns, "Variant SKU", "SKU"), Cells.Named(columns, "Variant Barcode", "Barcode"))
            .Priced(product, row, Cells.Named(columns, "Variant Price", "Price"))
            .Counted(product, row, Cells.Named(columns, "Variant Inventory Qty", "Inventory quantity"), kept: !columns.Has(tracker) || row[tracker].Length > 0);
    }

    private static bool Says(string cell, string yes, bool unsaid) => cell.Length == 0 ? unsaid : cell.Equals(yes, StringComparison.OrdinalIgnoreCase);
}
