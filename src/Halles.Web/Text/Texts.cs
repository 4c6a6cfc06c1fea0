using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;

namespace Halles.Web.Text;

/// <summary>
/// The words of the pages, from the embedded gettext catalogues <c>Text/{language}/*.po</c>. English is what the code
/// says; a text that a catalogue lacks is shown in English.
/// </summary>
public sealed class Texts
{
    private readonly FrozenDictionary<string, LanguageTexts> _languages;

    public Texts()
        : this([])
    {
    }

    /// <param name="more">Languages besides the embedded ones; tests bring two that nobody speaks.</param>
    internal Texts(IReadOnlyList<LanguageTexts> more)
    {
        var assembly = Assembly.GetExecutingAssembly();
        _languages = assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith("Text/", StringComparison.Ordinal) && n.EndsWith(".po", StringComparison.Ordinal))
            .GroupBy(n => n.Split('/')[1], StringComparer.Ordinal)
            .Select(g => new LanguageTexts(g.Key, g.SelectMany(n => Load(assembly, n))))
            .Concat(more)
            .ToFrozenDictionary(l => l.Language, StringComparer.Ordinal);
    }

    /// <summary>The words of one language; English for a language without a catalogue.</summary>
    public LanguageTexts In(string language) => _languages.GetValueOrDefault(language) ?? new LanguageTexts(language, []);

    private static List<PoEntry> Load(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return PoFile.Read(reader, name);
    }
}

/// <summary>The words of one language.</summary>
public sealed class LanguageTexts
{
    private readonly FrozenDictionary<string, PoEntry> _entries;
    private readonly string _primary;

    public LanguageTexts(string language, IEnumerable<PoEntry> entries)
    {
        Language = language;
        Culture = Cultures.Of(language, null);
        _primary = Kernel.Language.Parse(language).Primary;
        _entries = entries.DistinctBy(e => e.Key, StringComparer.Ordinal).ToFrozenDictionary(e => e.Key, StringComparer.Ordinal);
    }

    /// <summary>Language tag.</summary>
    public string Language { get; }

    /// <summary>How numbers in the texts are written.</summary>
    public CultureInfo Culture { get; }

    /// <summary>What spreadsheets of this language expect between cells: a semicolon where the comma stands before decimals.</summary>
    public char TableSeparator => Culture.NumberFormat.NumberDecimalSeparator == "," ? ';' : ',';

    /// <summary>All entries, for tests.</summary>
    public IEnumerable<PoEntry> Entries => _entries.Values;

    /// <summary>The text in this language with its placeholders filled.</summary>
    public string Get(string english, params ReadOnlySpan<object?> args)
    {
        var text = _entries.TryGetValue(english, out var entry) && entry.Translations is [{ Length: > 0 } first, ..] ? first : english;
        return args.Length == 0 ? text : string.Format(Culture, text, args);
    }

    /// <summary>The same, for an English text that means two things: the context tells which.</summary>
    public string Of(string context, string english, params ReadOnlySpan<object?> args)
    {
        var text = _entries.TryGetValue(context + PoFile.ContextEnd + english, out var entry) && entry.Translations is [{ Length: > 0 } first, ..] ? first : english;
        return args.Length == 0 ? text : string.Format(Culture, text, args);
    }

    /// <summary>The name of a country (CLDR), from the two letters of ISO 3166-1; the letters where it has none.</summary>
    public string Country(string alpha2) => Of("country", alpha2);

    /// <summary>The form of the text that the number asks for (CLDR plural rules); <c>{0}</c> is the number.</summary>
    public string Count(long number, string one, string many, params ReadOnlySpan<object?> more)
    {
        var form = Plurals.Form(_primary, number);
        var text = _entries.TryGetValue(one, out var entry) && entry.Translations.Count > form && entry.Translations[form].Length > 0
            ? entry.Translations[form]
            : number == 1 ? one : many;
        return string.Format(Culture, text, [number.ToString("#,0", Culture), .. more]);
    }
}
