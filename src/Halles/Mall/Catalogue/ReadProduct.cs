using System.Globalization;
using Halles.Kernel;
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

    /// <summary>The mall's leaves by their whole name, such as "Fresh › Bakery › Bread".</summary>
    public List<(Guid Id, string Name)> Leaves(string language) => database.Read(sql =>
    {
        var all = sql.List("SELECT id, parent_id, name FROM categories", r => (Id: r.Id(0), Parent: r.IdOrNull(1), Name: r.Json<LocalText>(2).Best(language))).ToDictionary(c => c.Id);
        var above = all.Values.Select(c => c.Parent).OfType<Guid>().ToHashSet();
        var paths = new Dictionary<Guid, string>();
        var order = CultureInfo.GetCultureInfo(language).CompareInfo;
        return all.Values.Where(c => !above.Contains(c.Id)).Select(c => (c.Id, Name: Path(c.Parent) + c.Name))
            .OrderBy(l => order.GetSortKey(l.Name, CompareOptions.IgnoreCase), Comparer<SortKey>.Create(SortKey.Compare)).ToList();

        string Path(Guid? parent) => parent is not { } id ? "" : paths.TryGetValue(id, out var path) ? path : paths[id] = Path(all[id].Parent) + all[id].Name + " › ";
    });

    /// <summary>The codes of the attributes that products of a category have.</summary>
    public IReadOnlyList<string> AttributesOf(Guid category)
    {
        using var db = database.Read();
        return db.Find<Category>(category)?.Attributes ?? [];
    }

    /// <summary>The mall's attributes by code.</summary>
    public Dictionary<string, ProductAttribute> Attributes()
    {
        using var db = database.Read();
        return db.Set<ProductAttribute>().ToDictionary(a => a.Code, StringComparer.Ordinal);
    }
}
