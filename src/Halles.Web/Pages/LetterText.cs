using System.Net;
using System.Text;
using Halles.Mall.Mail;

namespace Halles.Web.Pages;

/// <summary>Builds an e-mail as plain text and as HTML from the same paragraphs. No picture, no tracking, no style that a reader must load.</summary>
public sealed class LetterText(string language, string direction)
{
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _html = new();

    /// <summary>A paragraph.</summary>
    public LetterText Say(string words)
    {
        _text.Append(words).Append("\n\n");
        _html.Append("<p>").Append(WebUtility.HtmlEncode(words).Replace("\n", "<br>", StringComparison.Ordinal)).Append("</p>");
        return this;
    }

    /// <summary>A way on: words and where they lead.</summary>
    public LetterText Link(string words, string url)
    {
        _text.Append(words).Append(":\n").Append(url).Append("\n\n");
        _html.Append("<p><a href=\"").Append(WebUtility.HtmlEncode(url)).Append("\" style=\"display:inline-block;padding:12px 20px;border-radius:8px;background:#14523f;color:#ffffff;text-decoration:none\">")
            .Append(WebUtility.HtmlEncode(words)).Append("</a></p>");
        return this;
    }

    /// <summary>The letter under its subject.</summary>
    public Letter Under(string subject) => new(
        subject,
        _text.ToString().TrimEnd() + "\n",
        $"<!doctype html><html lang=\"{language}\" dir=\"{direction}\"><head><meta charset=\"utf-8\"><title>{WebUtility.HtmlEncode(subject)}</title></head><body style=\"font-family:system-ui,sans-serif;line-height:1.5;max-width:36em;margin:0 auto;padding:16px;color:#1c1a17\">{_html}</body></html>");
}
