using System.Text;
using Halles.Kernel;
using Halles.Kernel.Tables;

namespace Halles.Tests.Kernel.Tables;

public class DelimitedReaderTests
{
    [Theory]
    [InlineData("sku,name\na,Miel\n", ',')]
    [InlineData("sku;name\na;Miel\n", ';')]
    [InlineData("sku\tname\na\tMiel\n", '\t')]
    [InlineData("sku|name\r\na|Miel", '|')]
    [InlineData("\"a,b\";name;\"x,y,z\"\na;Miel;\n", ';')]
    public void Finds_what_stands_between_cells(string text, char separator)
    {
        using var reader = Open(Encoding.UTF8.GetBytes(text)).Value;
        reader.Separator.ShouldBe(separator);
        reader.Rows().Single()["NAME"].ShouldBe("Miel");
    }

    public static TheoryData<string, byte[]> Encodings => new()
    {
        { "UTF-8", Encoding.UTF8.GetBytes(Text) },
        { "UTF-8 with a mark", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Text)] },
        { "UTF-16 with a mark", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Text)] },
        { "UTF-16 big end first with a mark", [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(Text)] },
        { "UTF-16", Encoding.Unicode.GetBytes(Text) },
        { "UTF-16 big end first", Encoding.BigEndianUnicode.GetBytes(Text) },
        { "Windows-1252", [.. Text.Select(c => c == '€' ? (byte)0x80 : c == 'œ' ? (byte)0x9C : (byte)c)] },
        { "both glued together", [.. Encoding.UTF8.GetBytes("sku,name\na,Pâté 4 €\n"), .. "b,"u8, 0xC9, (byte)'p', 0x9C, (byte)'\n'] },
    };

    private const string Text = "sku,name\na,Pâté 4 €\nb,Épœ\n";

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Reads_letters_as_they_were_meant(string name, byte[] file)
    {
        using var reader = Open(file).Value;
        reader.Columns.Names.ShouldBe(["sku", "name"], name);
        reader.Rows().Select(r => r["name"]).First().ShouldBe("Pâté 4 €", name);
        reader.Columns.Place("sku").ShouldBe(0);
    }

    [Fact]
    public void Rows_are_counted_as_a_spreadsheet_counts_them()
    {
        using var reader = Open("sku,text\na,\"one\ntwo, \"\"three\"\"\"\n\nb,x\n"u8).Value;
        reader.Rows().Select(r => (r.Number, r["text"])).ShouldBe([(2, "one\ntwo, \"three\""), (4, "x")]);
    }

    [Fact]
    public void A_row_that_is_too_short_has_empty_cells_and_one_that_is_too_long_is_told()
    {
        using var reader = Open("a,b\n1\n1,2,,\n1,2,3\n"u8).Value;
        var rows = reader.Rows().ToList();
        rows[0]["b"].ShouldBe("");
        rows[1].Problem.ShouldBeNull("empty cells at the end are what spreadsheets leave");
        rows[2].Problem!.Code.ShouldBe("table-cells");
    }

    public static TheoryData<string, byte[]> NoTables => new()
    {
        { "table-empty", [] },
        { "table-empty", "\n\n"u8.ToArray() },
        { "table-binary", [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, 0, 0, 0, 13] },
        { "table-binary", [.. "PK\u0003\u0004"u8, 0x14, 0, 0, 0, 8, 0] },
        { "table-columns", Encoding.UTF8.GetBytes(string.Join(',', Enumerable.Range(0, 10_000).Select(i => $"c{i}"))) },
    };

    [Theory]
    [MemberData(nameof(NoTables))]
    public void What_is_no_table_is_told(string code, byte[] file) => Open(file).Problem!.Code.ShouldBe(code);

    [Fact]
    public void A_cell_of_ten_megabytes_is_told_and_the_rows_after_it_are_read()
    {
        using var reader = Open(Encoding.UTF8.GetBytes($"a,b\n1,{new string('x', 10_000_000)}\n2,y\n")).Value;
        var rows = reader.Rows().ToList();
        rows[0].Problem!.Code.ShouldBe("table-cell-long");
        (rows[1].Problem, rows[1]["b"]).ShouldBe((null, "y"));
    }

    [Fact]
    public void A_row_of_ten_megabytes_is_read_and_one_of_a_million_cells_is_told()
    {
        const int Columns = 1_000;
        var (header, wide) = (string.Join(',', Enumerable.Range(0, Columns).Select(i => $"c{i}")), string.Join(',', Enumerable.Repeat(new string('x', 10_000), Columns)));
        using var reader = Open(Encoding.UTF8.GetBytes($"{header}\n{wide}\n{string.Join(',', Enumerable.Repeat("1234567890", 1_000_000))}\nlast\n")).Value;
        var rows = reader.Rows().ToList();
        (rows[0].Problem, rows[0]["c999"].Length).ShouldBe((null, 10_000));
        rows[1].Problem!.Code.ShouldBe("table-cells");
        (rows[2].Problem, rows[2]["c0"]).ShouldBe((null, "last"));
    }

    [Fact]
    public void A_quotation_mark_that_is_never_closed_ends_the_file_before_memory_does()
    {
        using var reader = Open(Encoding.UTF8.GetBytes($"a,b\n1,x\n2,\"{new string('x', 25_000_000)}\n3,y\n")).Value;
        var rows = reader.Rows().Take(10).ToList();
        rows.Select(r => r.Problem?.Code).ShouldBe([null, "table-cell-long"]);
    }

    private static Result<DelimitedReader> Open(ReadOnlySpan<byte> file) => DelimitedReader.Open(new MemoryStream(file.ToArray()));
}
