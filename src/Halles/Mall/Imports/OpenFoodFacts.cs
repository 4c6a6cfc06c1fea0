using Halles.Kernel.Tables;

namespace Halles.Mall.Imports;

/// <summary>
/// The tables of Open Food Facts: a food in a row, by its bar code, without price. From its hundreds of columns are taken
/// name, brand, category, contents, ingredients and photo; names and ingredients in every language that they are given in.
/// </summary>
internal sealed class OpenFoodFacts : ISourceFormat
{
    private const string Naming = "product_name", Contents = "ingredients_text";

    public string Name => "open-food-facts";

    public string Title => "Open Food Facts";

    public bool Knows(TableColumns columns) => (columns.Has(Naming) || InLanguages(columns, Naming).Count > 0) && (columns.Has("code") || columns.Has("barcode_id")) && !columns.Has("price");

    public IEnumerable<SourceProduct> Read(TableColumns columns, IEnumerable<TableRow> rows)
    {
        var code = Cells.Named(columns, "code", "barcode_id");
        var (names, contents) = (InLanguages(columns, Naming), InLanguages(columns, Contents));
        foreach (var row in rows)
        {
            yield return row.Problem is { } problem ? SourceProduct.Unreadable(row, "", problem)
                : row[code].Length == 0 ? SourceProduct.Unreadable(row, code, ImportProblems.KeyMissing)
                : Product(row, code, names, contents);
        }
    }

    private static SourceProduct Product(TableRow row, string code, List<(string Column, string Language)> names, List<(string Column, string Language)> contents)
    {
        var main = row["lc"];
        var product = new SourceProduct(row[code])
        {
            Name = row.First([$"{Naming}_{main}", "product_name_fr", Naming, .. names.Select(n => n.Column), $"generic_name_{main}", "generic_name"]),
            Description = Cells.Markdown(row.First([$"{Contents}_{main}", "ingredients_text_fr", Contents, "ingredients"])),
            Category = Narrowest(row.First("main_category_fr", "main_category", "categories")),
            Tax = "food",
            Maker = row["brands"].Split(',')[0].Trim() is { Length: > 0 } brand ? brand : null,
            Published = true,
            KnowsNoVariants = true,
            Rows = { row.Number },
        };
        foreach (var (column, language) in names.Where(n => row[n.Column].Length > 0))
        {
            product.Translations[("name", language)] = row[column];
        }

        foreach (var (column, language) in contents.Where(c => row[c.Column].Length > 0))
        {
            product.Translations[("description", language)] = Cells.Markdown(row[column]);
        }

        product.Pictured(row, "image_url", [row.First("image_url", "product_image", "image_small_url")]);
        product.Variants.Add(new SourceVariant(row.Number, []) { Measure = row["quantity"] is { Length: > 0 } measure ? measure : null }.Numbered(product, row, "", code));
        return product;
    }

    /// <summary>The columns of a text by language: <c>product_name_de</c>.</summary>
    private static List<(string Column, string Language)> InLanguages(TableColumns columns, string stem) =>
        [.. columns.Names.Where(n => n.Length == stem.Length + 3 && n.StartsWith(stem + "_", StringComparison.Ordinal)).Select(n => (n, n[^2..]))];

    // The widest stands first; those that its contributors have not translated begin with the language that they are in.
    private static string Narrowest(string categories)
    {
        var all = categories.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(c => !c.EndsWith("-facts", StringComparison.Ordinal)).ToArray();
        return Array.FindLast(all, c => c is not [_, _, ':', ..]) ?? all.LastOrDefault()?[3..].Replace('-', ' ') ?? "";
    }
}
