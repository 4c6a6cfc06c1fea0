using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Halles.Kernel.Text;

/// <summary>
/// Turns the HTML of other shop systems into the Markdown that is kept here: headings, paragraphs, lists, emphasis, links
/// and the rows of tables stay; pictures, scripts, styles and layout go.
/// </summary>
public static partial class HtmlToMarkdown
{
    private const int Deepest = 60; // of nested elements; what stands deeper comes as plain text

    private static readonly HtmlParser Parser = new();

    /// <summary>Whether a text holds markup.</summary>
    public static bool IsHtml(string text) => Markup().IsMatch(text);

    /// <summary>The Markdown of a text without markup: its lines stay lines.</summary>
    public static string OfPlain(string text) => Tidy(string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(l => Escaped(l.Trim()) + "  ")));

    /// <summary>The Markdown of a piece of HTML.</summary>
    public static string Convert(string html)
    {
        var into = new StringBuilder();
        foreach (var node in Parser.ParseDocument(html).Body!.ChildNodes)
        {
            Write(node, into, "", 0);
        }

        return Tidy(into.ToString());
    }

    private static void Write(INode node, StringBuilder into, string indent, int depth)
    {
        if (node is IText text)
        {
            var words = Blanks().Replace(text.Data, " ");
            into.Append(Escaped(AtLineStart(into) ? words.TrimStart() : words));
            return;
        }

        if (node is not IElement element || depth > Deepest)
        {
            into.Append(node is IElement deep ? Escaped(deep.TextContent) : "");
            return;
        }

        switch (element.LocalName)
        {
            case "script" or "style" or "head" or "meta" or "iframe" or "svg" or "object" or "template" or "img":
                break;
            case "br":
                into.Append("  \n").Append(indent);
                break;
            case "hr":
                Block(into, "---");
                break;
            case "h1" or "h2" or "h3" or "h4" or "h5" or "h6":
                Block(into, Inner(element, indent, depth) is { Length: > 0 } heading ? "### " + OneLine(heading) : "");
                break;
            case "b" or "strong":
                Around(into, Inner(element, indent, depth), "**");
                break;
            case "i" or "em":
                Around(into, Inner(element, indent, depth), "*");
                break;
            case "a":
                Link(into, element, Inner(element, indent, depth));
                break;
            case "ul" or "ol":
                List(into, element, indent, depth);
                break;
            case "tr":
                Block(into, Row([.. element.Children.Select(c => OneLine(Inner(c, indent, depth))).Where(c => c.Length > 0)]) + "  ");
                break;
            case "p" or "div" or "section" or "article" or "blockquote" or "table" or "pre" or "dd" or "dt" or "header" or "footer" or "center" or "figure":
                Block(into, Inner(element, indent, depth));
                break;
            default:
                into.Append(Inner(element, indent, depth));
                break;
        }
    }

    // "Height: 20 cm"; of a row of sizes "S: 69 · 49.5".
    private static string Row(string[] cells) => cells.Length < 3 ? string.Join(": ", cells) : $"{cells[0]}: {string.Join(" · ", cells[1..])}";

    private static string Inner(IElement element, string indent, int depth)
    {
        var into = new StringBuilder();
        foreach (var child in element.ChildNodes)
        {
            Write(child, into, indent, depth + 1);
        }

        return into.ToString();
    }

    private static void List(StringBuilder into, IElement list, string indent, int depth)
    {
        into.Append(into.Length == 0 || indent.Length > 0 ? "\n" : "\n\n");
        foreach (var (number, item) in list.Children.Where(c => c.LocalName == "li").Index())
        {
            var mark = list.LocalName == "ol" ? $"{number + 1}. " : "- ";
            var words = Inner(item, indent + "  ", depth).Trim();
            if (words.Length > 0)
            {
                into.Append(indent).Append(mark).Append(EmptyLines().Replace(words, "\n")).Append('\n');
            }
        }

        into.Append('\n');
    }

    private static void Block(StringBuilder into, string words)
    {
        if (words.Trim().Length > 0)
        {
            into.Append("\n\n").Append(words.Trim('\n', ' ')).Append("\n\n");
        }
    }

    // Blanks inside of the marks would leave them as they are written, so they go outside.
    private static void Around(StringBuilder into, string words, string mark)
    {
        var core = words.Trim();
        if (core.Length == 0 || core.Contains('\n', StringComparison.Ordinal) || core.Contains(mark, StringComparison.Ordinal))
        {
            into.Append(words);
            return;
        }

        into.Append(words.StartsWith(' ') && !AtLineStart(into) ? " " : "").Append(mark).Append(core).Append(mark).Append(words.EndsWith(' ') ? " " : "");
    }

    private static void Link(StringBuilder into, IElement link, string words)
    {
        var address = link.GetAttribute("href")?.Trim() ?? "";
        if (words.Trim().Length > 0 && Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && !address.AsSpan().ContainsAny("()<> \n"))
        {
            into.Append('[').Append(OneLine(words)).Append("](").Append(address).Append(')');
        }
        else
        {
            into.Append(words);
        }
    }

    private static bool AtLineStart(StringBuilder into) => into.Length == 0 || into[^1] is '\n';

    private static string OneLine(string words) => Blanks().Replace(words, " ").Trim();

    private static string Escaped(string words) => LineMark().Replace(Special().Replace(words, @"\$0"), @"$1\$2");

    private static string Tidy(string markdown)
    {
        var lines = markdown.ReplaceLineEndings("\n").Split('\n').Select(l => l.Trim() is "" or "**" ? "" : l.TrimEnd() + (l.EndsWith("  ", StringComparison.Ordinal) ? "  " : ""));
        return EmptyLines().Replace(EndOfBlock().Replace(string.Join('\n', lines), "$1"), "\n\n").Trim();
    }

    [GeneratedRegex(@"<(?:/?[a-zA-Z][^<>]*|!--)>|&(?:[a-zA-Z]{2,8}|#\d{2,6});")]
    private static partial Regex Markup();

    [GeneratedRegex(@"[\s\u00a0]+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"[\\`*_\[\]<>]")]
    private static partial Regex Special();

    [GeneratedRegex(@"^(\s*\d*)([#>+|~]|[.)](?=\s))")]
    private static partial Regex LineMark();

    [GeneratedRegex(@"\n{2,}")]
    private static partial Regex EmptyLines();

    [GeneratedRegex(@"  (\n\n|\n*$)")]
    private static partial Regex EndOfBlock();
}
