using Halles.Demo;
using Microsoft.Playwright;

namespace Halles.Browser.Tests;

/// <summary>The map with streets, under the content policy with Trusted Types that every page carries.</summary>
public sealed class StreetMapTests
{
    private static readonly byte[] Tile = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==");

    [Fact]
    public async Task Streets_are_loaded_when_they_are_asked_for_and_the_policy_lets_them_be()
    {
        var town = await DemoTown.Polyglot();
        await using var visitor = await Chromium.Visitor(town.Origin);
        var asked = 0;
        await visitor.RouteAsync("https://tiles.example/**", route =>
        {
            Interlocked.Increment(ref asked);
            return route.FulfillAsync(new RouteFulfillOptions { ContentType = "image/png", BodyBytes = Tile });
        });
        var page = await visitor.NewPageAsync();
        var errors = new List<string>();
        page.Console += (_, said) => errors.AddRange(said.Type is "error" ? [said.Text] : []);
        page.PageError += (_, error) => errors.Add(error);

        await page.GotoAsync("/fr/near");
        (await page.Locator("svg.map").CountAsync()).ShouldBe(1);
        asked.ShouldBe(0);
        await page.Locator("[data-map-open]").ClickAsync();
        await page.Locator(".leaflet-marker-icon").First.WaitForAsync();
        await page.Locator("[data-zoom='1']").ClickAsync();
        await page.Locator(".leaflet-tile-loaded").First.WaitForAsync();

        (await page.Locator(".leaflet-marker-icon").CountAsync()).ShouldBe(await page.Locator(".stores > li").CountAsync() + 1);
        asked.ShouldBePositive();
        errors.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(DemoPeople.Merchant, "/fr/desk/boulangerie-martin/settings/places/new")]
    [InlineData(DemoPeople.Shopper, "/fr/open-a-shop")]
    public async Task A_place_is_chosen_by_pressing_on_the_map(string who, string form)
    {
        var town = await DemoTown.Polyglot();
        await using var visitor = await Chromium.Visitor(town.Origin);
        await visitor.RouteAsync("https://tiles.example/**", route => route.FulfillAsync(new RouteFulfillOptions { ContentType = "image/png", BodyBytes = Tile }));
        var page = await Chromium.SignIn(visitor, who);
        var errors = new List<string>();
        page.Console += (_, said) => errors.AddRange(said.Type is "error" ? [said.Text] : []);
        page.PageError += (_, error) => errors.Add(error);

        await page.GotoAsync(form);
        (await page.InputValueAsync("#latitude")).ShouldBeEmpty();
        await page.Locator("[data-map-open]").ClickAsync();
        await page.Locator(".leaflet-tile-loaded").First.WaitForAsync();
        await page.Locator("[data-map-place]").ClickAsync(new LocatorClickOptions { Position = new Position { X = 40, Y = 40 } });
        double.Parse(await page.InputValueAsync("#latitude"), System.Globalization.CultureInfo.InvariantCulture).ShouldBeInRange(47, 49);
        double.Parse(await page.InputValueAsync("#longitude"), System.Globalization.CultureInfo.InvariantCulture).ShouldBeInRange(0, 2);
        errors.ShouldBeEmpty();
    }
}
