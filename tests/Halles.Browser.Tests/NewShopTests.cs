using System.Text;
using System.Text.RegularExpressions;
using Halles.Demo;
using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Invariants;
using Halles.Testing;
using Microsoft.Playwright;

namespace Halles.Browser.Tests;

/// <summary>A shop comes in, on a phone: somebody new applies, is welcomed, brings a real export along, mends two errors of it, opens, and sells.</summary>
[Trait("Category", RealData.Trait)]
public sealed class NewShopTests
{
    private const string Password = "des plantes en pots";

    public static TheoryData<Engine, bool> Ways => new() { { Engine.Sqlite, true }, { Engine.PostgreSql, false } };

    [Theory, MemberData(nameof(Ways))]
    public async Task Somebody_new_applies_brings_products_along_opens_and_sells(Engine engine, bool scripts)
    {
        var town = await DemoTown.On(engine);
        var mark = Ids.New(TimeProvider.System).ToString("N")[^10..];
        var email = $"paul-{mark}@plantes.example";
        await using var context = await Chromium.Visitor(town.Origin, scripts);
        var page = await context.NewPageAsync();
        await SignUp(town, page, email);
        await Apply(page, $"Les plantes de Paul {mark}");
        var slug = new Uri(page.Url).Segments[3].Trim('/');

        // It can be filled while the application waits.
        await SetUp(page, slug);
        await TakeIn(page, slug, Broken(Export()));
        (await Refused(page)).ShouldBe(["5", "6", "7", "8", "9", "10", "11"], ignoreOrder: true);
        await TakeIn(page, slug, Export());
        (await Refused(page)).ShouldBeEmpty("what was mended is taken now");
        var products = await Photograph(town, page, slug, 5);

        await Welcome(town, scripts, slug);
        await page.GotoAsync($"/fr/desk/{slug}/settings/opening");
        await page.ClickAsync("button[value=Open]");
        await page.Locator(".notice-good").First.WaitForAsync();

        var order = await Buy(town, scripts, slug, products[0]);
        await page.GotoAsync($"/fr/desk/{slug}/today");
        await page.Locator($"#order-{order}").WaitForAsync();
        Checks.All(town.Database).Where(f => !f.Holds).ShouldBeEmpty();
    }

    private static async Task SignUp(DemoTown town, IPage page, string email)
    {
        await page.GotoAsync("/fr/sign-up");
        await page.FillAsync("#name", "Paul Lefèvre");
        await page.FillAsync("#email", email);
        await page.FillAsync("#password", Password);
        await page.ClickAsync("main .btn-wide");
        await page.GotoAsync(await LinkFor(town, email));
        await page.ClickAsync("main .btn-wide");
        await page.GotoAsync("/fr/account/security");
        await page.ClickAsync("form[action$='/code/begin'] button");
        await page.FillAsync("#code", TotpCodes.Of(await page.Locator("p.code").First.InnerTextAsync(), TimeProvider.System.GetUtcNow()));
        await page.ClickAsync("form[action$='/security/code'] .btn");
        await page.Locator("main li .code").First.WaitForAsync();
    }

    private static async Task Apply(IPage page, string name)
    {
        await page.GotoAsync("/fr/open-a-shop");
        (string Field, string Value)[] fields =
        [
            ("name", name), ("kind", "plantes"), ("email", "bonjour@plantes.example"), ("legal.name", "Plantes Lefèvre SARL"), ("legal.form", "SARL"), ("legal.number", "732 829 320 00074"),
            ("seat.line1", "4 rue du Change"), ("seat.postcode", "41100"), ("seat.city", "Saint-Aubin-du-Loir"), ("legal.mediator", "CM2C, 14 rue Saint-Jean, 75017 Paris, cm2c.net"), ("sells", "Des plantes et des pots"),
        ];
        foreach (var (field, value) in fields)
        {
            await page.FillAsync($"[name='{field}']", value);
        }

        await page.ClickAsync("main form .btn:not(.btn-quiet)");
        await page.WaitForURLAsync("**/fr/desk/*/**");
    }

    private static async Task SetUp(IPage page, string slug)
    {
        await page.GotoAsync($"/fr/desk/{slug}/hours");
        for (var day = 0; day < 7; day++)
        {
            await page.Locator($".day >> nth={day} >> input >> nth=0").FillAsync("00:00");
            await page.Locator($".day >> nth={day} >> input >> nth=1").FillAsync("23:59");
        }

        await Keep(page, ".save .btn");
        await page.GotoAsync($"/fr/desk/{slug}/settings");
        await page.CheckAsync("[name=collect]");
        await page.FillAsync("[name='collect.minutes']", "30");
        await Keep(page, "form[action$='/settings'] > div:last-child .btn");
        await page.CheckAsync("[name=in-store]");
        await Keep(page, "form[action$='/paying'] .btn");
        await page.GotoAsync($"/fr/desk/{slug}/settings/story");
        await page.FillAsync("[name='returns.fr']", "Quatorze jours pour changer d'avis.");
        await Keep(page, ".save .btn");
    }

    private static async Task Keep(IPage page, string button)
    {
        await page.ClickAsync(button);
        await page.Locator(".notice-good").First.WaitForAsync();
    }

    /// <summary>Sends a file, sees what would happen, has it done, and waits on its page until it is.</summary>
    private static async Task TakeIn(IPage page, string slug, string file)
    {
        await page.GotoAsync($"/fr/desk/{slug}/imports");
        await page.SetInputFilesAsync("#file", new FilePayload { Name = "products_export.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(file) });
        await page.ClickAsync("form[enctype] .btn");
        await page.Locator("text=Shopify").First.WaitForAsync();
        var foreseen = await Tally(page);
        await page.ClickAsync("button[value=begin]");
        await page.Locator("button[value=undo]").WaitForAsync(); // the page comes again by itself, also without scripts
        (await Tally(page)).ShouldBe(foreseen, "it was done as it was foreseen");
    }

    private static async Task<string> Tally(IPage page) => string.Join(' ', await page.Locator("main table.narrow td.num").AllInnerTextsAsync());

    // The numbers of the rows that are told to be refused.
    private static async Task<IReadOnlyList<string>> Refused(IPage page) =>
        [.. (await page.Locator("main table tbody tr:has(.tag-bad) td:first-child").AllInnerTextsAsync()).SelectMany(t => t.Split('\n')[0].Split(", "))];

    /// <summary>Gives so many of the products a photo; their paths in the shop.</summary>
    private static async Task<IReadOnlyList<string>> Photograph(DemoTown town, IPage page, string slug, int count)
    {
        var products = town.Database.Read(sql => sql.List(
            "SELECT p.id, p.handle FROM products p JOIN shops s ON s.id = p.shop_id WHERE s.slug = $1 AND p.state = 'Published' AND p.policy = 'ToOrder' ORDER BY p.id LIMIT $2", r => (Id: r.Id(0), Handle: r.Text(1)), slug, count));
        products.Count.ShouldBe(count);
        foreach (var (number, product) in products.Index())
        {
            await page.GotoAsync($"/fr/desk/{slug}/products/{product.Id}");
            await page.Locator("#photos").SetInputFilesAsync(new FilePayload { Name = "photo.png", MimeType = "image/png", Buffer = TestPhotos.Png(900, 1200, seed: number) });
            await page.ClickAsync(".save .btn:not([name])");
            await page.Locator(".notice-good").First.WaitForAsync();
        }

        return [.. products.Select(p => $"/fr/shops/{slug}/{p.Handle}")];
    }

    private static async Task Welcome(DemoTown town, bool scripts, string slug)
    {
        await using var office = await Chromium.Visitor(town.Origin, scripts);
        var page = await Chromium.SignIn(office, DemoPeople.Operator);
        await page.GotoAsync("/fr/office/shops/" + town.Database.Read(sql => sql.List("SELECT id FROM shops WHERE slug = $1", r => r.Id(0), slug).Single()));
        await page.ClickAsync("button[value=Approved]");
        await page.Locator(".notice-good").First.WaitForAsync();
    }

    private static async Task<string> Buy(DemoTown town, bool scripts, string slug, string product)
    {
        await using var shopper = await Chromium.Visitor(town.Origin, scripts);
        var page = await shopper.NewPageAsync();
        using var looks = new PeriodicTimer(TimeSpan.FromMilliseconds(200)); // what shoppers see follows within moments
        for (var n = 0; n < 300 && (await page.GotoAsync(product))!.Status != 200; n++)
        {
            await looks.WaitForNextTickAsync();
        }

        await page.ClickAsync("form[data-offer] .btn");
        await page.WaitForURLAsync("**/fr/basket*");
        await page.Locator("a[href$='/checkout/how']:visible").First.ClickAsync();
        await page.Locator("input[value^='Collect:']").First.CheckAsync();
        await page.ClickAsync("main form .btn");
        await page.FillAsync("#name", "Nadia Benali");
        await page.FillAsync("#email", $"nadia-{Ids.New(TimeProvider.System):N}@example.org");
        await page.FillAsync("#phone", "06 39 98 01 01");
        await page.ClickAsync("main form .btn");
        await page.Locator("input[value='in-store']").First.CheckAsync();
        await page.ClickAsync("main form .btn");
        await Buying.Answer(page, "check");
        await page.WaitForURLAsync("**/purchases/**");
        return town.Database.Read(sql => sql.List("SELECT o.code FROM orders o JOIN shops s ON s.id = o.shop_id WHERE s.slug = $1", r => r.Text(0), slug).Single());
    }

    // A real export; its photos are asked for where nobody answers.
    private static string Export() => File.ReadAllText(RealData.File("small_shops/shopify_parispousse_fr.csv")).Replace("https://cdn.shopify.com", "https://photos.invalid", StringComparison.Ordinal);

    // Two cells are spoilt: a price that is none, and one below zero.
    private static string Broken(string file) => Spoilt(Spoilt(file, "\nsapin-nordmann,,,,,,,,190 cm", "79.00", "gratuit"), "\npot-horticole-terre-naturelle,,,,,,,,M", "59.00", "-5");

    private static string Spoilt(string file, string row, string cell, string by)
    {
        var at = file.IndexOf(cell, file.IndexOf(row, StringComparison.Ordinal), StringComparison.Ordinal);
        return file[..at] + by + file[(at + cell.Length)..];
    }

    private static async Task<string> LinkFor(DemoTown town, string email)
    {
        using var looks = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        for (var n = 0; n < 1_200 && await looks.WaitForNextTickAsync(); n++)
        {
            if (town.Database.Read(sql => sql.List("SELECT text FROM mails WHERE recipient = $1", r => r.Text(0), email)) is [var text])
            {
                return Regex.Match(text, @"https?://\S+").Value;
            }
        }

        throw new InvalidOperationException($"No letter came for {email}.");
    }
}
