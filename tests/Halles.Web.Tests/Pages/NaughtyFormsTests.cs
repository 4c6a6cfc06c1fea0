using System.Net;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Halles.Demo;
using Halles.Kernel.Storage;
using Halles.Testing;

namespace Halles.Web.Tests.Pages;

/// <summary>Whatever is typed into a field of any kind is kept and shown as it was, or refused with all of it still there.</summary>
public sealed class NaughtyFormsTests
{
    private const string Desk = "/fr/desk/boulangerie-martin/", Bread = "/fr/shops/boulangerie-martin/baguette-de-tradition";

    // Fields of every kind on SQLite; on PostgreSQL the one whose text is kept as it is.
    public static IEnumerable<object[]> Kinds => [.. Fields.Keys.Select(k => (object[])[Engine.Sqlite, k]), [Engine.PostgreSql, "text"]];

    private static readonly System.Text.Encoding Windows = System.Text.CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    // By kind of field: the page with its form, the form, and the field's name.
    private static readonly Dictionary<string, Func<Typist, Task<Form>>> Fields = new()
    {
        ["text"] = t => t.Shopper("/fr/account/profile", "form.form", "name"),
        ["phone"] = t => t.Shopper("/fr/account/profile", "form.form", "phone"),
        ["postcode"] = t => t.Shopper("/fr/account/addresses/edit", "form.form", "postcode", ("label", "Maison"), ("line1", "3 rue Basse"), ("city", "Saint-Aubin-du-Loir")),
        ["several lines"] = t => t.Merchant(Desk + "settings/story", "form[action$='/story']", "story.fr"),
        ["price"] = t => t.Merchant(Desk + "products/" + t.Product, "form.form", "variants.0.price"),
        ["e-mail"] = t => t.Guest("/fr/shops/les-vergers-du-val/confiture-de-mures-du-halage/tell-me", "form.form", "email"),
        ["quantity"] = t => t.Basket(),
        ["note"] = t => t.Checkout(),
        ["message"] = t => t.Purchase(),
    };

    [Theory, MemberData(nameof(Kinds)), Trait("Category", RealData.Trait)]
    public async Task Every_naughty_string_is_shown_as_typed_or_refused_as_typed(Engine engine, string kind)
    {
        var strings = JsonSerializer.Deserialize<string[]>(await File.ReadAllTextAsync(RealData.File("security/blns.json")))!.Distinct().ToArray();
        await using var mall = await DemoWeb.Open(engine);
        using var typist = new Typist(mall);
        var form = await Fields[kind](typist);
        var wrong = new List<string>();
        foreach (var text in strings)
        {
            var answer = await form.Send(text);
            if (answer.Status is not (HttpStatusCode.OK or HttpStatusCode.UnprocessableEntity) || !Harmless(answer))
            {
                wrong.Add($"{(int)answer.Status}: {text}");
            }
            else if (answer.Status is HttpStatusCode.UnprocessableEntity && !Same(form.Shown(answer), text))
            {
                wrong.Add($"lost: {text} became {form.Shown(answer)}");
            }
            else if (answer.Status is HttpStatusCode.OK && !Same(await form.Kept(answer), text))
            {
                wrong.Add($"kept otherwise: {text} became {await form.Kept(answer)}");
            }
        }

        wrong.Take(10).ShouldBeEmpty(string.Join("\n", wrong.Take(10)));
    }

    [Fact, Trait("Category", RealData.Trait)]
    public async Task Every_naughty_string_can_be_searched_for()
    {
        var strings = JsonSerializer.Deserialize<string[]>(await File.ReadAllTextAsync(RealData.File("security/blns.json")))!.Append("a\0b").Distinct().ToArray();
        await using var mall = await DemoWeb.Open(Engine.Sqlite);
        using var visitor = new Visitor(mall);
        foreach (var text in strings)
        {
            var page = await visitor.Get("/fr/search?q=" + Uri.EscapeDataString(text));
            page.Status.ShouldBe(HttpStatusCode.OK, text);
            Harmless(page).ShouldBeTrue(text);
            Same(page.Html.GetElementById("q")!.GetAttribute("value") ?? "", text.Trim() is { Length: > 200 } longer ? longer[..200] : text.Replace("\0", "\uFFFD", StringComparison.Ordinal)).ShouldBeTrue(text);
        }
    }

    [Theory, OnBothEngines]
    public async Task A_nul_is_refused_everywhere(Engine engine)
    {
        await using var mall = await DemoWeb.Open(engine);
        using var typist = new Typist(mall);
        foreach (var (kind, open) in Fields)
        {
            var answer = await (await open(typist)).Send("1\0");
            answer.Status.ShouldBe(HttpStatusCode.UnprocessableEntity, kind);
            answer.Html.GetElementById("problems").ShouldNotBeNull(kind);
        }
    }

    // Nothing typed became an element or a handler.
    private static bool Harmless(Page page) =>
        page.Html.QuerySelectorAll("script").All(s => s.HasAttribute("src") || s.GetAttribute("type") is "application/ld+json" or "application/json")
        && page.Html.QuerySelectorAll("iframe, object, embed, base, [onerror], [onclick], [onload], [onmouseover], [style], [href^='javascript:' i]").Length == 0;

    private static bool Same(string? shown, string typed) => shown is null || Words(shown) == Words(typed);

    // White space is tidied, and a postcode is shown in capitals. Pages write a C1 control as a reference, which browsers read
    // as the sign that Windows-1252 has there (HTML standard, numeric character reference end state).
    private static string Words(string text)
    {
        var shown = string.Concat(text.Where(c => c is not ('\u0085' or '…')).Select(c => c is >= '\u0080' and <= '\u009F' ? Windows.GetString([(byte)c])[0] : c));
        return string.Join(' ', shown.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToUpperInvariant();
    }

    /// <summary>A form that is sent again and again with something else in one field.</summary>
    private sealed class Form(Visitor visitor, Page page, string form, string field, (string, string)[] others)
    {
        private Page _page = page;

        public async Task<Page> Send(string text)
        {
            var answer = await visitor.Submit(_page, form, [.. others, (field, text)]);
            _page = Shown(answer) is not null ? answer : _page;
            return answer;
        }

        /// <summary>What the field shows; null when the page has no such field.</summary>
        public string? Shown(Page answer) => answer.Html.QuerySelector($"[name='{field}']") switch
        {
            IHtmlTextAreaElement area => area.TextContent,
            { } input => input.GetAttribute("value") ?? "",
            _ => null,
        };

        /// <summary>What was kept, as the form shows it when it is opened again; null where it is kept in another shape.</summary>
        public async Task<string?> Kept(Page answer) => field switch
        {
            "name" or "story.fr" => Shown(answer),
            "note" => Shown(await visitor.Get("/fr/checkout/who")),
            "text" => answer.Html.QuerySelectorAll(".say").Last().QuerySelector("[dir=auto]")!.TextContent,
            _ => null, // a number, a telephone number or a postcode is written in its own way
        };
    }

    /// <summary>Who types: a shopper, a merchant, a guest.</summary>
    private sealed class Typist(WebMall mall) : IDisposable
    {
        private readonly List<Visitor> _visitors = [];

        public Guid Product => mall.Database.Read(s => s.List(
            "SELECT p.id FROM products p JOIN shops s ON s.id = p.shop_id WHERE s.slug = 'boulangerie-martin' AND p.handle = 'pain-de-campagne-au-levain'", r => r.Id(0))[0]);

        public async Task<Form> Shopper(string path, string form, string field, params (string, string)[] others) => await Open(await mall.As(DemoPeople.Shopper), path, form, field, others);

        public async Task<Form> Merchant(string path, string form, string field) => await Open(await mall.As(DemoPeople.Merchant), path, form, field, []);

        public Task<Form> Guest(string path, string form, string field) => Open(new Visitor(mall), path, form, field, []);

        public async Task<Form> Basket()
        {
            var guest = new Visitor(mall);
            var basket = await guest.Submit(await guest.Get(Bread), "form[data-offer]");
            return Keep(guest, basket, "form.qty", "quantity", []);
        }

        public async Task<Form> Checkout()
        {
            var guest = new Visitor(mall);
            return Keep(guest, await Who(guest), "main form", "note", Contact);
        }

        public async Task<Form> Purchase()
        {
            var guest = new Visitor(mall);
            var pay = await guest.Submit(await Who(guest), "main form", Contact);
            var placed = await guest.Submit(await guest.Submit(pay, "main form"), "main form", ("terms", "on"));
            placed.Path.ShouldContain("/purchases/");
            return Keep(guest, placed, "form[action*='/messages']", "text", []);
        }

        public void Dispose() => _visitors.ForEach(v => v.Dispose());

        private static readonly (string, string)[] Contact = [("name", "Nadia Benali"), ("email", "nadia@example.org"), ("phone", "06 39 98 01 01")];

        private static async Task<Page> Who(Visitor guest)
        {
            await guest.Submit(await guest.Get(Bread), "form[data-offer]");
            return await guest.Submit(await guest.Get("/fr/checkout/how"), "main form");
        }

        private async Task<Form> Open(Visitor visitor, string path, string form, string field, (string, string)[] others)
        {
            var page = await visitor.Get(path);
            page.Html.QuerySelector(form).ShouldNotBeNull(page.Words);
            return Keep(visitor, page, form, field, others);
        }

        private Form Keep(Visitor visitor, Page page, string form, string field, (string, string)[] others)
        {
            _visitors.Add(visitor);
            return new Form(visitor, page, form, field, others);
        }
    }
}
