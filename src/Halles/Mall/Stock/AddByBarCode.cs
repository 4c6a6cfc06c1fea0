using Halles.Kernel;
using Halles.Kernel.Auditing;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;

namespace Halles.Mall.Stock;

/// <summary>An article as it is put on the shelf with a bar code in hand.</summary>
/// <param name="Name">In the shop's language; what the mall knows when null.</param>
/// <param name="CategoryId">What the mall knows when null.</param>
/// <param name="TaxCategory">What the mall knows when null.</param>
/// <param name="Price">Minor units, VAT included.</param>
/// <param name="StoreId">Where it stands; null when it is not counted yet.</param>
/// <param name="Amount">Pieces or steps there.</param>
/// <param name="Publish">Put it on sale at once.</param>
public sealed record ArticleInHand(Gtin Gtin, string? Name, Guid? CategoryId, string? TaxCategory, long Price, Guid? StoreId, long Amount, bool Publish);

/// <summary>
/// Makes a product of a bar code: what the mall knows of the article comes along, price and quantity are what the shop says.
/// Product, photos and first stock are one unit of work.
/// </summary>
public sealed class AddByBarCode(MallWriter writer, ReadArticle articles)
{
    /// <summary>Writes it and answers with the product's id; an article that the shop has is <see cref="CatalogueProblems.BarCodeHere"/>.</summary>
    /// <param name="language">The language in which the shop writes.</param>
    /// <param name="currency">The mall's.</param>
    public Task<Result<Guid>> Run(Guid shop, ArticleInHand article, string language, Currency currency, Guid actor)
    {
        var known = articles.Find(shop, article.Gtin, language);
        var check = new FieldChecks();
        check.Number("quantity", article.Amount, 0, AdjustStock.Most);
        check.Number("price", article.Price, article.Publish ? 1 : 0, ProductInput.MostPrice);
        var input = Typed(article, known?.Input, language);
        return check.Problem is { } problem
            ? Task.FromResult<Result<Guid>>(problem)
            : writer.Write(s => Write(s, shop, article, input, known?.Photos ?? [], new NewProducts(s, shop, language, currency), actor), Lane.Office, LockKey.Of(LockKind.Shop, shop));
    }

    private static Result<Guid> Write(WriteSession s, Guid shop, ArticleInHand article, ProductInput input, IReadOnlyList<ProductPhoto> photos, NewProducts products, Guid actor)
    {
        if (ReadArticle.Own(s.Sql, shop, article.Gtin) is { State: not ProductState.Archived })
        {
            return CatalogueProblems.BarCodeHere.On("code");
        }

        if (article.StoreId is { } store && s.Sql.Scalar<long>("SELECT count(*) FROM stores WHERE shop_id = $1 AND id = $2 AND gone = $3", shop, store, false) == 0)
        {
            return StockProblems.NoSuchStore;
        }

        var added = products.Add(input, article.Publish);
        if (added.Problem is { } problem)
        {
            return problem;
        }

        var product = added.Value.Product.Id;
        s.Insert(ProductPhotos.Allowed(s, shop, photos).Select((p, i) => new ProductPhoto { ShopId = shop, ProductId = product, Position = i, Media = p.Media, Alt = p.Alt }));
        if (article.StoreId is { } there)
        {
            OpeningStock.Write(s, shop, added.Value.Variants[0].Id, there, article.Amount, actor);
        }

        s.Audit(new AuditEntry(actor, "create-product", shop, product, article.Gtin.Printed));
        return product;
    }

    private static ProductInput Typed(ArticleInHand article, ProductInput? known, string language)
    {
        var like = known?.Variants[0];
        var name = known?.Name ?? [];
        name[language] = article.Name ?? name.GetValueOrDefault(language) ?? "";
        return (known ?? new ProductInput { Name = name, CategoryId = Guid.Empty, TaxCategory = "" }) with
        {
            Name = name,
            CategoryId = article.CategoryId ?? known?.CategoryId ?? Guid.Empty,
            TaxCategory = article.TaxCategory ?? known?.TaxCategory ?? "",
            Variants = [new VariantInput(null, [], null, article.Gtin.Value, article.Price, false, like?.Measure, like?.Weight ?? 0)],
        };
    }
}
