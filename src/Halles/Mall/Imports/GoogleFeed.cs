using Halles.Kernel.Tables;

namespace Halles.Mall.Imports;

/// <summary>
/// A product feed as Google Merchant Center takes it (product data specification), as a table, RSS or Atom: an offer in a row;
/// those of one <c>item_group_id</c> are the variants of one product and may stand anywhere. Columns of a table may bear the
/// prefix <c>g:</c>, which those of XML lose as they are read.
/// </summary>
internal sealed class GoogleFeed : ISourceFormat
{
    private static readonly string[] Distinguishing = ["color", "size", "pattern", "material"];

    private static readonly char[] Between = [' ', '-', '–', '—', '|', ',', ':', '(', ')', '/'];

    public string Name => "google-merchant";

    public string Title => "Google Merchant";

    public bool Knows(TableColumns columns) => Plain(columns) is var plain && plain.Has("id") && plain.Has("title") && new[] { "price", "link", "availability", "image_link", "image link" }.Count(plain.Has) >= 3;

    public IEnumerable<SourceProduct> Read(TableColumns columns, IEnumerable<TableRow> rows)
    {
        var groups = new Dictionary<string, List<TableRow>>(StringComparer.OrdinalIgnoreCase);
        var plain = Plain(columns);
        foreach (var row in ReferenceEquals(plain, columns) ? rows : rows.Select(r => r with { Columns = plain }))
        {
            var group = row.First("item_group_id", "item group id");
            if (row.Problem is { } problem)
            {
                yield return SourceProduct.Unreadable(row, "", problem);
            }
            else if (row["id"].Length == 0)
            {
                yield return SourceProduct.Unreadable(row, "id", ImportProblems.KeyMissing);
            }
            else if (group.Length == 0)
            {
                yield return Product(row["id"], [row]);
            }
            else if (groups.TryGetValue(group, out var met))
            {
                met.Add(row);
            }
            else
            {
                groups.Add(group, [row]);
            }
        }

        foreach (var (group, offers) in groups)
        {
            yield return Product(group, offers);
        }
    }

    private static TableColumns Plain(TableColumns columns) =>
        columns.Has("g:id") ? new TableColumns([.. columns.Names.Select(n => n.StartsWith("g:", StringComparison.OrdinalIgnoreCase) ? n[2..] : n)]) : columns;

    private static SourceProduct Product(string key, List<TableRow> rows)
    {
        var first = rows[0];
        var (name, titles) = Titles([.. rows.Select(r => Cells.Plain(r["title"]))]);
        var product = new SourceProduct(key)
        {
            Name = name,
            Description = Cells.Markdown(first["description"]),
            Category = first.First("product_type", "product type", "google_product_category", "google product category"),
            Maker = first["brand"] is { Length: > 0 } brand ? Cells.Plain(brand) : null,
            Published = true,
        };
        var options = rows.Count == 1 ? [] : Distinguishing.Where(d => rows.Select(r => r[d]).Distinct(StringComparer.OrdinalIgnoreCase).Count() > 1).ToList();
        if (rows.Count > 1 && rows.Select(r => string.Join('|', options.Select(o => r[o]))).Distinct(StringComparer.OrdinalIgnoreCase).Count() < rows.Count)
        {
            options = ["title"]; // the offers differ by something else; their titles say it
        }

        product.Options.AddRange(options);
        foreach (var attribute in Distinguishing.Except(options).Where(a => first[a].Length > 0))
        {
            product.Attributes[attribute] = first[attribute];
        }

        foreach (var (index, row) in rows.Index())
        {
            product.Rows.Add(row.Number);
            product.Pictured(row, "image_link", [row.First("image_link", "image link"), .. row.First("additional_image_link", "additional image link").Split(',')]);
            var weight = row.First("shipping_weight", "shipping weight").Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var gone = row["availability"].Replace('_', ' ').Equals("out of stock", StringComparison.OrdinalIgnoreCase);
            if (row.First("sale_price", "sale price") is { Length: > 0 } sale && sale != row["price"])
            {
                product.Note(row.Number, "sale_price", ImportProblems.SaleLeft);
            }

            product.Variants.Add(new SourceVariant(row.Number, [.. options.Select(o => o == "title" ? titles[index] : Cells.Plain(row[o]))])
            {
                Grams = weight.Length == 2 ? Cells.Grams(weight[0], weight[1]) : 0,
                Measure = row.First("unit_pricing_measure", "unit pricing measure") is { Length: > 0 } measure ? measure : null,
                Quantity = gone ? 0 : null,
            }
                .Numbered(product, row, "id", "gtin")
                .Priced(product, row, "price")
                .Counted(product, row, Cells.Named(row.Columns, "sell_on_google_quantity", "quantity")));
            if (product.Variants[^1] is { Price: not null, Currency: null })
            {
                product.NoteOnce("price", ImportProblems.CurrencyUnsaid);
            }
        }

        return product;
    }

    /// <summary>What the titles of a product's offers have in common, and what is left of each: "Tee – S" and "Tee – M" are a tee in S and M.</summary>
    private static (string Name, string[] Others) Titles(string[] titles)
    {
        var common = titles.Aggregate((a, b) => a[..a.AsSpan().CommonPrefixLength(b)]);
        var name = common[..(common.LastIndexOfAny([' ', '-', '–', '|', ',', '(']) + 1)].TrimEnd(Between);
        return titles.Length == 1 || name.Length < 3 || Array.Exists(titles, t => t.Length <= common.Length) ? (titles[0], titles) : (name, [.. titles.Select(t => t[name.Length..].Trim(Between))]);
    }
}
