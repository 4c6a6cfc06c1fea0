using Halles.Kernel.Storage;

namespace Halles.Mall.Catalogue;

/// <summary>A product of a shop with what can be bought of it, for programs that keep their own catalogue in step.</summary>
/// <param name="Name">In the product's own language; empty for a draft without one.</param>
/// <param name="Variants">In the shop's order, without archived ones.</param>
public sealed record ListedProduct(Guid Id, string Handle, ProductState State, string Name, DateTimeOffset UpdatedAt, long Version, IReadOnlyList<OfferNow> Variants);

/// <summary>A shop's products. Every question names the shop; another's product is not there.</summary>
public sealed class ReadProducts(MallDatabase database)
{
    /// <summary>Products in the order in which they were made, after one of them.</summary>
    public List<ListedProduct> After(Guid shop, Guid after, int most) => database.Read(sql => Read(sql, shop, "p.id > $2 ORDER BY p.id LIMIT $3", after, most));

    /// <summary>One product; null when the shop has none of this id.</summary>
    internal static ListedProduct? Find(SqlSession sql, Guid shop, Guid id) => Read(sql, shop, "p.id = $2 LIMIT $3", id, 1).SingleOrDefault();

    private static List<ListedProduct> Read(SqlSession sql, Guid shop, string which, Guid id, int most)
    {
        var products = sql.List(
            $"""
            SELECT p.id, p.handle, p.state, coalesce(t.text, ''), p.updated_at, p.version, p.language FROM products p
            LEFT JOIN product_texts t ON t.shop_id = p.shop_id AND t.product_id = p.id AND t.language = p.language AND t.field = 'Name'
            WHERE p.shop_id = $1 AND {which}
            """,
            r => (Product: new ListedProduct(r.Id(0), r.Text(1), r.Word<ProductState>(2), r.Text(3), r.Instant(4), r.Long(5), []), Language: r.Text(6)), shop, id, most);
        var variants = sql.List(
            $"SELECT product_id, id FROM variants WHERE shop_id = $2 AND product_id {sql.Among(1)} AND archived = $3 ORDER BY product_id, position",
            r => (Product: r.Id(0), Id: r.Id(1)), sql.Ids(products.Select(p => p.Product.Id)), shop, false).ToLookup(v => v.Product, v => v.Id);
        var offers = products.GroupBy(p => p.Language).SelectMany(g => OfferNow.Read(sql, g.SelectMany(p => variants[p.Product.Id]), g.Key, drafts: true)).ToDictionary();
        return products.ConvertAll(p => p.Product with { Variants = [.. variants[p.Product.Id].Select(v => offers[v])] });
    }

    /// <summary>The variant of a number and its product's version; null when the shop has none such.</summary>
    public (OfferNow Offer, long Version)? Find(Guid shop, string sku) => database.Read(sql => Find(sql, shop, sku));

    /// <summary>A variant of the shop, archived or not, and its product's version.</summary>
    internal static (OfferNow Offer, long Version) Variant(SqlSession sql, Guid shop, Guid variant)
    {
        var (version, language) = sql.List(
            "SELECT p.version, p.language FROM variants v JOIN products p ON p.shop_id = v.shop_id AND p.id = v.product_id WHERE v.shop_id = $1 AND v.id = $2",
            r => (r.Long(0), r.Text(1)), shop, variant).Single();
        return (OfferNow.Read(sql, [variant], language, drafts: true)[variant], version);
    }

    internal static (OfferNow Offer, long Version)? Find(SqlSession sql, Guid shop, string sku)
    {
        var found = sql.List("SELECT id FROM variants WHERE shop_id = $1 AND sku = $2 AND archived = $3", r => r.Id(0), shop, sku, false);
        return found is [var variant, ..] ? Variant(sql, shop, variant) : null;
    }
}
