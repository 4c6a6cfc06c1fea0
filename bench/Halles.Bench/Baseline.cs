using System.Globalization;
using System.Text.Json;

namespace Halles.Bench;

/// <summary>
/// What a change must not make worse: bytes for one by more than a tenth, or less than half of the ratio to the machine's limit.
/// Machines that others share vary twofold, so only what is worse in every one of three tries counts.
/// </summary>
internal static class Baseline
{
    public const int Tries = 3;
    private const double MostBytes = 1.1, LeastRatio = 0.5;
    private static readonly JsonSerializerOptions Kept = new(JsonSerializerOptions.Web) { WriteIndented = true };

    private sealed record Known(double? Ratio, long? BytesAllocated);

    /// <summary>What is worse than the committed figures: which figure, and a sentence on it.</summary>
    public static IReadOnlyList<(string Figure, string Sentence)> Worse(FileInfo file, IReadOnlyList<Row> rows)
    {
        var known = JsonSerializer.Deserialize<Dictionary<string, Known>>(File.ReadAllText(file.FullName), Kept)!;
        return [.. rows.Where(r => known.ContainsKey(r.Work)).SelectMany(r => Compare(r, known[r.Work]))];
    }

    /// <summary>Writes the figures down as those to compare with.</summary>
    public static void Write(FileInfo file, IReadOnlyList<Row> rows) => File.WriteAllText(
        file.FullName, JsonSerializer.Serialize(rows.Where(r => r.Ratio is not null || r.BytesAllocated is not null).ToDictionary(r => r.Work, r => new Known(r.Ratio, r.BytesAllocated)), Kept) + "\n");

    private static IEnumerable<(string Figure, string Sentence)> Compare(Row row, Known known)
    {
        if (row.BytesAllocated > known.BytesAllocated * MostBytes)
        {
            yield return ($"{row.Work} bytes", string.Create(CultureInfo.InvariantCulture, $"{row.Work} allocates {row.BytesAllocated:N0} bytes, {known.BytesAllocated:N0} before"));
        }

        if (row.Ratio < known.Ratio * LeastRatio)
        {
            yield return ($"{row.Work} ratio", string.Create(CultureInfo.InvariantCulture, $"{row.Work} reaches {row.Ratio} of the machine's limit, {known.Ratio} before"));
        }
    }
}
