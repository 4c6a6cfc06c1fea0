using Microsoft.Playwright;

namespace Halles.Browser.Tests;

/// <summary>How a page is looked at.</summary>
public enum View
{
    /// <summary>On a phone of 360 points with all rules; by night, whether colours can be read, which is all that it changes; on the narrowest, whether there is room.</summary>
    Phone,

    /// <summary>At 1280 points with all rules.</summary>
    Desktop,

    /// <summary>On a phone with no rules: the same page in other words, of which only the room that they take is new.</summary>
    Words,
}

/// <summary>Looks at pages with axe, and whether they scroll sideways; collects what is wrong.</summary>
internal sealed class Axe
{
    private const string Run = "async only => (await axe.run({ resultTypes: ['violations'], ...only && { runOnly: [only] } })).violations.map(v => `${v.id}: ${v.nodes.map(n => n.target.join(' ')).slice(0, 3).join(' | ')}`)";

    private const string Sideways = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth";

    private static readonly Lazy<Task<string>> Script = new(() => new StreamReader(typeof(Axe).Assembly.GetManifestResourceStream("axe.min.js")!).ReadToEndAsync());

    private const int Height = 800, Narrow = 360, Narrowest = 320, Wide = 1280;

    private readonly IPage _page;
    private readonly View _view;
    private readonly List<string> _found = [];

    private Axe(IPage page, View view) => (_page, _view) = (page, view);

    public static async Task<Axe> On(IBrowserContext context, View view = View.Phone) => new(await context.NewPageAsync(), view);

    /// <summary>Points across, for the visitor who looks so.</summary>
    public static int Width(View view) => view is View.Desktop ? Wide : Narrow;

    /// <summary>Opens pages and looks at each.</summary>
    public async Task At(IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            await _page.GotoAsync(path, new() { WaitUntil = WaitUntilState.DOMContentLoaded });
            await Here(_page, path);
        }
    }

    /// <summary>Looks at what a page shows now.</summary>
    public async Task Here(IPage page, string name)
    {
        if (_view is not View.Words)
        {
            await page.EvaluateAsync(await Script.Value);
            await Try(page, name, null);
        }

        await Room(page, name);
        if (_view is View.Phone)
        {
            await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark, ReducedMotion = ReducedMotion.Reduce }); // no colour is on its way
            await Try(page, name + " by night", "color-contrast");
            await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light, ReducedMotion = ReducedMotion.NoPreference });
            await page.SetViewportSizeAsync(Narrowest, Height);
            await Room(page, $"{name} at {Narrowest}");
            await page.SetViewportSizeAsync(Narrow, Height);
        }
    }

    public void ShouldBeFine() => _found.ShouldBeEmpty(string.Join('\n', _found));

    private async Task Try(IPage page, string name, string? only) => _found.AddRange((await page.EvaluateAsync<string[]>(Run, only)).Select(f => $"{name}: {f}"));

    private async Task Room(IPage page, string name)
    {
        if (await page.EvaluateAsync<bool>(Sideways))
        {
            _found.Add($"{name}: scrolls sideways");
        }
    }
}
