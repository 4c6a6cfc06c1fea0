using Halles.Kernel.Places;
using Halles.Testing;

namespace Halles.Tests.Kernel.Places;

[Trait("Category", RealData.Trait)]
public sealed class FrenchPlacesTests
{
    [Fact]
    public void The_table_inside_the_program_is_made_from_the_list_of_postcodes()
    {
        var lines = FrenchPlaces.Lines(File.ReadLines(RealData.File("geo/fr_postcodes_laposte_hexasmal.csv")));
        if (Environment.GetEnvironmentVariable("HALLES_WRITE_PLACES") is { Length: > 0 } file)
        {
            File.WriteAllBytes(file, FrenchPlaces.Pack(lines));
        }

        using var packed = typeof(Gazetteer).Assembly.GetManifestResourceStream("Places/fr.tsv.br")!;
        using var reader = new StreamReader(new System.IO.Compression.BrotliStream(packed, System.IO.Compression.CompressionMode.Decompress));
        var kept = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        kept.Zip(lines).Where(pair => pair.First != pair.Second).Take(3).ShouldBeEmpty();
        kept.Length.ShouldBe(lines.Count);
    }
}
