using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace Halles.Kernel.Tables;

/// <summary>
/// Reads a table of text (RFC 4180) row by row, as programs of all kinds write it: in UTF-8, UTF-16 or Windows-1252,
/// separated by commas, semicolons, tabs or bars, which it finds out by itself; quotation marks and line breaks inside cells.
/// </summary>
public sealed class DelimitedReader : IDisposable
{
    /// <summary>The most columns that are read.</summary>
    public const int MostColumns = 2_000;

    /// <summary>The longest cell in characters.</summary>
    public const int MostCell = 1_000_000;

    private const int Look = 64 * 1024;
    private const int LongestRow = 20_000_000; // above this memory is at stake, so the file ends there
    private readonly CsvParser _parser;
    private readonly int _header;

    private DelimitedReader(CsvParser parser, int header, TableColumns columns, char separator) => (_parser, _header, Columns, Separator) = (parser, header, columns, separator);

    public TableColumns Columns { get; }

    /// <summary>What stands between cells.</summary>
    public char Separator { get; }

    /// <summary>Reads the header.</summary>
    /// <param name="file">Read from where it is to its end, and closed with the reader.</param>
    public static Result<DelimitedReader> Open(Stream file)
    {
        var input = new PeekStream(file);
        var head = input.Peek(Look);
        if (head.IsEmpty)
        {
            return TableProblems.Empty;
        }

        if (EncodingOf(head) is not { } encoding)
        {
            return TableProblems.Binary;
        }

        var separator = SeparatorOf(encoding.GetString(head));
        var text = new StreamReader(input, encoding, detectEncodingFromByteOrderMarks: true);
        var parser = new CsvParser(text, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = separator.ToString(),
            DetectDelimiter = false,
            Mode = CsvMode.RFC4180,
            BadDataFound = null, // a quotation mark in the middle of a cell is one
            IgnoreBlankLines = false, // they count, as in a spreadsheet
            MaxFieldSize = LongestRow,
            ProcessFieldBufferSize = 4096,
            BufferSize = 64 * 1024,
        });
        return Begin(parser, separator);
    }

    /// <summary>The rows under the header, in order; the last is one with a problem where the file cannot be read on.</summary>
    public IEnumerable<TableRow> Rows()
    {
        for (var number = _header + 1; Read(number) is { } row; number++)
        {
            if (row.Problem is not null || row.Cells.Any(c => c.Length > 0))
            {
                yield return row;
            }

            if (row is { Problem: not null, Cells.Count: 0 })
            {
                yield break; // what follows would be read from the midst of a cell
            }
        }
    }

    public void Dispose() => _parser.Dispose();

    private static Result<DelimitedReader> Begin(CsvParser parser, char separator)
    {
        try
        {
            var number = 0;
            string[] header;
            do // blank lines before it count, as in a spreadsheet
            {
                if (!parser.Read())
                {
                    parser.Dispose();
                    return TableProblems.Empty;
                }

                (header, number) = (parser.Record!, number + 1);
            }
            while (header.All(string.IsNullOrWhiteSpace));

            var names = header.Select(n => n.Trim().TrimStart('\ufeff')).ToList();
            if (names.Count <= MostColumns)
            {
                return new DelimitedReader(parser, number, new TableColumns(names), separator);
            }

            parser.Dispose();
            return TableProblems.TooManyColumns.With(names.Count, MostColumns);
        }
        catch (MaxFieldSizeException)
        {
            parser.Dispose();
            return TableProblems.CellTooLong.With(MostCell);
        }
    }

    private TableRow? Read(int number)
    {
        try
        {
            if (!_parser.Read())
            {
                return null;
            }

            var cells = _parser.Record!;
            return new TableRow(number, Columns, cells, Wrong(cells));
        }
        catch (MaxFieldSizeException)
        {
            return new TableRow(number, Columns, [], TableProblems.CellTooLong.With(MostCell));
        }
    }

    private Problem? Wrong(string[] cells) =>
        Array.Exists(cells, c => c.Length > MostCell) ? TableProblems.CellTooLong.With(MostCell)
        : cells.Length > Columns.Names.Count && cells.Skip(Columns.Names.Count).Any(c => c.Length > 0) ? TableProblems.TooManyCells.With(cells.Length, Columns.Names.Count)
        : null;

    /// <summary>By its byte order mark, by the zeros of UTF-16, else <see cref="MixedEncoding"/>; null for what is no text.</summary>
    private static Encoding? EncodingOf(ReadOnlySpan<byte> head)
    {
        if (head is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            return head[0] == 0xFF ? Encoding.Unicode : Encoding.BigEndianUnicode;
        }

        var (even, odd) = (0, 0);
        for (var i = 0; i < head.Length; i++)
        {
            if (head[i] == 0)
            {
                _ = i % 2 == 0 ? even++ : odd++;
            }
        }

        var mostly = head.Length / 4;
        return (even, odd) switch
        {
            (0, 0) => IsText(head) ? MixedEncoding.Utf8OrWindows1252 : null,
            _ when odd > mostly && even < odd / 10 => Encoding.Unicode,
            _ when even > mostly && odd < even / 10 => Encoding.BigEndianUnicode,
            _ => null,
        };
    }

    // Pictures, archives and the like are full of control characters even where they have no zeros.
    private static bool IsText(ReadOnlySpan<byte> head)
    {
        var controls = 0;
        foreach (var b in head)
        {
            controls += b is < 0x20 and not ((byte)'\t' or (byte)'\n' or (byte)'\r' or 0x0C) ? 1 : 0;
        }

        return controls * 50 <= head.Length;
    }

    /// <summary>The one that divides the first line into most cells, quoted text aside.</summary>
    private static char SeparatorOf(string head)
    {
        ReadOnlySpan<char> candidates = [',', ';', '\t', '|'];
        Span<int> counts = stackalloc int[candidates.Length];
        var quoted = false;
        foreach (var c in head)
        {
            if (c == '"')
            {
                quoted = !quoted;
            }
            else if (!quoted && c is '\n' or '\r' && counts.ContainsAnyExcept(0))
            {
                break;
            }
            else if (!quoted && candidates.IndexOf(c) is >= 0 and var which)
            {
                counts[which]++;
            }
        }

        var best = 0;
        for (var i = 1; i < counts.Length; i++)
        {
            best = counts[i] > counts[best] ? i : best;
        }

        return candidates[best];
    }
}
