using System.Text;
using Halles.Mall.Imports;

namespace Halles.Tests.Mall.Imports;

/// <summary>Files that are small and would become large.</summary>
public sealed class SourceLimitsTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    [Fact]
    public void A_listing_whose_variations_make_millions_is_refused_without_making_them()
    {
        var header = "Title,Description,Price,Currency,Quantity,Tags,Materials," + string.Join(',', Enumerable.Range(1, 10).Select(i => $"Image {i}")) + "," + string.Join(',', Enumerable.Range(1, 5).SelectMany(i => (string[])[$"Type {i}", $"Name {i}", $"Values {i}"]));
        var values = string.Join(',', Enumerable.Range(1, 30));
        var row = "Ring,Gold,20,EUR,1,,,https://example.org/1.jpg" + new string(',', 9) + string.Concat(Enumerable.Range(1, 5).Select(i => $",,Size {i},\"{values}\""));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Refused($"{header},SKU\n{row},\n").ShouldBe(["2 too-many-variants"]);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(20_000_000, "24 million variants take gigabytes");
    }

    [Fact]
    public void A_product_in_very_many_rows_is_refused_before_each_is_held_against_all_others()
    {
        const int Rows = 60_000;
        var file = "Handle,Title,Vendor,Option1 Name,Option1 Value,Variant Price\n" + string.Concat(Enumerable.Range(0, Rows).Select(i => i == 0 ? "a,A,v,Size,0,1\n" : $"a,,,,{i},1\n"));
        Should.CompleteIn(() => Refused(file)[0].ShouldBe("2 too-many-variants"), Soon);
    }

    [Fact]
    public void An_offer_with_very_many_elements_of_one_name_is_read_in_one_pass()
    {
        var feed = $"<rss xmlns:g=\"http://base.google.com/ns/1.0\"><channel><item><g:id>1</g:id><title>Lamp</title><title>x</title><g:title>Lamp of Google</g:title><g:price>4 EUR</g:price><g:availability>in_stock</g:availability><link>x</link>{string.Concat(Enumerable.Repeat("<a/>", 250_000))}</item></channel></rss>";
        Should.CompleteIn(
            () =>
            {
                using var file = SourceFile.Open(new MemoryStream(Encoding.UTF8.GetBytes(feed))).Value;
                file.Products().Single().Name.ShouldBe("Lamp of Google");
            },
            Soon);
    }

    private static List<string> Refused(string text)
    {
        using var file = SourceFile.Open(new MemoryStream(Encoding.UTF8.GetBytes(text))).Value;
        return [.. LookAtFile.Alone(file).Remarks.Where(r => r.Refused).Select(r => $"{r.Said.Row} {r.Said.Problem.Code}")];
    }
}
