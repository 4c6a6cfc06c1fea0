using System.Globalization;
using Halles.Kernel;

namespace Halles.Mall.Taxonomy;

/// <summary>
/// Files of one taxonomy in several languages, and what is wanted of them, worked out once for all units of work of an import. The
/// file of the newest version, and of the mall's first language among several, leads: it says which categories there are.
/// </summary>
internal sealed class ChosenTaxonomy
{
    private ChosenTaxonomy(IReadOnlyList<GoogleTaxonomy> files, IReadOnlyList<string> spoken)
    {
        Files = [.. files.OrderBy(f => Place(spoken, f.Language))];
        Leading = files.OrderByDescending(f => f.Version, StringComparer.Ordinal).ThenBy(f => Place(spoken, f.Language)).First();
        Names = [.. Files.Select(f => f.Categories.ToDictionary(c => c.Id, c => c.Name))];
        Known = Leading.Categories.Select(c => c.Id).ToHashSet();
        Own = spoken[0];
    }

    /// <summary>In the order of the mall's languages.</summary>
    public IReadOnlyList<GoogleTaxonomy> Files { get; }

    public GoogleTaxonomy Leading { get; }

    /// <summary>The names in each file, by number.</summary>
    public IReadOnlyList<Dictionary<int, string>> Names { get; }

    /// <summary>The numbers of the leading file.</summary>
    public IReadOnlySet<int> Known { get; }

    /// <summary>The mall's own language.</summary>
    public string Own { get; }

    /// <summary>The categories of the chosen branches with those above them: each after what is above it, beside others by its name.</summary>
    public IReadOnlyList<GoogleCategory> Wanted { get; private set; } = [];

    /// <param name="spoken">The mall's languages, its own first.</param>
    /// <param name="branches">Numbers or names of the branches that are wanted; all when empty.</param>
    public static Result<ChosenTaxonomy> Of(IReadOnlyList<GoogleTaxonomy> files, IReadOnlyList<string> spoken, IReadOnlyList<string> branches)
    {
        var chosen = new ChosenTaxonomy(files, spoken);
        var roots = new List<GoogleCategory>();
        foreach (var branch in branches)
        {
            if (chosen.Branch(branch) is not { } root)
            {
                return TaxonomyProblems.NoBranch.With(branch);
            }

            roots.Add(root);
        }

        chosen.Wanted = chosen.InOrder(roots.Count == 0 ? chosen.Leading.Categories : chosen.Below(roots));
        return chosen;
    }

    /// <summary>How many numbers of a file the leading one does not know.</summary>
    public int Unmatched(int file) => Names[file].Keys.Count(id => !Known.Contains(id));

    private static int Place(IReadOnlyList<string> spoken, string language) => spoken.Index().Where(s => s.Item == language).Select(s => s.Index).FirstOrDefault(int.MaxValue);

    private GoogleCategory? Branch(string branch)
    {
        var id = int.TryParse(branch, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : Names.SelectMany(n => n).FirstOrDefault(n => n.Value.Equals(branch.Trim(), StringComparison.OrdinalIgnoreCase)).Key;
        return Leading.Categories.FirstOrDefault(c => c.Id == id);
    }

    // Parents come first in a file's order.
    private List<GoogleCategory> Below(List<GoogleCategory> roots)
    {
        var byId = Leading.Categories.ToDictionary(c => c.Id);
        var wanted = roots.Select(r => r.Id).ToHashSet();
        foreach (var category in Leading.Categories.Where(c => c.ParentId is { } p && wanted.Contains(p)))
        {
            wanted.Add(category.Id);
        }

        foreach (var root in roots)
        {
            for (var above = root.ParentId; above is { } at; above = byId[at].ParentId)
            {
                wanted.Add(at);
            }
        }

        return [.. Leading.Categories.Where(c => wanted.Contains(c.Id))];
    }

    private List<GoogleCategory> InOrder(IEnumerable<GoogleCategory> categories)
    {
        var own = Files.Index().Where(f => f.Item.Language == Own).Select(f => Names[f.Index]).FirstOrDefault();
        return [.. categories.OrderBy(c => c.Depth).ThenBy(c => c.ParentId).ThenBy(c => own?.GetValueOrDefault(c.Id) ?? c.Name, StringComparer.Create(CultureInfo.GetCultureInfo(Own), ignoreCase: true))];
    }
}
