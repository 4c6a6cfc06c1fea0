using System.Net;
using AngleSharp.Html.Dom;
using Halles.Demo;
using Halles.Kernel.Storage;
using Halles.Testing;

namespace Halles.Web.Tests.Pages.Merchant;

public sealed class ScanPagesTests
{
    private const string Scan = "/fr/desk/boulangerie-martin/products/scan";

    /// <summary>Owns Primeur du Mail.</summary>
    private const string Other = "nadir@primeur-du-mail.example";

    [Theory, OnBothEngines]
    public async Task Ten_articles_go_on_sale_with_a_code_a_price_and_a_quantity_each(Engine engine)
    {
        await using var mall = await DemoWeb.Open(engine);
        using var claire = await mall.As(DemoPeople.Merchant);
        var form = await claire.Get(Scan + "?code=3017620422003");
        var category = ((IHtmlSelectElement)form.Html.GetElementById("category")!).Options.Single(o => o.Text.EndsWith("Pains", StringComparison.Ordinal)).Value;
        var page = await claire.Submit(form, "form.panel", ("name", "Pâte à tartiner"), ("category", category), ("tax", "food"), ("price", "4,10"), ("quantity", "12"));
        page.Words.ShouldContain("Pâte à tartiner");
        for (var n = 1; n < 10; n++)
        {
            // The next page remembers the category and the VAT: a name, a price and a quantity are left.
            var next = await claire.Get(Scan + "?" + string.Join('&', page.Html.QuerySelectorAll("form[method=get] input[type=hidden]").Cast<IHtmlInputElement>().Select(i => $"{i.Name}={i.Value}")) + $"&code=2000000{n:D5}{Check($"2000000{n:D5}")}");
            ((IHtmlSelectElement)next.Html.GetElementById("category")!).Value.ShouldBe(category);
            page = await claire.Submit(next, "form.panel", ("name", $"Article {n}"), ("price", "2,50"), ("quantity", $"{n}"));
        }

        page.Words.ShouldContain("10 produits ajoutés depuis le début");
        mall.Scalar<long>("SELECT count(*) FROM variants v JOIN products p ON p.shop_id = v.shop_id AND p.id = v.product_id JOIN stock s ON s.shop_id = v.shop_id AND s.variant_id = v.id WHERE v.gtin LIKE '02000000%' AND p.state = 'Published' AND s.on_hand > 0").ShouldBe(9);

        var own = await claire.Get(Scan + "?code=3017620422003");
        own.Words.ShouldContain("Vous vendez déjà cet article, à 4,10 €");
        own.Html.QuerySelector("form.panel").ShouldBeNull();

        // Another shop of the town scans the same article: all but price and quantity is there.
        using var other = await mall.As(Other);
        var known = await other.Get($"/fr/desk/primeur-du-mail/products/scan?code=3017620422003");
        ((IHtmlInputElement)known.Html.GetElementById("name")!).Value.ShouldBe("Pâte à tartiner");
        ((IHtmlSelectElement)known.Html.GetElementById("category")!).Value.ShouldBe(category);
    }

    [Fact]
    public async Task What_will_not_do_is_said_beside_its_field_and_nothing_typed_is_lost()
    {
        await using var mall = await DemoWeb.Open(Engine.Sqlite);
        using var claire = await mall.As(DemoPeople.Merchant);
        var wrong = await claire.Get(Scan + "?code=3017620422004");
        wrong.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        wrong.Html.QuerySelector("#problems a")!.GetAttribute("href").ShouldBe("#code");
        var refused = await claire.Submit(await claire.Get(Scan + "?code=3017620422003"), "form.panel", ("name", "Pâte"), ("category", ""), ("price", ""), ("quantity", "plein"));
        refused.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        refused.Html.QuerySelectorAll("#problems a").Select(a => a.GetAttribute("href")).ShouldBe(["#category", "#price", "#quantity"], ignoreOrder: true);
        ((IHtmlInputElement)refused.Html.GetElementById("name")!).Value.ShouldBe("Pâte");
        mall.Scalar<long>("SELECT count(*) FROM variants WHERE gtin = '03017620422003'").ShouldBe(0);
    }

    private static int Check(string digits) => (10 - digits.Reverse().Select((c, i) => (c - '0') * (i % 2 == 0 ? 3 : 1)).Sum() % 10) % 10;
}
