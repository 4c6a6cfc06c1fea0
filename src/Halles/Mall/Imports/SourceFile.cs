using System.IO.Compression;
using System.Text.Json;
using System.Xml;
using Halles.Kernel;
using Halles.Kernel.Tables;

namespace Halles.Mall.Imports;

/// <summary>A file of products as it comes: a table of text, a feed in RSS, JSON, or an archive with one of them.</summary>
public sealed class SourceFile : IDisposable
{
    /// <summary>The largest that is read, and that an archive may become, in megabytes.</summary>
    public const int MostMegabytes = 400;

    /// <summary>Bytes of one product in a feed or in JSON: above this memory is at stake, so the file ends there.</summary>
    internal const long LongestRow = 20_000_000;

    private static readonly ISourceFormat[] Known = [new HallesTable(), new ShopifyExport(), new EtsyExport(), new WooCommerceExport(), new IcecatCatalogue(), new GoogleFeed(), new OpenFoodFacts()];

    private readonly IDisposable _opened;
    private readonly IEnumerable<TableRow> _rows;
    private ISourceFormat? _format;
    private Stream? _measured;

    private SourceFile(IDisposable opened, TableColumns columns, IEnumerable<TableRow> rows)
    {
        (_opened, Columns, _rows) = (opened, columns, rows);
        _format = Array.Find(Known, f => f.Knows(columns));
    }

    /// <summary>The names of its columns; of JSON and RSS those of the first product.</summary>
    public TableColumns Columns { get; }

    /// <summary>The system's word, such as <c>shopify</c>; null while it is not known.</summary>
    public string? System => _format?.Name;

    /// <summary>How much of it is read, from 0 to 1; 0 where that cannot be told.</summary>
    public double Share => _measured is { Length: > 0 and var length } ? _measured.Position / (double)length : 0;

    /// <summary>The systems whose exports are known, by their words.</summary>
    public static IReadOnlyList<string> Systems { get; } = [.. Known.Select(f => f.Name)];

    /// <summary>The name by which a system calls itself.</summary>
    public static string TitleOf(string system) => Array.Find(Known, f => f.Name == system)?.Title ?? "CSV";

    /// <summary>Opens a file and finds out what it is.</summary>
    /// <param name="file">Closed with what is returned.</param>
    public static Result<SourceFile> Open(Stream file)
    {
        var input = new PeekStream(file);
        var head = input.Peek(512);
        try
        {
            return head.StartsWith("PK\u0003\u0004"u8) ? Unpack(input) : Measured(Unpacked(input, head), file);
        }
        catch (InvalidDataException)
        {
            return ImportProblems.Broken;
        }
    }

    /// <summary>Says by hand which column is what.</summary>
    public Result<Done> Map(IReadOnlyDictionary<TableField, string> mapping)
    {
        var mapped = new MappedTable(mapping);
        if (!mapped.Knows(Columns))
        {
            return ImportProblems.ColumnsMissing;
        }

        _format = mapped;
        return Done.Well;
    }

    /// <summary>The columns as they are guessed by their names.</summary>
    public IReadOnlyDictionary<TableField, string> Guessed() => MappedTable.Guess(Columns);

    /// <summary>Takes the guess, where it is sure enough to go on: a name, and a price or a number.</summary>
    public Result<Done> Guess()
    {
        var guess = Guessed();
        return guess.ContainsKey(TableField.Name) && (guess.ContainsKey(TableField.Price) || guess.ContainsKey(TableField.Sku) || guess.ContainsKey(TableField.Gtin)) ? Map(guess) : ImportProblems.ColumnsMissing;
    }

    /// <summary>Its products; a row that cannot be read is a refused product of its own. To be read once.</summary>
    /// <exception cref="InvalidOperationException">The system is not known and nothing was mapped.</exception>
    public IEnumerable<SourceProduct> Products() => (_format ?? throw new InvalidOperationException("Map the columns first.")).Read(Columns, _rows);

    public void Dispose() => _opened.Dispose();

    private static Result<SourceFile> Unpack(Stream file)
    {
        // A zip is read from its end, so what cannot be searched is kept meanwhile.
        var whole = new MemoryStream();
        Capped(file).CopyTo(whole);
        var archive = new ZipArchive(whole, ZipArchiveMode.Read);
        var entries = archive.Entries.Where(e => e.Length > 0 && !e.FullName.StartsWith("__MACOSX", StringComparison.Ordinal)).ToList();
        if (entries.Count != 1)
        {
            archive.Dispose();
            return entries.Exists(e => e.FullName is "[Content_Types].xml" or "mimetype") ? TableProblems.Binary : ImportProblems.ArchiveOfMany.With(entries.Count); // a workbook is an archive too
        }

        if (entries[0].Length > MostMegabytes * 1_000_000L)
        {
            archive.Dispose();
            return ImportProblems.Unpacked.With(MostMegabytes);
        }

        var input = new PeekStream(Capped(entries[0].Open()));
        return Measured(Unpacked(input, input.Peek(512)), whole);
    }

    private static Result<SourceFile> Measured(Result<SourceFile> opened, Stream file)
    {
        if (opened.Ok)
        {
            opened.Value._measured = Bytes(file);
        }

        return opened;

        static Stream? Bytes(Stream file) => file switch
        {
            CappedStream capped => Bytes(capped.Rest),
            BrotliStream packed => Bytes(packed.BaseStream),
            _ => file.CanSeek ? file : null,
        };
    }

    private static Result<SourceFile> Unpacked(PeekStream input, ReadOnlySpan<byte> head)
    {
        var first = head.TrimStart((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF, (byte)' ', (byte)'\n', (byte)'\r', (byte)'\t']);
        if (first.StartsWith("["u8) || first.StartsWith("{"u8))
        {
            return Begun(input, JsonTable.Rows(input));
        }

        if (first.StartsWith("<?xml"u8) || first.StartsWith("<rss"u8) || first.StartsWith("<feed"u8))
        {
            return Begun(input, FeedTable.Rows(input));
        }

        var reader = DelimitedReader.Open(input);
        return reader.Problem is { } problem ? problem : Begun(reader.Value, reader.Value.Rows());
    }

    /// <summary>Of what has no header the first product tells the system; where not even that can be read, nothing can.</summary>
    private static Result<SourceFile> Begun(IDisposable input, IEnumerable<TableRow> rows)
    {
        var all = UntilBroken(rows).GetEnumerator();
        return !all.MoveNext() ? TableProblems.NoRows
            : all.Current is { Columns.Names.Count: 0 } nothing ? nothing.Problem ?? TableProblems.NoRows
            : IsOfStock(all.Current.Columns) ? ImportProblems.StockOnly
            : new SourceFile(input, all.Current.Columns, Rest(all));

        static IEnumerable<TableRow> Rest(IEnumerator<TableRow> rows)
        {
            do
            {
                yield return rows.Current;
            }
            while (rows.MoveNext());
        }
    }

    /// <summary>Shopify's other export: what is there of each variant in each place, without prices.</summary>
    private static bool IsOfStock(TableColumns columns) => columns.Has("Handle") && columns.Has("Location") && columns.Names.Any(n => n.StartsWith("On hand", StringComparison.OrdinalIgnoreCase));

    /// <summary>The rows; where the file breaks off or is damaged, the last one says so.</summary>
    private static IEnumerable<TableRow> UntilBroken(IEnumerable<TableRow> rows)
    {
        using var all = rows.GetEnumerator();
        for (TableRow? row = null; row?.Problem != ImportProblems.Broken;)
        {
            try
            {
                if (!all.MoveNext())
                {
                    yield break;
                }

                row = all.Current;
            }
            catch (Exception e) when (e is InvalidDataException or XmlException or JsonException)
            {
                row = new TableRow((row?.Number ?? 1) + 1, new TableColumns([]), [], ImportProblems.Broken);
            }

            yield return row;
        }
    }

    private static CappedStream Capped(Stream file) => new(file, MostMegabytes * 1_000_000L);
}
