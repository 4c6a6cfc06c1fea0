using System.Globalization;
using Halles.Kernel.Text;
using Halles.Mall.Catalogue;

namespace Halles.Mall.Imports;

/// <summary>The product table that Shopify takes in: the first row of a handle holds the product, each row a variant and a photo.</summary>
internal sealed class ToShopify : IExportFormat
{
    private static readonly string[] All =
    [
        "Handle", "Title", "Body (HTML)", "Vendor", "Type", "Published", "Option1 Name", "Option1 Value", "Option2 Name", "Option2 Value", "Option3 Name", "Option3 Value", "Variant SKU", "Variant Grams", "Variant Inventory Tracker",
        "Variant Inventory Qty", "Variant Inventory Policy", "Variant Fulfillment Service", "Variant Price", "Variant Requires Shipping", "Variant Taxable", "Variant Barcode", "Image Src", "Image Position", "Status",
    ];

    public string Name => "shopify";

    public IReadOnlyList<string> Columns(ExportedShop shop) => All;

    public IEnumerable<Dictionary<string, string>> Rows(ExportedShop shop, ExportedProduct product)
    {
        for (var i = 0; i < Math.Max(product.Variants.Count, product.Photos.Count); i++)
        {
            var row = new Dictionary<string, string>(StringComparer.Ordinal) { ["Handle"] = product.Product.Handle };
            if (i == 0)
            {
                First(row, shop, product);
            }

            if (i < product.Variants.Count)
            {
                Variant(row, shop, product, product.Variants[i]);
            }

            if (i < product.Photos.Count)
            {
                (row["Image Src"], row["Image Position"]) = (product.Photos[i], (i + 1).ToString(CultureInfo.InvariantCulture));
            }

            yield return row;
        }
    }

    private static void First(Dictionary<string, string> row, ExportedShop shop, ExportedProduct product)
    {
        row["Title"] = product.Title(shop.Language);
        row["Body (HTML)"] = MarkdownHtml.Of(product.Text(TextField.Description, shop.Language));
        row["Vendor"] = product.Product.Maker ?? "";
        row["Type"] = shop.Categories.TryGetValue(product.Product.CategoryId, out var category) ? category.Path[^1] : "";
        row["Published"] = product.Published ? "true" : "false";
        row["Status"] = product.Published ? "active" : "draft";
        foreach (var (number, option) in product.Options(shop.Language).DefaultIfEmpty("Title").Index())
        {
            row[$"Option{number + 1} Name"] = option;
        }
    }

    private static void Variant(Dictionary<string, string> row, ExportedShop shop, ExportedProduct product, Variant variant)
    {
        foreach (var (number, value) in product.Choice(variant, shop.Language).DefaultIfEmpty("Default Title").Index())
        {
            row[$"Option{number + 1} Value"] = value;
        }

        row["Variant SKU"] = variant.Sku;
        row["Variant Grams"] = product.PieceGrams(variant).ToString(CultureInfo.InvariantCulture);
        row["Variant Inventory Qty"] = product.Pieces(variant);
        row["Variant Inventory Tracker"] = row["Variant Inventory Qty"].Length > 0 ? "shopify" : "";
        row["Variant Inventory Policy"] = "deny";
        row["Variant Fulfillment Service"] = "manual";
        row["Variant Price"] = shop.Price(product.PiecePrice(variant));
        row["Variant Requires Shipping"] = row["Variant Taxable"] = "true";
        row["Variant Barcode"] = ExportedProduct.BarCode(variant);
    }
}
