using Halles.Kernel;
using Halles.Kernel.Auditing;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Halles.Kernel.Text;
using Halles.Mall.Catalogue;
using Halles.Mall.Settings;

namespace Halles.Mall.Taxonomy;

/// <summary>One name as it was typed.</summary>
/// <param name="Was">What stood there when it was shown; a name that is another by now is not written over.</param>
/// <param name="StillRight">It was looked at and needs no change.</param>
public sealed record TypedName(Guid Category, string Language, string Was, string Name, bool StillRight);

/// <summary>What is to be done about names in a language.</summary>
public sealed record NamesLeft(string Language, int Missing, int Outdated);

/// <summary>The names of categories in all languages of the mall, side by side.</summary>
public sealed class TranslateCategories(MallDatabase database, MallWriter writer, CurrentSettings settings)
{
    /// <summary>Categories on a page.</summary>
    public const int PageSize = 25;

    private static readonly Problem ChangedMeanwhile = new("name-changed-meanwhile", 409, "Somebody else wrote this name meanwhile: “{0}”.");

    /// <summary>A page of categories, in the order of the mall, and how many there are.</summary>
    /// <param name="left">Only those of which the name in this language is missing or out of date; null for all.</param>
    /// <param name="words">Only those whose names hold all of these.</param>
    public (List<Category> Page, int Total) Read(string? left, string words, int page)
    {
        var wanted = Folding.Fold(words).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var found = InOrder().Where(c => (left is null || StateOf(c, left) is NameState.Outdated || !c.Name.ContainsKey(left))
            && (wanted.Length == 0 || Folding.Fold(string.Join(' ', c.Name.Values.Append(c.Code))) is var all && wanted.All(w => all.Contains(w, StringComparison.Ordinal)))).ToList();
        return ([.. found.Skip((page - 1) * PageSize).Take(PageSize)], found.Count);
    }

    /// <summary>For each language but the mall's own, how many names are missing or out of date.</summary>
    public List<NamesLeft> Left()
    {
        var all = InOrder();
        return [.. settings.Value.Languages.Skip(1).Select(l => new NamesLeft(l, all.Count(c => !c.Name.ContainsKey(l)), all.Count(c => StateOf(c, l) is NameState.Outdated)))];
    }

    /// <summary>Writes the names that were changed, and no other.</summary>
    public Task<Result<Done>> Save(IReadOnlyList<TypedName> typed, Guid actor) => writer.Write<Done>(
        s =>
        {
            var (check, own) = (new FieldChecks(), settings.Value.Languages[0]);
            var all = s.Db.Set<Category>().ToList();
            var addresses = new CategoryAddresses(all);
            foreach (var names in typed.Where(t => t.StillRight || t.Name != t.Was).GroupBy(t => t.Category))
            {
                if (all.Find(c => c.Id == names.Key) is { } category)
                {
                    Write(s, category, [.. names], check, own, addresses, actor);
                }
            }

            return check.Problem is { } problem ? problem : default(Done);
        },
        Lane.Office,
        EditTaxonomy.Lock);

    private static void Write(WriteSession s, Category category, IReadOnlyList<TypedName> typed, FieldChecks check, string own, CategoryAddresses addresses, Guid actor)
    {
        var names = CategoryNames.Over(category.Name, []);
        foreach (var name in typed.Where(t => t.Name != t.Was))
        {
            var (field, there) = ($"name.{category.Id:N}.{name.Language}", category.Name.GetValueOrDefault(name.Language, ""));
            var tidy = name.Language == own ? check.Text(field, name.Name, CategoryNames.Longest) : check.TextOrNull(field, name.Name, CategoryNames.Longest);
            check.Add(field, there != name.Was && there != tidy ? ChangedMeanwhile.With(there) : null);
            if (tidy is { Length: > 0 })
            {
                names[name.Language] = tidy;
            }
            else
            {
                names.Remove(name.Language);
            }
        }

        CategoryNames.Write(category, names, own);
        foreach (var name in typed.Where(t => t.StillRight))
        {
            category.NameStates.Remove(name.Language);
        }

        category.NameStates = category.NameStates.ToDictionary(StringComparer.Ordinal);
        category.Slugs = addresses.Slugs(category, []);
        s.Audit(new AuditEntry(actor, "edit-category", Guid.Empty, category.Id, category.Code));
        s.Changed(Topic.Category, Guid.Empty, category.Id);
    }

    private static NameState? StateOf(Category category, string language) => category.NameStates.TryGetValue(language, out var state) ? state : null;

    private List<Category> InOrder()
    {
        using var db = database.Read();
        var beside = db.Set<Category>().AsEnumerable().ToLookup(c => c.ParentId);
        return [.. Below(null)];

        IEnumerable<Category> Below(Guid? parent) => beside[parent].InOrder().SelectMany(c => Below(c.Id).Prepend(c));
    }
}
