using Halles.Kernel.Tables;
using Column = Halles.Mall.Imports.WooCommerceColumn;

namespace Halles.Mall.Imports;

/// <summary>
/// The product export of WooCommerce, in the language of the site: simple products in a row each; a variable product in one row
/// and its variations in rows of their own, which name their parent by number or SKU and may stand anywhere.
/// </summary>
internal sealed class WooCommerceExport : ISourceFormat
{
    /// <summary>So many variants at most are made of variations for any value.</summary>
    private const int MostVariants = 100;

    public string Name => "woocommerce";

    public string Title => "WooCommerce";

    public bool Knows(TableColumns columns) => WooCommerceHeader.Of(columns) is not null;

    public IEnumerable<SourceProduct> Read(TableColumns columns, IEnumerable<TableRow> rows)
    {
        var header = WooCommerceHeader.Of(columns)!;
        List<TableRow> parents = [], variations = [];
        foreach (var row in rows)
        {
            if (row.Problem is { } problem)
            {
                yield return SourceProduct.Unreadable(row, "", problem);
            }
            else if (IsOf(header, row, "variation"))
            {
                variations.Add(row);
            }
            else if (IsOf(header, row, "variable"))
            {
                parents.Add(row);
            }
            else
            {
                yield return Product(header, row, []);
            }
        }

        foreach (var product in Variable(header, parents, variations))
        {
            yield return product;
        }
    }

    // "simple", "variation, downloadable, virtual": the words of the program, in every language.
    private static bool IsOf(WooCommerceHeader header, TableRow row, string type) => row[header[Column.Type]].Contains(type, StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<SourceProduct> Variable(WooCommerceHeader header, List<TableRow> parents, List<TableRow> variations)
    {
        var children = variations.ToLookup(v => v[header[Column.Parent]], StringComparer.OrdinalIgnoreCase);
        var met = new HashSet<TableRow>();
        foreach (var parent in parents)
        {
            var own = new[] { parent[header[Column.Sku]], "id:" + parent[header[Column.Id]] }.Where(k => k.Length > 0).SelectMany(k => children[k]).Where(met.Add).ToList();
            yield return Product(header, parent, own);
        }

        foreach (var lost in variations.Where(v => !met.Contains(v)))
        {
            yield return SourceProduct.Unreadable(lost, header[Column.Parent], ImportProblems.NoParent.With(lost[header[Column.Parent]]));
        }
    }

    private static SourceProduct Product(WooCommerceHeader header, TableRow row, List<TableRow> variations)
    {
        var product = new SourceProduct(row[header[Column.Sku]] is { Length: > 0 } sku ? sku : row[header[Column.Id]] is { Length: > 0 } id ? "id:" + id : row[header[Column.Name]])
        {
            Name = Cells.Plain(row[header[Column.Name]]),
            Description = Cells.Markdown((row[header[Column.Short]] + "\n\n" + row[header[Column.Description]]).Trim().Replace("\\n", "\n", StringComparison.Ordinal)),
            Category = Narrowest(row[header[Column.Categories]]),
            Maker = row[header[Column.Brand]] is { Length: > 0 } brand ? Cells.Plain(brand) : null,
            Published = row[header[Column.Published]] is "1" or "",
            Rows = { row.Number },
        };
        product.Rows.AddRange(variations.Select(v => v.Number));
        foreach (var part in variations.Prepend(row))
        {
            product.Pictured(part, header[Column.Images], part[header[Column.Images]].Split(','));
        }

        if (row[header[Column.Tags]].Length > 0)
        {
            product.NoteOnce(header[Column.Tags], ImportProblems.TagsLeft);
        }

        product.TheirTax = row[header[Column.TaxClass]] is { Length: > 0 } tax ? (header[Column.TaxClass], tax) : null;
        if (product.Published && IsOf(header, row, "external"))
        {
            product.Published = false;
            product.Note(row.Number, header[Column.Type], ImportProblems.External);
        }

        var off = variations.Where(v => v[header[Column.Published]] == "0").ToList();
        if (off.Count < variations.Count)
        {
            off.ForEach(left => product.Note(left.Number, header[Column.Published], ImportProblems.VariantLeft));
            variations.RemoveAll(v => v[header[Column.Published]] == "0");
        }
        else if (product.Published && off.Count > 0)
        {
            product.Published = false;
            product.Note(row.Number, header[Column.Published], ImportProblems.NoneOnSale);
        }

        var options = header.Attributes.Where(a => variations.Exists(v => v[a.Values].Length > 0 || (v[a.Name].Length > 0 && Values(row[a.Values]).Count > 1))).ToList();
        product.Options.AddRange(options.Select(a => Cells.Plain(row[a.Name] is { Length: > 0 } name ? name : variations.Select(v => v[a.Name]).FirstOrDefault(n => n.Length > 0) ?? a.Name)));
        foreach (var (name, values) in header.Attributes.Except(options).Where(a => row[a.Name].Length > 0 && row[a.Values].Length > 0))
        {
            product.Attributes[Cells.Plain(row[name])] = Unescaped(row[values]);
        }

        var variants = variations.Count == 0 ? [Variant(header, product, row, [])] : Variants(header, product, row, variations, options);
        var soldOut = variants.TrueForAll(v => v.Quantity is null) && (variations.Count == 0 ? [row] : variations).TrueForAll(v => v[header[Column.InStock]] == "0");
        product.Variants.AddRange(soldOut ? variants.Select(v => v with { Quantity = 0 }) : variants); // not counted there, and yet said to be gone
        return product;
    }

    /// <summary>One of each variation; one of each value where a variation is for any of its parent's, and no other has it.</summary>
    private static List<SourceVariant> Variants(WooCommerceHeader header, SourceProduct product, TableRow parent, List<TableRow> variations, List<(string Name, string Values)> options)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var made = new Dictionary<TableRow, List<SourceVariant>>();
        foreach (var row in variations.OrderBy(v => options.Count(o => v[o.Values].Length == 0)))
        {
            var choices = options.Aggregate((IEnumerable<string[]>)[[]], (all, o) => all.SelectMany(a => (row[o.Values] is { Length: > 0 } own ? [Unescaped(own)] : Any(parent[o.Values])).Select(v => (string[])[.. a, v]))).Take(MostVariants + 1).ToList();
            var one = Variant(header, product, row, choices.Count > MostVariants ? [.. options.Select(o => Unescaped(row[o.Values]))] : choices[0]);
            made[row] = choices.Count is 1 or > MostVariants ? [one] : [.. choices.Where(c => !taken.Contains(string.Join('\n', c))).Select(c => one with { Choice = c, Sku = null, Gtin = null, Quantity = null })];
            taken.UnionWith(made[row].Select(v => string.Join('\n', v.Choice)));
        }

        return [.. variations.SelectMany(v => made[v])];

        static List<string> Any(string values) => Values(values) is { Count: > 0 } some ? some : [""];
    }

    private static SourceVariant Variant(WooCommerceHeader header, SourceProduct product, TableRow row, string[] choice)
    {
        var (price, sale) = (row[header[Column.Price]], row[header[Column.Sale]]);
        if (price.Length > 0 && sale.Length > 0 && sale != price)
        {
            product.Note(row.Number, header[Column.Sale], ImportProblems.SaleLeft);
        }

        return new SourceVariant(row.Number, choice) { Grams = Cells.Grams(row[header[Column.Weight]], header.WeightUnit) }
            .Numbered(product, row, header[Column.Sku], header[Column.Gtin])
            .Priced(product, row, header[price.Length > 0 ? Column.Price : Column.Sale], pointIsDecimal: !price.Contains(',', StringComparison.Ordinal))
            .Counted(product, row, header[Column.Stock]);
    }

    /// <summary>Of several categories the one that lies deepest; a comma within a name stands behind a backslash.</summary>
    private static string Narrowest(string categories) => Values(categories).MaxBy(c => c.Count(l => l == '>')) ?? "";

    private static string Unescaped(string value) => Cells.Plain(value.Replace("\\,", ",", StringComparison.Ordinal));

    private static List<string> Values(string list) =>
        [.. list.Replace("\\,", "\0", StringComparison.Ordinal).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(v => Cells.Plain(v.Replace('\0', ','))).Distinct(StringComparer.OrdinalIgnoreCase)];
}
