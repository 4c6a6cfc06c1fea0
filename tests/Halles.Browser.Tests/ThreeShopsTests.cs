using Halles.Demo;
using Halles.Kernel.Storage;
using Halles.Mall.Fulfilment;
using Halles.Mall.Invariants;
using Microsoft.Playwright;

namespace Halles.Browser.Tests;

/// <summary>The main job: a basket from three shops, placed, prepared, handed over; on a phone, with scripts and without.</summary>
public sealed class ThreeShopsTests
{
    public static TheoryData<Engine, bool> Ways => new() { { Engine.Sqlite, true }, { Engine.Sqlite, false }, { Engine.PostgreSql, true }, { Engine.PostgreSql, false } };

    [Theory, MemberData(nameof(Ways))]
    public async Task A_basket_from_three_shops_is_placed_two_are_handed_over_and_one_is_cancelled(Engine engine, bool scripts)
    {
        var town = await DemoTown.On(engine);
        var collect = town.Find(FulfilmentKind.Collect, p => p.Paying.InStore, 300);
        var deliver = town.Find(FulfilmentKind.Deliver, p => p.Paying.OnDelivery && p.Getting.Deliver!.Minimum <= 3000 && p.Getting.Deliver.Zones.Any(z => z.Postcodes.Contains("41100")), 3000, collect.Shop);
        var ship = town.Find(FulfilmentKind.Ship, p => p.Paying.Transfer && p.Getting.Ship!.Zones.Any(z => z.Countries.Contains("FR")), 300, collect.Shop, deliver.Shop);
        Goods[] all = [collect, deliver, ship];
        var before = all.Select(g => Stock(town, g)).ToList();

        await using var shopper = await Chromium.Visitor(town.Origin, scripts);
        var page = await shopper.NewPageAsync();
        foreach (var goods in all)
        {
            await page.GotoAsync(goods.Path);
            await page.ClickAsync("form[data-offer] .btn");
            await page.WaitForURLAsync("**/fr/basket*");
        }

        (await page.Locator(".parcel").CountAsync()).ShouldBe(3);
        await Order(page, [(collect, "Collect", "in-store"), (deliver, "Deliver", "on-delivery"), (ship, "Ship", "transfer")]);
        var purchase = page.Url;
        all.Select(g => Stock(town, g)).ShouldBe(before.Select(b => b with { Held = b.Held + 1 }));
        var code = (await page.Locator(".ticket-code").InnerTextAsync()).Trim();
        string OrderAt(Goods goods) => town.Database.Read(s => s.List("SELECT code FROM orders WHERE purchase_id = $1 AND shop_id = $2", r => r.Text(0), PurchaseOf(purchase), goods.ShopId).Single());

        await HandOver(town, scripts, collect.Shop, OrderAt(collect), code);
        await BringToTheDoor(town, scripts, deliver.Shop, OrderAt(deliver));
        await page.GotoAsync(purchase);
        var last = page.Locator(".parcel").Filter(new() { Has = page.Locator(".link-bad") });
        (await last.CountAsync()).ShouldBe(1);
        await last.Locator("summary.link-bad").ClickAsync();
        await last.Locator("form[action*='/cancel'] button").ClickAsync();
        await page.Locator("text=Annulée").First.WaitForAsync();

        Stock(town, collect).ShouldBe(before[0] with { OnHand = before[0].OnHand - 1 });
        Stock(town, deliver).ShouldBe(before[1] with { OnHand = before[1].OnHand - 1 });
        Stock(town, ship).ShouldBe(before[2]);
        foreach (var goods in all)
        {
            town.Database.Read(s => s.Scalar<long>("SELECT coalesce(sum(change), 0) FROM stock_movements WHERE shop_id = $1 AND variant_id = $2", goods.ShopId, goods.Variant)).ShouldBe(Stock(town, goods).OnHand);
        }

        Checks.All(town.Database).Where(f => !f.Holds).ShouldBeEmpty();
    }

    private static async Task Order(IPage page, (Goods Goods, string Way, string Pay)[] wishes)
    {
        await page.Locator("a[href$='/checkout/how']:visible").First.ClickAsync();
        foreach (var (goods, way, _) in wishes)
        {
            await page.Locator($"input[name='way-{goods.ShopId}'][value^='{way}:']").First.CheckAsync();
        }

        await page.ClickAsync("main form .btn");
        await page.FillAsync("#name", "Nadia Benali");
        await page.FillAsync("#email", $"nadia-{Kernel.Ids.New(TimeProvider.System):N}@example.org"); // guests may reserve a few things at a time
        await page.FillAsync("#phone", "06 39 98 01 01");
        await page.FillAsync("#line1", "3 rue Basse");
        await page.FillAsync("#postcode", "41100");
        await page.FillAsync("#city", "Saint-Aubin-du-Loir");
        await page.ClickAsync("main form .btn");
        foreach (var (goods, _, pay) in wishes)
        {
            await page.Locator($"input[name='pay-{goods.ShopId}'][value='{pay}']").CheckAsync();
        }

        await page.ClickAsync("main form .btn");
        await page.CheckAsync("#terms");
        await page.ClickAsync("main form .btn");
        await page.WaitForURLAsync("**/purchases/**");
        (await page.Locator("h1").InnerTextAsync()).ShouldContain("Nadia");
        (await page.Locator(".parcel").CountAsync()).ShouldBe(3);
    }

    private static async Task HandOver(DemoTown town, bool scripts, string shop, string order, string code)
    {
        await using var context = await Chromium.Visitor(town.Origin, scripts);
        var desk = await Chromium.SignIn(context, town.OwnerOf(shop));
        await Prepare(desk, shop, order);
        await desk.GotoAsync($"/fr/desk/{shop}/hand-over?order={order}");
        await desk.FillAsync("#code", "WRONG1");
        await desk.ClickAsync("form[action$='/find'] button.btn-wide");
        await desk.Locator("#code-error").WaitForAsync();
        await desk.FillAsync("#code", code);
        await desk.ClickAsync("form[action$='/find'] button.btn-wide");
        await desk.Locator("#h-found").WaitForAsync();
        await desk.CheckAsync("input[name=paid]");
        await desk.ClickAsync("form[action$='/hand-over'] button");
        await desk.Locator(".notice-good").WaitForAsync();
    }

    private static async Task BringToTheDoor(DemoTown town, bool scripts, string shop, string order)
    {
        await using var context = await Chromium.Visitor(town.Origin, scripts);
        var desk = await Chromium.SignIn(context, town.OwnerOf(shop));
        var address = await Prepare(desk, shop, order);
        await Step(desk, address, "out-for-delivery");
        await Step(desk, address, "delivered");
    }

    /// <summary>Sees the order come in, accepts and prepares it; the address of its page.</summary>
    private static async Task<string> Prepare(IPage desk, string shop, string order)
    {
        await desk.GotoAsync($"/fr/desk/{shop}/today");
        var address = await desk.Locator($"#order-{order} a.code").GetAttributeAsync("href");
        await Step(desk, address!, "accept");
        await Step(desk, address!, "ready");
        return address!;
    }

    private static async Task Step(IPage desk, string order, string step)
    {
        await desk.GotoAsync(order);
        var form = desk.Locator($"form:has(input[name=step][value='{step}'])").First;
        if (await form.Locator("input[name=paid]").CountAsync() > 0)
        {
            await form.Locator("input[name=paid]").CheckAsync();
        }

        await desk.RunAndWaitForRequestFinishedAsync(() => form.Locator("button").ClickAsync(), new() { Predicate = r => r.Method == "POST" });
        await desk.WaitForLoadStateAsync();
    }

    private static Guid PurchaseOf(string url) => Guid.Parse(new Uri(url).Segments[^1].Trim('/'));

    private static Level Stock(DemoTown town, Goods goods) => town.Database.Read(s => s.List(
        "SELECT sum(on_hand), sum(held) FROM stock WHERE shop_id = $1 AND variant_id = $2", r => new Level(r.Long(0), r.Long(1)), goods.ShopId, goods.Variant).Single());

    private sealed record Level(long OnHand, long Held);
}
