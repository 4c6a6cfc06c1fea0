#:package Microsoft.Playwright
#:property RestorePackagesWithLockFile=false
#:property NuGetAudit=false
#:property PublishAot=false
#:property GenerateDocumentationFile=false
// Every screen of an open demo mall as a picture; see tests/screenshots.
using System.Text.RegularExpressions;
using Microsoft.Playwright;

string[] known = ["--width=", "--only=", "--dark", "--nojs", "--rtl", "--long", "--noimages", "--print"];
if (args.FirstOrDefault(a => a.StartsWith('-') && !known.Any(a.StartsWith)) is { } strange)
{
    Console.Error.WriteLine($"{strange} is not understood: {string.Join(' ', known)}");
    return 2;
}

bool Has(string flag) => args.Contains(flag);
string Of(string option, string otherwise) => args.FirstOrDefault(a => a.StartsWith(option, StringComparison.Ordinal))?[option.Length..] ?? otherwise;
var origin = args.FirstOrDefault(a => a.StartsWith("http", StringComparison.Ordinal)) ?? "http://localhost:8080";
var only = new Regex(Of("--only=", "."));
var looks = string.Concat(known.Skip(2).Where(Has).Select(f => f.Replace("--", "-", StringComparison.Ordinal)));
Directory.CreateDirectory("screenshots");

using var playwright = await Playwright.CreateAsync();
await using var browser = await playwright.Chromium.LaunchAsync(new()
{
    ExecutablePath = "/usr/bin/chromium",
    Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
foreach (var width in Of("--width=", "360,1280").Split(',').Select(int.Parse))
{
    await Public(await Visitor(width));
    await Checkout(await Visitor(width));
    await SignedIn(await Visitor(width), "nadia@saint-aubin.example", "account/", ["orders", "messages", "profile", "addresses", "addresses/edit", "security", "sessions", "keys", "data"]);
    await SignedIn(await Visitor(width), "claire@boulangerie-martin.example", "desk/boulangerie-martin/",
        ["today", "orders", "orders?view=all&paid=no&days=30", "hand-over", "messages", "products", "products/new", "products/scan", "products/scan?code=3017620422003", "products/bulk?all=1", "imports", "products/translations", "stock/file", "stock/count", "stock/count?code=MAR-001", "stock", "movements", "hours", "settings", "settings/story", "settings/identity", "settings/opening", "settings/places", "settings/places/new", "promotions", "promotions/new",
         "settings/team", "settings/keys", "settings/letters", "orders/pick-list", "activity", "statistics", "statistics?days=90", "customers", "decisions"]);
    await SignedIn(await Visitor(width), "leo@saint-aubin.example", "desk/boulangerie-martin/", ["products", "hours", "settings", "settings/letters"], "clerk");
    await SignedIn(await Visitor(width), "helene@saint-aubin.example", "office/", ["", "shops", "shops?view=open", "audit?verify=1", "people", "categories/", "categories/new", "categories/names", "categories/import", "categories/changes", "places/", "places/new", "brand", "attributes/", "attributes/new", "jobs", "settings", "reports", "reports/figures", "pages", "pages/new?of=terms"]);
}

return 0;

async Task<IPage> Visitor(int width)
{
    var context = await browser.NewContextAsync(new()
    {
        BaseURL = origin, Locale = "fr-FR", JavaScriptEnabled = !Has("--nojs"), ViewportSize = new() { Width = width, Height = 800 }, ColorScheme = Has("--dark") ? ColorScheme.Dark : ColorScheme.Light,
    });
    if (Has("--noimages"))
    {
        await context.RouteAsync("**/media/**", route => route.AbortAsync());
    }

    return await context.NewPageAsync();
}

async Task Take(IPage page, string name)
{
    if (!only.IsMatch(name))
    {
        return;
    }

    const string Longer = """
        () => { const all = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT); for (let n; n = all.nextNode();) { if (!n.parentElement.closest('script, .code')) n.data = n.data.replace(/\p{L}{3,}/gu, w => w + w.slice(0, Math.ceil(w.length / 2))); } }
        """;
    const string Photos = "() => Promise.all([...document.images].map(i => { i.loading = 'eager'; return i.decode().catch(() => 0); }))";
    if (Has("--rtl"))
    {
        await page.EvaluateAsync("() => { document.documentElement.dir = 'rtl'; }");
    }

    if (Has("--long"))
    {
        await page.EvaluateAsync(Longer);
    }

    await page.EmulateMediaAsync(new() { Media = Has("--print") ? Media.Print : Media.Screen });
    await page.EvaluateAsync(Photos);
    var width = page.ViewportSize!.Width;
    var file = $"screenshots/{name}-{width}{looks}.png";
    await page.ScreenshotAsync(new() { Path = file, FullPage = true });
    var wide = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth") > width;
    await Console.Out.WriteLineAsync(file + (wide ? "  scrolls sideways" : ""));
}

async Task At(IPage page, string name, string path)
{
    if (only.IsMatch(name))
    {
        await page.GotoAsync(path, new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        await Take(page, name);
    }
}

async Task Public(IPage page)
{
    (string Name, string Path)[] screens =
    [
        ("home", "/fr/"), ("home-en", "/en/"), ("root", "/"), ("aisle", "/fr/c/bakery"), ("aisle-narrowed", "/fr/c/fresh?stock=1&way=collect&min=2&max=9"), ("aisle-empty", "/fr/c/bakery?min=900"), ("market", "/fr/search?page=3&sort=price"),
        ("found", "/fr/search?q=confiture"), ("mended", "/fr/search?q=confitrue"), ("nothing", "/fr/search?q=trompinette"), ("place-unknown", "/fr/search?q=pain&near=Atlantis"),
        ("shops", "/fr/shops"), ("shops-open", "/fr/shops?show=open"), ("shop", "/fr/shops/boulangerie-martin"), ("near", "/fr/near?near=41100"), ("near-open", "/fr/near?near=41100&open=1"), ("near-unknown", "/fr/near?near=Atlantis"), ("aisle-second", "/fr/c/bakery?page=2"),
        ("product-long", "/fr/shops/disques-et-cordes/occasion-trio-vasselin-paris-minuit-moins-dix-1963"),
        ("product-options", "/fr/shops/atelier-noe/baladeuse-d-atelier"), ("product-to-order", "/fr/shops/atelier-noe/tabouret-de-bar-a-repose-pied"), ("product-by-length", "/fr/shops/atelier-pelote/lin-lave-grande-largeur"),
        ("product-weighed", "/fr/shops/boucherie-lasne/gigot-d-agneau"), ("product-age", "/fr/shops/brasserie-du-loir/la-laitiere-blonde"), ("product-reduced", "/fr/shops/primeur-du-mail/caisse-moches-et-bons"),
        ("product-sold-out", "/fr/shops/le-grand-office/bocal-a-joint-lot-de-six"), ("find-order", "/fr/orders"), ("report", "/fr/report/boulangerie-martin"), ("tell-me", "/fr/shops/le-grand-office/bocal-a-joint-lot-de-six/tell-me"),
        ("basket-empty", "/fr/basket"), ("sign-in", "/fr/sign-in"), ("sign-up", "/fr/sign-up"), ("forgotten", "/fr/forgotten"), ("not-here", "/fr/nothing-here"),
        ("imprint", "/fr/pages/imprint"), ("terms", "/fr/pages/terms"), ("privacy", "/fr/pages/privacy"), ("returns", "/fr/pages/returns"), ("mails", "/dev/mails"),
    ];
    foreach (var (name, path) in screens)
    {
        await At(page, name, path);
    }

    await page.Context.CloseAsync();
}

async Task Checkout(IPage page)
{
    foreach (var product in new[] { "boulangerie-martin/baguette-de-tradition", "les-vergers-du-val/confiture-de-mirabelles" })
    {
        await page.GotoAsync("/fr/shops/" + product);
        await page.Locator("form[data-offer] .btn").ClickAsync();
        await page.WaitForURLAsync("**/basket*");
    }

    await Take(page, "basket");
    await page.GotoAsync("/fr/checkout/how");
    await Take(page, "checkout-1-how");
    if (await page.Locator("input[value^='Ship:']:not([disabled])").CountAsync() > 0)
    {
        await page.Locator("input[value^='Ship:']:not([disabled])").First.CheckAsync();
    }

    await Send("checkout-2-who");
    await Send("checkout-2-who-problems");
    (string Field, string Text)[] answers =
        [("name", "Nadia Benali"), ("email", $"nadia{Random.Shared.Next()}@example.org"), ("phone", "06 39 98 01 01"), ("line1", "8 rue des Tanneurs"), ("postcode", "41100"), ("city", "Saint-Aubin-du-Loir")];
    foreach (var (field, text) in answers)
    {
        if (await page.Locator("#" + field).CountAsync() > 0)
        {
            await page.FillAsync("#" + field, text);
        }
    }

    await Send("checkout-3-pay");
    await Send("checkout-4-check");
    await Send("checkout-4-check-problems");
    await page.CheckAsync("#terms");
    await Send("purchase-placed");
    await At(page, "purchase", page.Url.Replace("&placed=1", "", StringComparison.Ordinal));
    await page.Context.CloseAsync();

    async Task Send(string next)
    {
        await page.Locator("main form .btn").First.ClickAsync();
        await page.WaitForLoadStateAsync();
        await Take(page, next);
    }
}

// One order of each state, an item, a product, and each form sent empty or wrong.
async Task Desk(IPage page, string desk)
{
    await page.GotoAsync(desk + "orders?view=all");
    var orders = await page.Locator(".job").EvaluateAllAsync<string[][]>("all => all.map(o => [o.querySelector('.job-tags').innerText.trim().split('\\n').pop(), o.querySelector('a').getAttribute('href')])");
    foreach (var order in orders.DistinctBy(o => Money().Replace(o[0], "")))
    {
        await At(page, "desk-order" + Plain().Replace(" " + Money().Replace(order[0], "").Trim(), "-"), order[1]);
        await At(page, "desk-customer" + Plain().Replace(" " + Money().Replace(order[0], "").Trim(), "-"), order[1].Replace("/orders/", "/customers/", StringComparison.Ordinal));
        await At(page, "desk-slip" + Plain().Replace(" " + Money().Replace(order[0], "").Trim(), "-"), order[1] + "/slip");
    }

    await page.GotoAsync(desk + "products/");
    await At(page, "desk-product", (await page.Locator("a.good-name").First.GetAttributeAsync("href"))!);
    await page.GotoAsync(desk + "stock");
    await At(page, "desk-item", (await page.Locator("a.good-name").First.GetAttributeAsync("href"))!);
    (string Path, string Button, (string Field, string Text)[] Typed)[] forms =
    [
        ("products/new", ".save .btn", []), ("settings/places/new", ".save .btn", []), ("settings/identity", ".save .btn", [("name", ""), ("legal.number", "12"), ("seat.city", "")]),
        ("settings", "form:nth-of-type(1) .btn", [("collect.minutes", "many")]), ("hand-over", "form.form > .btn", [("code", "ABC234")]),
    ];
    foreach (var (path, button, typed) in forms)
    {
        await page.GotoAsync(desk + path);
        foreach (var (field, text) in typed)
        {
            await page.FillAsync($"[id='{field}']", text);
        }

        await page.Locator("main " + button).First.ClickAsync();
        await page.Locator("#problems").WaitForAsync();
        await Take(page, $"desk-{path.Replace('/', '-')}-problems");
    }
}

async Task SignedIn(IPage page, string email, string under, string[] pages, string? called = null)
{
    await page.GotoAsync("/fr/sign-in");
    await page.FillAsync("#email", email);
    await page.FillAsync("#password", "pain et fromage");
    await page.ClickAsync("form[data-once] button.btn-wide:not(.btn-quiet)");
    await page.WaitForURLAsync(url => !url.Contains("/sign-in", StringComparison.Ordinal));
    foreach (var name in pages)
    {
        await At(page, $"{called ?? under.Split('/')[0]}-{Plain().Replace(name.TrimEnd('/'), "-")}", $"/fr/{under}{name}");
    }

    if (called is null && under.StartsWith("desk/", StringComparison.Ordinal))
    {
        await Desk(page, "/fr/" + under);
    }

    if (under == "account/")
    {
        await page.GotoAsync("/fr/account/orders");
        var purchases = await page.Locator("main a[href*='/purchases/']").EvaluateAllAsync<string[]>("all => all.map(a => a.getAttribute('href'))");
        foreach (var (i, path) in purchases.Take(6).Index())
        {
            await At(page, $"account-purchase-{i + 1}", path);
        }
    }

    await page.Context.CloseAsync();
}

internal static partial class Program
{
    [GeneratedRegex(@"[^\p{L}\p{N}]+")]
    private static partial Regex Plain();

    [GeneratedRegex("[0-9,\\s]+€")]
    private static partial Regex Money();
}
