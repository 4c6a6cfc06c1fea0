using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Halles.Kernel;

namespace Halles.Mall.Taxonomy;

/// <summary>A category of Google's product taxonomy.</summary>
/// <param name="Depth">1 for those at the top.</param>
public sealed record GoogleCategory(int Id, int? ParentId, string Name, int Depth);

/// <summary>
/// Google's product taxonomy in one language, as its text file with ids says it: a line with the version, then
/// <c>id - A &gt; B &gt; C</c> in each line (support.google.com/merchants/answer/6324436).
/// </summary>
/// <param name="Language">As the mall writes it: <c>fr</c>, <c>zh-Hans</c>.</param>
/// <param name="Version">As the file says it, such as <c>2021-09-21</c>; empty where it does not.</param>
/// <param name="Categories">Each before those below it.</param>
/// <param name="Passed">Numbers of the lines that say no category, or a number for the second time.</param>
public sealed partial record GoogleTaxonomy(string FileName, string Language, string Version, IReadOnlyList<GoogleCategory> Categories, IReadOnlyList<int> Passed)
{
    /// <summary>The largest file.</summary>
    public const int MostMegabytes = 5;

    private const string Above = " > ";

    /// <summary>Reads one file.</summary>
    /// <param name="fileName">It says the language.</param>
    public static Result<GoogleTaxonomy> Read(string fileName, ReadOnlySpan<byte> content)
    {
        if (LanguageOf(fileName) is not { } language)
        {
            return TaxonomyProblems.NoLanguage.With(fileName);
        }

        if (content.Length > MostMegabytes * 1_000_000)
        {
            return TaxonomyProblems.TooLarge.With(MostMegabytes);
        }

        using var reader = new StreamReader(new MemoryStream(content.ToArray()), Encoding.UTF8);
        var lines = reader.ReadToEnd().Split('\n');
        var version = VersionLine().Match(lines[0]) is { Success: true } said ? said.Groups[1].Value : "";
        var (found, passed) = Lines(lines);
        if (found.Count <= passed.Count)
        {
            return (lines.Count(l => l.Contains(Above, StringComparison.Ordinal)) > passed.Count / 2 ? TaxonomyProblems.NoNumbers : TaxonomyProblems.NotATaxonomy).With(fileName);
        }

        return new GoogleTaxonomy(fileName, language, version, InOrder(found), passed);
    }

    /// <summary>The language that a file's name ends with, as the mall writes it; null when it says none.</summary>
    internal static string? LanguageOf(string fileName)
    {
        if (LocaleInName().Match(fileName) is not { Success: true } said || !Kernel.Language.TryParse(said.Groups[1].Value, out var language))
        {
            return null;
        }

        return language.Tag switch
        {
            "zh-TW" or "zh-HK" or "zh-Hant" => "zh-Hant",
            _ when language.Primary == "zh" => "zh-Hans",
            _ => language.Primary,
        };
    }

    private static (List<(string Path, int Id)> Found, List<int> Passed) Lines(string[] lines)
    {
        var (found, passed, ids) = (new List<(string, int)>(), new List<int>(), new HashSet<int>());
        foreach (var (index, raw) in lines.Index())
        {
            var line = raw.Trim();
            if (line.Length == 0 || line[0] == '#' || (index == 0 && VersionLine().IsMatch(line)))
            {
                continue;
            }

            if (CategoryLine().Match(line) is { Success: true } said && int.TryParse(said.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && TextRules.CanBeKept(line) && ids.Add(id))
            {
                found.Add((said.Groups[2].Value, id));
            }
            else
            {
                passed.Add(index + 1);
            }
        }

        return (found, passed);
    }

    // Real files have paths twice, and paths whose middle is missing: the first of a path is above the rest, and the nearest there is above the lost.
    private static List<GoogleCategory> InOrder(List<(string Path, int Id)> found)
    {
        var (kept, byPath) = (new List<GoogleCategory>(), new Dictionary<string, GoogleCategory>(StringComparer.Ordinal));
        foreach (var (path, id) in found.OrderBy(f => f.Path.Split(Above).Length))
        {
            GoogleCategory? parent = null;
            for (var at = path.LastIndexOf(Above, StringComparison.Ordinal); at > 0 && !byPath.TryGetValue(path[..at], out parent); at = path.LastIndexOf(Above, at - 1, StringComparison.Ordinal))
            {
            }

            var category = new GoogleCategory(id, parent?.Id, path[(path.LastIndexOf(Above, StringComparison.Ordinal) is var end && end < 0 ? 0 : end + Above.Length)..].Trim(), (parent?.Depth ?? 0) + 1);
            kept.Add(category);
            byPath.TryAdd(path, category);
        }

        return kept;
    }

    [GeneratedRegex(@"^\uFEFF?#\s*Google_Product_Taxonomy_Version:\s*(\S+)")]
    private static partial Regex VersionLine();

    [GeneratedRegex(@"^(\d{1,9}) - (\S.*)$")]
    private static partial Regex CategoryLine();

    [GeneratedRegex(@"(?:^|[^A-Za-z])([a-z]{2}(?:[-_](?:[A-Za-z]{2}|[A-Za-z]{4}))?)\.txt$", RegexOptions.IgnoreCase)]
    private static partial Regex LocaleInName();
}
