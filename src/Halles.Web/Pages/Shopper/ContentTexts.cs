using System.Collections.Frozen;
using System.Reflection;
using System.Text.RegularExpressions;
using Halles.Mall.Content;
using Halles.Mall.Settings;
using Halles.Web.Design;
using Halles.Mall.Storefront;

namespace Halles.Web.Pages.Shopper;

/// <summary>
/// Pages of text: those that the operator wrote, and the fixed ones (imprint, terms, privacy, …) whose place they may take, embedded as
/// Markdown by language: <c>Text/{language}/pages/{page}.md</c>, the first line being the title.
/// Words in braces stand for the mall's own facts, and <c>{fact?…|…}</c> is said according to whether there is such a fact.
/// </summary>
public sealed partial class ContentTexts
{
    private readonly FrozenDictionary<string, string> _texts;
    private readonly CurrentPages _pages;

    public ContentTexts(CurrentPages pages)
    {
        _pages = pages;
        var assembly = Assembly.GetExecutingAssembly();
        _texts = assembly.GetManifestResourceNames().Where(n => n.StartsWith("Text/", StringComparison.Ordinal) && n.EndsWith(".md", StringComparison.Ordinal))
            .ToFrozenDictionary(n => Key(n.Split('/')[1], Path.GetFileNameWithoutExtension(n)), n => Read(assembly, n), StringComparer.Ordinal);
    }

    /// <summary>The names of the fixed pages.</summary>
    public IReadOnlyList<string> BuiltIn => [.. _texts.Keys.Select(k => k[(k.IndexOf('/', StringComparison.Ordinal) + 1)..]).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The names of all pages.</summary>
    public IEnumerable<string> Names => BuiltIn.Union(_pages.Now.All.Select(p => p.Slug));

    /// <summary>The operator's pages to which the foot of each page leads, beside those that it leads to anyhow.</summary>
    public IEnumerable<(string Slug, Wording Title)> InFooter(string language, MallSettings mall) =>
        _pages.Now.All.Where(p => p.Content.InFooter).ExceptBy(BuiltIn, p => p.Slug).Select(p => (p.Slug, Own(p, language, mall).Title));

    /// <summary>The operator's pages that the home page shows.</summary>
    public IEnumerable<(string Slug, Wording Title, Wording Text)> OnHome(string language, MallSettings mall) =>
        _pages.Now.All.Where(p => p.Content.OnHome).Select(p => (p.Slug, Own(p, language, mall).Title, Own(p, language, mall).Text));

    /// <summary>A page's title and text, in another language where it is not written in this one; null when there is no such page.</summary>
    /// <param name="trader">To whom the model form of withdrawal goes; a line to be filled in where that is not known.</param>
    public (string Title, Wording Text)? Find(string page, string language, MallSettings mall, string trader = "…………………")
    {
        if (_pages.Now.Find(page) is { } own)
        {
            var (heading, words) = Own(own, language, mall);
            return (heading.Text, words with { Text = words.Text.Replace("{trader}", trader, StringComparison.Ordinal) });
        }

        var real = _texts.ContainsKey(Key(language, page)) ? language : "en";
        return Written(page, real) is var (title, text)
            ? (Filled(title, mall), new Wording(Filled(text, mall).Replace("{trader}", trader, StringComparison.Ordinal), real))
            : null;
    }

    /// <summary>The languages in which a page is written.</summary>
    public IReadOnlyList<string> Languages(string page, MallSettings mall) =>
        [.. mall.Languages.Where(l => _pages.Now.Find(page) is { } own ? own.Content.Title.ContainsKey(l) : _texts.ContainsKey(Key(l, page)))];

    /// <summary>Title and text of a fixed page, its words in braces as they stand; null when it is not there in this language.</summary>
    public (string Title, string Text)? Written(string page, string language)
    {
        if (!_texts.TryGetValue(Key(language, page), out var text))
        {
            return null;
        }

        var end = text.IndexOf('\n', StringComparison.Ordinal);
        return (text[..end].TrimStart('#', ' '), text[(end + 1)..].Trim());
    }

    /// <summary>A text with the mall's facts for its words in braces; a word that is none stays.</summary>
    public static string Filled(string text, MallSettings mall)
    {
        var facts = Facts(mall);
        for (var before = ""; before != text;) // from the inside out: a sentence may hold another
        {
            before = text;
            text = Sentence().Replace(text, m => !facts.TryGetValue(m.Groups["fact"].Value, out var fact) ? m.Value : fact.Length > 0 ? m.Groups["then"].Value : m.Groups["else"].Value);
        }

        return Word().Replace(text, m => facts.GetValueOrDefault(m.Groups["fact"].Value, m.Value));
    }

    // Title and text are in the same language: each that is written has both.
    private static (Wording Title, Wording Text) Own(WrittenPage page, string language, MallSettings mall)
    {
        var (title, real) = page.Content.Title.In(language);
        return (new Wording(Filled(title, mall), real), new Wording(Filled(page.Content.Body.GetValueOrDefault(real, ""), mall), real));
    }

    private static Dictionary<string, string> Facts(MallSettings mall) => new(StringComparer.Ordinal)
    {
        ["mall"] = mall.Name,
        ["town"] = Or(mall.Town, mall.Name),
        ["operator"] = Or(mall.Imprint.Operator, mall.Name),
        ["address"] = mall.Imprint.Address,
        ["email"] = Link("mailto:", mall.Imprint.Email, mall.Imprint.Email),
        ["phone"] = Link("tel:", mall.Imprint.Phone, TraderWords.Phone(mall.Imprint.Phone, mall)),
        ["director"] = Or(mall.Imprint.Director, mall.Imprint.Operator),
        ["host"] = Or(mall.Imprint.Host, mall.Imprint.Operator),
        ["france"] = mall.Country == "FR" ? mall.Country : "",
    };

    // {fact?what is said then|what is said otherwise}; words in braces may stand within.
    [GeneratedRegex(@"\{(?<fact>[a-z]+)\?(?<then>(?:[^{}|]|\{[a-z]+\})*)(?:\|(?<else>(?:[^{}|]|\{[a-z]+\})*))?\}")]
    private static partial Regex Sentence();

    [GeneratedRegex(@"\{(?<fact>[a-z]+)\}")]
    private static partial Regex Word();

    private static string Link(string scheme, string address, string words) => address.Length > 0 ? $"[{words}]({scheme}{address.Replace(" ", "", StringComparison.Ordinal)})" : "";

    private static string Or(string text, string otherwise) => text.Length > 0 ? text : otherwise;

    private static string Key(string language, string page) => language + "/" + page;

    private static string Read(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
