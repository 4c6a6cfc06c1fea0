using System.Text;

namespace Halles.Mall.Storefront;

/// <summary>The text index of a language: the products that have a word, and where it stands in them.</summary>
internal sealed class TextIndex(Reading reading, int language)
{
    /// <summary>No more are read of a field: of a word that is everywhere the newest count.</summary>
    public const int Most = 16_000;

    private static readonly (string Columns, int Field)[] Fields = [("name codes", Posting.Name), ("kind brand", Posting.Kind), ("category attributes", Posting.Detail), ("body", Posting.Body)];
    private readonly string _table = StorefrontSchema.Text(language);

    /// <summary>The products that have what an expression says, rising.</summary>
    /// <param name="beside">An expression that they have too, anywhere; null for none.</param>
    public int[] Of(string expression, string? beside = null) =>
        reading.Generation.Postings.Of(beside is null ? $"{_table} {expression}" : $"{_table} {expression} AND {beside}", () => Read(expression, beside));

    /// <summary>There may be products beyond those that were read.</summary>
    public static bool IsCut(int[] list) => list.Length >= Most;

    public static string Quoted(string term) => new StringBuilder(term.Length + 2).Append('"').Append(term.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"').ToString();

    public static string Any(IEnumerable<string> expressions) => "(" + string.Join(" OR ", expressions.Distinct()) + ")";

    public static string All(IEnumerable<string> expressions) => string.Join(" AND ", expressions);

    private int[] Read(string expression, string? beside)
    {
        int[] all = [];
        foreach (var (columns, field) in Fields)
        {
            all = Posting.Either(all, Read(beside is null ? $"{{{columns}}} : ({expression})" : $"({{{columns}}} : ({expression})) AND ({beside})", field));
        }

        return all;
    }

    private int[] Read(string match, int field)
    {
        var keys = new List<int>();
        using var rows = reading.Sql.Query($"SELECT rowid FROM {_table} WHERE {_table} MATCH $1 ORDER BY rowid DESC LIMIT {Most}", match);
        while (rows.Read())
        {
            keys.Add(Posting.Of(rows.Int(0), field));
        }

        keys.Reverse();
        return [.. keys];
    }
}
