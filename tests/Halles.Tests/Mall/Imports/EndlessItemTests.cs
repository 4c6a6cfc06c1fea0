using System.IO.Compression;
using System.Text;
using Halles.Mall.Imports;

namespace Halles.Tests.Mall.Imports;

public sealed class EndlessItemTests
{
    /// <summary>An element of a feed and an object of JSON are held whole: one of a hundred megabytes is not.</summary>
    [Theory]
    [InlineData("<rss><channel><item><id>1</id><title>A</title><price>3.50 EUR</price><link>x</link></item><item><title>", "</title></item></channel></rss>")]
    [InlineData("<rss><channel><item><id>1</id><title>A</title><price>3.50 EUR</price><link>x</link></item><item><id>2</id></item><item long=\"", "\"></item></channel></rss>")]
    [InlineData("[{\"id\":\"1\",\"name\":\"A\",\"attributes\":{}},{\"id\":\"", "\"}]")]
    public void An_item_that_is_too_long_ends_the_file_and_says_so(string before, string after)
    {
        var zip = Endless(before, after, megabytes: 100);
        var least = GC.GetAllocatedBytesForCurrentThread();
        using var file = SourceFile.Open(new MemoryStream(zip)).Value;
        _ = file.System ?? file.Guess().Value.ToString();
        var products = file.Products().ToList();
        products.Count(p => p.Refused.Count == 0).ShouldBe(1);
        products.SelectMany(p => p.Refused).Select(r => r.Problem.Code).ShouldBe(["import-broken"]);
        (GC.GetAllocatedBytesForCurrentThread() - least).ShouldBeLessThan(400_000_000);
    }

    private static byte[] Endless(string before, string after, int megabytes)
    {
        var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = zip.CreateEntry("a", CompressionLevel.Fastest).Open();
            entry.Write(Encoding.UTF8.GetBytes(before));
            var block = new byte[1_000_000];
            block.AsSpan().Fill((byte)'a');
            for (var i = 0; i < megabytes; i++)
            {
                entry.Write(block);
            }

            entry.Write(Encoding.UTF8.GetBytes(after));
        }

        return bytes.ToArray();
    }
}
