using Halles.Kernel.Tables;

namespace Halles.Mall.Imports;

/// <summary>
/// The product export of WooCommerce, in English or French: simple products in a row each; a variable product in one row and
/// its variations in rows of their own, which name their parent by number or SKU and may stand anywhere.
/// </summary>
internal sealed class WooCommerceExport : ISourceFormat
{
    /// <summary>Its columns in the languages that its translation files have them in.</summary>
    private static readonly Dictionary<string, string[]> Columns = new(StringComparer.Ordinal)
    {
        ["type"] = ["Type"],
        ["id"] = ["ID"],
        ["sku"] = ["SKU", "UGS"],
        ["gtin"] = ["GTIN, UPC, EAN, or ISBN", "GTIN, UPC, EAN ou ISBN"],
        ["name"] = ["Name", "Nom"],
        ["published"] = ["Published", "Publié"],
        ["short"] = ["Short description", "Description courte"],
        ["description"] = ["Description"],
        ["stock"] = ["Stock"],
        ["price"] = ["Regular price", "Tarif régulier"],
        ["sale"] = ["Sale price", "Tarif promo"],
        ["categories"] = ["Categories", "Catégories"],
        ["images"] = ["Images"],
        ["parent"] = ["Parent"],
        ["brand"] = ["Brands", "Marques"],
    };

    public string Name => "woocommerce";

    public string Title => "WooCommerce";

    public bool Knows(TableColumns columns) => new[] { "type", "name", "price" }.All(c => Array.Exists(Columns[c], columns.Has)) && columns.Has(Cells.Named(columns, Columns["sku"]));

    public IEnumerable<SourceProduct> Read(TableColumns columns, IEnumerable<TableRow> rows)
    {
        var named = Columns.ToDictionary(c => c.Key, c => Cells.Named(columns, c.Value), StringComparer.Ordinal);
        List<TableRow> parents = [], variations = [];
        foreach (var row in rows)
        {
            var type = row[named["type"]];
            if (row.Problem is { } problem)
            {
                yield return SourceProduct.Unreadable(row, "", problem);
            }
            else if (type.Contains("variation", StringComparison.OrdinalIgnoreCase))
            {
                variations.Add(row);
            }
            else if (type.Contains("variable", StringComparison.OrdinalIgnoreCase))
            {
                parents.Add(row);
            }
            else
            {
                yield return Product(columns, named, row, []);
            }
        }

        foreach (var product in Variable(columns, named, parents, variations))
        {
            yield return product;
        }
    }

    private static IEnumerable<SourceProduct> Variable(TableColumns columns, Dictionary<string, string> named, List<TableRow> parents, List<TableRow> variations)
    {
        var children = variations.ToLookup(v => v[named["parent"]], StringComparer.OrdinalIgnoreCase);
        var met = new HashSet<TableRow>();
        foreach (var parent in parents)
        {
            var own = new[] { parent[named["sku"]], "id:" + parent[named["id"]] }.Where(k => k.Length > 0).SelectMany(k => children[k]).Where(met.Add).ToList();
            yield return Product(columns, named, parent, own);
        }

        foreach (var lost in variations.Where(v => !met.Contains(v)))
        {
            yield return SourceProduct.Unreadable(lost, named["parent"], ImportProblems.NoParent.With(lost[named["parent"]]));
        }
    }

    private static SourceProduct Product(TableColumns columns, Dictionary<string, string> named, TableRow row, List<TableRow> variations)
    {
        var product = new SourceProduct(row[named["sku"]] is { Length: > 0 } sku ? sku : "id:" + row[named["id"]])
        {
            Name = row[named["name"]],
            Description = Cells.Markdown((row[named["short"]] + "\n\n" + row[named["description"]]).Trim().Replace("\\n", "\n", StringComparison.Ordinal)),
            Category = row[named["categories"]].Split(',', StringSplitOptions.TrimEntries)[0],
            Maker = row[named["brand"]] is { Length: > 0 } brand ? brand : null,
            Published = row[named["published"]] is "1" or "",
            Rows = { row.Number },
        };
        product.Rows.AddRange(variations.Select(v => v.Number));
        foreach (var part in variations.Prepend(row))
        {
            product.Pictured(part, named["images"], part[named["images"]].Split(','));
        }

        var attributes = Enumerable.Range(1, 20).TakeWhile(i => columns.Has(Attribute(columns, i, name: true))).Select(i => (Name: Attribute(columns, i, name: true), Value: Attribute(columns, i, name: false))).ToList();
        var chosen = attributes.Where(a => variations.Exists(v => v[a.Value].Length > 0)).ToList();
        product.Options.AddRange(chosen.Select(a => row[a.Name] is { Length: > 0 } name ? name : variations.Select(v => v[a.Name]).First(n => n.Length > 0)));
        foreach (var (name, value) in attributes.Except(chosen).Where(a => row[a.Name].Length > 0 && row[a.Value].Length > 0))
        {
            product.Attributes[row[name]] = row[value];
        }

        product.Variants.AddRange((variations.Count == 0 ? [row] : variations).Select(v => Variant(columns, named, product, v, [.. chosen.Select(a => v[a.Value])])));
        return product;
    }

    private static SourceVariant Variant(TableColumns columns, Dictionary<string, string> named, SourceProduct product, TableRow row, string[] choice)
    {
        var weight = columns.Names.FirstOrDefault(n => (n.StartsWith("Weight (", StringComparison.Ordinal) || n.StartsWith("Poids (", StringComparison.Ordinal)) && n.EndsWith(')')) ?? "";
        return new SourceVariant(row.Number, choice) { Grams = weight.Length == 0 ? 0 : Cells.Grams(row[weight], weight[(weight.IndexOf('(', StringComparison.Ordinal) + 1)..^1]) }
            .Numbered(product, row, named["sku"], named["gtin"])
            .Priced(product, row, row[named["price"]].Length > 0 ? named["price"] : named["sale"], pointIsDecimal: !row[named["price"]].Contains(',', StringComparison.Ordinal))
            .Counted(product, row, named["stock"]);
    }

    private static string Attribute(TableColumns columns, int number, bool name) =>
        name ? Cells.Named(columns, $"Attribute {number} name", $"Nom de l’attribut {number}") : Cells.Named(columns, $"Attribute {number} value(s)", $"Valeur(s) de l’attribut {number}");
}
