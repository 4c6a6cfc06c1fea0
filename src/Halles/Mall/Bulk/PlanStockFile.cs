using System.Globalization;
using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Kernel.Tables;
using Halles.Kernel.Text;
using Halles.Mall.Stock;

namespace Halles.Mall.Bulk;

/// <summary>A row of a stock file that cannot be taken.</summary>
/// <param name="Row">As a spreadsheet counts: the header is row 1.</param>
/// <param name="Column">The name of the column; null where the whole row is meant.</param>
public sealed record StockFileError(int Row, string? Column, Problem Problem);

/// <summary>What a stock file would do. Rows = lines + unchanged + errors: no row is lost in silence.</summary>
/// <param name="Lines">How many counts would change.</param>
/// <param name="Edit">The plan of them, to be looked at and applied; null when there are none.</param>
public sealed record StockFilePlan(int Rows, int Lines, int Unchanged, IReadOnlyList<StockFileError> Errors, Guid? Edit);

/// <summary>Reads what is there from the table of a till or another system, by number or bar code, and plans the counts: nothing changes yet.</summary>
public sealed class PlanStockFile(MallDatabase database, PlanBulkEdit plan)
{
    /// <summary>The largest file in bytes.</summary>
    public const int MostBytes = 20_000_000;

    // As tills write them, folded. Numbers come before bar codes: who has both means the number.
    private static readonly string[] Numbers = ["sku", "reference", "ref", "article", "code article", "code", "plu", "artikelnummer", "referencia"];
    private static readonly string[] BarCodes = ["gtin", "ean", "ean13", "ean 13", "barcode", "bar code", "code barres", "code barre", "upc", "strichcode"];
    private static readonly string[] Counts = ["quantity", "qty", "on hand", "stock", "quantite", "qte", "stock reel", "en stock", "menge", "bestand", "cantidad", "aantal"];

    /// <summary>Plans the counts of a store.</summary>
    /// <param name="file">Read to its end.</param>
    public async Task<Result<StockFilePlan>> Run(Guid shop, Guid store, Stream file, Guid actor)
    {
        var opened = DelimitedReader.Open(file);
        if (!opened.Ok)
        {
            return opened.Problem!.On("file");
        }

        using var reader = opened.Value;
        var (number, barCode, count) = (Named(reader, Numbers), Named(reader, BarCodes), Named(reader, Counts));
        if ((number ?? barCode) is null || count is null)
        {
            return BulkProblems.NoStockColumns;
        }

        var (errors, unchanged, rows) = (new List<StockFileError>(), 0, 0);
        var lines = new Dictionary<Guid, BulkPlanned>();
        var seen = new Dictionary<Guid, int>();
        var goods = new Goods(database, shop, store);
        foreach (var row in reader.Rows())
        {
            rows++;
            var (variant, problem) = goods.Find(number is null ? "" : row[number], barCode is null ? "" : row[barCode]);
            var level = 0L;
            var wrong = row.Problem is { } damaged ? new StockFileError(row.Number, null, damaged)
                : variant is null ? new StockFileError(row.Number, number ?? barCode, problem!)
                : !TryCount(row[count], out level) ? new StockFileError(row.Number, count, StockProblems.AmountWrong)
                : !seen.TryAdd(variant.Id, row.Number) ? new StockFileError(row.Number, number ?? barCode, BulkProblems.Twice.With(seen[variant.Id]))
                : null;
            if (wrong is not null)
            {
                errors.Add(wrong);
            }
            else if (level == variant!.OnHand)
            {
                unchanged++;
            }
            else
            {
                lines.Add(variant.Id, new BulkPlanned(variant.Product, variant.Id, Words(variant.OnHand), Words(level)));
            }
        }

        if (rows == 0)
        {
            return TableProblems.NoRows.On("file");
        }

        var planned = lines.Count == 0 ? default : await plan.Keep(shop, new BulkChange(BulkKind.Stock, StoreId: store), [.. lines.Values], actor).ConfigureAwait(false);
        return planned.Problem is { } refused ? refused.On("file") : new StockFilePlan(rows, lines.Count, unchanged, errors, lines.Count == 0 ? null : planned.Value);
    }

    /// <summary>A whole count: <c>12</c>, <c>12,00</c>, <c>1 200</c>, <c>1.200,0</c>. A lone comma or point stands before decimals.</summary>
    internal static bool TryCount(string cell, out long count)
    {
        count = 0;
        var digits = string.Concat(cell.Where(c => !char.IsWhiteSpace(c) && c != '\''));
        var point = digits.LastIndexOfAny([',', '.']);
        var plain = point < 0 ? digits : digits[..point].Replace(",", "", StringComparison.Ordinal).Replace(".", "", StringComparison.Ordinal) + "." + digits[(point + 1)..];
        if (!decimal.TryParse(plain, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || number != decimal.Truncate(number) || number > AdjustStock.Most)
        {
            return false;
        }

        count = (long)number;
        return true;
    }

    private static string? Named(DelimitedReader reader, string[] names) =>
        names.Select(n => reader.Columns.Names.FirstOrDefault(c => Folding.Fold(c.Replace('_', ' ').Replace('-', ' ')) == n)).FirstOrDefault(c => c is not null);

    private static string Words(long count) => count.ToString(CultureInfo.InvariantCulture);

    private sealed record Good(Guid Id, Guid Product, long OnHand);

    /// <summary>The shop's goods that are counted, by number and by bar code.</summary>
    private sealed class Goods
    {
        private readonly Dictionary<string, Good> _numbers = new(StringComparer.OrdinalIgnoreCase);
        private readonly Dictionary<string, Good> _barCodes = new(StringComparer.Ordinal);

        public Goods(MallDatabase database, Guid shop, Guid store)
        {
            foreach (var (good, sku, gtin) in database.Read(sql => sql.List(
                """
                SELECT v.id, v.product_id, coalesce(s.on_hand, 0), v.sku, v.gtin FROM variants v
                JOIN products p ON p.shop_id = v.shop_id AND p.id = v.product_id
                LEFT JOIN stock s ON s.shop_id = v.shop_id AND s.variant_id = v.id AND s.store_id = $2
                WHERE v.shop_id = $1 AND v.archived = $3 AND p.state <> 'Archived' AND p.policy = 'Counted' ORDER BY v.id
                """,
                r => (new Good(r.Id(0), r.Id(1), r.Long(2)), r.Text(3), r.TextOrNull(4)), shop, store, false)))
            {
                _numbers[sku] = good;
                if (gtin is not null)
                {
                    _barCodes.TryAdd(gtin, good);
                }
            }
        }

        public (Good? Good, Problem? Problem) Find(string number, string barCode)
        {
            var codes = new[] { number, barCode }.Select(c => c.TrimStart('\'')).Where(c => c.Length > 0).ToList();
            if (codes.Count == 0)
            {
                return (null, FieldProblems.Missing);
            }

            var good = codes.Select(c => _numbers.GetValueOrDefault(c) ?? (Gtin.TryParse(c, out var gtin, out _) ? _barCodes.GetValueOrDefault(gtin.Value) : null)).FirstOrDefault(g => g is not null);
            return (good, good is null ? StockProblems.NoSuchVariant : null);
        }
    }
}
