using Halles.Kernel;
using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace Halles.Mall.Catalogue;

/// <summary>What another shop of the mall shows to everybody of an article that has the same bar code.</summary>
/// <param name="ShopName">Whose product it is taken from.</param>
/// <param name="Input">The product as it would be typed: without number and price, and without options, whose words are in its name.</param>
/// <param name="Photos">In order; none when that shop does not share them.</param>
public sealed record KnownArticle(string ShopName, ProductInput Input, IReadOnlyList<ProductPhoto> Photos, PhotoOf? Photo);

/// <summary>Where a shop has an article itself.</summary>
public sealed record OwnArticle(Guid ProductId, Guid VariantId, string Name, string Language, ProductState State, long Price);

/// <summary>Looks an article up by its bar code: first among the shop's own goods, then among what the others show.</summary>
public sealed class ReadArticle(MallDatabase database)
{
    /// <summary>The shop's own product of this bar code, whatever its state; null when it has none.</summary>
    public OwnArticle? Own(Guid shop, Gtin gtin) => database.Read(sql => Own(sql, shop, gtin));

    /// <summary>
    /// What is known of an article: only from published products of open shops, which everybody can see. Where several
    /// have it, from one that shares photos of it, else from the one that says most.
    /// </summary>
    /// <param name="shop">Who asks; its own goods are passed over.</param>
    /// <param name="language">The language in which it writes; the name comes in it, if need be in another's words.</param>
    public KnownArticle? Find(Guid shop, Gtin gtin, string language)
    {
        var found = database.Read(sql => sql.List(
            """
            SELECT v.shop_id, v.id, v.product_id, h.name, h.shares_photos FROM variants v
            JOIN products p ON p.shop_id = v.shop_id AND p.id = v.product_id
            JOIN shops h ON h.id = v.shop_id
            WHERE v.gtin = $1 AND v.shop_id <> $2 AND v.archived = $3 AND p.state = 'Published' AND h.state = 'Open'
            ORDER BY CASE WHEN h.shares_photos = $4 AND EXISTS (SELECT 1 FROM product_photos f WHERE f.shop_id = p.shop_id AND f.product_id = p.id) THEN 0 ELSE 1 END,
                (SELECT coalesce(sum(length(t.text)), 0) FROM product_texts t WHERE t.shop_id = p.shop_id AND t.product_id = p.id) DESC, v.id
            LIMIT 1
            """,
            r => (Shop: r.Id(0), Variant: r.Id(1), Product: r.Id(2), Name: r.Text(3), Shares: r.Bool(4)), gtin.Value, shop, false, true));
        if (found is not [var from])
        {
            return null;
        }

        using var db = database.Read();
        if (db.Find<Product>(from.Shop, from.Product) is not { } product || db.Find<Variant>(from.Shop, from.Variant) is not { } variant)
        {
            return null;
        }

        var texts = db.Set<ProductText>().Where(t => t.ShopId == from.Shop && t.ProductId == from.Product).ToLookup(t => t.Field);
        var photos = from.Shares ? db.Set<ProductPhoto>().Where(f => f.ShopId == from.Shop && f.ProductId == from.Product).OrderBy(f => f.Position).ToList() : [];
        var first = database.Read(sql => ProductShelf.Photos(sql, photos.Take(1).Select(p => p.Media).ToList())).Values.FirstOrDefault();
        return new KnownArticle(from.Name, Typed(product, variant, texts, language), photos, first);
    }

    internal static OwnArticle? Own(SqlSession sql, Guid shop, Gtin gtin) => sql.List(
        """
        SELECT v.product_id, v.id, coalesce(t.text, p.handle), p.language, p.state, v.price FROM variants v
        JOIN products p ON p.shop_id = v.shop_id AND p.id = v.product_id
        LEFT JOIN product_texts t ON t.shop_id = p.shop_id AND t.product_id = p.id AND t.field = 'Name' AND t.language = p.language
        WHERE v.gtin = $2 AND v.shop_id = $1 AND v.archived = $3 ORDER BY CASE p.state WHEN 'Archived' THEN 1 ELSE 0 END, v.id LIMIT 1
        """,
        r => new OwnArticle(r.Id(0), r.Id(1), r.Text(2), r.Text(3), r.Word<ProductState>(4), r.Long(5)), shop, gtin.Value, false).FirstOrDefault();

    private static ProductInput Typed(Product product, Variant variant, ILookup<TextField, ProductText> texts, string language)
    {
        var name = new LocalText();
        foreach (var text in texts[TextField.Name])
        {
            var choice = ProductOption.Words(product.Options, variant.Choice, text.Language);
            name[text.Language] = choice.Length == 0 ? text.Text : $"{text.Text}, {choice}";
        }

        name[language] = name.Best(language);
        return new ProductInput
        {
            Name = name,
            Description = Local(texts[TextField.Description]),
            Safety = Local(texts[TextField.Safety]),
            CategoryId = product.CategoryId,
            TaxCategory = product.TaxCategory,
            Maker = product.Maker,
            AgeLimit = product.AgeLimit,
            Attributes = product.Attributes,
            StepUnit = product.StepUnit,
            StepSize = product.StepSize,
            Weighed = product.Weighed,
            Variants = [new VariantInput(null, [], null, variant.Gtin, 0, false, variant.Measure, variant.Weight)],
        };
    }

    private static LocalText Local(IEnumerable<ProductText> texts)
    {
        var local = new LocalText();
        foreach (var text in texts)
        {
            local[text.Language] = text.Text;
        }

        return local;
    }
}
