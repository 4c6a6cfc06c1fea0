using Halles.Kernel;

namespace Halles.Mall.Catalogue;

/// <summary>How a category's name in a language stands, where nobody wrote it as it is.</summary>
public enum NameState
{
    /// <summary>As a file of names gave it: the next file may give it otherwise.</summary>
    Imported,

    /// <summary>The name in the mall's own language changed after this one.</summary>
    Outdated,
}

/// <summary>How the names of categories change.</summary>
public static class CategoryNames
{
    /// <summary>Characters of a name.</summary>
    public const int Longest = 120;

    /// <summary>Names with others over them; an empty one takes a name away.</summary>
    public static LocalText Over(LocalText there, LocalText typed)
    {
        var names = new LocalText();
        foreach (var (language, name) in there.Where(n => !typed.ContainsKey(n.Key)).Concat(typed))
        {
            names[language] = name;
        }

        return names;
    }

    /// <summary>Gives a category names that somebody wrote. Where the mall's own changes, those that stay as they were are out of date.</summary>
    /// <param name="own">The mall's own language.</param>
    /// <returns>The languages whose name changed.</returns>
    public static IReadOnlyList<string> Write(Category category, LocalText names, string own)
    {
        var (before, states) = (category.Name, new Dictionary<string, NameState>(StringComparer.Ordinal));
        var changed = before.Keys.Union(names.Keys).Where(l => before.GetValueOrDefault(l) != names.GetValueOrDefault(l)).ToList();
        foreach (var language in names.Keys.Where(l => !changed.Contains(l)))
        {
            if (language != own && before.ContainsKey(own) && changed.Contains(own))
            {
                states[language] = NameState.Outdated;
            }
            else if (category.NameStates.TryGetValue(language, out var state))
            {
                states[language] = state;
            }
        }

        (category.Name, category.NameStates) = (names, states);
        return changed;
    }
}
