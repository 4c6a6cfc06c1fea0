using Halles.Demo;
using Halles.Kernel.Storage;
using Halles.Mall.Fulfilment;
using Microsoft.Playwright;

namespace Halles.Browser.Tests;

/// <summary>The budgets of pages as a phone of 360 pixels meets them, its cache cold: an old one on a slow line shall do.</summary>
public sealed class BudgetTests
{
    [Theory]
    [InlineData("/fr/", 12, 55, 86, 14)]
    [InlineData("/fr/search", 14, 48, 81, 14)]
    [InlineData("/fr/c/fresh", 14, 48, 81, 14)]
    [InlineData("/fr/search?q=pain", 14, 48, 81, 14)]
    [InlineData("/fr/shops/boulangerie-martin", 12, 48, 81, 14)]
    [InlineData("/fr/shops", 12, 48, 81, 14)]
    [InlineData("/fr/near?near=41100", 14, 48, 81, 14)]
    public async Task A_page_of_the_market(string path, int html, int images, int total, int requests)
    {
        var town = await DemoTown.On(Engine.Sqlite);
        await using var phone = await Chromium.Visitor(town.Origin);
        (await Weight.Of(phone, path)).ShouldKeepWithin(path, html, 14, 5, images, total, requests);
    }

    [Fact]
    public async Task A_product()
    {
        var town = await DemoTown.On(Engine.Sqlite);
        await using var phone = await Chromium.Visitor(town.Origin);
        var path = town.Find(FulfilmentKind.Collect, _ => true, 100).Path;
        (await Weight.Of(phone, path)).ShouldKeepWithin(path, 10, 14, 5, 35, 64, 9);
    }

    [Fact]
    public async Task The_steps_of_the_checkout()
    {
        var town = await DemoTown.On(Engine.Sqlite);
        await using var shopper = await Chromium.Visitor(town.Origin);
        var page = await Buying.Begin(shopper, town);
        foreach (var step in Buying.Steps)
        {
            await page.WaitForURLAsync("**/checkout/" + step);
            await using var cold = await Chromium.Visitor(town.Origin, signedIn: await shopper.StorageStateAsync());
            (await Weight.Of(cold, "/fr/checkout/" + step)).ShouldKeepWithin(step, 9, 14, 3, 0, 26, 5);
            await Buying.Answer(page, step);
        }

        await page.WaitForURLAsync("**/purchases/**");
    }

    [Fact]
    public async Task The_screens_of_a_desk_and_of_the_office()
    {
        var town = await DemoTown.On(Engine.Sqlite);
        string[] desk = ["today", "orders", "hand-over", "messages", "products", "products/new", "stock", "hours", "settings", "settings/story", "settings/opening", "statistics?days=90", "customers", "imports", "products/scan", "products/bulk?all=1", "stock/count", "promotions/new"];
        await Check(town, DemoPeople.Merchant, desk.Select(p => "/fr/desk/boulangerie-martin/" + p));
        await Check(town, DemoPeople.Operator, new[] { "", "shops", "people", "jobs", "settings", "reports", "pages/new", "brand", "categories" }.Select(p => "/fr/office/" + p));
    }

    private static async Task Check(DemoTown town, string person, IEnumerable<string> paths)
    {
        await using var context = await Chromium.Visitor(town.Origin);
        await Chromium.SignIn(context, person);
        var signedIn = await context.StorageStateAsync();
        foreach (var path in paths)
        {
            await using var cold = await Chromium.Visitor(town.Origin, signedIn: signedIn);
            (await Weight.Of(cold, path, streams: true)).ShouldKeepWithin(path, 60, 60, 60, 60, 60, 30);
        }
    }
}
