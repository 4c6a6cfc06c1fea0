using Halles.Kernel.Text;

namespace Halles.Web.Pages.Shopper;

/// <summary>Markdown without its marks, for descriptions that search engines and previews show.</summary>
internal static class Plain
{
    /// <summary>The text on one line, cut at a word so that it has at most so many characters.</summary>
    public static string Text(string markdown, int most)
    {
        var text = MarkdownHtml.PlainOf(markdown);
        if (text.Length <= most)
        {
            return text;
        }

        var cut = text.LastIndexOf(' ', most - 1);
        return text[..(cut > most / 2 ? cut : char.IsHighSurrogate(text[most - 2]) ? most - 2 : most - 1)] + "…";
    }
}
