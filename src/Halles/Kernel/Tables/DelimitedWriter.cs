using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace Halles.Kernel.Tables;

/// <summary>
/// Writes a table of text (RFC 4180) as spreadsheets open it: UTF-8 with a byte order mark, by which they know it, and
/// nothing in it that they would run.
/// </summary>
public sealed class DelimitedWriter : IAsyncDisposable
{
    private readonly CsvWriter _csv;

    /// <param name="file">Written to from where it is; not closed.</param>
    /// <param name="separator">What stands between cells: a semicolon where the comma stands before decimals.</param>
    public DelimitedWriter(Stream file, char separator = ',') => _csv = new CsvWriter(
        new StreamWriter(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true),
        new CsvConfiguration(CultureInfo.InvariantCulture) { Delimiter = separator.ToString() });

    /// <summary>Writes a row.</summary>
    public Task Row(params IEnumerable<string> cells)
    {
        foreach (var cell in cells)
        {
            _csv.WriteField(IsFormula(cell) ? "'" + cell : cell);
        }

        return _csv.NextRecordAsync();
    }

    public ValueTask DisposeAsync() => _csv.DisposeAsync();

    /// <summary>What a cell said before it was made harmless.</summary>
    public static string Meant(string cell) => cell is ['\'', ..] && IsFormula(cell) ? cell[1..] : cell;

    // What begins so is calculated when the file is opened, and may call programs; a number below zero only looks like it.
    // One that stands behind an apostrophe already gets another, so that the first is not taken off when it is read.
    private static bool IsFormula(ReadOnlySpan<char> cell) => cell.TrimStart('\'') is var begun && (begun is ['=' or '+' or '@' or '\t' or '\r', ..]
        || (begun is ['-', ..] && !decimal.TryParse(begun, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _)));
}
