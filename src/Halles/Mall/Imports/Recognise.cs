using System.Security.Cryptography;
using System.Text;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;

namespace Halles.Mall.Imports;

/// <summary>A source product that the shop has already.</summary>
/// <param name="Product">Which it is.</param>
/// <param name="Print">Of what a file said of it last; null when it did not come from a file of this system.</param>
/// <param name="Said">What that file said; null when that is not known.</param>
/// <param name="State">Whether it is on sale; null where that does not matter.</param>
/// <param name="SameAs">The row of the file that is this product already; null when none is.</param>
internal sealed record Recognised(Guid Product, Guid? Print, Said? Said, ProductState? State, int? SameAs = null)
{
    /// <summary>Whether a file says what it said last, and the shop chooses nothing else for it.</summary>
    public bool IsUnchanged(Fitted fitted) => Print == fitted.Print && (fitted.Category is null || fitted.Category == Said?.Category) && (fitted.Tax is null || fitted.Tax == Said?.Tax);

    /// <summary>
    /// What becomes of its being on sale: the file is followed where it says otherwise than last time. What the shop itself has put
    /// away stays away, and that is told; what an undone import left put away, or what no file has named yet, comes back.
    /// </summary>
    /// <param name="wasOnSale">It has been on sale here before: then a draft is one because the shop took it off sale.</param>
    /// <returns>The state from now on; null for the one that it has.</returns>
    public ProductState? Becomes(Fitted fitted, ProductState state, bool wasOnSale)
    {
        if (state is ProductState.Archived)
        {
            if (Print is null)
            {
                return fitted.Publish ? ProductState.Published : null;
            }

            fitted.Source.Note(fitted.Source.Row, "", ImportProblems.StaysArchived);
            return null;
        }

        if (state is ProductState.Published && Said is { Published: true } && !fitted.Source.Published)
        {
            fitted.Source.Note(fitted.Source.Row, "", ImportProblems.TakenOffSale);
            return ProductState.Draft;
        }

        return state is ProductState.Draft && fitted.Publish && (Said is null ? !wasOnSale : !Said.OnSale) ? ProductState.Published : null;
    }
}

/// <summary>
/// Tells which products of a file a shop has already: by the mark of an earlier import, else by number, else by handle. It goes
/// through the file from its beginning: of two rows that are one product of the shop the second is told so.
/// </summary>
/// <param name="storeOf">The store of a slug, and of the empty word, by which marks of before have their counts.</param>
internal sealed class Recognise(Guid shop, Guid import, string system, Func<string, Guid?> storeOf)
{
    private readonly Dictionary<Guid, int> _met = [];

    /// <summary>Under what a product of a system is marked.</summary>
    public static Guid KeyOf(string system, string key) => new(SHA256.HashData(Encoding.UTF8.GetBytes($"{system}\n{key}")).AsSpan(0, 16));

    /// <summary>Remembers those that were found, once that is certain.</summary>
    /// <param name="found">In the order of <paramref name="fitted"/>.</param>
    public void Meet(IReadOnlyList<Fitted> fitted, IReadOnlyList<Recognised?> found)
    {
        foreach (var (product, known) in fitted.Zip(found).Where(f => f.Second is { SameAs: null }))
        {
            _met.TryAdd(known!.Product, product.Source.Row);
        }
    }

    /// <summary>Those of the products that are there, in the order of <paramref name="fitted"/>; null for those that are new.</summary>
    public List<Recognised?> Among(SqlSession sql, IReadOnlyList<Fitted> fitted)
    {
        var keys = fitted.Select(f => KeyOf(system, f.Source.Key)).ToList();
        var marks = sql.List(
            $"SELECT m.source_key, m.product_id, m.print, m.said, p.state FROM import_marks m JOIN products p ON p.shop_id = m.shop_id AND p.id = m.product_id WHERE m.shop_id = $1 AND m.source_key {sql.Among(2)}",
            r => (Key: r.Id(0), Value: new Recognised(r.Id(1), r.Id(2), Said.Parse(r.TextOrNull(3), storeOf), r.Word<ProductState>(4))), shop, sql.Ids(keys)).ToDictionary(m => m.Key, m => m.Value);
        var found = Unmarked(sql, [.. fitted.Where((_, i) => !marks.ContainsKey(keys[i]))]);
        var here = new Dictionary<Guid, int>();
        return fitted.Select((f, i) =>
        {
            if ((marks.GetValueOrDefault(keys[i]) ?? found.GetValueOrDefault(f.Source.Key)) is not { } one)
            {
                return null;
            }

            var row = _met.GetValueOrDefault(one.Product, here.GetValueOrDefault(one.Product));
            here.TryAdd(one.Product, f.Source.Row);
            return row == 0 || row == f.Source.Row ? one : one with { SameAs = row };
        }).ToList();
    }

    private Dictionary<string, Recognised> Unmarked(SqlSession sql, List<Fitted> unmarked)
    {
        if (unmarked.Count == 0)
        {
            return [];
        }

        var bySku = sql.List(
            $"SELECT sku, product_id FROM variants WHERE shop_id = $1 AND sku {sql.AmongTexts(2)}", r => (Sku: r.Text(0), Product: r.Id(1)), shop,
            sql.Texts(unmarked.SelectMany(f => f.Input.Variants).Select(v => v.Sku).OfType<string>())).ToDictionary(v => v.Sku, v => v.Product, StringComparer.OrdinalIgnoreCase);
        var byHandle = sql.List(
            $"SELECT handle, id FROM products WHERE shop_id = $1 AND handle {sql.AmongTexts(2)}", r => (Handle: r.Text(0), Product: r.Id(1)), shop,
            sql.Texts(unmarked.Select(f => f.Source.Key))).ToDictionary(p => p.Handle, p => p.Product, StringComparer.Ordinal);
        if (bySku.Count + byHandle.Count == 0)
        {
            return [];
        }

        // What this import has made itself was not there before it.
        var made = sql.List(
            $"SELECT product_id FROM imported_products WHERE shop_id = $1 AND import_id = $2 AND before IS NULL AND product_id {sql.Among(3)}", r => r.Id(0), shop, import, sql.Ids(bySku.Values.Concat(byHandle.Values).Distinct())).ToHashSet();
        return unmarked
            .Select(f => (Fitted: f, Product: f.Input.Variants.Select(v => v.Sku is { } sku && bySku.TryGetValue(sku, out var product) ? product : (Guid?)null).FirstOrDefault(p => p is not null)
                ?? (byHandle.TryGetValue(f.Source.Key, out var named) ? named : null)))
            .Where(f => f.Product is { } product && !made.Contains(product))
            .ToDictionary(f => f.Fitted.Source.Key, f => new Recognised(f.Product!.Value, null, null, null), StringComparer.Ordinal);
    }
}
