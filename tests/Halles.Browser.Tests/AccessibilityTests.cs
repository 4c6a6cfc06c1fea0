using System.Text.Json;
using Halles.Demo;
using Halles.Kernel.Storage;
using Microsoft.Playwright;

namespace Halles.Browser.Tests;

/// <summary>No page has a fault that axe can find, at 360 pixels, by day and by night, and none scrolls sideways.</summary>
public sealed class AccessibilityTests
{
    private const string Run = "async () => (await axe.run({ resultTypes: ['violations'] })).violations.map(v => `${v.id}: ${v.nodes.map(n => n.target.join(' ')).slice(0, 3).join(' | ')}`)";

    private static readonly string[] Public =
    [
        "/", "/fr/", "/en/", "/fr/search", "/fr/search?q=pain&stock=1", "/fr/search?q=trompinette", "/fr/c/fresh?a.origin=Perche", "/fr/shops", "/fr/shops/terre-et-feu", "/fr/near", "/fr/near?near=41100&open=1",
        "/fr/pages/terms", "/fr/pages/imprint", "/fr/basket", "/fr/sign-in", "/fr/sign-up", "/fr/nothing-here", "/dev/mails",
    ];

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Pages_for_everybody(ColorScheme scheme)
    {
        var town = await DemoTown.On(Engine.Sqlite);
        var goods = town.Find(Mall.Fulfilment.FulfilmentKind.Collect, _ => true, 100);
        await using var context = await Chromium.Visitor(town.Origin, scheme: scheme);
        await Check(context, [.. Public, goods.Path]);
    }

    [Fact]
    public async Task Pages_of_an_account()
    {
        var town = await DemoTown.On(Engine.Sqlite);
        await using var context = await Chromium.Visitor(town.Origin);
        await Chromium.SignIn(context, DemoPeople.Shopper);
        await Check(context, ["/fr/account/orders", "/fr/account/security", "/fr/account/sessions", "/fr/account/addresses", "/fr/account/data"]);
    }

    [Fact]
    public async Task Pages_of_a_shops_desk()
    {
        var town = await DemoTown.On(Engine.Sqlite);
        await using var context = await Chromium.Visitor(town.Origin);
        await Chromium.SignIn(context, DemoPeople.Merchant);
        const string desk = "/fr/desk/boulangerie-martin/";
        await Check(context, [desk + "today", desk + "orders", desk + "hand-over", desk + "messages"]);
    }

    private static async Task Check(IBrowserContext context, IReadOnlyList<string> paths)
    {
        var axe = await new StreamReader(typeof(AccessibilityTests).Assembly.GetManifestResourceStream("axe.min.js")!).ReadToEndAsync();
        var page = await context.NewPageAsync();
        var found = new List<string>();
        foreach (var path in paths)
        {
            await page.GotoAsync(path);
            await page.EvaluateAsync(axe);
            var faults = await page.EvaluateAsync<string[]>(Run);
            found.AddRange(faults.Select(f => $"{path}: {f}"));
            if (await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > document.documentElement.clientWidth"))
            {
                found.Add($"{path}: scrolls sideways");
            }
        }

        found.ShouldBeEmpty(JsonSerializer.Serialize(found));
    }
}
