using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;

namespace Halles.Mall.Promotions;

/// <summary>In which category some products were at a moment, and what stood above it then.</summary>
internal sealed class CategoryPast
{
    private readonly ILookup<Guid, (Guid Category, DateTimeOffset Until)> _categories;
    private readonly Dictionary<Guid, Guid?> _now = [];
    private readonly Dictionary<Guid, List<(Guid? Parent, DateTimeOffset Until)>> _before = [];

    private CategoryPast(ILookup<Guid, (Guid, DateTimeOffset)> categories) => _categories = categories;

    /// <summary>Reads what is known of these products (shop, product, category of now): with a statement for each level of categories.</summary>
    public static CategoryPast Read(SqlSession sql, IReadOnlyCollection<(Guid Shop, Guid Product, Guid Category)> products)
    {
        var categories = sql.List(
            $"SELECT product_id, category_id, until FROM former_categories WHERE shop_id {sql.Among(1)} AND product_id {sql.Among(2)} ORDER BY until",
            r => (Product: r.Id(0), Category: r.Id(1), Until: r.Instant(2)), sql.Ids(products.Select(p => p.Shop).Distinct()), sql.Ids(products.Select(p => p.Product)));
        var past = new CategoryPast(categories.ToLookup(c => c.Product, c => (c.Category, c.Until)));
        var next = products.Select(p => p.Category).Concat(categories.Select(c => c.Category)).ToHashSet();
        while (next.Count > 0)
        {
            next = past.ReadAbove(sql, next);
        }

        return past;
    }

    /// <summary>All categories that are or once were a product's, or above one of them.</summary>
    /// <param name="category">Where it is now.</param>
    public HashSet<Guid> Ever(Guid product, Guid category)
    {
        var (ever, next) = (new HashSet<Guid>(), new Stack<Guid>(_categories[product].Select(c => c.Category).Append(category)));
        while (next.TryPop(out var id))
        {
            foreach (var above in ever.Add(id) ? (_before.GetValueOrDefault(id) ?? []).Select(p => p.Parent).Append(_now.GetValueOrDefault(id)).OfType<Guid>() : [])
            {
                next.Push(above);
            }
        }

        return ever;
    }

    /// <summary>The moments at which a product, or a category that it ever had above it, went elsewhere.</summary>
    /// <param name="ever">What <see cref="Ever"/> answered.</param>
    public IEnumerable<DateTimeOffset> Moments(Guid product, IEnumerable<Guid> ever) =>
        _categories[product].Select(c => c.Until).Concat(ever.SelectMany(id => _before.GetValueOrDefault(id) ?? []).Select(p => p.Until));

    /// <summary>The category of a product at a moment, with those above it then.</summary>
    /// <param name="category">Where it is now.</param>
    public IReadOnlyList<Guid> At(Guid product, Guid category, DateTimeOffset moment)
    {
        var above = new List<Guid>();
        var next = (Guid?)_categories[product].Where(c => c.Until > moment).Select(c => c.Category).Append(category).First();
        while (next is { } id && above.Count < EditTaxonomy.Deepest)
        {
            above.Add(id);
            next = _before.GetValueOrDefault(id) is { } before && before.FindIndex(p => p.Until > moment) is var at and >= 0 ? before[at].Parent : _now.GetValueOrDefault(id);
        }

        return above;
    }

    // Answers with those above them that are not known yet.
    private HashSet<Guid> ReadAbove(SqlSession sql, IReadOnlyCollection<Guid> categories)
    {
        var ids = sql.Ids(categories);
        foreach (var id in categories)
        {
            _now[id] = null; // one that is gone stands below nothing now
        }

        foreach (var (id, parent) in sql.List($"SELECT id, parent_id FROM categories WHERE id {sql.Among(1)}", r => (r.Id(0), r.IdOrNull(1)), ids))
        {
            _now[id] = parent;
        }

        foreach (var former in sql.List($"SELECT category_id, parent_id, until FROM former_parents WHERE category_id {sql.Among(1)} ORDER BY until", r => (Id: r.Id(0), Parent: r.IdOrNull(1), Until: r.Instant(2)), ids).GroupBy(f => f.Id))
        {
            _before[former.Key] = [.. former.Select(f => (f.Parent, f.Until))];
        }

        return [.. categories.SelectMany(id => (_before.GetValueOrDefault(id) ?? []).Select(p => p.Parent).Append(_now[id])).OfType<Guid>().Where(id => !_now.ContainsKey(id))];
    }
}
