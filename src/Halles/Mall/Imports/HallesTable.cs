using System.Globalization;
using Halles.Kernel;
using Halles.Kernel.Api;
using Halles.Kernel.Tables;
using Halles.Mall.Catalogue;

namespace Halles.Mall.Imports;

/// <summary>
/// The mall's own table, as it exports a shop: a variant in a row, and what belongs to the product in the first row of its
/// handle. Texts are Markdown; those of another language stand in columns such as <c>name:en</c>, attributes in <c>attribute:colour</c>,
/// what is in each of several stores in <c>stock:its-slug</c>.
/// </summary>
internal sealed class HallesTable : ISourceFormat
{
    public const string Handle = "handle", State = "state", Naming = "name", Description = "description", Category = "category", Tax = "tax", Maker = "maker", Option = "option", Value = "value";
    public const string Safety = "safety", Policy = "policy", Preparation = "preparation hours", Age = "age limit", Unit = "sold by", Step = "step", Weighed = "weighed";
    public const string Sku = "sku", Gtin = "gtin", Price = "price", Currency = "currency", Stock = "stock", Weight = "weight g", Measure = "measure", Photos = "photos", Alts = "photo texts", Reduced = "reduced since", Before = "lowest before", Attribute = "attribute:";

    /// <summary>The columns that each of its tables has, in order.</summary>
    public static readonly string[] Fixed =
        [Handle, State, Naming, Description, Safety, Category, Tax, Maker, Policy, Preparation, Age, Unit, Step, Weighed, .. Numbered(Option), .. Numbered(Value), Sku, Gtin, Price, Currency, Stock, Weight, Measure, Reduced, Before, Photos, Alts];

    public string Name => "halles";

    /// <summary>The column that counts what is in a store, where the shop has several.</summary>
    /// <param name="store">Its slug.</param>
    public static string StockOf(string store) => $"{Stock}:{store}";

    public string Title => "Halles";

    public bool Knows(TableColumns columns) => columns.Has(Handle) && columns.Has(State) && columns.Has(Naming) && columns.Has(Measure);

    public IEnumerable<SourceProduct> Read(TableColumns columns, IEnumerable<TableRow> rows)
    {
        foreach (var group in Cells.Together(rows, Handle, Naming))
        {
            yield return group[0].Problem is { } problem ? SourceProduct.Unreadable(group[0], "", problem)
                : group[0][Handle].Length == 0 ? SourceProduct.Unreadable(group[0], Handle, ImportProblems.KeyMissing)
                : Product(columns, group);
        }
    }

    private static SourceProduct Product(TableColumns columns, List<TableRow> rows)
    {
        var first = rows[0];
        var product = new SourceProduct(first[Handle])
        {
            Name = first[Naming],
            Description = first[Description],
            Category = first[Category],
            Tax = first[Tax] is { Length: > 0 } tax ? tax : null,
            Maker = first[Maker] is { Length: > 0 } maker ? maker : null,
            Safety = first[Safety],
            Terms = Terms(first),
            Published = first[State].Equals("published", StringComparison.OrdinalIgnoreCase),
        };
        product.Options.AddRange(Numbered(Option).Select(o => first[o]).TakeWhile(o => o.Length > 0));
        Picture(product, columns, first);
        foreach (var column in columns.Names.Where(n => first[n].Length > 0))
        {
            if (column.StartsWith(Attribute, StringComparison.OrdinalIgnoreCase))
            {
                product.Attributes[column[Attribute.Length..]] = first[column];
            }
            else if (column.Split(':') is [Naming or Description or Safety, var language])
            {
                product.Translations[(column.Split(':')[0], language)] = first[column];
            }
        }

        var words = columns.Names.Where(n => n.Contains(':', StringComparison.Ordinal)).ToList();
        foreach (var row in rows)
        {
            product.Rows.Add(row.Number);
            Translate(product, words, row, row == first);
            var variant = new SourceVariant(row.Number, [.. Numbered(Value).Take(product.Options.Count).Select(v => row[v])]) { Grams = Cells.Grams(row[Weight], "g"), Measure = row[Measure] is { Length: > 0 } measure ? measure : null }
                .Numbered(product, row, Sku, Gtin)
                .Priced(product, row, Price)
                .Counted(product, row, Stock);
            variant = variant with { Stores = InStores(product, words, row), Reduction = Reduction(product, row) };
            product.Variants.Add(row[Currency] is { Length: > 0 } currency ? variant with { Currency = currency } : variant);
        }

        return product;
    }

    private static void Picture(SourceProduct product, TableColumns columns, TableRow first)
    {
        var texts = columns.Names.Where(n => n.StartsWith(Alts, StringComparison.OrdinalIgnoreCase) && first[n].Length > 0).Select(n => (Language: n[Alts.Length..].TrimStart(':'), Texts: first[n].Split(Divider, StringSplitOptions.TrimEntries))).ToList();
        foreach (var (index, address) in first[Photos].Split(' ', StringSplitOptions.RemoveEmptyEntries).Index())
        {
            var others = new LocalText();
            foreach (var (language, alts) in texts.Where(t => t.Language.Length > 0 && t.Texts.ElementAtOrDefault(index) is { Length: > 0 } && Language.TryParse(t.Language, out _)))
            {
                others[language] = alts[index];
            }

            product.Pictured(first, Photos, [address], texts.Find(t => t.Language.Length == 0).Texts?.ElementAtOrDefault(index) ?? "", others.Count > 0 ? others : null);
        }
    }

    // "option 1:en" in the first row of a product, "value 1:en" in each.
    private static void Translate(SourceProduct product, List<string> words, TableRow row, bool first)
    {
        foreach (var column in words.Where(w => row[w].Length > 0))
        {
            var (stem, language) = (column[..column.IndexOf(':', StringComparison.Ordinal)], column[(column.IndexOf(':', StringComparison.Ordinal) + 1)..]);
            var (named, valued) = (first ? Array.IndexOf(Options, stem) : -1, Array.IndexOf(Values, stem));
            if ((named >= 0 || valued >= 0) && Math.Max(named, valued) < product.Options.Count && Language.TryParse(language, out _))
            {
                var key = (Math.Max(named, valued), named >= 0 ? "" : row[stem]);
                product.Words.TryAdd(key, []);
                product.Words[key][language] = row[column];
            }
        }
    }

    private static Dictionary<string, long> InStores(SourceProduct product, List<string> words, TableRow row)
    {
        var stores = new Dictionary<string, long>(StringComparer.OrdinalIgnoreCase);
        foreach (var column in words.Where(w => w.StartsWith(StockOf(""), StringComparison.OrdinalIgnoreCase)))
        {
            if (new SourceVariant(row.Number, []).Counted(product, row, column).Quantity is { } pieces)
            {
                stores[column[StockOf("").Length..]] = pieces;
            }
        }

        return stores;
    }

    private static (DateTimeOffset Since, decimal Before)? Reduction(SourceProduct product, TableRow row)
    {
        if (row[Reduced].Length == 0)
        {
            return null;
        }

        if (DateTimeOffset.TryParseExact(row[Reduced], Moment, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var since) && PriceText.Read(row[Before], pointIsDecimal: true, out var before, out _) is null)
        {
            return (since, before);
        }

        product.Note(row.Number, Reduced, ImportProblems.ReductionLeft);
        return null;
    }

    // Null where the table is of before these columns, or somebody has taken them out.
    private static SourceTerms? Terms(TableRow row)
    {
        return !Wire.TryWord(row[Policy], out StockPolicy policy) ? null : new SourceTerms(
            policy, Whole(Preparation, 0), Whole(Age, 0), row[Unit] is { Length: > 0 } unit ? unit : null, Whole(Step, 1), row[Weighed].Equals("true", StringComparison.OrdinalIgnoreCase));

        int Whole(string column, int otherwise) => int.TryParse(row[column], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
    }

    /// <summary>How moments are written, in UTC.</summary>
    internal const string Moment = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>What stands between the texts of photos.</summary>
    internal const char Divider = '|';

    private static readonly string[] Options = Numbered(Option), Values = Numbered(Value);

    private static string[] Numbered(string stem) => [stem + " 1", stem + " 2", stem + " 3"];
}
