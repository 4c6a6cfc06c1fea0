using System.Globalization;
using Halles.Kernel.Text;
using Halles.Mall.Catalogue;

namespace Halles.Mall.Imports;

/// <summary>The feed that Google Merchant Center takes (product data specification), as a table: an offer for each variant of what is on sale.</summary>
internal sealed class ToGoogle : IExportFormat
{
    private static readonly string[] All =
    [
        "id", "title", "description", "link", "image_link", "additional_image_link", "availability", "price", "condition", "brand", "gtin", "item_group_id", "color", "size", "material", "product_type", "shipping_weight",
        "unit_pricing_measure",
    ];

    /// <summary>What Google calls the options that shops have most often, folded.</summary>
    private static readonly Dictionary<string, string> Called = new(StringComparer.Ordinal)
    {
        ["color"] = "color", ["colour"] = "color", ["couleur"] = "color", ["farbe"] = "color", ["kleur"] = "color",
        ["size"] = "size", ["taille"] = "size", ["pointure"] = "size", ["groesse"] = "size", ["grosse"] = "size", ["maat"] = "size", ["talla"] = "size",
        ["material"] = "material", ["matiere"] = "material", ["materiau"] = "material", ["materiaal"] = "material",
    };

    public string Name => "google-merchant";

    public char Separator => '\t';

    public bool OnlyPublished => true;

    public IReadOnlyList<string> Columns(ExportedShop shop) => All;

    public IEnumerable<Dictionary<string, string>> Rows(ExportedShop shop, ExportedProduct product)
    {
        var name = product.Title(shop.Language);
        foreach (var variant in product.Variants)
        {
            var choice = product.Choice(variant, shop.Language).ToList();
            var row = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["id"] = variant.Sku,
                ["title"] = choice.Count == 0 ? name : $"{name} – {string.Join(", ", choice)}",
                ["description"] = MarkdownHtml.PlainOf(product.Text(TextField.Description, shop.Language)),
                ["link"] = $"{shop.Origin}/{shop.Language}/shops/{shop.Slug}/{product.Product.Handle}",
                ["image_link"] = product.Photos.FirstOrDefault() ?? "",
                ["additional_image_link"] = string.Join(',', product.Photos.Skip(1).Take(10)),
                ["availability"] = product.CanBeOrdered(variant) ? "in_stock" : "out_of_stock",
                ["price"] = $"{shop.Price(product.PiecePrice(variant))} {shop.Currency.Code}",
                ["condition"] = "new",
                ["brand"] = product.Product.Maker ?? "",
                ["gtin"] = ExportedProduct.BarCode(variant),
                ["item_group_id"] = product.Variants.Count > 1 ? product.Product.Handle : "",
                ["product_type"] = shop.Categories.TryGetValue(product.Product.CategoryId, out var category) ? string.Join(" > ", category.Path) : "",
                ["shipping_weight"] = product.PieceGrams(variant) is > 0 and var grams ? string.Create(CultureInfo.InvariantCulture, $"{grams} g") : "",
                ["unit_pricing_measure"] = product.Step ?? variant.Measure ?? "",
            };
            foreach (var (option, value) in product.Options(shop.Language).Zip(choice).Where(o => Called.ContainsKey(Folding.Fold(o.First))))
            {
                row[Called[Folding.Fold(option)]] = value;
            }

            yield return row;
        }
    }
}
