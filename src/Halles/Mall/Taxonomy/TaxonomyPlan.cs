using System.Globalization;
using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;

namespace Halles.Mall.Taxonomy;

/// <summary>What files of one language bring to the chosen categories.</summary>
/// <param name="Lines">Categories in the file.</param>
/// <param name="New">Names that the mall does not have.</param>
/// <param name="Changed">Names of an earlier import that are others now.</param>
/// <param name="Same">Names that are as they are here.</param>
/// <param name="Kept">Names that somebody wrote here otherwise: they stay.</param>
/// <param name="Missing">Chosen categories that this file does not name.</param>
/// <param name="Unmatched">Numbers in this file that the leading file does not know.</param>
/// <param name="Passed">Lines that could not be read.</param>
public sealed record LanguagePlan(string Language, string Version, int Lines, int New, int Changed, int Same, int Kept, int Missing, int Unmatched, int Passed);

/// <summary>A category that an import adds or changes.</summary>
/// <param name="Parent">The mall's category above it; null for an aisle or where that is new itself.</param>
/// <param name="Into">The mall's category of which it is another name, where it stands deeper than the mall goes.</param>
/// <param name="Id">The category or alias that is here already.</param>
/// <param name="Name">All names after the import.</param>
internal sealed record PlannedCategory(GoogleCategory Source, Guid? Parent, bool Folded, Guid? Into, Guid? Id, LocalText Name, Dictionary<string, NameState> States);

/// <summary>
/// What an import would do: worked out from files and from what is here, without writing. The file of the newest version, and of
/// the mall's first language among several, leads: it says which categories there are.
/// </summary>
public sealed class TaxonomyPlan
{
    private readonly IReadOnlyList<GoogleTaxonomy> _files;
    private readonly List<Dictionary<int, string>> _names;
    private readonly TaxonomyState _here;
    private readonly List<PlannedCategory> _steps = [];
    private readonly Dictionary<int, (Guid? Id, int Depth, bool Full)> _places = [];
    private readonly int[,] _counts;

    private TaxonomyPlan(IReadOnlyList<GoogleTaxonomy> files, GoogleTaxonomy leading, TaxonomyState here)
    {
        (_files, Leading, _here) = (files, leading, here);
        _names = [.. files.Select(f => f.Categories.ToDictionary(c => c.Id, c => c.Name))];
        _counts = new int[files.Count, 5];
    }

    /// <summary>The file that says which categories there are.</summary>
    public GoogleTaxonomy Leading { get; }

    /// <summary>Chosen categories as deep as the mall goes.</summary>
    public int Categories { get; private set; }

    /// <summary>Of them, those that are not here.</summary>
    public int New { get; private set; }

    /// <summary>Of them, those that get a name or another one.</summary>
    public int Changed { get; private set; }

    public int Unchanged => Categories - New - Changed;

    /// <summary>Chosen ones that stand deeper, or below one that has products: they become other names of the category above them.</summary>
    public int Folded { get; private set; }

    /// <summary>Of those, how many are new or get another name.</summary>
    public int FoldedToWrite { get; private set; }

    /// <summary>Names of categories here that came from Google and are in its taxonomy no more; they stay.</summary>
    public IReadOnlyList<string> Gone { get; private set; } = [];

    public IReadOnlyList<LanguagePlan> Languages { get; private set; } = [];

    /// <summary>How many categories and other names would be written.</summary>
    public int ToWrite => _steps.Count;

    internal IReadOnlyList<PlannedCategory> Steps => _steps;

    /// <summary>Works it out.</summary>
    /// <param name="spoken">The mall's languages, its own first.</param>
    /// <param name="branches">Numbers or names of the branches that are wanted; all when empty.</param>
    internal static Result<TaxonomyPlan> Of(IReadOnlyList<GoogleTaxonomy> files, TaxonomyState here, IReadOnlyList<string> spoken, IReadOnlyList<string> branches)
    {
        var leading = files.OrderByDescending(f => f.Version, StringComparer.Ordinal).ThenBy(f => Place(spoken, f.Language)).First();
        var plan = new TaxonomyPlan([.. files.OrderBy(f => Place(spoken, f.Language))], leading, here);
        var wanted = plan.Wanted(branches);
        if (wanted.Problem is { } problem)
        {
            return problem;
        }

        plan.Walk(wanted.Value, spoken[0]);
        return plan;
    }

    private static int Place(IReadOnlyList<string> spoken, string language) => spoken.Index().Where(s => s.Item == language).Select(s => s.Index).FirstOrDefault(int.MaxValue);

    /// <summary>The categories of the chosen branches, with those above them.</summary>
    private Result<List<GoogleCategory>> Wanted(IReadOnlyList<string> branches)
    {
        if (branches.Count == 0)
        {
            return Leading.Categories.ToList();
        }

        var byId = Leading.Categories.ToDictionary(c => c.Id);
        var (roots, above) = (new HashSet<int>(), new HashSet<int>());
        foreach (var branch in branches)
        {
            var root = int.TryParse(branch, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? byId.GetValueOrDefault(id)
                : byId.GetValueOrDefault(_names.SelectMany(n => n).FirstOrDefault(n => n.Value.Equals(branch.Trim(), StringComparison.OrdinalIgnoreCase)).Key);
            if (root is null)
            {
                return TaxonomyProblems.NoBranch.With(branch);
            }

            roots.Add(root.Id);
            for (var parent = root.ParentId; parent is { } at; parent = byId[at].ParentId)
            {
                above.Add(at);
            }
        }

        var inside = new HashSet<int>(); // parents come first in the file's order
        foreach (var category in Leading.Categories.Where(c => roots.Contains(c.Id) || (c.ParentId is { } p && inside.Contains(p))))
        {
            inside.Add(category.Id);
        }

        return Leading.Categories.Where(c => inside.Contains(c.Id) || above.Contains(c.Id)).ToList();
    }

    private void Walk(List<GoogleCategory> wanted, string own)
    {
        var order = StringComparer.Create(CultureInfo.GetCultureInfo(own), ignoreCase: true);
        foreach (var source in wanted.OrderBy(c => c.Depth).ThenBy(c => c.ParentId).ThenBy(c => _files.Select((f, i) => (f, i)).Where(f => f.f.Language == own).Select(f => _names[f.i].GetValueOrDefault(c.Id)).FirstOrDefault() ?? c.Name, order))
        {
            Add(source);
        }

        var known = Leading.Categories.Select(c => c.Id).ToHashSet();
        Gone = [.. _here.Categories.Where(c => c.GoogleId is { } id && !known.Contains(id)).Select(c => c.Name.Best(own))];
        Languages = [.. _files.Select((f, i) => new LanguagePlan(f.Language, f.Version, f.Categories.Count, _counts[i, 0], _counts[i, 1], _counts[i, 2], _counts[i, 3], _counts[i, 4], _names[i].Keys.Count(id => !known.Contains(id)), f.Passed.Count))];
    }

    private void Add(GoogleCategory source)
    {
        var above = source.ParentId is { } p ? _places[p] : (Id: null, Depth: 0, Full: false);
        if (_here.ByGoogle.TryGetValue(source.Id, out var category))
        {
            Categories++;
            _places[source.Id] = (category.Id, _here.DepthOf(category), _here.Full.Contains(category.Id));
            Keep(source, null, false, null, category.Id, category.Name, category.NameStates);
        }
        else if (_here.AliasByGoogle.TryGetValue(source.Id, out var alias))
        {
            Folded++;
            var now = _here.ById[alias.CategoryId];
            _places[source.Id] = (now.Id, _here.DepthOf(now), _here.Full.Contains(now.Id));
            Keep(source, null, true, now.Id, alias.Id, alias.Name, []);
        }
        else if (above.Depth >= EditTaxonomy.Deepest || above.Full)
        {
            Folded++;
            _places[source.Id] = above;
            Keep(source, null, true, above.Id, null, [], []);
        }
        else
        {
            Categories++;
            _places[source.Id] = (null, above.Depth + 1, false);
            Keep(source, above.Id, false, null, null, [], []);
        }
    }

    private void Keep(GoogleCategory source, Guid? parent, bool folded, Guid? into, Guid? id, LocalText there, Dictionary<string, NameState> known)
    {
        var (name, states, changes) = (CategoryNames.Over(there, []), known.ToDictionary(StringComparer.Ordinal), false);
        foreach (var (i, file) in _files.Index())
        {
            var count = 4;
            if (_names[i].TryGetValue(source.Id, out var said))
            {
                var now = there.GetValueOrDefault(file.Language);
                count = now is null ? 0 : now == said ? 2 : folded || (known.TryGetValue(file.Language, out var state) && state is NameState.Imported) ? 1 : 3;
                if (count is 0 or 1)
                {
                    (name[file.Language], states[file.Language], changes) = (said, NameState.Imported, true);
                }
            }

            _counts[i, count]++;
        }

        if (id is null || changes)
        {
            _ = folded ? FoldedToWrite++ : id is null ? New++ : Changed++;
            _steps.Add(new PlannedCategory(source, parent, folded, into, id, name, states));
        }
    }
}

/// <summary>The mall's categories as an import finds them.</summary>
internal sealed class TaxonomyState
{
    public TaxonomyState(IReadOnlyList<Category> categories, IEnumerable<CategoryAlias> aliases, IReadOnlySet<Guid> full)
    {
        (Categories, Full) = (categories, full);
        ById = categories.ToDictionary(c => c.Id);
        ByGoogle = categories.Where(c => c.GoogleId is not null).ToDictionary(c => c.GoogleId!.Value);
        AliasByGoogle = aliases.Where(a => a.GoogleId is not null && ById.ContainsKey(a.CategoryId)).ToDictionary(a => a.GoogleId!.Value);
    }

    /// <summary>Where there is no mall.</summary>
    public static TaxonomyState None => new([], [], new HashSet<Guid>());

    public IReadOnlyList<Category> Categories { get; }

    /// <summary>Those that have products: none stands below them.</summary>
    public IReadOnlySet<Guid> Full { get; }

    public IReadOnlyDictionary<Guid, Category> ById { get; }

    public IReadOnlyDictionary<int, Category> ByGoogle { get; }

    public IReadOnlyDictionary<int, CategoryAlias> AliasByGoogle { get; }

    public static TaxonomyState Read(SqlSession sql) => new(
        sql.List("SELECT id, parent_id, code, position, name, slugs, name_states, google_id FROM categories", r => new Category
        {
            Id = r.Id(0), ParentId = r.IdOrNull(1), Code = r.Text(2), Position = r.Int(3), Name = r.Json<LocalText>(4), Slugs = r.Json<LocalText>(5),
            NameStates = r.Json<Dictionary<string, NameState>>(6), GoogleId = r.IsNull(7) ? null : r.Int(7),
        }),
        sql.List("SELECT id, category_id, google_id, name FROM category_aliases WHERE google_id IS NOT NULL", r => new CategoryAlias { Id = r.Id(0), CategoryId = r.Id(1), GoogleId = r.Int(2), Name = r.Json<LocalText>(3) }),
        sql.List("SELECT c.id FROM categories c WHERE EXISTS (SELECT 1 FROM products p WHERE p.category_id = c.id)", r => r.Id(0)).ToHashSet());

    public int DepthOf(Category category)
    {
        var depth = 1;
        for (var at = category; at.ParentId is { } parent && ById.TryGetValue(parent, out var above) && depth < 10; at = above)
        {
            depth++;
        }

        return depth;
    }
}
