using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;

namespace Halles.Demo;

/// <summary>Categories and attributes of the demo.</summary>
internal sealed class DemoTaxonomyRows(IReadOnlyList<DemoShop> shops, DateTimeOffset at)
{
    // An attribute that this many products of a category carry becomes one of its facets.
    private const int EnoughForFacet = 3;

    private readonly Dictionary<string, Guid> _categories = new(StringComparer.Ordinal);

    /// <summary>The id of a leaf.</summary>
    public Guid Category(string code) => _categories[code];

    public void Write(WriteSession s)
    {
        var taxonomy = DemoContent.Taxonomy();
        var names = DemoContent.ValueNames();
        foreach (var (code, attribute) in taxonomy.Attributes)
        {
            s.Insert(new ProductAttribute { Code = code, Name = attribute.Name, Type = attribute.Type, Unit = attribute.Unit, Values = names.GetValueOrDefault(code) ?? [] });
        }

        Add(s, taxonomy.Categories, null, [.. taxonomy.Attributes.Keys]);
        s.Changed(Topic.Category, Guid.Empty, Guid.Empty);
    }

    private void Add(WriteSession s, IReadOnlyList<DemoCategory> categories, Guid? parent, IReadOnlyList<string> known)
    {
        foreach (var (position, category) in categories.Index())
        {
            var id = _categories[category.Code] = Seeded.Id("category:" + category.Code, at);
            s.Insert(new Category
            {
                Id = id,
                Code = category.Code,
                ParentId = parent,
                Position = position,
                Name = category.Name,
                Attributes = category.Children is null ? Facets(category, known) : [],
            });
            Add(s, category.Children ?? [], id, known);
        }
    }

    private List<string> Facets(DemoCategory category, IReadOnlyList<string> known)
    {
        var carried = shops.SelectMany(shop => shop.Products).Where(p => p.Category == category.Code).SelectMany(p => p.Attributes?.Keys ?? Enumerable.Empty<string>())
            .GroupBy(code => code, StringComparer.Ordinal).Where(g => g.Count() >= EnoughForFacet && known.Contains(g.Key)).Select(g => g.Key).Order(StringComparer.Ordinal);
        return [.. (category.Attributes ?? []).Union(carried, StringComparer.Ordinal)];
    }
}
