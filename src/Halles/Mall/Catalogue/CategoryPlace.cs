using Halles.Kernel;
using Halles.Kernel.Storage;

namespace Halles.Mall.Catalogue;

/// <summary>Where a category may stand.</summary>
public static class CategoryPlace
{
    /// <summary>Why a category, with all below it, cannot stand below another; null when it can.</summary>
    /// <param name="id">Null for a new one.</param>
    /// <param name="parent">Null for an aisle.</param>
    public static Problem? Wrong(SqlSession sql, IReadOnlyCollection<Category> all, Guid? id, Guid? parent)
    {
        var byId = all.ToDictionary(c => c.Id);
        var above = 0;
        for (var next = parent; next is { } at; next = byId[at].ParentId)
        {
            if (at == id)
            {
                return CatalogueProblems.CategoryCircle;
            }

            if (!byId.ContainsKey(at))
            {
                return CatalogueProblems.NoCategory.On("parent");
            }

            above++;
        }

        return above + (id is { } own ? Below(all, own).Height : 1) > EditTaxonomy.Deepest ? CatalogueProblems.CategoryDepth.With(EditTaxonomy.Deepest)
            : parent is { } p && HasProducts(sql, p) ? CatalogueProblems.ParentHasProducts
            : null;
    }

    /// <summary>A category with all below it, and how many levels they take.</summary>
    public static (IReadOnlyList<Guid> Ids, int Height) Below(IReadOnlyCollection<Category> all, Guid id)
    {
        var children = all.ToLookup(c => c.ParentId, c => c.Id);
        var (ids, level, height) = (new List<Guid>(), new List<Guid> { id }, 0);
        while (level.Count > 0 && height <= EditTaxonomy.Deepest)
        {
            ids.AddRange(level);
            level = [.. level.SelectMany(c => children[c])];
            height++;
        }

        return (ids, height);
    }

    /// <summary>Whether products of any shop are right in a category.</summary>
    public static bool HasProducts(SqlSession sql, Guid category) => sql.Scalar<long>("SELECT 1 FROM products WHERE category_id = $1 LIMIT 1", category) == 1;
}
