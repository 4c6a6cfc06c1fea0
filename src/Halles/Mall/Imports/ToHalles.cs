using System.Globalization;
using Halles.Kernel;
using Halles.Kernel.Api;
using Halles.Mall.Catalogue;

namespace Halles.Mall.Imports;

/// <summary>The mall's own table (<see cref="HallesTable"/>), which says all that an import can take.</summary>
internal sealed class ToHalles : IExportFormat
{
    public string Name => "halles";

    public IReadOnlyList<string> Columns(ExportedShop shop) =>
        [.. HallesTable.Fixed.SelectMany(c => c == HallesTable.Stock && shop.Stores.Count > 1 ? shop.Stores.Select(s => HallesTable.StockOf(s.Slug)) : [c]), .. shop.Languages.SelectMany(l => (string[])[$"{HallesTable.Naming}:{l}", $"{HallesTable.Description}:{l}", $"{HallesTable.Safety}:{l}"]),
            .. shop.OptionLanguages.SelectMany(l => Enumerable.Range(1, ProductInput.MostOptions).SelectMany(n => (string[])[$"{HallesTable.Option} {n}:{l}", $"{HallesTable.Value} {n}:{l}"])), .. shop.AltLanguages.Select(l => $"{HallesTable.Alts}:{l}"),
            .. shop.Attributes.Select(a => HallesTable.Attribute + a)];

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
            foreach (var (option, value) in variant.Choice.Index())
            {
                Words(row, $"{HallesTable.Value} {option + 1}", whole.Product.Options[option].Values[value], shop.Language);
            }

            foreach (var (id, slug) in shop.Stores)
            {
                row[HallesTable.StockOf(slug)] = whole.InStores.TryGetValue((variant.Id, id), out var there) ? there.ToString(CultureInfo.InvariantCulture) : "";
            }

            if (whole.Reductions.TryGetValue(variant.Id, out var reduction))
            {
                row[HallesTable.Reduced] = reduction.Since.UtcDateTime.ToString(HallesTable.Moment, CultureInfo.InvariantCulture);
                row[HallesTable.Before] = shop.Price(reduction.LowestBefore.Minor);
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
        foreach (var (number, option) in product.Options.Index())
        {
            Words(row, $"{HallesTable.Option} {number + 1}", option.Name, shop.Language);
        }

        foreach (var language in shop.AltLanguages.Prepend(shop.Language))
        {
            row[language == shop.Language ? HallesTable.Alts : $"{HallesTable.Alts}:{language}"] =
                whole.Alts.Any(a => a.GetValueOrDefault(language) is { Length: > 0 }) ? string.Join($" {HallesTable.Divider} ", whole.Alts.Select(a => (a.GetValueOrDefault(language) ?? "").Replace(HallesTable.Divider, '/'))) : "";
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

    private static void Words(Dictionary<string, string> row, string column, LocalText words, string own)
    {
        row[column] = words.Best(own);
        foreach (var (language, text) in words.Where(w => w.Key != own))
        {
            row[$"{column}:{language}"] = text;
        }
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
