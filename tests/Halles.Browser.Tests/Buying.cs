using Halles.Mall.Fulfilment;
using Microsoft.Playwright;

namespace Halles.Browser.Tests;

/// <summary>The way from a product to a purchase, by the pages' own forms.</summary>
internal static class Buying
{
    /// <summary>The steps of the checkout, in their order.</summary>
    public static readonly string[] Steps = ["how", "who", "pay", "check"];

    /// <summary>Puts something to ship into the basket and goes to the checkout.</summary>
    public static async Task<IPage> Begin(IBrowserContext shopper, DemoTown town, string language = "fr")
    {
        var page = await shopper.NewPageAsync();
        var goods = town.Find(FulfilmentKind.Ship, p => p.Paying.Transfer && p.Getting.Ship!.Zones.Any(z => z.Countries.Contains("FR")), 300);
        await page.GotoAsync(goods.Path.Replace("/fr/", $"/{language}/", StringComparison.Ordinal));
        await page.ClickAsync("form[data-offer] .btn");
        await page.WaitForURLAsync("**/basket*");
        await page.GotoAsync($"/{language}/checkout/how");
        return page;
    }

    /// <summary>Sends a step without its answers.</summary>
    public static async Task Leave(IPage page, string step)
    {
        if (step is "how" or "pay")
        {
            await page.EvaluateAsync("() => document.querySelectorAll('.way-in').forEach(i => { i.checked = false; })"); // one is chosen ahead
        }

        await page.ClickAsync("main form .btn");
    }

    /// <summary>Answers a step and sends it.</summary>
    public static async Task Answer(IPage page, string step)
    {
        switch (step)
        {
            case "how":
                await page.Locator("input[value^='Ship:']").First.CheckAsync();
                break;
            case "who":
                (string Field, string Value)[] fields =
                [
                    ("name", "Nadia Benali"), ("email", $"nadia-{Kernel.Ids.New(TimeProvider.System):N}@example.org"), ("phone", "06 39 98 01 01"),
                    ("line1", "3 rue Basse"), ("postcode", "41100"), ("city", "Saint-Aubin-du-Loir"),
                ];
                foreach (var (field, value) in fields)
                {
                    await page.FillAsync("#" + field, value);
                }

                break;
            case "pay":
                await page.Locator("input[value='transfer']").First.CheckAsync();
                break;
            default:
                await page.CheckAsync("#terms");
                break;
        }

        await page.ClickAsync("main form .btn");
    }
}
