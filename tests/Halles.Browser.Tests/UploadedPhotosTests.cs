using Halles.Kernel.Storage;
using Halles.Mall.Storefront;
using Halles.Testing;
using Microsoft.Playwright;

namespace Halles.Browser.Tests;

/// <summary>The budgets hold with photos as merchants take them, too, not only with drawings.</summary>
public sealed class UploadedPhotosTests
{
    private const string Shop = "terre-et-feu", List = "/fr/search?shop=" + Shop + "&sort=price";
    private const int Items = 24;

    [Fact]
    public async Task A_listing_and_a_product_with_uploaded_photos_keep_within_their_budgets()
    {
        var town = await DemoTown.On(Engine.Sqlite);
        var cards = town.Get<Storefront>().Search(new ProductQuery { Language = "fr", Shop = Shop, Sort = ProductSort.PriceUp, Size = Items }).Hits;
        cards.Count.ShouldBe(Items);
        await Upload(town, cards);
        foreach (var pixels in new[] { 1, 2, 3 })
        {
            await using var phone = await Chromium.Visitor(town.Origin, pixels: pixels);
            (await Weight.Of(phone, List)).ShouldKeepWithin($"listing at {pixels} pixels a point", 14, 14, 5, 48, 81, 14);
            var product = $"/fr/shops/{Shop}/{cards[0].Handle}";
            await using var other = await Chromium.Visitor(town.Origin, pixels: pixels);
            (await Weight.Of(other, product)).ShouldKeepWithin($"product at {pixels} pixels a point", 10, 14, 5, 35, 64, 9);
        }
    }

    private static async Task Upload(DemoTown town, IReadOnlyList<ProductCard> cards)
    {
        var photos = TestPhotos.OfPhone(Items);
        await using var context = await Chromium.Visitor(town.Origin);
        await Chromium.SignIn(context, town.OwnerOf(Shop));
        var page = await context.NewPageAsync();
        for (var i = 0; i < Items; i++)
        {
            await page.GotoAsync($"/fr/desk/{Shop}/products/{cards[i].Id}");
            await page.Locator("#photos").SetInputFilesAsync(new FilePayload { Name = "photo.jpg", MimeType = "image/jpeg", Buffer = photos[i] });
            for (var old = page.Locator("input[name^='gone.']:not(:checked)"); await old.CountAsync() > 0;)
            {
                await old.First.CheckAsync(); // the drawing goes
            }

            await page.ClickAsync(".save .btn:not([name])");
            await page.Locator(".notice-good").First.WaitForAsync();
        }

        // Shoppers see the photos once the storefront has followed and their sizes are made.
        await page.GotoAsync(List);
        (await page.Locator("picture source[type='image/webp']").CountAsync()).ShouldBe(Items);
    }
}
