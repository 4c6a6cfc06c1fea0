using Halles.Kernel.Text;

namespace Halles.Tests.Kernel.Text;

public class HtmlToMarkdownTests
{
    [Theory]
    [InlineData("<p>One <strong>two</strong> <em>three</em></p><p>four</p>", "One **two** *three*\n\nfour")]
    [InlineData("<p>a<br>b<br/>c</p>", "a  \nb  \nc")]
    [InlineData("<ul><li>x</li><li>y <b>z</b></li></ul>after", "- x\n- y **z**\n\nafter")]
    [InlineData("<ol><li>x</li><li>y</li></ol>", "1. x\n2. y")]
    [InlineData("<h2 class=\"t\">Size <span>and</span> shape</h2>text", "### Size and shape\n\ntext")]
    [InlineData("see <a href=\"https://example.org/a\">the site</a>", "see [the site](https://example.org/a)")]
    [InlineData("see <a href=\"javascript:alert(1)\">the site</a>", "see the site")]
    [InlineData("<script>alert(1)</script><style>p{}</style><img src=x onerror=alert(1)>ok", "ok")]
    [InlineData("5 * 3 &lt; 16 [x] _y_ &amp; `z`", "5 \\* 3 \\< 16 \\[x\\] \\_y\\_ & \\`z\\`")]
    [InlineData("<div># no heading</div>", "\\# no heading")]
    [InlineData("<table><tr><td>Width</td><td>12 cm</td></tr><tr><td>Depth</td><td>3 cm</td></tr></table>", "Width: 12 cm\n\nDepth: 3 cm")]
    [InlineData("<p><strong> spaced </strong>words</p>", "**spaced** words")]
    [InlineData("<p>never closed <b>bold", "never closed **bold**")]
    public void Keeps_what_a_text_says_and_drops_how_it_looked(string html, string markdown) => HtmlToMarkdown.Convert(html).ShouldBe(markdown);

    [Fact]
    public void Lines_of_plain_text_stay_lines()
    {
        HtmlToMarkdown.IsHtml("Fits 5 < 6 people & dogs").ShouldBeFalse();
        HtmlToMarkdown.OfPlain("One\ntwo\n\n- three").ShouldBe("One  \ntwo\n\n- three");
    }

    [Fact]
    public void Ten_thousand_nested_elements_come_as_text() =>
        HtmlToMarkdown.Convert(string.Concat(Enumerable.Repeat("<div>", 10_000)) + "deep").ShouldBe("deep");
}
