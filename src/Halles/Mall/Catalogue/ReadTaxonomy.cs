using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace Halles.Mall.Catalogue;

/// <summary>A category with what is below it.</summary>
/// <param name="Depth">1 for an aisle.</param>
/// <param name="Products">How many products of all shops are right in it, archived ones too.</param>
public sealed record CategoryNode(Category Category, int Depth, int Products, IReadOnlyList<CategoryNode> Below);

/// <summary>An attribute, and how many categories ask for it.</summary>
public sealed record AttributeUse(ProductAttribute Attribute, int Categories);

/// <summary>The mall's categories and attributes, for who keeps them.</summary>
public sealed class ReadTaxonomy(MallDatabase database)
{
    /// <summary>All categories as a tree, in their order.</summary>
    public List<CategoryNode> Tree()
    {
        using var db = database.Read();
        var beside = db.Set<Category>().AsEnumerable().ToLookup(c => c.ParentId);
        var products = db.Set<Product>().GroupBy(p => p.CategoryId).Select(g => new { g.Key, Count = g.Count() }).ToDictionary(g => g.Key, g => g.Count);
        return Below(null, 1);

        List<CategoryNode> Below(Guid? parent, int depth) =>
            [.. beside[parent].InOrder().Select(c => new CategoryNode(c, depth, products.GetValueOrDefault(c.Id), depth < EditTaxonomy.Deepest ? Below(c.Id, depth + 1) : []))];
    }

    /// <summary>One category; null when there is none of this id.</summary>
    public Category? Find(Guid id)
    {
        using var db = database.Read();
        return db.Find<Category>(id);
    }

    /// <summary>All attributes by code, with their use.</summary>
    public List<AttributeUse> Attributes()
    {
        using var db = database.Read();
        var uses = db.Set<Category>().AsEnumerable().SelectMany(c => c.Attributes).CountBy(code => code, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        return [.. db.Set<ProductAttribute>().OrderBy(a => a.Code).AsEnumerable().Select(a => new AttributeUse(a, uses.GetValueOrDefault(a.Code)))];
    }
}

/// <summary>The order in which categories stand.</summary>
public static class CategoryOrder
{
    /// <summary>By position; those that share one by code, so that the order never changes by itself.</summary>
    public static IEnumerable<Category> InOrder(this IEnumerable<Category> beside) => beside.OrderBy(c => c.Position).ThenBy(c => c.Code, StringComparer.Ordinal);
}
