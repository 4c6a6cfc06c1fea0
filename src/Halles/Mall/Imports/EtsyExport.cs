using Halles.Kernel;
using Halles.Kernel.Tables;
using Halles.Mall.Catalogue;

namespace Halles.Mall.Imports;

/// <summary>
/// The listing export of Etsy: its columns are named in the language of the shop, so they are told by their places and by the
/// ten numbered columns of photos; three columns for each of two or three variations follow, and the number of the shop.
/// A listing has no number there; its title is what tells it from others.
/// </summary>
internal sealed class EtsyExport : ISourceFormat
{
    private const int Photos = 10;
    private const int FirstPhoto = 7;
    private const int FirstVariation = FirstPhoto + Photos;
    private const int OfVariation = 3;

    public string Name => "etsy";

    public string Title => "Etsy";

    public bool Knows(TableColumns columns) =>
        Variations(columns) is >= 2 and <= 5 && (columns.Names.Count - FirstVariation) % OfVariation < 2 && Enumerable.Range(1, Photos).All(n => columns.Names[FirstPhoto + n - 1].EndsWith($"{n}", StringComparison.Ordinal))
        && columns.Names.Skip(FirstPhoto).Take(Photos).Select(n => n.TrimEnd([.. "0123456789"])).Distinct(StringComparer.Ordinal).Count() == 1;

    public IEnumerable<SourceProduct> Read(TableColumns columns, IEnumerable<TableRow> rows)
    {
        var titles = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            if (row.Problem is { } problem)
            {
                yield return SourceProduct.Unreadable(row, "", problem);
            }
            else if (At(row, 0).Length == 0)
            {
                yield return SourceProduct.Unreadable(row, columns.Names[0], ImportProblems.NameMissing);
            }
            else
            {
                var key = Slug.Unique(At(row, 0), titles.Contains);
                titles.Add(key);
                yield return Product(columns, row, key);
            }
        }
    }

    private static SourceProduct Product(TableColumns columns, TableRow row, string key)
    {
        var product = new SourceProduct(key) { Name = Cells.Plain(At(row, 0)), Description = Cells.Markdown(At(row, 1)), Published = true, Rows = { row.Number } };
        product.Pictured(row, columns.Names[FirstPhoto], Enumerable.Range(FirstPhoto, Photos).Select(i => At(row, i)));
        if (At(row, 6) is { Length: > 0 } materials)
        {
            product.Attributes["material"] = string.Join(", ", materials.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(m => m.Replace('_', ' ')));
        }

        List<string[]> values = [];
        foreach (var place in Enumerable.Range(0, Variations(columns)).Select(v => FirstVariation + (v * OfVariation)))
        {
            if (Cells.Plain(At(row, place + 2)).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is { Length: > 0 } some)
            {
                product.Options.Add(Cells.Plain(At(row, place + 1) is { Length: > 0 } name ? name : At(row, place) is { Length: > 0 } kind ? kind : columns.Names[place + 1]));
                values.Add([.. some.Distinct(StringComparer.OrdinalIgnoreCase)]);
            }
        }

        var one = new SourceVariant(row.Number, [])
            .Numbered(product, row, columns.Names.ElementAtOrDefault(FirstVariation + (Variations(columns) * OfVariation)) ?? "", "")
            .Priced(product, row, columns.Names[2])
            .Counted(product, row, columns.Names[4]);
        one = one with { Currency = At(row, 3) is { Length: > 0 } currency ? currency : one.Currency };
        // One more than a product may have is enough to refuse it; five cells of thirty values would make millions.
        var choices = values.Aggregate((IEnumerable<string[]>)[[]], (all, some) => all.SelectMany(a => some.Select(v => (string[])[.. a, v]))).Take(Combinations.Most + 1).ToList();
        if (choices.Count > 1 && one.Sku is not null)
        {
            product.Note(row.Number, columns.Names[FirstVariation + (Variations(columns) * OfVariation)], ImportProblems.SkuOfNone);
        }

        // Count and number are of the listing, not of its variants, and in no order: where there are several nobody knows of which.
        product.Variants.AddRange(choices.Select(choice => choices.Count == 1 ? one with { Choice = choice } : one with { Choice = choice, Sku = null, Quantity = null }));
        return product;
    }

    private static int Variations(TableColumns columns) => (columns.Names.Count - FirstVariation) / OfVariation;

    private static string At(TableRow row, int place) => place < row.Cells.Count ? row.Cells[place].Trim() : "";
}
