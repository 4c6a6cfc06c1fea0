using System.Globalization;
using Halles.Kernel.Api;
using Halles.Mall.Catalogue;

namespace Halles.Mall.Imports;

/// <summary>The mall's own table (<see cref="HallesTable"/>), which says all that an import can take.</summary>
internal sealed class ToHalles : IExportFormat
{
    public string Name => "halles";

    public IReadOnlyList<string> Columns(ExportedShop shop) =>
        [.. HallesTable.Fixed, .. shop.Languages.SelectMany(l => (string[])[$"{HallesTable.Naming}:{l}", $"{HallesTable.Description}:{l}", $"{HallesTable.Safety}:{l}"]), .. shop.Attributes.Select(a => HallesTable.Attribute + a)];

    public IEnumerable<Dictionary<string, string>> Rows(ExportedShop shop, ExportedProduct whole)
    {
        foreach (var (index, variant) in whole.Variants.Index())
        {
            var row = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [HallesTable.Handle] = whole.Product.Handle,
                [HallesTable.Sku] = variant.Sku,
                [HallesTable.Gtin] = variant.Gtin ?? "",
                [HallesTable.Price] = shop.Price(variant.Price),
                [HallesTable.Currency] = shop.Currency.Code,
                [HallesTable.Stock] = whole.Stock.TryGetValue(variant.Id, out var pieces) ? pieces.OnHand.ToString(CultureInfo.InvariantCulture) : "",
                [HallesTable.Weight] = variant.Weight > 0 ? Number(variant.Weight) : "",
                [HallesTable.Measure] = variant.Measure ?? "",
            };
            foreach (var (option, value) in whole.Choice(variant, shop.Language).Index())
            {
                row[$"{HallesTable.Value} {option + 1}"] = value;
            }

            if (index == 0)
            {
                First(row, shop, whole);
            }

            yield return row;
        }
    }

    private static void First(Dictionary<string, string> row, ExportedShop shop, ExportedProduct whole)
    {
        var product = whole.Product;
        row[HallesTable.State] = whole.Published ? "published" : "draft";
        row[HallesTable.Category] = shop.Categories.TryGetValue(product.CategoryId, out var category) ? category.Code : "";
        row[HallesTable.Tax] = product.TaxCategory;
        row[HallesTable.Maker] = product.Maker ?? "";
        row[HallesTable.Policy] = Wire.Word(product.Policy);
        row[HallesTable.Preparation] = Number(product.PreparationHours);
        row[HallesTable.Age] = Number(product.AgeLimit);
        row[HallesTable.Unit] = product.StepUnit ?? "";
        row[HallesTable.Step] = Number(product.StepSize);
        row[HallesTable.Weighed] = product.Weighed ? "true" : "false";
        row[HallesTable.Photos] = string.Join(' ', whole.Photos);
        foreach (var (number, option) in whole.Options(shop.Language).Index())
        {
            row[$"{HallesTable.Option} {number + 1}"] = option;
        }

        foreach (var text in whole.Texts)
        {
            var column = text.Field switch { TextField.Name => HallesTable.Naming, TextField.Description => HallesTable.Description, _ => HallesTable.Safety };
            row[text.Language == shop.Language ? column : $"{column}:{text.Language}"] = text.Text;
        }

        foreach (var (code, value) in product.Attributes)
        {
            row[HallesTable.Attribute + code] = value;
        }
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
