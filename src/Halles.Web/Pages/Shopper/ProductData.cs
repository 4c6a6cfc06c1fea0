using Halles.Kernel;
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
        ["price"] = Least(view, variant).Amount,
        ["priceCurrency"] = variant.Price.Currency.Code,
        ["priceSpecification"] = PerMeasure(view, variant),
        ["availability"] = "https://schema.org/" + Availability(view.Product.Shop, variant.Stock),
        ["itemCondition"] = "https://schema.org/" + (view.Product.Attributes.Any(a => a is { Code: "second-hand", Value: "true" }) ? "UsedCondition" : "NewCondition"),
        ["seller"] = new Dictionary<string, object?> { ["@type"] = "Store", ["name"] = view.Product.Shop.Name, ["url"] = page.Absolute(page.Links.Shop(view.Product.Shop.Slug)) },
    };

    // Of goods sold by steps the price is that of one step: the least that can be bought.
    private static Money Least(ProductView view, VariantOffer variant) =>
        view.ByPiece ? variant.Price : view.PerUnitOf(variant).For(view.Step.Measure);

    // What the price is for and the unit it is compared by (Directive 98/6/EC), as merchant listings read it; null for plain pieces.
    private static Dictionary<string, object?>? PerMeasure(ProductView view, VariantOffer variant)
    {
        Measure? measure = !view.ByPiece ? view.Step.Measure
            : variant.UnitPrice is not null && Measure.TryParse(variant.Measure, out var contents) ? contents
            : null;
        return measure is not { } content ? null : new()
        {
            ["@type"] = "UnitPriceSpecification",
            ["price"] = Least(view, variant).Amount,
            ["priceCurrency"] = variant.Price.Currency.Code,
            ["valueAddedTaxIncluded"] = true,
            ["referenceQuantity"] = Amount(content.Amount, content.Unit, Amount(1, content.Unit.Base(), null)),
        };
    }

    private static Dictionary<string, object?> Amount(decimal value, Unit unit, Dictionary<string, object?>? comparedBy) => new()
    {
        ["@type"] = "QuantitativeValue", ["value"] = value, ["unitCode"] = Code(unit), ["valueReference"] = comparedBy,
    };

    // UN/CEFACT Recommendation 20.
    private static string Code(Unit unit) => unit switch
    {
        Unit.Gram => "GRM",
        Unit.Kilogram => "KGM",
        Unit.Millilitre => "MLT",
        Unit.Centilitre => "CLT",
        Unit.Litre => "LTR",
        Unit.Millimetre => "MMT",
        Unit.Centimetre => "CMT",
        Unit.Metre => "MTR",
        Unit.SquareMetre => "MTK",
        _ => "C62",
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
