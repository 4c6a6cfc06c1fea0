using Halles.Kernel.Tables;

namespace Halles.Mall.Imports;

/// <summary>
/// The tables of Open Food Facts: a food in a row, by its bar code, without price. From its hundreds of columns are taken
/// name, brand, category, contents, ingredients and photo.
/// </summary>
internal sealed class OpenFoodFacts : ISourceFormat
{
    public string Name => "open-food-facts";

    public string Title => "Open Food Facts";

    public bool Knows(TableColumns columns) => columns.Has("product_name") && (columns.Has("code") || columns.Has("barcode_id")) && !columns.Has("price");

    public IEnumerable<SourceProduct> Read(TableColumns columns, IEnumerable<TableRow> rows)
    {
        var code = Cells.Named(columns, "code", "barcode_id");
        foreach (var row in rows)
        {
            yield return row.Problem is { } problem ? SourceProduct.Unreadable(row, "", problem)
                : row[code].Length == 0 ? SourceProduct.Unreadable(row, code, ImportProblems.KeyMissing)
                : Product(row, code);
        }
    }

    private static SourceProduct Product(TableRow row, string code)
    {
        var product = new SourceProduct(row[code])
        {
            Name = row.First("product_name_fr", "product_name", "generic_name"),
            Description = Cells.Markdown(row.First("ingredients_text_fr", "ingredients_text", "ingredients")),
            Category = row.First("main_category_fr", "main_category", "categories").Split(',')[^1].Trim(),
            Tax = "food",
            Maker = row["brands"].Split(',')[0].Trim() is { Length: > 0 } brand ? brand : null,
            Published = true,
            Rows = { row.Number },
        };
        product.Pictured(row, "image_url", [row.First("image_url", "product_image", "image_small_url")]);
        product.Variants.Add(new SourceVariant(row.Number, []) { Measure = row["quantity"] is { Length: > 0 } contents ? contents : null }.Numbered(product, row, "", code));
        return product;
    }
}
