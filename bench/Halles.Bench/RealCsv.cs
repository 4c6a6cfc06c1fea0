using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace Halles.Bench;

/// <summary>A food product as Open Food Facts has it.</summary>
internal sealed record RealProduct(string Barcode, string Name, string Ingredients);

/// <summary>Reads the sample of Open Food Facts (ODbL 1.0), which lies outside the project.</summary>
internal static class RealCsv
{
    public static IEnumerable<RealProduct> Read()
    {
        var folder = Environment.GetEnvironmentVariable("HALLES_REAL_DATA") ?? throw new InvalidOperationException("Set HALLES_REAL_DATA to the folder of real data.");
        using var text = new StreamReader(Path.Combine(folder, "openfoodfacts", "off_2019_barcodes_fr_sample.csv"));
        using var csv = new CsvReader(text, new CsvConfiguration(CultureInfo.InvariantCulture) { BadDataFound = null });
        csv.Read();
        csv.ReadHeader();
        while (csv.Read())
        {
            yield return new RealProduct(csv.GetField("barcode_id") ?? "", csv.GetField("product_name") ?? "", csv.GetField("ingredients") ?? "");
        }
    }
}
