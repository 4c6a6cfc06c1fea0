using Halles.Client;
using Halles.Kernel;
using Halles.Kernel.Api;
using Halles.Kernel.Storage;

namespace Halles.Mall.Catalogue;

/// <summary>Reads a product with all that its shop keeps of it, as it is sent back to change it.</summary>
internal static class ProductSheets
{
    /// <summary>The product; null when the shop has none of this id.</summary>
    public static ProductSheet? Read(SqlSession sql, Guid shop, Guid id, string currency)
    {
        if (ReadProducts.Find(sql, shop, id) is not { } listed)
        {
            return null;
        }

        var texts = sql.List(
            "SELECT field, language, text, state FROM product_texts WHERE shop_id = $1 AND product_id = $2 ORDER BY language",
            r => (Field: r.Word<TextField>(0), Language: r.Text(1), Text: r.Text(2), State: r.Word<TextState>(3)), shop, id);
        var variants = sql.List(
            "SELECT sku, gtin, choice, price, reduced_since, measure, weight FROM variants WHERE shop_id = $1 AND product_id = $2 AND archived = $3 ORDER BY position",
            r => (Choice: r.Json<List<int>>(2), Content: new VariantContent(new Amount(r.Long(3), currency), r.Text(0), r.TextOrNull(1), null, r.TextOrNull(5), r.Int(6), !r.IsNull(4))),
            shop, id, false);
        var (language, content) = sql.List(
            """
            SELECT p.language, coalesce(c.code, ''), p.tax_category, p.maker, p.age_limit, p.attributes, p.step_unit, p.step_size, p.weighed, p.policy, p.preparation_hours, p.options
            FROM products p LEFT JOIN categories c ON c.id = p.category_id WHERE p.shop_id = $1 AND p.id = $2
            """,
            r => (r.Text(0), new ProductContent(
                Texts(TextField.Name), r.Text(1), r.Text(2), Variants(r.Json<List<ProductOption>>(11), r.Text(0)), Texts(TextField.Description), Texts(TextField.Safety), r.TextOrNull(3), r.Int(4),
                r.Json<Dictionary<string, string>>(5), r.TextOrNull(6), r.Int(7), r.Bool(8), Wire.Word(r.Word<StockPolicy>(9)), r.Int(10),
                [.. r.Json<List<ProductOption>>(11).Select(o => new OptionContent(o.Name, o.Values))])), shop, id).Single();
        return new ProductSheet(CatalogueEndpoints.Of(listed, currency), language, content, [.. texts.Where(t => t.State is TextState.Outdated).Select(t => $"{Wire.Word(t.Field)}.{t.Language}")]);

        Dictionary<string, string> Texts(TextField field) => texts.Where(t => t.Field == field).ToDictionary(t => t.Language, t => t.Text, StringComparer.Ordinal);

        List<VariantContent> Variants(List<ProductOption> options, string own) =>
            variants.ConvertAll(v => v.Content with { Choice = [.. v.Choice.Select((value, option) => options[option].Values[value].Best(own))] });
    }
}
