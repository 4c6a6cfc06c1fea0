using Halles.Demo;
using Halles.Kernel.Storage;
using Halles.Mall.Fulfilment;
using Halles.Mall.Reports;
using Halles.Testing;
using Microsoft.Playwright;

namespace Halles.Browser.Tests;

/// <summary>No page has a fault that axe can find, narrow and wide, by day and by night, from either side; none scrolls sideways.</summary>
public sealed class AccessibilityTests
{
    private const string French = "fr", English = "en";

    private static readonly string[] Public =
    [
        "", "search", "search?q=pain&stock=1", "search?q=confitrue", "search?q=trompinette", "c/fresh?min=2&max=9&way=collect", "c/fresh?min=90000", "shops", "shops/terre-et-feu", "near", "near?near=41100&open=1", "near?near=Atlantis", "places/centre",
        "basket", "sign-in", "sign-up", "forgotten", "nothing-here", "fails/500", "fails/503", "fails/429",
        "shops/les-vergers-du-val/confiture-de-mures-du-halage", "shops/les-vergers-du-val/confiture-de-mures-du-halage/tell-me", "shops/brasserie-du-loir/la-laitiere-blonde", "shops/boucherie-lasne/gigot-d-agneau",
        "pages/terms", "pages/imprint", "pages/privacy", "pages/returns", "pages/about", "pages/collect", "pages/delivery", "pages/open-a-shop", "pages/programs", "pages/accessibility", "pages/withdrawal",
        "link/gone", "sign-in/sent", "sign-in/code", "orders", "orders?asked=1", "report/boulangerie-martin",
    ];

    public static TheoryData<View, string> Looks => new() { { View.Phone, French }, { View.Desktop, English }, { View.Words, PseudoTexts.RightToLeft }, { View.Words, PseudoTexts.Long } };

    public static TheoryData<View, string> Steps => new() { { View.Phone, French }, { View.Desktop, English }, { View.Words, PseudoTexts.RightToLeft } };

    [Theory, MemberData(nameof(Looks))]
    public async Task Pages_for_everybody(View view, string language)
    {
        var town = await DemoTown.Polyglot();
        await using var context = await Chromium.Visitor(town.Origin, width: Axe.Width(view));
        var look = await Axe.On(context, view);
        var (report, handle) = (await DeskAccessibilityTests.Reported(town), town.Database.Read(sql => sql.List(
            "SELECT p.handle FROM products p JOIN shops s ON s.id = p.shop_id JOIN product_photos f ON f.product_id = p.id WHERE s.slug = 'boulangerie-martin' AND p.state = 'Published' ORDER BY p.id", r => r.Text(0)))[0]);
        await look.At([$"/{language}/report/boulangerie-martin/{handle}", $"/{language}/reports/{report}?key={town.Get<ReadReports>().Key(report)}"]);
        await look.At([.. Public.Select(p => $"/{language}/{p}"), town.Find(FulfilmentKind.Collect, _ => true, 100).Path.Replace("/fr/", $"/{language}/", StringComparison.Ordinal), "/", "/dev/mails"]);
        look.ShouldBeFine();
    }

    [Theory, MemberData(nameof(Steps))]
    public async Task Every_step_of_buying_with_problems_and_without(View view, string language)
    {
        var town = await DemoTown.Polyglot();
        await using var context = await Chromium.Visitor(town.Origin, width: Axe.Width(view));
        var look = await Axe.On(context, view);
        var page = await Buying.Begin(context, town, language);
        await look.At([$"/{language}/basket"]);
        foreach (var step in Buying.Steps)
        {
            await page.WaitForURLAsync("**/checkout/" + step);
            await look.Here(page, step);
            await Buying.Leave(page, step);
            await page.Locator("#problems").WaitForAsync();
            await look.Here(page, step + " with problems");
            await Buying.Answer(page, step);
        }

        await page.WaitForURLAsync("**/purchases/**");
        await look.Here(page, "placed");
        await page.Locator("summary.link-bad").First.ClickAsync();
        await look.Here(page, "about to cancel");
        await page.Locator("form[action*='/cancel'] button").First.ClickAsync();
        await page.WaitForLoadStateAsync();
        await look.Here(page, "cancelled");
        look.ShouldBeFine();
    }

    /// <summary>The real scripts, which the made-up languages only stand in for: from the right, and without spaces.</summary>
    [Theory, InlineData("ar"), InlineData("zh-Hant")]
    public async Task The_way_to_an_order_in_another_script(string language)
    {
        var town = await DemoTown.Polyglot();
        await using var context = await Chromium.Visitor(town.Origin, width: Axe.Width(View.Phone));
        var look = await Axe.On(context);
        await look.At([$"/{language}/"]);
        var page = await context.NewPageAsync();
        var goods = town.Find(FulfilmentKind.Ship, p => p.Paying.Transfer, 300);
        await page.GotoAsync(goods.Path.Replace("/fr/", $"/{language}/", StringComparison.Ordinal));
        (await page.EvaluateAsync<string>("() => document.documentElement.lang")).ShouldBe(language);
        await look.Here(page, "product");
        await page.ClickAsync("form[data-offer] .btn");
        await page.WaitForURLAsync("**/basket*");
        await look.Here(page, "basket");
        await page.GotoAsync($"/{language}/checkout/how");
        await look.Here(page, "checkout");
        look.ShouldBeFine();
    }

    [Theory, MemberData(nameof(Steps))]
    public async Task Pages_of_an_account(View view, string language)
    {
        var town = await DemoTown.Polyglot();
        await using var context = await Chromium.Visitor(town.Origin, width: Axe.Width(view));
        var look = await Axe.On(context, view);
        var page = await Chromium.SignIn(context, DemoPeople.Shopper);
        string[] pages = ["orders", "messages", "profile", "addresses", "addresses/edit", "security", "security/code", "sessions", "keys", "data"];
        await look.At([.. pages.Select(p => $"/{language}/account/{p}"), $"/{language}/prove"]);
        foreach (var form in new[] { "profile", "addresses/edit", "keys" })
        {
            await page.GotoAsync($"/{language}/account/{form}");
            await page.Locator("main form.form input[type=text], main form.form input:not([type])").First.FillAsync("");
            await page.Locator("main form.form .btn").ClickAsync();
            await page.Locator("#problems").WaitForAsync();
            await look.Here(page, form + " with problems");
        }

        look.ShouldBeFine();
    }
}
