using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Kernel.Tables;
using Halles.Mall.Catalogue;
using Halles.Mall.Media;
using Halles.Mall.Settings;
using Microsoft.EntityFrameworkCore;

namespace Halles.Mall.Imports;

/// <summary>Writes a shop's products as a table that another mall, a spreadsheet, another system, or this mall takes in again.</summary>
public sealed class ExportProducts(MallDatabase database, CurrentSettings settings)
{
    private const int Together = 500;

    private static readonly IExportFormat[] Known = [new ToHalles(), new ToShopify(), new ToWooCommerce(), new ToGoogle()];

    /// <summary>The formats by their names, the mall's own first.</summary>
    public static IReadOnlyList<string> Formats { get; } = [.. Known.Select(f => f.Name)];

    /// <summary>How a file of a shop is called: <c>honey-and-more-shopify.csv</c>.</summary>
    public static string FileName(string slug, string format) => $"{slug}{(format == Formats[0] ? "" : "-" + format)}.{(Array.Find(Known, f => f.Name == format)!.Separator == '\t' ? "tsv" : "csv")}";

    /// <summary>Writes all products that are not archived.</summary>
    /// <param name="format">One of <see cref="Formats"/>.</param>
    /// <returns>How many products were written.</returns>
    public async Task<int> Write(Guid shop, Stream file, string format)
    {
        var to = Array.Find(Known, f => f.Name == format)!;
        using var db = database.Read();
        var ids = db.Set<Product>().Where(p => p.ShopId == shop && (p.State == ProductState.Published || (p.State != ProductState.Archived && !to.OnlyPublished))).OrderBy(p => p.Id).Select(p => p.Id).ToList();
        var exported = Shop(db, shop);
        var columns = to.Columns(exported);
        await using var table = new DelimitedWriter(file, to.Separator);
        await table.Row(columns).ConfigureAwait(false);
        foreach (var row in ids.Chunk(Together).SelectMany(some => Read(db, shop, some)).SelectMany(product => to.Rows(exported, product)))
        {
            await table.Row(columns.Select(c => row.GetValueOrDefault(c, ""))).ConfigureAwait(false);
        }

        return ids.Count;
    }

    private ExportedShop Shop(MallDb db, Guid shop)
    {
        var (slug, own) = db.Set<Shops.Shop>().Where(s => s.Id == shop).Select(s => new ValueTuple<string, string>(s.Slug, s.Language)).Single();
        var languages = db.Set<ProductText>().Where(t => t.ShopId == shop && t.Language != own).Select(t => t.Language).Distinct().Order().ToList();
        var attributes = database.Read(sql => sql.List("SELECT attributes FROM products WHERE shop_id = $1", r => r.Json<Dictionary<string, string>>(0), shop)).SelectMany(a => a.Keys).Distinct().Order(StringComparer.Ordinal).ToList();
        var categories = db.Set<Category>().ToDictionary(c => c.Id);
        var options = Others(database.Read(sql => sql.List("SELECT options FROM products WHERE shop_id = $1", r => r.Json<List<ProductOption>>(0), shop)).SelectMany(o => o).SelectMany(o => o.Values.Prepend(o.Name)));
        var alts = Others(database.Read(sql => sql.List("SELECT alt FROM product_photos WHERE shop_id = $1", r => r.Json<LocalText>(0), shop)));
        var stores = database.Read(sql => sql.List("SELECT id, slug FROM stores WHERE shop_id = $1 AND gone = $2 ORDER BY position, id", r => (r.Id(0), r.Text(1)), shop, false));
        return new ExportedShop(slug, own, settings.Value.Origin.TrimEnd('/'), Currency.Parse(settings.Value.Currency), languages, attributes, categories.ToDictionary(c => c.Key, c => (c.Value.Code, Path(c.Value))), options, alts, stores);

        List<string> Others(IEnumerable<LocalText> texts) => [.. texts.SelectMany(t => t.Keys).Where(l => l != own).Distinct().Order(StringComparer.Ordinal)];

        IReadOnlyList<string> Path(Category category) => category.ParentId is { } parent && categories.TryGetValue(parent, out var above) ? [.. Path(above), category.Name.Best(own)] : [category.Name.Best(own)];
    }

    private IEnumerable<ExportedProduct> Read(MallDb db, Guid shop, Guid[] ids)
    {
        var products = db.Set<Product>().Where(p => p.ShopId == shop && ids.Contains(p.Id)).OrderBy(p => p.Id).ToList();
        var texts = db.Set<ProductText>().Where(t => t.ShopId == shop && ids.Contains(t.ProductId)).ToLookup(t => t.ProductId);
        var variants = db.Set<Variant>().Where(v => v.ShopId == shop && !v.Archived && ids.Contains(v.ProductId)).OrderBy(v => v.Position).ToLookup(v => v.ProductId);
        var photos = db.Set<ProductPhoto>().Where(p => p.ShopId == shop && ids.Contains(p.ProductId)).OrderBy(p => p.Position).ToLookup(p => p.ProductId);
        var stock = database.Read(sql => sql.List(
            $"SELECT s.variant_id, s.store_id, s.on_hand, s.held + s.safety FROM stock s JOIN variants v ON v.shop_id = s.shop_id AND v.id = s.variant_id WHERE s.shop_id = $1 AND v.product_id {sql.Among(2)}",
            r => (Variant: r.Id(0), Store: r.Id(1), OnHand: r.Long(2), Available: Math.Max(0, r.Long(2) - r.Long(3))), shop, sql.Ids(ids)));
        var sums = stock.GroupBy(s => s.Variant).ToDictionary(s => s.Key, s => (s.Sum(l => l.OnHand), s.Sum(l => l.Available)));
        var inStores = stock.ToDictionary(s => (s.Variant, s.Store), s => s.OnHand);
        var reductions = database.Read(sql => variants.SelectMany(v => v).Where(v => v.ReducedSince is not null).Select(v => (v.Id, Reduction: Reduction(sql, v))).Where(v => v.Reduction is not null).ToDictionary(v => v.Id, v => v.Reduction!));
        return products.Select(p => new ExportedProduct(
            p, [.. texts[p.Id]], [.. variants[p.Id]], [.. photos[p.Id].Select(f => settings.Value.Origin.TrimEnd('/') + PhotoSizes.Address(f.Media, PhotoSizes.Widths[^1], PhotoShape.Upright, "jpg"))], sums)
        {
            Alts = [.. photos[p.Id].Select(f => f.Alt)], InStores = inStores, Reductions = reductions,
        });
    }

    private PriceReduction? Reduction(SqlSession sql, Variant variant) =>
        Prices.History(sql, variant.ShopId, variant.Id, Currency.Parse(settings.Value.Currency)) is { Count: > 0 } history ? PriceReduction.At(history, history[^1].From) : null;
}
