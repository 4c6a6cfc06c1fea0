using Microsoft.Playwright;

namespace Halles.Browser.Tests;

/// <summary>Which of its rules axe tries.</summary>
public enum Rules
{
    /// <summary>All.</summary>
    All,

    /// <summary>Whether colours can be read, which is all that the night changes.</summary>
    Contrast,

    /// <summary>None: the same page in other words, of which only the room that they take is new.</summary>
    None,
}

/// <summary>Looks at pages with axe, and whether they scroll sideways; collects what is wrong.</summary>
internal sealed class Axe
{
    private const string Run = "async only => (await axe.run({ resultTypes: ['violations'], ...only && { runOnly: [only] } })).violations.map(v => `${v.id}: ${v.nodes.map(n => n.target.join(' ')).slice(0, 3).join(' | ')}`)";

    private const string Sideways = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth";

    private static readonly Lazy<Task<string>> Script = new(() => new StreamReader(typeof(Axe).Assembly.GetManifestResourceStream("axe.min.js")!).ReadToEndAsync());

    private readonly IPage _page;
    private readonly Rules _rules;
    private readonly List<string> _found = [];

    private Axe(IPage page, Rules rules) => (_page, _rules) = (page, rules);

    public static async Task<Axe> On(IBrowserContext context, Rules rules = Rules.All) => new(await context.NewPageAsync(), rules);

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
        if (_rules is not Rules.None)
        {
            await page.EvaluateAsync(await Script.Value);
            _found.AddRange((await page.EvaluateAsync<string[]>(Run, _rules is Rules.Contrast ? "color-contrast" : null)).Select(f => $"{name}: {f}"));
        }

        if (await page.EvaluateAsync<bool>(Sideways))
        {
            _found.Add($"{name}: scrolls sideways");
        }
    }

    public void ShouldBeFine() => _found.ShouldBeEmpty(string.Join('\n', _found));
}
