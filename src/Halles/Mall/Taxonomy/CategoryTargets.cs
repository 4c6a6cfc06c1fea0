using System.Globalization;
using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Kernel.Text;
using Halles.Mall.Catalogue;

namespace Halles.Mall.Taxonomy;

/// <summary>A category that another may go to.</summary>
/// <param name="Path">Its whole name, such as "Fresh › Bakery".</param>
public sealed record CategoryTarget(Category Category, string Path);

/// <summary>How much a change of a category touches.</summary>
/// <param name="Below">Categories below it.</param>
/// <param name="Products">Products in it and in those, archived ones too.</param>
/// <param name="Shops">Whose they are.</param>
public sealed record CategoryReach(int Below, int Products, int Shops);

/// <summary>Where a category may go, and what goes with it.</summary>
public sealed class CategoryTargets(MallDatabase database)
{
    /// <summary>The categories below which it may stand, or of which it may become a part, whose whole name holds all the words.</summary>
    public List<CategoryTarget> Find(Guid id, CategoryChangeKind kind, string words, string language, int most)
    {
        using var db = database.Read();
        var all = db.Set<Category>().ToDictionary(c => c.Id);
        if (!all.TryGetValue(id, out var category))
        {
            return [];
        }

        var here = new Standing(database, all);
        var wanted = Folding.Fold(words).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return [.. all.Values.Where(c => here.May(category, c, kind)).Select(c => new CategoryTarget(c, PathOf(all, c.Id, language)))
            .Where(t => wanted.Length == 0 || wanted.All(w => Folding.Fold(t.Path + " " + t.Category.Code + " " + string.Join(' ', t.Category.Name.Values)).Contains(w, StringComparison.Ordinal)))
            .OrderBy(t => t.Path, StringComparer.Create(CultureInfo.GetCultureInfo(language), ignoreCase: true)).Take(most)];
    }

    /// <summary>The whole name of a category; empty for none.</summary>
    public string PathOf(Guid? id, string language)
    {
        using var db = database.Read();
        return PathOf(db.Set<Category>().ToDictionary(c => c.Id), id, language);
    }

    public CategoryReach Reach(Guid id)
    {
        using var db = database.Read();
        var (ids, _) = CategoryPlace.Below([.. db.Set<Category>()], id);
        return database.Read(sql =>
        {
            using var row = sql.Query($"SELECT count(*), count(DISTINCT shop_id) FROM products WHERE category_id {sql.Among(1)}", sql.Ids(ids));
            row.Read();
            return new CategoryReach(ids.Count - 1, (int)row.Long(0), (int)row.Long(1));
        });
    }

    private static string PathOf(Dictionary<Guid, Category> all, Guid? id, string language) =>
        id is { } known && all.TryGetValue(known, out var c) ? (c.ParentId is { } parent ? PathOf(all, parent, language) + " › " : "") + c.Name.Best(language) : "";

    /// <summary>The rules of <see cref="CategoryPlace"/> for all categories at once.</summary>
    private sealed class Standing(MallDatabase database, Dictionary<Guid, Category> all)
    {
        private readonly HashSet<Guid> _full = database.Read(sql => sql.List("SELECT c.id FROM categories c WHERE EXISTS (SELECT 1 FROM products p WHERE p.category_id = c.id)", r => r.Id(0))).ToHashSet();
        private readonly HashSet<Guid> _parents = all.Values.Select(c => c.ParentId).OfType<Guid>().ToHashSet();
        private IReadOnlySet<Guid>? _own;
        private int _height;

        public bool May(Category category, Category target, CategoryChangeKind kind)
        {
            if (_own is null)
            {
                var (ids, height) = CategoryPlace.Below(all.Values, category.Id);
                (_own, _height) = (ids.ToHashSet(), height);
            }

            var room = Depth(target) + _height <= EditTaxonomy.Deepest + (kind is CategoryChangeKind.Merge ? 1 : 0);
            return !_own.Contains(target.Id) && room && (kind is CategoryChangeKind.Move
                ? target.Id != category.ParentId && !_full.Contains(target.Id)
                : !(_full.Contains(category.Id) && _parents.Contains(target.Id)) && !(_parents.Contains(category.Id) && _full.Contains(target.Id)));
        }

        private int Depth(Category category) => category.ParentId is { } parent && all.TryGetValue(parent, out var above) ? Depth(above) + 1 : 1;
    }
}
