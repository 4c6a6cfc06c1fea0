using Halles.Demo;
using Halles.Kernel;
using Halles.Mall.Content;
using Halles.Mall.Promotions;
using Halles.Mall.Reports;
using Halles.Mall.Taxonomy;
using Microsoft.Playwright;

namespace Halles.Browser.Tests;

/// <summary>The same as <see cref="AccessibilityTests"/>, behind the counter and in the market's office.</summary>
public sealed class DeskAccessibilityTests
{
    private const string French = "fr", Shop = "boulangerie-martin";

    public static TheoryData<View, string> Looks => AccessibilityTests.Looks;

    [Theory, MemberData(nameof(Looks))]
    public async Task Pages_of_a_shops_desk(View view, string language)
    {
        var town = await DemoTown.Polyglot();
        await using var context = await Chromium.Visitor(town.Origin, width: Axe.Width(view));
        await Chromium.SignIn(context, DemoPeople.Merchant);
        var orders = town.Database.Read(sql => sql.List(
            "SELECT min(o.code) FROM orders o JOIN shops s ON s.id = o.shop_id WHERE s.slug = $1 GROUP BY o.state, o.fulfilment", r => r.Text(0), Shop));
        orders.Count.ShouldBeGreaterThan(4);
        var variant = Id(town, "SELECT v.id FROM variants v JOIN shops s ON s.id = v.shop_id WHERE s.slug = $1 ORDER BY v.sku LIMIT 1", Shop);
        var product = Id(town, "SELECT v.product_id FROM variants v JOIN shops s ON s.id = v.shop_id WHERE s.slug = $1 GROUP BY v.product_id HAVING count(*) > 1 ORDER BY v.product_id LIMIT 1", Shop);
        var place = Id(town, "SELECT t.id FROM stores t JOIN shops s ON s.id = t.shop_id WHERE s.slug = $1 ORDER BY t.position LIMIT 1", Shop);
        var draft = await Promotion(town, "Axe", null);
        var ended = await Promotion(town, "Axe, terminée", "AXE" + Kernel.Ids.New(TimeProvider.System).ToString("N")[^8..]);
        string[] pages =
        [
            $"promotions/{draft}", $"promotions/{ended}", "today", "orders", "orders?view=ready", "orders?view=done", "orders?q=nobody", "orders?view=all&paid=no&days=30", "orders/pick-list", .. orders.Select(o => "orders/" + o), $"orders/{orders[0]}/slip", "hand-over", "messages",
            "products", "products?q=nothing", "products/new", "products/scan", "products/scan?code=3017620422003", "products/bulk?all=1", "imports", "products/translations", "stock/file", "stock/count", "stock/count?code=MAR-001", $"products/{product}", $"products/{product}/translations", "stock", $"stock/{variant}", "movements", "hours", "promotions", "promotions/new",
            "settings", "settings/places", $"settings/places/{place}", "settings/identity", "settings/story", "settings/opening", "settings/team", "settings/keys", "settings/letters", "activity", "activity?who=claire", "customers", "customers?q=nobody", "customers/" + orders[0], "statistics", "statistics?from=2020-01-01&to=2020-01-31", "decisions",
        ];
        var look = await Axe.On(context, view);
        await look.At([.. pages.Select(p => $"/{language}/desk/{Shop}/{p}"), $"/{language}/open-a-shop"]);
        look.ShouldBeFine();
    }

    [Theory, MemberData(nameof(Looks))]
    public async Task Pages_of_the_office(View view, string language)
    {
        var town = await DemoTown.Polyglot();
        await using var context = await Chromium.Visitor(town.Origin, width: Axe.Width(view));
        await Chromium.SignIn(context, DemoPeople.Operator);
        var shop = Id(town, "SELECT id FROM shops WHERE slug = $1", Shop);
        var category = Id(town, "SELECT id FROM categories WHERE code = $1", "wine");
        var district = town.Database.Read(sql => sql.List("SELECT id FROM districts ORDER BY id", r => r.Id(0)))[0];
        var actor = Id(town, "SELECT id FROM people WHERE email = $1", DemoPeople.Operator);
        var written = (await town.Get<EditPages>().Save(
            null, new PageContent { Slug = $"axe-{Kernel.Ids.New(TimeProvider.System):N}", Title = new LocalText(French, "La foire"), Body = new LocalText(French, "Samedi.") }, 0, actor)).Value;
        var import = (await town.Get<TaxonomyImports>().Lay([("taxonomy-with-ids.fr-FR.txt", "# Google_Product_Taxonomy_Version: 2021-09-21\n900 - Animaux\n901 - Animaux > Chats\n"u8.ToArray())], actor)).Value;
        var report = await Reported(town);
        string[] pages =
        [
            $"reports/{report}", $"pages/{written}", $"places/{district}", $"categories/import/{import}", "jobs?state=givenup", "", "shops", "shops?view=open", $"shops/{shop}", "audit?verify=1", "audit?who=nobody", "people", "people?q=claire", "people?q=nobody", "categories", "categories?open=fresh", "categories/new", $"categories/{category}", "attributes", "attributes/new",
            "attributes/colour", "jobs", "settings", "brand", "categories/names", "categories/import", "categories/changes", $"categories/{category}/place", $"categories/{category}/merge", "places", "places/new", "reports", "reports?view=decided", "reports/figures", "pages", "pages/new", "pages/new?of=terms",
        ];
        var look = await Axe.On(context, view);
        await look.At(pages.Select(p => $"/{language}/office/{p}"));
        look.ShouldBeFine();
    }

    [Fact]
    public async Task Forms_with_problems_behind_the_counter()
    {
        var town = await DemoTown.Polyglot();
        await using var context = await Chromium.Visitor(town.Origin);
        var page = await Chromium.SignIn(context, DemoPeople.Merchant);
        var look = await Axe.On(context);
        foreach (var (path, form) in new[] { ("hand-over", "form[action$='/find']"), ("products/new", "form[action$='/products/new']"), ("settings/team", "form.form[action$='/team']"), ("settings/keys", "form.form") })
        {
            await page.GotoAsync($"/{French}/desk/{Shop}/{path}");
            await page.Locator(form + " .btn:not([type=button])").First.ClickAsync();
            await page.Locator("#problems").WaitForAsync();
            (await page.TitleAsync()).ShouldStartWith("Erreur");
            await look.Here(page, path + " with problems");
        }

        look.ShouldBeFine();
    }

    [Fact]
    public async Task Files_and_changes_of_many_products_before_they_are_applied()
    {
        var town = await DemoTown.Polyglot();
        await using var context = await Chromium.Visitor(town.Origin);
        var page = await Chromium.SignIn(context, DemoPeople.Merchant);
        var look = await Axe.On(context);
        foreach (var (name, table) in new[] { ("known.csv", "Handle,Title,Vendor,Type,Variant Price\nloaf,Loaf,Martin,Rare breads,3.20\nroll,Roll,Martin,,free\n"), ("unknown.csv", "Ding;Foo\nLoaf;3,20\n") })
        {
            await page.GotoAsync($"/{French}/desk/{Shop}/imports");
            await page.Locator("#file").SetInputFilesAsync(new FilePayload { Name = name, MimeType = "text/csv", Buffer = System.Text.Encoding.UTF8.GetBytes(table) });
            await page.Locator("form[enctype] .btn").ClickAsync();
            await page.Locator("button[value=look]").WaitForAsync();
            await look.Here(page, name + " looked at");
            await page.Locator("button[value=cancel]").ClickAsync();
            await page.Locator("button[value=look]").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Detached });
            await look.Here(page, name + " given up");
        }

        await page.GotoAsync($"/{French}/desk/{Shop}/products/bulk?all=1");
        await page.Locator("#percent").FillAsync("-10");
        await page.Locator("button[value=price]").ClickAsync();
        await page.Locator("form[action*='/products/bulk/'] button.btn").WaitForAsync();
        await look.Here(page, "new prices before they are applied");
        look.ShouldBeFine();
    }

    /// <summary>A promotion of the shop: a draft without a code, one that has ended with one.</summary>
    private static async Task<Guid> Promotion(DemoTown town, string name, string? code)
    {
        var (edit, shop) = (town.Get<EditPromotion>(), Id(town, "SELECT id FROM shops WHERE slug = $1", Shop));
        var id = (await edit.Create(shop, new PromotionInput(name, PromotionKind.Bundle, PromotionScope.Shop, [], Take: 3, Pay: 2, Code: code), release: code is not null, null)).Value;
        if (code is not null)
        {
            (await edit.Stop(shop, id, null)).Problem.ShouldBeNull();
        }

        return id;
    }

    /// <summary>A report of a photo of the shop.</summary>
    internal static async Task<Guid> Reported(DemoTown town)
    {
        var (shop, product, media) = town.Database.Read(sql => sql.List(
            "SELECT f.shop_id, f.product_id, f.media FROM product_photos f JOIN shops s ON s.id = f.shop_id JOIN products p ON p.id = f.product_id WHERE s.slug = $1 AND p.state = 'Published' ORDER BY p.id", r => (r.Id(0), r.Id(1), r.Text(2)), Shop))[0];
        return (await town.Get<SendReport>().Run(new ReportInput(shop, product, media, ReportReason.Misleading, "Ce n’est pas ce pain.", "Nadia Benali", $"nadia-{Kernel.Ids.New(TimeProvider.System):N}@example.org", true, null, French))).Value;
    }

    private static Guid Id(DemoTown town, string sql, string with) => town.Database.Read(s => s.List(sql, r => r.Id(0), with).First());
}
