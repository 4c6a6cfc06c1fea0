using System.Globalization;
using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace Halles.Mall.Catalogue;

/// <summary>A product with all that its form shows.</summary>
/// <param name="Variants">Those on sale, in order.</param>
public sealed record ProductToEdit(
    Product Product, IReadOnlyList<ProductText> Texts, IReadOnlyList<Variant> Variants, IReadOnlyList<(ProductPhoto Row, PhotoOf Photo)> Photos)
{
    /// <summary>A text; empty when it is not there.</summary>
    public string Text(TextField field, string language) => Texts.FirstOrDefault(t => t.Field == field && t.Language == language)?.Text ?? "";

    /// <summary>How a text stands; null when it is not there.</summary>
    public TextState? State(TextField field, string language) => Texts.FirstOrDefault(t => t.Field == field && t.Language == language)?.State;
}

/// <summary>Reads a shop's product for its own people.</summary>
public sealed class ReadProduct(MallDatabase database)
{
    /// <summary>The product; null when the shop has none of this id.</summary>
    public ProductToEdit? Find(Guid shop, Guid id)
    {
        using var db = database.Read();
        if (db.Find<Product>(shop, id) is not { } product)
        {
            return null;
        }

        var photos = db.Set<ProductPhoto>().Where(p => p.ShopId == shop && p.ProductId == id).OrderBy(p => p.Position).ToList();
        var kept = database.Read(sql => ProductShelf.Photos(sql, photos.ConvertAll(p => p.Media)));
        return new ProductToEdit(
            product,
            [.. db.Set<ProductText>().Where(t => t.ShopId == shop && t.ProductId == id)],
            [.. db.Set<Variant>().Where(v => v.ShopId == shop && v.ProductId == id && !v.Archived).OrderBy(v => v.Position)],
            [.. photos.Select(p => (p, kept[p.Media]))]);
    }

    /// <summary>The mall's leaves by their whole name, such as "Fresh › Bakery › Bread", and their attributes.</summary>
    public List<(Category Leaf, string Name)> Leaves(string language)
    {
        using var db = database.Read();
        var all = db.Set<Category>().ToDictionary(c => c.Id);
        var parents = all.Values.Select(c => c.ParentId).OfType<Guid>().ToHashSet();
        return [.. all.Values.Where(c => !parents.Contains(c.Id)).Select(c => (c, Name(c))).OrderBy(c => c.Item2, StringComparer.Create(CultureInfo.GetCultureInfo(language), ignoreCase: true))];

        string Name(Category c) => (c.ParentId is { } parent ? Name(all[parent]) + " › " : "") + c.Name.Best(language);
    }

    /// <summary>The mall's attributes by code.</summary>
    public Dictionary<string, ProductAttribute> Attributes()
    {
        using var db = database.Read();
        return db.Set<ProductAttribute>().ToDictionary(a => a.Code, StringComparer.Ordinal);
    }
}
