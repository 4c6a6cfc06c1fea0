using System.Collections.Frozen;

namespace Halles.Kernel.Tables;

/// <summary>The columns of a table, found by name in any case.</summary>
public sealed class TableColumns
{
    private readonly FrozenDictionary<string, int> _places;

    public TableColumns(IReadOnlyList<string> names)
    {
        Names = names;
        _places = names.Index().Where(n => n.Item.Length > 0).DistinctBy(n => n.Item, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(n => n.Item, n => n.Index, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>As the file has them, without blanks around.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Whether there is a column of this name.</summary>
    public bool Has(string name) => _places.ContainsKey(name);

    /// <summary>Where a column stands; -1 when there is none.</summary>
    public int Place(string name) => _places.GetValueOrDefault(name, -1);
}

/// <summary>A row of a table.</summary>
/// <param name="Number">As a spreadsheet counts: the header is row 1.</param>
/// <param name="Problem">Why its cells cannot be trusted; null when they can.</param>
public sealed record TableRow(int Number, TableColumns Columns, IReadOnlyList<string> Cells, Problem? Problem = null)
{
    /// <summary>A cell without blanks around, and as it was before it was made harmless for spreadsheets; empty where the table has no such column or the row ends before it.</summary>
    public string this[string column] => Columns.Place(column) is >= 0 and var place && place < Cells.Count ? DelimitedWriter.Meant(Cells[place]).Trim() : "";

    /// <summary>The first of several columns that is not empty.</summary>
    public string First(params ReadOnlySpan<string> columns)
    {
        foreach (var column in columns)
        {
            if (this[column] is { Length: > 0 } cell)
            {
                return cell;
            }
        }

        return "";
    }
}
