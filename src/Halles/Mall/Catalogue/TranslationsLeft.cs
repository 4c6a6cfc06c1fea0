using Halles.Kernel;
using Halles.Kernel.Storage;

namespace Halles.Mall.Catalogue;

/// <summary>A product of which texts in a language are left to do.</summary>
/// <param name="Language">The language of its name.</param>
public sealed record ProductToTranslate(Guid Id, string Name, string Language, int Missing, int Outdated);

/// <summary>What a shop has left to translate.</summary>
public sealed class TranslationsLeft(MallDatabase database)
{
    /// <summary>Products on a page.</summary>
    public const int PageSize = 50;

    /// <summary>For each language how many products, archived ones apart, have a text that is missing or out of date.</summary>
    public IReadOnlyDictionary<string, int> Count(Guid shop, IEnumerable<string> languages)
    {
        var all = Read(shop);
        return languages.ToDictionary(l => l, l => all.Count(p => p.Product.Language != l && Left(p, l) is not (0, 0)), StringComparer.Ordinal);
    }

    /// <summary>Those of a language, those that are on sale first, and how many there are.</summary>
    public (List<ProductToTranslate> Page, int Total) Of(Guid shop, string language, int page)
    {
        var found = Read(shop).Where(p => p.Product.Language != language).Select(p => (p.Product, p.Texts, Left: Left(p, language))).Where(p => p.Left is not (0, 0))
            .OrderBy(p => p.Product.State is ProductState.Published ? 0 : 1).ThenByDescending(p => p.Product.Id).ToList();
        return ([.. found.Skip((page - 1) * PageSize).Take(PageSize).Select(p => new ProductToTranslate(
            p.Product.Id, p.Texts.FirstOrDefault(t => t.Field is TextField.Name && t.Language == p.Product.Language)?.Text ?? p.Product.Handle, p.Product.Language, p.Left.Missing, p.Left.Outdated))], found.Count);
    }

    private static (int Missing, int Outdated) Left((Product Product, List<ProductText> Texts) product, string language)
    {
        var fields = TranslateProduct.Fields(product.Product, product.Texts, language);
        return (fields.Count(f => f.State is TranslationState.Missing), fields.Count(f => f.State is TranslationState.Outdated));
    }

    private List<(Product Product, List<ProductText> Texts)> Read(Guid shop)
    {
        using var db = database.Read();
        var texts = db.Set<ProductText>().Where(t => t.ShopId == shop).AsEnumerable().ToLookup(t => t.ProductId);
        return [.. db.Set<Product>().Where(p => p.ShopId == shop && p.State != ProductState.Archived).AsEnumerable().Select(p => (p, texts[p.Id].ToList()))];
    }
}
