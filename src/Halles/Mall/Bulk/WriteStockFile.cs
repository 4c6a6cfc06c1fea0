using System.Globalization;
using System.Text;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;

namespace Halles.Mall.Bulk;

/// <summary>Writes what a store has as a table that spreadsheets open and <see cref="PlanStockFile"/> reads back.</summary>
public sealed class WriteStockFile(MallDatabase database)
{
    /// <summary>The columns, in order.</summary>
    public const string Header = "sku,gtin,name,quantity,held";

    /// <summary>UTF-8 with a byte order mark, by which spreadsheets tell it.</summary>
    /// <param name="separator">What stands between cells: a semicolon where the comma stands before decimals.</param>
    public byte[] Run(Guid shop, Guid store, char separator)
    {
        var rows = database.Read(sql => sql.List(
            """
            SELECT v.sku, v.gtin, coalesce(t.text, p.handle), p.options, v.choice, p.language, coalesce(s.on_hand, 0), coalesce(s.held, 0) FROM variants v
            JOIN products p ON p.shop_id = v.shop_id AND p.id = v.product_id
            LEFT JOIN product_texts t ON t.shop_id = p.shop_id AND t.product_id = p.id AND t.field = 'Name' AND t.language = p.language
            LEFT JOIN stock s ON s.shop_id = v.shop_id AND s.variant_id = v.id AND s.store_id = $2
            WHERE v.shop_id = $1 AND v.archived = $3 AND p.state <> 'Archived' AND p.policy = 'Counted' ORDER BY v.sku
            """,
            r => (string[])
            [
                r.Text(0), r.IsNull(1) ? "" : Kernel.Gtin.Parse(r.Text(1)).Printed, Named(r.Text(2), ProductOption.Words(r.Json<List<ProductOption>>(3), r.Json<List<int>>(4), r.Text(5))),
                r.Long(6).ToString(CultureInfo.InvariantCulture), r.Long(7).ToString(CultureInfo.InvariantCulture),
            ],
            shop, store, false));
        var text = new StringBuilder("\ufeff").AppendJoin(separator, Header.Split(',')).Append("\r\n");
        foreach (var row in rows)
        {
            text.AppendJoin(separator, row.Select(cell => Quoted(Harmless(cell), separator))).Append("\r\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    // A spreadsheet would run what begins like a formula.
    private static string Harmless(string cell) => cell is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? "'" + cell : cell;

    private static string Quoted(string cell, char separator) =>
        cell.AsSpan().ContainsAny([separator, '"', '\n', '\r']) ? '"' + cell.Replace("\"", "\"\"", StringComparison.Ordinal) + '"' : cell;

    private static string Named(string name, string choice) => choice.Length == 0 ? name : $"{name}, {choice}";
}
