using Halles.Demo;
using Microsoft.Playwright;

namespace Halles.Browser.Tests;

/// <summary>One real Chromium for all tests of this process; each visitor has a context of their own.</summary>
internal static class Chromium
{
    private static readonly Lazy<Task<IBrowser>> Started = new(Start);

    /// <summary>A visitor with an empty cookie jar, at 360 pixels unless told otherwise.</summary>
    /// <param name="pixels">Pixels of the screen to a point of the page.</param>
    /// <param name="signedIn">Cookies of another visitor, without that one's cache.</param>
    public static async Task<IBrowserContext> Visitor(string origin, bool scripts = true, int width = 360, int pixels = 1, string? signedIn = null)
    {
        var browser = await Started.Value;
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = origin,
            JavaScriptEnabled = scripts,
            ViewportSize = new ViewportSize { Width = width, Height = 800 },
            Locale = "fr-FR",
            ColorScheme = ColorScheme.Light,
            DeviceScaleFactor = pixels,
            StorageState = signedIn,
        });
        context.SetDefaultTimeout(20_000);
        return context;
    }

    /// <summary>Signs in as one of the demo's people.</summary>
    public static async Task<IPage> SignIn(IBrowserContext context, string email)
    {
        var page = await context.NewPageAsync();
        await page.GotoAsync("/fr/sign-in");
        await page.FillAsync("#email", email);
        await page.FillAsync("#password", DemoPeople.Password);
        await page.ClickAsync("form[data-once] button.btn-wide:not(.btn-quiet)");
        await page.WaitForURLAsync(url => !url.Contains("/sign-in", StringComparison.Ordinal));
        return page;
    }

    private static async Task<IBrowser> Start()
    {
        var playwright = await Playwright.CreateAsync();
        return await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }
}
