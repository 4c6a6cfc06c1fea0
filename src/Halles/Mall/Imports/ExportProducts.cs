using System.Globalization;
using Halles.Kernel;
using Halles.Kernel.Api;
using Halles.Kernel.Storage;
using Halles.Kernel.Tables;
using Halles.Mall.Catalogue;
using Halles.Mall.Media;
using Halles.Mall.Settings;
using Microsoft.EntityFrameworkCore;

namespace Halles.Mall.Imports;

/// <summary>Writes a shop's products as a table that another mall, a spreadsheet, or this mall takes in again.</summary>
public sealed class ExportProducts(MallDatabase database, CurrentSettings settings)
{
    private const int Together = 500;

    /// <summary>Writes all products that are not archived.</summary>
    /// <returns>How many products were written.</returns>
    public async Task<int> Write(Guid shop, Stream file)
    {
        using var db = database.Read();
        var ids = db.Set<Product>().Where(p => p.ShopId == shop && p.State != ProductState.Archived).OrderBy(p => p.Id).Select(p => p.Id).ToList();
        var own = db.Set<Shops.Shop>().Where(s => s.Id == shop).Select(s => s.Language).Single();
        var languages = db.Set<ProductText>().Where(t => t.ShopId == shop && t.Language != own).Select(t => t.Language).Distinct().Order().ToList();
        var attributes = database.Read(sql => sql.List("SELECT attributes FROM products WHERE shop_id = $1", r => r.Json<Dictionary<string, string>>(0), shop)).SelectMany(a => a.Keys).Distinct().Order(StringComparer.Ordinal).ToList();
        var codes = db.Set<Category>().ToDictionary(c => c.Id, c => c.Code);
        var columns = new List<string>([.. HallesTable.Fixed, .. languages.SelectMany(l => (string[])[$"{HallesTable.Naming}:{l}", $"{HallesTable.Description}:{l}", $"{HallesTable.Safety}:{l}"]), .. attributes.Select(a => HallesTable.Attribute + a)]);
        await using var table = new DelimitedWriter(file);
        await table.Row(columns).ConfigureAwait(false);
        foreach (var row in ids.Chunk(Together).SelectMany(some => Read(db, shop, some)).SelectMany(product => Rows(product, own, codes)))
        {
            await table.Row(columns.Select(c => row.GetValueOrDefault(c, ""))).ConfigureAwait(false);
        }

        return ids.Count;
    }

    private sealed record Whole(Product Product, List<ProductText> Texts, List<Variant> Variants, List<string> Photos, Dictionary<Guid, long> Stock);

    private IEnumerable<Whole> Read(MallDb db, Guid shop, Guid[] ids)
    {
        var products = db.Set<Product>().Where(p => p.ShopId == shop && ids.Contains(p.Id)).OrderBy(p => p.Id).ToList();
        var texts = db.Set<ProductText>().Where(t => t.ShopId == shop && ids.Contains(t.ProductId)).ToLookup(t => t.ProductId);
        var variants = db.Set<Variant>().Where(v => v.ShopId == shop && !v.Archived && ids.Contains(v.ProductId)).OrderBy(v => v.Position).ToLookup(v => v.ProductId);
        var photos = db.Set<ProductPhoto>().Where(p => p.ShopId == shop && ids.Contains(p.ProductId)).OrderBy(p => p.Position).ToLookup(p => p.ProductId);
        var stock = database.Read(sql => sql.List(
            $"SELECT s.variant_id, sum(s.on_hand) FROM stock s JOIN variants v ON v.shop_id = s.shop_id AND v.id = s.variant_id WHERE s.shop_id = $1 AND v.product_id {sql.Among(2)} GROUP BY s.variant_id",
            r => (Variant: r.Id(0), Pieces: r.Long(1)), shop, sql.Ids(ids))).ToDictionary(s => s.Variant, s => s.Pieces);
        return products.Select(p => new Whole(p, [.. texts[p.Id]], [.. variants[p.Id]], [.. photos[p.Id].Select(f => settings.Value.Origin.TrimEnd('/') + PhotoSizes.Address(f.Media, PhotoSizes.Widths[^1], PhotoShape.Upright, "jpg"))], stock));
    }

    private IEnumerable<Dictionary<string, string>> Rows(Whole whole, string own, Dictionary<Guid, string> codes)
    {
        var (product, currency) = (whole.Product, Currency.Parse(settings.Value.Currency));
        foreach (var (index, variant) in whole.Variants.Index())
        {
            var row = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [HallesTable.Handle] = product.Handle,
                [HallesTable.Sku] = variant.Sku,
                [HallesTable.Gtin] = variant.Gtin ?? "",
                [HallesTable.Price] = ((decimal)variant.Price / currency.MinorPerMajor).ToString(CultureInfo.InvariantCulture),
                [HallesTable.Currency] = currency.Code,
                [HallesTable.Stock] = whole.Stock.TryGetValue(variant.Id, out var pieces) ? pieces.ToString(CultureInfo.InvariantCulture) : "",
                [HallesTable.Weight] = variant.Weight > 0 ? variant.Weight.ToString(CultureInfo.InvariantCulture) : "",
                [HallesTable.Measure] = variant.Measure ?? "",
            };
            foreach (var (option, value) in variant.Choice.Index())
            {
                row[$"{HallesTable.Value} {option + 1}"] = product.Options[option].Values[value].Best(own);
            }

            if (index == 0)
            {
                First(row, whole, own, codes);
            }

            yield return row;
        }
    }

    private static void First(Dictionary<string, string> row, Whole whole, string own, Dictionary<Guid, string> codes)
    {
        var product = whole.Product;
        row[HallesTable.State] = product.State is ProductState.Published ? "published" : "draft";
        row[HallesTable.Category] = codes.GetValueOrDefault(product.CategoryId, "");
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
            row[$"{HallesTable.Option} {number + 1}"] = option.Name.Best(own);
        }

        foreach (var text in whole.Texts)
        {
            var column = text.Field switch { TextField.Name => HallesTable.Naming, TextField.Description => HallesTable.Description, _ => HallesTable.Safety };
            row[text.Language == own ? column : $"{column}:{text.Language}"] = text.Text;
        }

        foreach (var (code, value) in product.Attributes)
        {
            row[HallesTable.Attribute + code] = value;
        }
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
