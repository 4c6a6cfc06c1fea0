using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Halles.Kernel;
using Halles.Mall.Mail;
using Halles.Mall.Settings;

namespace Halles.Web.Pages;

/// <summary>
/// Builds an e-mail as plain text and as HTML from the same paragraphs: on the mall's paper, under its name, its accent on what
/// there is to press; by night in the mall's night colours, where a mail reader knows them. No picture, no tracking, nothing that
/// a reader must load.
/// </summary>
public sealed partial class LetterText(string language, MallSettings mall)
{
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _html = new();

    /// <summary>The lines that are not empty, one under another.</summary>
    public static string Lines(params IEnumerable<string> lines) => string.Join('\n', lines.Where(l => l.Length > 0));

    /// <summary>
    /// Words of somebody else inside the letter's: without controls that would turn what stands around them, and set apart
    /// where they are written from right to left (UAX 9).
    /// </summary>
    public static string Theirs(string words)
    {
        var plain = DirectionControls().Replace(words, "");
        return RightToLeft().IsMatch(plain) ? $"\u2068{plain}\u2069" : plain;
    }

    /// <summary>Markdown without its marks; an address stands in brackets after the words that lead there.</summary>
    public static string Unmarked(string markdown) => Marks().Replace(Links().Replace(markdown, "$1 ($2)"), "").Trim();

    /// <summary>A paragraph; nothing when there is nothing to say.</summary>
    public LetterText Say(string words) => Paragraph("<p>", words);

    /// <summary>A paragraph in small print, such as who the trader is.</summary>
    public LetterText Fine(string words) => Paragraph("<p class=\"fine\" style=\"font-size:.875em;color:#5a5348\">", words);

    private LetterText Paragraph(string begin, string words)
    {
        if (words.Length > 0)
        {
            _text.Append(words).Append("\n\n");
            _html.Append(begin).Append(WebUtility.HtmlEncode(words).Replace("\n", "<br>", StringComparison.Ordinal)).Append("</p>");
        }

        return this;
    }

    /// <summary>The heading of a part.</summary>
    public LetterText Head(string words) => Head(words, "<h2 style=\"font:bold 1.25em/1.2 Georgia,serif;margin:32px 0 16px\">", "</h2>");

    private LetterText Head(string words, string begin, string end)
    {
        _text.Append("— ").Append(words).Append(" —\n\n");
        _html.Append(begin).Append(WebUtility.HtmlEncode(words)).Append(end);
        return this;
    }

    /// <summary>A text of the mall, in Markdown.</summary>
    /// <param name="origin">Stands before addresses within the mall.</param>
    public LetterText Written(string markdown, string origin)
    {
        foreach (var part in markdown.Replace("](/", $"]({origin}/", StringComparison.Ordinal).Split("\n\n", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            _ = part[0] == '#' ? Head(Unmarked(part), "<h3 style=\"font-size:1em;margin:24px 0 8px\">", "</h3>") : Say(Unmarked(part));
        }

        return this;
    }

    /// <summary>A way on: words and where they lead.</summary>
    public LetterText Link(string words, string url)
    {
        _text.Append(words).Append('\n').Append(url).Append("\n\n");
        _html.Append("<p><a class=\"press\" href=\"").Append(WebUtility.HtmlEncode(url)).Append("\" style=\"display:inline-block;padding:12px 24px;border-radius:8px;background:").Append(mall.Brand.Accent).Append(";color:").Append(mall.Brand.AccentInk).Append(";font-weight:bold;text-decoration:none\">")
            .Append(WebUtility.HtmlEncode(words)).Append("</a></p>");
        return this;
    }

    /// <summary>A way on in small print.</summary>
    public LetterText FineLink(string words, string url)
    {
        _text.Append(words).Append('\n').Append(url).Append("\n\n");
        _html.Append("<p class=\"fine\" style=\"font-size:.875em;color:#5a5348\"><a href=\"").Append(WebUtility.HtmlEncode(url)).Append("\" style=\"color:inherit\">").Append(WebUtility.HtmlEncode(words)).Append("</a></p>");
        return this;
    }

    /// <summary>The letter under its subject.</summary>
    public Letter Under(string subject) => new(
        subject,
        _text.ToString().TrimEnd() + "\n",
        $"<!doctype html><html lang=\"{language}\" dir=\"{Language.Parse(language).Direction}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><meta name=\"color-scheme\" content=\"light dark\"><title>{WebUtility.HtmlEncode(subject)}</title><style>{ByNight}</style></head>"
        + "<body style=\"margin:0;background:#faf7f1;color:#22201c;font-family:system-ui,sans-serif;line-height:1.5\"><div style=\"max-width:36em;margin:0 auto;padding:24px 16px;overflow-wrap:break-word\">"
        + $"<p class=\"name\" style=\"margin:0 0 24px;padding-bottom:12px;border-bottom:1px solid #e2d9c9;font:bold 1.25em/1.2 Georgia,serif;color:{mall.Brand.Accent}\">{WebUtility.HtmlEncode(mall.Name)}</p>{_html}</div></body></html>");

    // Over the styles beside the elements, which say how it looks by day and in readers without a night.
    private string ByNight =>
        "@media(prefers-color-scheme:dark){body{background:#1a1815!important;color:#f1ece2!important}.fine{color:#bcb3a4!important}"
        + $".name{{color:{mall.Brand.AccentDark}!important;border-color:#3b362e!important}}.press{{background:{mall.Brand.AccentDark}!important;color:#0b2219!important}}}}";

    [GeneratedRegex(@"\[([^\]]*)\]\(([^)]*)\)")]
    private static partial Regex Links();

    [GeneratedRegex(@"^#+ +|^> ?|\*\*|\\(?=[*_#\[\]])", RegexOptions.Multiline)]
    private static partial Regex Marks();

    [GeneratedRegex("[\u200E\u200F\u202A-\u202E\u2066-\u2069]")]
    private static partial Regex DirectionControls();

    // Hebrew to the Arabic presentation forms: scripts written from right to left.
    [GeneratedRegex("[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]")]
    private static partial Regex RightToLeft();
}
