namespace Halles.Mall.Catalogue;

/// <summary>One variant that options make.</summary>
/// <param name="Choice">For each option, the index of its value.</param>
/// <param name="Kept">The variant that it goes on from; null when it is new.</param>
/// <param name="Like">The variant that a new one takes after.</param>
internal sealed record Combination(IReadOnlyList<int> Choice, Guid? Kept, Guid? Like);

/// <summary>Works out a product's variants anew when its options change, so that what is still the same keeps its id.</summary>
internal static class Combinations
{
    /// <summary>The most variants of one product.</summary>
    public const int Most = 100;

    /// <summary>All combinations of the new options, in order.</summary>
    /// <param name="before">The options until now.</param>
    /// <param name="variants">The variants until now, by their choice among those.</param>
    /// <param name="after">The options from now on.</param>
    /// <param name="language">The language by whose words options and values are told apart.</param>
    public static List<Combination> Of(IReadOnlyList<ProductOption> before, IReadOnlyList<(Guid Id, IReadOnlyList<int> Choice)> variants, IReadOnlyList<ProductOption> after, string language)
    {
        var options = Match([.. before.Select(o => Word(o.Name, language))], [.. after.Select(o => Word(o.Name, language))]);
        var values = after.Select((option, i) => options[i] is { } old
            ? Match([.. before[old].Values.Select(v => Word(v, language))], [.. option.Values.Select(v => Word(v, language))])
            : [.. option.Values.Select((_, v) => v == 0 ? 0 : (int?)null)]).ToList(); // a new option begins with what was there
        var free = variants.ToList();
        var made = new List<Combination>();
        foreach (var choice in All(after))
        {
            var was = Was(choice);
            var kept = free.FindIndex(v => was is not null && v.Choice.SequenceEqual(was));
            made.Add(new Combination(choice, kept < 0 ? null : free[kept].Id, kept < 0 ? Nearest(choice) : free[kept].Id));
            if (kept >= 0)
            {
                free.RemoveAt(kept);
            }
        }

        return made;

        // The old choice that a new one stands for; null when one of its values is new.
        int[]? Was(IReadOnlyList<int> choice)
        {
            var old = new int[before.Count];
            for (var i = 0; i < choice.Count; i++)
            {
                if (values[i][choice[i]] is not { } value)
                {
                    return null;
                }

                if (options[i] is { } option)
                {
                    old[option] = value;
                }
            }

            return old;
        }

        Guid? Nearest(IReadOnlyList<int> choice) => variants.Count == 0
            ? null
            : variants.MaxBy(v => choice.Where((value, i) => options[i] is { } o && o < v.Choice.Count && values[i][value] == v.Choice[o]).Count()).Id;
    }

    private static IEnumerable<IReadOnlyList<int>> All(IReadOnlyList<ProductOption> options) => options.Aggregate(
        (IEnumerable<IReadOnlyList<int>>)[[]],
        (choices, option) => choices.SelectMany(c => Enumerable.Range(0, option.Values.Count).Select(i => (IReadOnlyList<int>)[.. c, i])));

    /// <summary>For each new word the index of the old one: the same word, else the one in its place when nothing came or went.</summary>
    private static int?[] Match(string[] before, string[] after)
    {
        var found = after.Select(word => Array.FindIndex(before, old => old.Equals(word, StringComparison.OrdinalIgnoreCase)) is >= 0 and var i ? i : (int?)null).ToArray();
        for (var i = 0; before.Length == after.Length && i < after.Length; i++)
        {
            found[i] ??= found.Contains(i) ? null : i; // renamed
        }

        return found;
    }

    private static string Word(Kernel.LocalText text, string language) => text.Best(language);
}
