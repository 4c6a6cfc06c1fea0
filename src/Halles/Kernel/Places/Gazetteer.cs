using System.Globalization;
using System.IO.Compression;
using Halles.Kernel.Text;

namespace Halles.Kernel.Places;

/// <summary>A town or village with one of its postcodes and the middle of it.</summary>
public sealed record Place(string Postcode, string Name, GeoPoint Point);

/// <summary>
/// The towns of a country, by postcode and by name, from a table inside the program: brotli of lines
/// <c>postcode, name, latitude, longitude</c> (thousandths of a degree) divided by tabs, in order of the postcode.
/// Read when first asked for. Another country is another table.
/// </summary>
public sealed class Gazetteer
{
    private static readonly Lazy<Gazetteer> France = new(() => new Gazetteer(Read("Places/fr.tsv.br")));
    private readonly Place[] _byPostcode;
    private readonly (string Key, Place Place)[] _byName;

    private Gazetteer(Place[] byPostcode)
    {
        _byPostcode = byPostcode;
        _byName = [.. byPostcode.Select(p => (Key: KeyOf(p.Name), Place: p)).OrderBy(p => p.Key, StringComparer.Ordinal).ThenBy(p => p.Place.Postcode, StringComparer.Ordinal)];
    }

    /// <summary>The towns of a country; null when there is no table of it.</summary>
    public static Gazetteer? Of(Country country) => country == Country.France ? France.Value : null;

    public int Count => _byPostcode.Length;

    /// <summary>The towns of a postcode.</summary>
    public IReadOnlyList<Place> WithPostcode(string postcode)
    {
        var plain = string.Concat(postcode.Where(char.IsLetterOrDigit));
        var first = FirstFrom(_byPostcode, p => p.Postcode, plain);
        return [.. _byPostcode.Skip(first).TakeWhile(p => p.Postcode == plain)];
    }

    /// <summary>Towns whose name begins so, those that are called just so first, then the nearest (or the shortest name).</summary>
    /// <param name="typed">In any case, with or without accents and hyphens; "st" is "saint".</param>
    /// <param name="near">The point from which they are put in order; null for none.</param>
    /// <param name="most">How many at most.</param>
    public IReadOnlyList<Place> Beginning(string typed, GeoPoint? near = null, int most = 10)
    {
        var key = KeyOf(typed);
        if (key.Length == 0)
        {
            return [];
        }

        var first = FirstFrom(_byName, p => p.Key, key);
        return [.. _byName.Skip(first).TakeWhile(p => p.Key.StartsWith(key, StringComparison.Ordinal))
            .OrderBy(p => p.Key != key).ThenBy(p => near?.MetresTo(p.Place.Point) ?? p.Key.Length).Select(p => p.Place)
            .DistinctBy(p => (p.Name, p.Point)).Take(most)];
    }

    /// <summary>The place that is meant by "18000", "Bourges", "18000 Bourges" or "bourg"; null when there is none such.</summary>
    /// <param name="near">Of several, the nearest to this point.</param>
    public Place? Find(string typed, GeoPoint? near = null)
    {
        var words = KeyOf(typed).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var name = string.Join(' ', words.Where(w => !w.All(char.IsAsciiDigit) || w.Length < 4));
        foreach (var postcode in words.Where(w => w.Length >= 4 && w.All(char.IsAsciiDigit)))
        {
            var towns = WithPostcode(postcode);
            if (towns.Count > 0)
            {
                return towns.Where(t => name.Length > 0 && KeyOf(t.Name).StartsWith(name, StringComparison.Ordinal)).DefaultIfEmpty(towns[0]).MinBy(t => near?.MetresTo(t.Point) ?? 0);
            }
        }

        return name.Length < 2 ? null : Beginning(name, near, 1).FirstOrDefault();
    }

    /// <summary>The form in which names are compared: folded words divided by single spaces, "saint" spelt out.</summary>
    internal static string KeyOf(string name)
    {
        var folded = Folding.Fold(name.Length > 100 ? name[..100] : name);
        var plain = string.Concat(folded.Select(c => char.IsLetterOrDigit(c) ? c : ' '));
        return string.Join(' ', plain.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(w => w switch { "st" => "saint", "ste" => "sainte", _ => w }));
    }

    // The first of the sorted that is not before the wanted.
    private static int FirstFrom<T>(T[] sorted, Func<T, string> of, string wanted)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = string.CompareOrdinal(of(sorted[middle]), wanted) < 0 ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static Place[] Read(string resource)
    {
        using var packed = typeof(Gazetteer).Assembly.GetManifestResourceStream(resource)!;
        using var lines = new StreamReader(new BrotliStream(packed, CompressionMode.Decompress));
        var places = new List<Place>(40_000);
        while (lines.ReadLine() is { } line)
        {
            var fields = line.Split('\t');
            places.Add(new Place(fields[0], fields[1], new GeoPoint(Degrees(fields[2]), Degrees(fields[3]))));
        }

        return [.. places];
    }

    private static double Degrees(string thousandths) => int.Parse(thousandths, CultureInfo.InvariantCulture) / 1000.0;
}
