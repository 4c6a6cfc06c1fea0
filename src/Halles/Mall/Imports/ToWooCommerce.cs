using System.Globalization;
using Halles.Kernel.Text;
using Halles.Mall.Catalogue;

namespace Halles.Mall.Imports;

/// <summary>The product table that WooCommerce takes in: a product with options in a row of its own, and its variations in rows that name it.</summary>
internal sealed class ToWooCommerce : IExportFormat
{
    private static readonly string[] All =
    [
        "Type", "SKU", "GTIN, UPC, EAN, or ISBN", "Name", "Published", "Visibility in catalog", "Description", "In stock?", "Stock", "Weight (kg)", "Regular price", "Categories", "Images", "Parent", "Brands",
        .. Enumerable.Range(1, ProductInput.MostOptions).SelectMany(n => (string[])[$"Attribute {n} name", $"Attribute {n} value(s)", $"Attribute {n} visible", $"Attribute {n} global"]),
    ];

    public string Name => "woocommerce";

    public IReadOnlyList<string> Columns(ExportedShop shop) => All;

    public IEnumerable<Dictionary<string, string>> Rows(ExportedShop shop, ExportedProduct product)
    {
        var first = First(shop, product);
        if (product.Product.Options.Count == 0)
        {
            first["Type"] = "simple";
            Variant(first, shop, product, product.Variants[0]);
            yield return first;
            yield break;
        }

        (first["Type"], first["SKU"]) = ("variable", product.Product.Handle);
        foreach (var (number, option) in product.Product.Options.Index())
        {
            Attribute(first, number, option.Name.Best(shop.Language), string.Join(", ", option.Values.Select(v => Listed(v.Best(shop.Language)))));
        }

        yield return first;
        foreach (var variant in product.Variants)
        {
            var row = new Dictionary<string, string>(StringComparer.Ordinal) { ["Type"] = "variation", ["Name"] = $"{first["Name"]} - {string.Join(", ", product.Choice(variant, shop.Language))}", ["Published"] = "1", ["Parent"] = product.Product.Handle };
            Variant(row, shop, product, variant);
            foreach (var (number, (name, value)) in product.Options(shop.Language).Zip(product.Choice(variant, shop.Language)).Index())
            {
                Attribute(row, number, name, Listed(value));
            }

            yield return row;
        }
    }

    private static Dictionary<string, string> First(ExportedShop shop, ExportedProduct product) => new(StringComparer.Ordinal)
    {
        ["Name"] = product.Title(shop.Language),
        ["Published"] = product.Published ? "1" : "-1", // a draft
        ["Visibility in catalog"] = "visible",
        ["Description"] = MarkdownHtml.Of(product.Text(TextField.Description, shop.Language)),
        ["Categories"] = shop.Categories.TryGetValue(product.Product.CategoryId, out var category) ? string.Join(" > ", category.Path.Select(Listed)) : "",
        ["Images"] = string.Join(", ", product.Photos),
        ["Brands"] = product.Product.Maker ?? "",
    };

    private static void Variant(Dictionary<string, string> row, ExportedShop shop, ExportedProduct product, Variant variant)
    {
        var pieces = product.Pieces(variant);
        row["SKU"] = variant.Sku;
        row["GTIN, UPC, EAN, or ISBN"] = ExportedProduct.BarCode(variant);
        row["Stock"] = pieces;
        row["In stock?"] = pieces == "0" ? "0" : "1";
        row["Weight (kg)"] = product.PieceGrams(variant) is > 0 and var grams ? (grams / 1000m).ToString(CultureInfo.InvariantCulture) : "";
        row["Regular price"] = shop.Price(product.PiecePrice(variant));
    }

    private static void Attribute(Dictionary<string, string> row, int number, string name, string values) =>
        (row[$"Attribute {number + 1} name"], row[$"Attribute {number + 1} value(s)"], row[$"Attribute {number + 1} visible"], row[$"Attribute {number + 1} global"]) = (name, values, "1", "0");

    // In a list a comma divides, also in that of one value which a variation has.
    private static string Listed(string value) => value.Replace(",", "\\,", StringComparison.Ordinal);
}
