using Halles.Kernel;

namespace Halles.Mall.Catalogue;

/// <summary>
/// Which addresses the categories have: each its code in every language, and a name of its own in those that gave it one.
/// No address of a language leads to two.
/// </summary>
public sealed class CategoryAddresses
{
    private readonly Dictionary<string, Guid> _codes;
    private readonly Dictionary<(string Language, string Slug), Guid> _slugs = [];
    private readonly HashSet<string> _everywhere = new(StringComparer.Ordinal);

    public CategoryAddresses(IEnumerable<Category> all)
    {
        var list = all.ToList();
        _codes = list.ToDictionary(c => c.Code, c => c.Id, StringComparer.Ordinal);
        foreach (var category in list)
        {
            foreach (var (language, slug) in category.Slugs)
            {
                Take(language, slug, category.Id);
            }
        }
    }

    /// <summary>All addresses of a category.</summary>
    public static IEnumerable<string> Of(Category category) => category.Slugs.Values.Append(category.Code).Distinct(StringComparer.Ordinal);

    /// <summary>True when an address of a language leads to another category.</summary>
    public bool IsTaken(string language, string slug, Guid own) =>
        (_slugs.TryGetValue((language, slug), out var other) && other != own) || (_codes.TryGetValue(slug, out var named) && named != own);

    /// <summary>A code that no address has yet, from the first of these names that is free.</summary>
    public string NewCode(Guid category, params IReadOnlyList<string> names)
    {
        var code = names.Select(n => Slug.From(n, "")).FirstOrDefault(c => c.Length > 0 && Free(c)) ?? Slug.Unique(names[^1], c => !Free(c), "category");
        _codes[code] = category;
        return code;

        bool Free(string c) => !_codes.ContainsKey(c) && !_everywhere.Contains(c);
    }

    /// <summary>
    /// The addresses of a category: what is asked for, what it has already, and for a language that has a name but no
    /// address one made of that name. Where that is the code, or nothing of it can be written in ASCII, the code serves.
    /// </summary>
    /// <param name="asked">An empty one has it made anew.</param>
    public LocalText Slugs(Category category, LocalText asked)
    {
        var slugs = new LocalText();
        foreach (var (language, name) in category.Name)
        {
            var slug = asked.GetValueOrDefault(language) is { Length: > 0 } typed ? typed
                : !asked.ContainsKey(language) && category.Slugs.GetValueOrDefault(language) is { } kept ? kept
                : Slug.From(name, "") is { Length: > 0 } made ? Slug.Unique(made, s => IsTaken(language, s, category.Id)) : "";
            if (slug.Length > 0 && slug != category.Code)
            {
                slugs[language] = slug;
                Take(language, slug, category.Id);
            }
        }

        return slugs;
    }

    private void Take(string language, string slug, Guid category)
    {
        _slugs.TryAdd((language, slug), category);
        _everywhere.Add(slug);
    }
}
