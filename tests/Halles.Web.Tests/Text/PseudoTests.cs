using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Halles.Kernel.Storage;
using Halles.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Halles.Web.Tests.Text;

/// <summary>Pages in two languages that nobody speaks: what stays plain there cannot be translated.</summary>
public sealed class PseudoTests
{
    // Pages whose words are all the mall's own: no goods, no names.
    private static readonly string[] Pages = ["sign-in", "sign-up", "forgotten", "basket", "near", "search?q=zzzz", "nowhere-at-all"];

    [Fact]
    public async Task Every_word_of_the_mall_can_be_translated()
    {
        await using var mall = await Open();
        using var visitor = new Visitor(mall);
        var plain = new List<string>();
        foreach (var path in Pages)
        {
            var page = await visitor.Get($"/{PseudoTexts.Long}/{path}");
            page.Html.DocumentElement.GetAttribute("lang").ShouldBe(PseudoTexts.Long);
            var words = Words(page.Html).ToList();
            words.Count.ShouldBeGreaterThan(5, path);
            plain.AddRange(words.Where(IsPlain).Select(w => $"/{path}: {w}"));
        }

        Rule.Holds(plain, "Every word of a page can be translated.");
    }

    [Fact]
    public async Task A_language_from_right_to_left_turns_the_page()
    {
        await using var mall = await Open();
        using var visitor = new Visitor(mall);
        var page = await visitor.Get($"/{PseudoTexts.RightToLeft}/sign-in");
        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Html.DocumentElement.GetAttribute("dir").ShouldBe("rtl");
        page.Html.QuerySelector("h1")!.TextContent.ShouldContain("\u202E");
    }

    [Fact]
    public void Placeholders_and_tags_stay()
    {
        PseudoTexts.Lengthen("Open {0} until <b>noon</b>").ShouldStartWith("⟦Öpéñ {0} ûñţîĺ <b>ñööñ</b>");
        PseudoTexts.Turn("{0} items &amp; more").ShouldBe("{0} \u202Eitems\u202C &amp; \u202Emore\u202C");
    }

    [Fact]
    public void A_plain_word_is_noticed_and_a_strange_one_is_not()
    {
        IsPlain("Sign in").ShouldBeTrue();
        IsPlain(PseudoTexts.Lengthen("Sign in")).ShouldBeFalse();
        IsPlain("12 €").ShouldBeFalse();
    }

    private static Task<WebMall> Open() => WebMall.Open(
        Engine.Sqlite,
        s => s with { Name = "⟦Ĥåļļéš⟧", Town = "⟦Ţöŵñ⟧", Languages = ["fr", "en", PseudoTexts.Long, PseudoTexts.RightToLeft] },
        services => services.AddSingleton(PseudoTexts.Make()));

    private static IEnumerable<string> Words(IHtmlDocument page) =>
        page.Body!.Descendants<IText>().Where(t => t.ParentElement is not null && t.ParentElement.Closest("script, style, [lang]:not(html)") is null).Select(t => t.TextContent)
            .Concat(page.All.SelectMany(e => new[] { "placeholder", "aria-label", "title", "alt" }.Select(e.GetAttribute)).OfType<string>())
            .Select(w => w.Trim()).Where(w => w.Length > 0);

    // Two plain letters in a row, and nothing strange: our words carry brackets. The name of the program is the same everywhere.
    private static bool IsPlain(string text) => text != "Halles" && !text.Contains('⟦', StringComparison.Ordinal) && !text.Contains('⟧', StringComparison.Ordinal) && text.Zip(text.Skip(1)).Any(p => char.IsAsciiLetter(p.First) && char.IsAsciiLetter(p.Second));
}
