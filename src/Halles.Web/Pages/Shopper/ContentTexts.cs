using System.Collections.Frozen;
using System.Reflection;
using System.Text.RegularExpressions;
using Halles.Mall.Settings;
using Halles.Web.Design;
using Halles.Mall.Storefront;

namespace Halles.Web.Pages.Shopper;

/// <summary>
/// The fixed pages (imprint, terms, privacy, …), embedded as Markdown by language: <c>Text/{language}/pages/{page}.md</c>.
/// Words in braces stand for the mall's own facts, and <c>{fact?…|…}</c> is said according to whether there is such a fact.
/// The first line is the title.
/// </summary>
public sealed partial class ContentTexts
{
    private readonly FrozenDictionary<string, string> _texts;

    public ContentTexts()
    {
        var assembly = Assembly.GetExecutingAssembly();
        _texts = assembly.GetManifestResourceNames().Where(n => n.StartsWith("Text/", StringComparison.Ordinal) && n.EndsWith(".md", StringComparison.Ordinal))
            .ToFrozenDictionary(n => Key(n.Split('/')[1], Path.GetFileNameWithoutExtension(n)), n => Read(assembly, n), StringComparer.Ordinal);
    }

    /// <summary>The names of all pages.</summary>
    public IEnumerable<string> Names => _texts.Keys.Select(k => k[(k.IndexOf('/', StringComparison.Ordinal) + 1)..]).Distinct();

    /// <summary>A page's title and text, in English where the language has none; null when there is no such page.</summary>
    /// <param name="trader">To whom the model form of withdrawal goes; a line to be filled in where that is not known.</param>
    public (string Title, Wording Text)? Find(string page, string language, MallSettings mall, string trader = "…………………")
    {
        var real = _texts.ContainsKey(Key(language, page)) ? language : "en";
        if (!_texts.TryGetValue(Key(real, page), out var text))
        {
            return null;
        }

        var end = text.IndexOf('\n', StringComparison.Ordinal);
        return (Fill(text[..end].TrimStart('#', ' '), mall), new Wording(Fill(text[(end + 1)..], mall).Replace("{trader}", trader, StringComparison.Ordinal), real));
    }

    /// <summary>The languages in which a page is written.</summary>
    public IReadOnlyList<string> Languages(string page, MallSettings mall) => [.. mall.Languages.Where(l => _texts.ContainsKey(Key(l, page)))];

    private static string Fill(string text, MallSettings mall)
    {
        var facts = Facts(mall);
        for (var before = ""; before != text;) // from the inside out: a sentence may hold another
        {
            before = text;
            text = Sentence().Replace(text, m => facts[m.Groups["fact"].Value].Length > 0 ? m.Groups["then"].Value : m.Groups["else"].Value);
        }

        return Word().Replace(text, m => facts.GetValueOrDefault(m.Groups["fact"].Value, m.Value));
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
