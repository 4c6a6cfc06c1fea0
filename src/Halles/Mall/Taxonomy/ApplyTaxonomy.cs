using System.Text.Json;
using Halles.Kernel;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Halles.Mall.Settings;

namespace Halles.Mall.Taxonomy;

/// <summary>
/// Writes what a plan says, some hundred categories in a unit of work. Each unit works the plan out anew over what is there:
/// so it may be cut off anywhere, and what somebody changes meanwhile counts.
/// </summary>
public sealed class ApplyTaxonomy(MallDatabase database, MallWriter writer, CurrentSettings settings)
{
    /// <summary>Categories in one unit of work: a small part of the half second that others may have to wait.</summary>
    private const int Together = 1000;

    /// <summary>What an import would do to this mall.</summary>
    public Result<TaxonomyPlan> Plan(IReadOnlyList<GoogleTaxonomy> files, IReadOnlyList<string> branches) => Plan(database, settings, files, branches);

    /// <summary>The same for whoever only reads.</summary>
    public static Result<TaxonomyPlan> Plan(MallDatabase database, CurrentSettings settings, IReadOnlyList<GoogleTaxonomy> files, IReadOnlyList<string> branches) =>
        ChosenTaxonomy.Of(files, settings.Value.Languages, branches).Then(chosen => new TaxonomyPlan(chosen, database.Read(TaxonomyState.Read)));

    /// <summary>What it would do to a mall that has no categories.</summary>
    public static Result<TaxonomyPlan> PlanAlone(IReadOnlyList<GoogleTaxonomy> files, IReadOnlyList<string> branches) =>
        ChosenTaxonomy.Of(files, [.. files.Select(f => f.Language)], branches).Then(chosen => new TaxonomyPlan(chosen, TaxonomyState.None));

    /// <summary>Writes until nothing is left.</summary>
    /// <param name="written">Told of each unit how many it writes, in that unit; where it answers false, nothing of that unit stays and the work ends.</param>
    public async Task<Result<Done>> Run(IReadOnlyList<GoogleTaxonomy> files, IReadOnlyList<string> branches, Func<WriteSession, int, bool>? written, IProgress<(int Done, int Of)> progress, CancellationToken stop)
    {
        var chosen = ChosenTaxonomy.Of(files, settings.Value.Languages, branches);
        if (chosen.Problem is { } unknown)
        {
            return unknown;
        }

        for (int done = 0, left = 1; left > 0;)
        {
            stop.ThrowIfCancellationRequested();
            var some = await writer.Write<(int Done, int Left)>(s => Some(s, chosen.Value, written), Lane.Office, EditTaxonomy.Lock).ConfigureAwait(false);
            if (some.Problem is { } problem)
            {
                return problem;
            }

            (done, left) = (done + some.Value.Done, some.Value.Left);
            progress.Report((done, done + left));
        }

        return Done.Well;
    }

    private static Result<(int Done, int Left)> Some(WriteSession s, ChosenTaxonomy chosen, Func<WriteSession, int, bool>? written)
    {
        var here = TaxonomyState.Read(s.Sql);
        var all = new TaxonomyPlan(chosen, here).Steps;
        var steps = all.Take(Together).ToList();
        new Writing(s, here, chosen.Own).Write(steps);
        if (steps.Count > 0)
        {
            s.Changed(Topic.Category, Guid.Empty, Guid.Empty);
        }

        return written is null || written(s, steps.Count) ? (steps.Count, all.Count - steps.Count) : TaxonomyProblems.NotNow;
    }

    /// <summary>One unit's writing.</summary>
    private sealed class Writing(WriteSession s, TaxonomyState here, string own)
    {
        private readonly CategoryAddresses _addresses = new(here.Categories);
        private readonly Dictionary<int, Guid> _placed = [];
        private readonly Dictionary<Guid, string> _codes = here.Categories.ToDictionary(c => c.Id, c => c.Code);
        private readonly Dictionary<Guid, int> _last = here.Categories.GroupBy(c => c.ParentId ?? Guid.Empty).ToDictionary(g => g.Key, g => g.Max(c => c.Position));

        public void Write(IEnumerable<PlannedCategory> steps)
        {
            foreach (var step in steps)
            {
                if (step.Folded)
                {
                    Fold(step);
                }
                else if (step.Id is { } id)
                {
                    Rename(step, here.ById[id]);
                }
                else
                {
                    Add(step);
                }
            }
        }

        private Guid? Above(PlannedCategory step) => step.Parent ?? (step.Source.ParentId is { } parent && _placed.TryGetValue(parent, out var placed) ? placed : null);

        private void Add(PlannedCategory step)
        {
            var parent = Above(step);
            var category = new Category { Id = s.NewId(), Code = "", Name = step.Name, NameStates = step.States, ParentId = parent, GoogleId = step.Source.Id, Position = Math.Min(10_000, _last.GetValueOrDefault(parent ?? Guid.Empty, -1) + 1) };
            var name = step.Name.GetValueOrDefault("en") ?? step.Name.GetValueOrDefault(own) ?? step.Source.Name;
            category.Code = _addresses.NewCode(category.Id, name, parent is { } p ? $"{_codes[p]} {name}" : name);
            category.Slugs = _addresses.Slugs(category, []);
            (_placed[step.Source.Id], _last[parent ?? Guid.Empty], _codes[category.Id]) = (category.Id, category.Position, category.Code);
            s.Insert(category);
        }

        private void Rename(PlannedCategory step, Category category)
        {
            _placed[step.Source.Id] = category.Id;
            (category.Name, category.NameStates) = (step.Name, step.States);
            s.Later.Add("UPDATE categories SET name = $2, name_states = $3, slugs = $4 WHERE id = $1", category.Id, Text(step.Name), Text(step.States), Text(_addresses.Slugs(category, [])));
        }

        private void Fold(PlannedCategory step)
        {
            var into = step.Into ?? Above(step)!.Value;
            _placed[step.Source.Id] = into;
            if (step.Id is { } alias)
            {
                s.Later.Add("UPDATE category_aliases SET name = $2 WHERE id = $1", alias, Text(step.Name));
            }
            else
            {
                s.Insert(new CategoryAlias { Id = s.NewId(), CategoryId = into, GoogleId = step.Source.Id, Name = step.Name });
            }
        }

        private static string Text<T>(T value) => JsonSerializer.Serialize(value, Json.Stored);
    }
}
