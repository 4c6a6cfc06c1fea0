using Markdig;

namespace Halles.Kernel.Text;

/// <summary>What merchants wrote in Markdown, as other programs take it.</summary>
public static class MarkdownHtml
{
    private static readonly MarkdownPipeline NoHtml = new MarkdownPipelineBuilder().DisableHtml().Build();

    /// <summary>As HTML; tags in the text are text.</summary>
    public static string Of(string markdown) => Markdown.ToHtml(markdown, NoHtml).TrimEnd();

    /// <summary>On one line, without marks.</summary>
    public static string PlainOf(string markdown) => string.Join(' ', Markdown.ToPlainText(markdown, NoHtml).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
