using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using CsvHelper;
using CsvHelper.Configuration;

namespace Halles.Bench;

/// <summary>A product as its source has it: the fields under their own names.</summary>
/// <param name="Sku">Its number in the mall: no two have the same.</param>
internal sealed record RawProduct(string Sku, IReadOnlyDictionary<string, string> Fields)
{
    public bool IsFood => Fields.ContainsKey("code");

    public string this[string field] => Fields.GetValueOrDefault(field) ?? "";
}

/// <summary>
/// The real catalogues that lie outside the project: electronics of Icecat, food of Open Food Facts (both of its files, a
/// barcode once). Always in the same order.
/// </summary>
internal static class RealCatalogue
{
    private static string Folder => Environment.GetEnvironmentVariable("HALLES_REAL_DATA") ?? throw new InvalidOperationException("Set HALLES_REAL_DATA to the folder of real data.");

    public static IReadOnlyList<RawProduct> Read()
    {
        var skus = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return
        [
            .. Icecat().Select(fields => new RawProduct(fields["name"] is { Length: <= 60 } name && !name.Contains(' ', StringComparison.Ordinal) && skus.Add(name) ? name : "ICE-" + fields["id"], fields)),
            .. Food().Select(fields => new RawProduct(fields["code"], fields)),
        ];
    }

    private static IEnumerable<Dictionary<string, string>> Icecat()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(Folder, "icecat"), "*.zip").Order(StringComparer.Ordinal))
        {
            using var archive = ZipFile.OpenRead(file);
            using var stream = archive.Entries[0].Open();
            using var all = JsonDocument.Parse(stream);
            foreach (var product in all.RootElement.EnumerateArray())
            {
                yield return product.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.ValueKind is JsonValueKind.Array ? string.Join(' ', p.Value.EnumerateArray()) : p.Value.ToString(), StringComparer.Ordinal);
            }
        }
    }

    private static IEnumerable<Dictionary<string, string>> Food()
    {
        var known = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        foreach (var row in Rows("openfoodfacts_fr_6770_utf8.csv", ";"))
        {
            known.TryAdd(row["code"], row);
        }

        foreach (var row in Rows("off_2019_barcodes_fr_sample.csv", ","))
        {
            var code = row["barcode_id"];
            if (known.TryGetValue(code, out var same))
            {
                same["ingredients"] = row["ingredients"];
            }
            else
            {
                known.Add(code, new(StringComparer.Ordinal) { ["code"] = code, ["product_name"] = row["product_name"], ["ingredients"] = row["ingredients"] });
            }
        }

        return known.Values;
    }

    private static IEnumerable<Dictionary<string, string>> Rows(string file, string delimiter)
    {
        using var text = new StreamReader(Path.Combine(Folder, "openfoodfacts", file));
        using var csv = new CsvReader(text, new CsvConfiguration(CultureInfo.InvariantCulture) { Delimiter = delimiter, BadDataFound = null, MissingFieldFound = null });
        csv.Read();
        csv.ReadHeader();
        while (csv.Read())
        {
            yield return csv.HeaderRecord!.ToDictionary(h => h, h => csv.GetField(h) ?? "", StringComparer.Ordinal);
        }
    }
}
