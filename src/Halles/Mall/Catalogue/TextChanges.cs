namespace Halles.Mall.Catalogue;

/// <summary>How a product's texts stand after an edit: a translation is outdated once the own text has changed under it.</summary>
internal static class TextChanges
{
    /// <summary>The texts of one field as they are to be kept, by language.</summary>
    /// <param name="before">What was kept of this field.</param>
    /// <param name="after">What was typed, tidied; a language that is missing is removed.</param>
    /// <param name="own">The language of the shop.</param>
    /// <param name="stillRight">Languages whose translation was looked at and is still right.</param>
    public static Dictionary<string, (string Text, TextState State)> Of(
        IReadOnlyDictionary<string, (string Text, TextState State)> before, Kernel.LocalText after, string own, IEnumerable<string> stillRight)
    {
        var kept = new Dictionary<string, (string, TextState)>(StringComparer.Ordinal);
        var ownChanged = before.TryGetValue(own, out var was) && was.Text != after.GetValueOrDefault(own);
        foreach (var (language, text) in after)
        {
            var state = language == own ? TextState.Own
                : !before.TryGetValue(language, out var old) || old.Text != text || stillRight.Contains(language) ? TextState.Translated
                : ownChanged ? TextState.Outdated
                : old.State;
            kept[language] = (text, state);
        }

        return kept;
    }
}
