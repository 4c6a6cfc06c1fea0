using Microsoft.Playwright;

namespace Halles.Browser.Tests;

/// <summary>One real Chromium for all tests of this process; each visitor has a context of their own.</summary>
internal static class Chromium
{
    private static readonly Lazy<Task<IBrowser>> Started = new(Start);

    /// <summary>A visitor with an empty cookie jar, at 360 pixels unless told otherwise.</summary>
    public static async Task<IBrowserContext> Visitor(string origin, bool scripts = true, int width = 360, ColorScheme scheme = ColorScheme.Light)
    {
        var browser = await Started.Value;
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = origin,
            JavaScriptEnabled = scripts,
            ViewportSize = new ViewportSize { Width = width, Height = 800 },
            Locale = "fr-FR",
            ColorScheme = scheme,
        });
        context.SetDefaultTimeout(20_000);
        return context;
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
