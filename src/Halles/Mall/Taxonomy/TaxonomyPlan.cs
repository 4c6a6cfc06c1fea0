using Halles.Kernel;
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
    private readonly ChosenTaxonomy _chosen;
    private readonly TaxonomyState _here;
    private readonly List<PlannedCategory> _steps = [];
    private readonly Dictionary<int, (Guid? Id, int Depth, bool Full)> _places = [];
    private readonly int[,] _counts;

    /// <param name="chosen">The files, and what is wanted of them.</param>
    /// <param name="here">What the mall has.</param>
    internal TaxonomyPlan(ChosenTaxonomy chosen, TaxonomyState here)
    {
        (_chosen, _here) = (chosen, here);
        _counts = new int[chosen.Files.Count, 5];
        foreach (var source in chosen.Wanted)
        {
            Add(source);
        }

        Gone = [.. here.Categories.Where(c => c.GoogleId is { } id && !chosen.Known.Contains(id)).Select(c => c.Name.Best(chosen.Own))];
        Languages = [.. chosen.Files.Select((f, i) => new LanguagePlan(f.Language, f.Version, f.Categories.Count, _counts[i, 0], _counts[i, 1], _counts[i, 2], _counts[i, 3], _counts[i, 4], chosen.Unmatched(i), f.Passed.Count))];
    }

    /// <summary>The file that says which categories there are.</summary>
    public GoogleTaxonomy Leading => _chosen.Leading;

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
    public IReadOnlyList<string> Gone { get; }

    public IReadOnlyList<LanguagePlan> Languages { get; }

    /// <summary>How many categories and other names would be written.</summary>
    public int ToWrite => _steps.Count;

    internal IReadOnlyList<PlannedCategory> Steps => _steps;

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
        foreach (var (i, file) in _chosen.Files.Index())
        {
            var count = 4;
            if (_chosen.Names[i].TryGetValue(source.Id, out var said))
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
