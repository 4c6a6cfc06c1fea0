using Halles.Mall.Media;
using Halles.Mall.Storefront;

namespace Halles.Web.Pages.Shopper;

/// <summary>Structured data about a product and its offers (schema.org), as search engines read it.</summary>
internal static class ProductData
{
    public static object Of(ProductView view, PageContext page)
    {
        var product = view.Product;
        var url = page.Absolute(page.Links.Product(product.Shop.Slug, product.Handle));
        return new Dictionary<string, object?>
        {
            ["@context"] = "https://schema.org",
            ["@type"] = "Product",
            ["@id"] = url,
            ["name"] = product.Name.Text,
            ["description"] = Plain.Text(product.Description.Text, 500) is { Length: > 0 } text ? text : null,
            ["image"] = product.Photos.Count == 0 ? null : product.Photos.Select(p => page.Absolute(PhotoSizes.Picture(p.Media, p.Width, p.Height, PhotoShape.Upright).Src)),
            ["sku"] = view.Chosen.Sku,
            ["gtin"] = view.Chosen.Gtin,
            ["category"] = product.Path.Count == 0 ? null : string.Join(" > ", product.Path.Select(c => c.Name.Text)),
            ["manufacturer"] = product.Maker is null ? null : new Dictionary<string, object?> { ["@type"] = "Organization", ["name"] = product.Maker },
            ["offers"] = product.Variants.Select(v => Offer(view, v, page, url)),
        };
    }

    private static Dictionary<string, object?> Offer(ProductView view, VariantOffer variant, PageContext page, string url) => new()
    {
        ["@type"] = "Offer",
        ["url"] = view.Product.Variants.Count == 1 ? url : $"{url}?sku={Uri.EscapeDataString(variant.Sku)}",
        ["sku"] = variant.Sku,
        ["gtin"] = variant.Gtin,
        ["price"] = variant.Price.Amount,
        ["priceCurrency"] = variant.Price.Currency.Code,
        ["availability"] = "https://schema.org/" + Availability(view.Product.Shop, variant.Stock),
        ["itemCondition"] = "https://schema.org/" + (view.Product.Attributes.Any(a => a is { Code: "second-hand", Value: "true" }) ? "UsedCondition" : "NewCondition"),
        ["seller"] = new Dictionary<string, object?> { ["@type"] = "Store", ["name"] = view.Product.Shop.Name, ["url"] = page.Absolute(page.Links.Shop(view.Product.Shop.Slug)) },
    };

    private static string Availability(ShopCard shop, StockState stock) => (shop.TakesOrders, stock.Word) switch
    {
        (false, _) => "OutOfStock",
        (_, StockWord.InStock) => "InStock",
        (_, StockWord.Last) => "LimitedAvailability",
        (_, StockWord.ToOrder) => "MadeToOrder",
        _ => "OutOfStock",
    };
}
