using System.Text;
using Halles.Kernel.Tables;

namespace Halles.Tests.Kernel.Tables;

public class DelimitedWriterTests
{
    private static readonly string[] Cells = ["plain", "one, two; three", "say \"so\"", "a\nb", "=2+3", "+33 1", "-x", "@SUM(A1)", "'=kept'", "-5", "-0.5", "é€"];

    [Theory]
    [InlineData(',')]
    [InlineData(';')]
    public async Task What_is_written_is_read_back(char separator)
    {
        var file = await Written(separator);
        using var reader = DelimitedReader.Open(new MemoryStream(file)).Value;
        reader.Separator.ShouldBe(separator);
        var row = reader.Rows().Single();
        Cells.Select((_, i) => row[$"c{i}"]).ShouldBe(Cells);
    }

    [Fact]
    public async Task Nothing_in_it_is_a_formula()
    {
        var text = Encoding.UTF8.GetString(await Written(','));
        text.ShouldStartWith("\ufeffc0,c1,");
        text.ShouldContain(",'=2+3,'+33 1,'-x,'@SUM(A1),''=kept',-5,-0.5,é€\r\n");
    }

    private static async Task<byte[]> Written(char separator)
    {
        var file = new MemoryStream();
        await using (var table = new DelimitedWriter(file, separator))
        {
            await table.Row(Cells.Select((_, i) => $"c{i}"));
            await table.Row(Cells);
        }

        return file.ToArray();
    }
}
