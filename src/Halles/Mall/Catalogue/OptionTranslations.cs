using Halles.Kernel;

namespace Halles.Mall.Catalogue;

/// <summary>How the translations of a product's options stand.</summary>
internal static class OptionTranslations
{
    /// <summary>How the translation of an option's name or value stands.</summary>
    /// <param name="own">The product's own language.</param>
    /// <param name="from">Of which words translations were made, by language.</param>
    public static TranslationState StateOf(string own, IReadOnlyDictionary<string, Dictionary<string, string>> from, LocalText words, string language) =>
        words.GetValueOrDefault(language) is not { Length: > 0 } there ? TranslationState.Missing
        : from.GetValueOrDefault(language)?.GetValueOrDefault(there) is { } source && source != words.GetValueOrDefault(own) ? TranslationState.Outdated
        : TranslationState.Done;

    /// <summary>
    /// Of which words the translations were made, after the options have changed: those that stand unchanged beside other words of the
    /// shop's own language were made of the earlier ones. What no option has any more is forgotten.
    /// </summary>
    public static Dictionary<string, Dictionary<string, string>> After(Product product, IReadOnlyList<ProductOption> before)
    {
        var earlier = Words(before).ToList();
        var from = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        foreach (var words in Words(product.Options))
        {
            foreach (var (language, text) in words.Where(w => w.Key != product.Language && w.Value.Length > 0))
            {
                var source = product.TranslatedFrom.GetValueOrDefault(language)?.GetValueOrDefault(text)
                    ?? earlier.Find(w => w.GetValueOrDefault(language) == text)?.GetValueOrDefault(product.Language);
                if (source is not null && source != words.GetValueOrDefault(product.Language))
                {
                    from.TryAdd(language, new(StringComparer.Ordinal));
                    from[language].TryAdd(text, source);
                }
            }
        }

        return from;
    }

    private static IEnumerable<LocalText> Words(IEnumerable<ProductOption> options) => options.SelectMany(o => o.Values.Prepend(o.Name));
}
