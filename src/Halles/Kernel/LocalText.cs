namespace Halles.Kernel;

/// <summary>A text in the languages in which somebody wrote it, by language tag.</summary>
public sealed class LocalText : Dictionary<string, string>
{
    public LocalText()
        : base(StringComparer.Ordinal)
    {
    }

    /// <summary>A text in one language.</summary>
    public LocalText(string language, string text)
        : this() => this[language] = text;

    /// <summary>
    /// The text in the wanted language, else in the first of the others that has it, with the language it is really in,
    /// so that a page can mark it (ui.md, style 24). Empty when there is none.
    /// </summary>
    public (string Text, string Language) In(string language) =>
        TryGetValue(language, out var text) && text.Length > 0 ? (text, language)
        : this.FirstOrDefault(t => t.Value.Length > 0) is { Key: { } other } found ? (found.Value, other)
        : ("", language);

    /// <summary>The text alone, in the wanted language or whichever there is.</summary>
    public string Best(string language) => In(language).Text;
}
