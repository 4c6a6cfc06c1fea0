using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;

namespace Halles.Mall.Taxonomy;

/// <summary>The mall's categories as an import finds them.</summary>
internal sealed class TaxonomyState
{
    public TaxonomyState(IReadOnlyList<Category> categories, IEnumerable<CategoryAlias> aliases, IReadOnlySet<Guid> full)
    {
        (Categories, Full) = (categories, full);
        ById = categories.ToDictionary(c => c.Id);
        ByGoogle = categories.Where(c => c.GoogleId is not null).ToDictionary(c => c.GoogleId!.Value);
        AliasByGoogle = aliases.Where(a => a.GoogleId is not null && ById.ContainsKey(a.CategoryId)).ToDictionary(a => a.GoogleId!.Value);
    }

    /// <summary>Where there is no mall.</summary>
    public static TaxonomyState None => new([], [], new HashSet<Guid>());

    public IReadOnlyList<Category> Categories { get; }

    /// <summary>Those that have products: none stands below them.</summary>
    public IReadOnlySet<Guid> Full { get; }

    public IReadOnlyDictionary<Guid, Category> ById { get; }

    public IReadOnlyDictionary<int, Category> ByGoogle { get; }

    public IReadOnlyDictionary<int, CategoryAlias> AliasByGoogle { get; }

    public static TaxonomyState Read(SqlSession sql) => new(
        sql.List("SELECT id, parent_id, code, position, name, slugs, name_states, google_id FROM categories", r => new Category
        {
            Id = r.Id(0), ParentId = r.IdOrNull(1), Code = r.Text(2), Position = r.Int(3), Name = r.Json<LocalText>(4), Slugs = r.Json<LocalText>(5),
            NameStates = r.Json<Dictionary<string, NameState>>(6), GoogleId = r.IsNull(7) ? null : r.Int(7),
        }),
        sql.List("SELECT id, category_id, google_id, name FROM category_aliases WHERE google_id IS NOT NULL", r => new CategoryAlias { Id = r.Id(0), CategoryId = r.Id(1), GoogleId = r.Int(2), Name = r.Json<LocalText>(3) }),
        sql.List("SELECT c.id FROM categories c WHERE EXISTS (SELECT 1 FROM products p WHERE p.category_id = c.id)", r => r.Id(0)).ToHashSet());

    public int DepthOf(Category category)
    {
        var depth = 1;
        for (var at = category; at.ParentId is { } parent && ById.TryGetValue(parent, out var above) && depth < 10; at = above)
        {
            depth++;
        }

        return depth;
    }
}
