using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Halles.Tests.Kernel.Places;

/// <summary>Makes the table of French towns out of La Poste's list of postcodes; how the one inside the program was made.</summary>
internal static class FrenchPlaces
{
    private static readonly HashSet<string> Small = ["de", "du", "des", "la", "le", "les", "en", "sur", "sous", "et", "aux", "au", "a", "lez", "d", "l", "dit", "devant", "dans"];

    /// <summary>The lines of the table, sorted, each town once for each of its postcodes; rows without a point are left out.</summary>
    public static IReadOnlyList<string> Lines(IEnumerable<string> csv) =>
        [.. csv.Skip(1).Select(Fields).Where(f => f.Length == 7 && f[5].Length > 0 && f[6].Length > 0)
            .GroupBy(f => (Postcode: f[2], Name: Name(f[1])))
            .Select(town => $"{town.Key.Postcode}\t{town.Key.Name}\t{Mean(town.Select(f => f[5]))}\t{Mean(town.Select(f => f[6]))}")
            .Order(StringComparer.Ordinal)];

    public static byte[] Pack(IEnumerable<string> lines)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.SmallestSize))
        {
            brotli.Write(Encoding.UTF8.GetBytes(string.Concat(lines.Select(l => l + "\n"))));
        }

        return packed.ToArray();
    }

    /// <summary>"ST AUBIN SUR MER" → "Saint-Aubin-sur-Mer", "L ABERGEMENT" → "L'Abergement", "LE MANS" → "Le Mans", "PARIS 01" → "Paris 1".</summary>
    public static string Name(string capitals)
    {
        var words = capitals.Split([' ', '-', '\''], StringSplitOptions.RemoveEmptyEntries).Select(w => w switch { "ST" => "SAINT", "STE" => "SAINTE", _ => w }).ToArray();
        var name = new StringBuilder();
        for (var i = 0; i < words.Length; i++)
        {
            var lower = words[i].ToLowerInvariant();
            name.Append(i > 0 && Small.Contains(lower) ? lower
                : int.TryParse(lower, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number.ToString(CultureInfo.InvariantCulture)
                : char.ToUpperInvariant(lower[0]) + lower[1..]);
            if (i + 1 < words.Length)
            {
                name.Append(lower is "l" or "d" ? '\'' : (i == 0 && lower is ("le" or "la" or "les")) || char.IsAsciiDigit(words[i + 1][0]) ? ' ' : '-');
            }
        }

        return name.ToString();
    }

    private static string Mean(IEnumerable<string> degrees) =>
        ((int)Math.Round(degrees.Average(d => decimal.Parse(d, CultureInfo.InvariantCulture)) * 1000)).ToString(CultureInfo.InvariantCulture);

    // Every field is quoted and none holds a quote.
    private static string[] Fields(string line) => line.Trim('"').Split("\",\"");
}
