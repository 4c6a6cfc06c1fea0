using System.Net;
using Halles.Client;
using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Testing;
using Halles.Web.Tests.Api;

namespace Halles.Web.Tests.Pages.Merchant;

/// <summary>An order on the pages of its shop and of its shopper, when not all goes well.</summary>
public sealed class OrderPagesTests
{
    private const string Refuse = "form[action$='/refuse-line']";
    private const string GiveBack = "form[action$='/give-back']";

    [Theory, OnBothEngines]
    public async Task A_line_that_is_refused_in_part_shows_what_is_left_of_it_everywhere(Engine engine)
    {
        using var desk = await DeskWorld.Open(engine);
        var order = await Bought(desk, await desk.Shop.Sells("Pain", 480), "transfer", 3);
        await desk.Steps(order.Code, "accept", "paid");

        var page = await desk.Visitor.Get(desk.At("orders/" + order.Code));
        foreach (var wrong in (string[])["0", "-1", "4", "1000000000", "deux"])
        {
            var refused = await desk.Visitor.Submit(page, Refuse, ("missing", wrong), ("reason", "damaged"));
            refused.Status.ShouldBe(HttpStatusCode.UnprocessableEntity, wrong);
            refused.Html.QuerySelector("#missing")!.GetAttribute("value").ShouldBe(wrong, "what was typed stays");
            refused.Html.QuerySelector("#missing-error").ShouldNotBeNull();
            refused.Html.QuerySelector($"{Refuse} option[selected]")!.GetAttribute("value").ShouldBe("damaged");
        }

        page = await desk.Visitor.Submit(page, Refuse, ("missing", "1"), ("reason", "damaged"));
        page.Html.QuerySelector(".pick-line bdi")!.TextContent.ShouldBe("2 sur 3\u00a0×\u00a0Pain");
        page.Html.QuerySelector(".pick-line > p")!.TextContent.ShouldContain("9,60");
        (await desk.Visitor.Get(desk.At($"orders/{order.Code}/slip"))).Words.ShouldContain("2 sur 3 × Pain");
        (await desk.Visitor.Get(desk.At("orders?view=to-prepare"))).Html.QuerySelector($"#order-{order.Code} .job-what")!.TextContent.ShouldContain("2 sur 3\u00a0×\u00a0Pain");
        (await desk.Visitor.Get(desk.At("orders/pick-list"))).Html.QuerySelector("td.amount")!.TextContent.ShouldBe("2");
        var shoppers = await Shoppers(desk, order);
        shoppers.Words.ShouldContain("2 sur 3 × Pain");
        shoppers.Words.ShouldContain("1 pas disponible");
        (await desk.Mall.Guest.Order(order.Code, order.Key)).Lines.Single().ShouldSatisfyAllConditions(l => l.Quantity.ShouldBe(3), l => l.Missing.ShouldBe(1));
        desk.Shop.Has(order.Variant).ShouldBe((100, 2));

        page = await desk.Visitor.Submit(page, Refuse, ("missing", "2"));
        page.Words.ShouldContain("Annulée");
    }

    [Theory, OnBothEngines]
    public async Task An_unpaid_transfer_leaves_only_after_a_tick_and_is_not_paid_by_it(Engine engine)
    {
        using var desk = await DeskWorld.Open(engine);
        var order = await Bought(desk, await desk.Shop.Sells("Vase", 3800), "transfer", 1);
        var page = await desk.Steps(order.Code, "accept", "ready");
        page.Html.QuerySelector("label:has(#unpaid)").ShouldNotBeNull();
        page.Words.ShouldContain("n’est pas arrivé");
        var list = await desk.Visitor.Get(desk.At("orders?view=ready"));
        list.Html.QuerySelector($"#order-{order.Code} input[name=unpaid]").ShouldNotBeNull(list.Html.QuerySelector("#live")?.OuterHtml ?? list.Words);

        var refused = await desk.Visitor.Submit(page, Step("out-for-delivery"));
        refused.Status.ShouldBe(HttpStatusCode.Conflict);
        refused.Html.QuerySelector("#problems a")!.GetAttribute("href").ShouldBe("#unpaid");
        Stands(desk, order).ShouldBe(("Ready", false, "Expected"));

        page = await desk.Visitor.Submit(refused, Step("out-for-delivery"), ("unpaid", "on"));
        page = await desk.Visitor.Submit(page, Step("delivered"));
        Stands(desk, order).ShouldBe(("Delivered", false, "Expected"));
        desk.Mall.Web.Scalar<long>("SELECT count(*) FROM audit WHERE action = 'mark-paid' AND details LIKE $1", order.Code + "%").ShouldBe(0);

        await desk.Visitor.Submit(page, Step("paid"));
        Stands(desk, order).ShouldBe(("Delivered", true, "Received"));
        desk.Mall.Web.Scalar<long>("SELECT count(*) FROM audit WHERE action = 'mark-paid' AND details LIKE $1", order.Code + "%").ShouldBe(1);
    }

    [Theory, OnBothEngines]
    public async Task At_the_counter_too_an_unpaid_transfer_asks_for_a_tick(Engine engine)
    {
        using var desk = await DeskWorld.Open(engine);
        var order = await Bought(desk, await desk.Shop.Sells("Vase", 3800), "transfer", 1, "collect");
        await desk.Steps(order.Code, "accept", "ready");
        var code = (await desk.Mall.Guest.Order(order.Code, order.Key)).PickupCode!;
        var found = await desk.Visitor.Submit(await desk.Visitor.Get(desk.At("hand-over")), "form[action$='/find']", ("code", code));
        found.Html.QuerySelector("input[name=paid]").ShouldBeNull("a transfer is not taken at the counter");
        var refused = await desk.Visitor.Submit(found, "form[action$='/hand-over']", ("paid", "on"));
        refused.Status.ShouldBe(HttpStatusCode.Conflict);
        refused.Html.QuerySelector("#unpaid-error").ShouldNotBeNull();
        Stands(desk, order).ShouldBe(("Ready", false, "Expected"));
        await desk.Visitor.Submit(refused, "form[action$='/hand-over']", ("unpaid", "on"));
        Stands(desk, order).ShouldBe(("Collected", false, "Expected"));
    }

    [Theory, OnBothEngines]
    public async Task Money_owed_for_a_cancelled_order_is_paid_back_once_and_the_shopper_sees_when(Engine engine)
    {
        using var desk = await DeskWorld.Open(engine);
        var order = await Bought(desk, await desk.Shop.Sells("Vase", 3800), "transfer", 1);
        await desk.Steps(order.Code, "accept", "paid");
        var page = await desk.Visitor.Submit(await desk.Visitor.Get(desk.At("orders/" + order.Code)), Step("cancel"), ("reason", "Cassé"));
        page.Html.QuerySelector($"{GiveBack} #amount")!.GetAttribute("value").ShouldBe("41,50");
        (await Shoppers(desk, order)).Words.ShouldContain("vous sont dus");

        foreach (var (wrong, how, field) in ((string, string, string)[])[("41,51", "cash", "amount"), ("0", "cash", "amount"), ("-1", "cash", "amount"), ("tout", "cash", "amount"), ("", "cash", "amount"), ("1", "cheque", "how")])
        {
            var refused = await desk.Visitor.Submit(page, GiveBack, ("amount", wrong), ("how", how));
            ((int)refused.Status).ShouldBeOneOf(409, 422);
            refused.Html.QuerySelector($"#{field}-error").ShouldNotBeNull(wrong);
            refused.Html.QuerySelector($"{GiveBack} #amount")!.GetAttribute("value").ShouldBe(wrong, "what was typed stays");
        }

        var pressed = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => desk.Visitor.Submit(page, GiveBack, ("amount", "40"), ("how", "transfer"))));
        pressed.ShouldAllBe(p => p.Status == HttpStatusCode.OK);
        Owed(desk, order).ShouldBe((150, 4000));
        page = await desk.Visitor.Submit(pressed[0], GiveBack);
        Owed(desk, order).ShouldBe((0, 4150));
        page.Html.QuerySelector(GiveBack).ShouldBeNull("nothing is owed any more");
        var words = (await Shoppers(desk, order)).Words;
        words.ShouldNotContain("vous sont dus");
        words.ShouldMatch("40,00\\s€ vous ont été remboursés : par virement, .*1,50\\s€ vous ont été remboursés : en espèces");
    }

    [Theory, OnBothEngines]
    public async Task A_return_keeps_what_was_typed_shows_its_reason_to_the_shop_and_can_be_called_off(Engine engine)
    {
        using var desk = await DeskWorld.Open(engine);
        var order = await Bought(desk, await desk.Shop.Sells("Vase", 3800), "on-delivery", 1);
        await desk.Steps(order.Code, "accept", "ready", "out-for-delivery", "delivered");
        var page = await Shoppers(desk, order);
        var field = page.Html.QuerySelector("form[action*='/return'] textarea")!;
        field.GetAttribute("maxlength").ShouldBe("500");
        var tooLong = new string('x', 501);
        var refused = await desk.Visitor.Submit(page, "form[action*='/return']", ("reason", tooLong));
        refused.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        refused.Html.QuerySelector("form[action*='/return'] textarea")!.TextContent.ShouldBe(tooLong, "what was typed stays");
        (await desk.Visitor.Submit(refused, "form[action*='/return']", ("reason", "Trop <b>grand</b>\n" + new string('y', 450)))).Status.ShouldBe(HttpStatusCode.OK);

        page = await desk.Visitor.Get(desk.At("orders/" + order.Code));
        page.Html.QuerySelector("#return-reason")!.TextContent.ShouldContain("Trop <b>grand</b>");
        (await Shoppers(desk, order)).Html.QuerySelector("form[action*='withdraw-return']").ShouldBeNull("not agreed yet");
        await desk.Steps(order.Code, "return-agree");
        var off = await desk.Visitor.Submit(await Shoppers(desk, order), "form[action*='withdraw-return']");
        off.Status.ShouldBe(HttpStatusCode.OK);
        Stands(desk, order).State.ShouldBe("ReturnWithdrawn");
    }

    private sealed record Sold(string Code, Guid Purchase, string Key, Guid Variant);

    private static string Step(string step) => $"form[action$='/steps']:has(input[value='{step}'])";

    private static async Task<Sold> Bought(DeskWorld desk, Guid variant, string payment, long quantity, string way = "deliver")
    {
        var address = new PostalAddress("Camille Durand", "3 rue Basse", "41100", "Saint-Aubin", "FR");
        ShopChoice[] choices = [way == "collect" ? new(desk.Shop.Slug, way, payment, desk.Shop.StoreId) : new(desk.Shop.Slug, way, payment, Address: address)];
        PurchaseLine[] lines = [new(variant, quantity)];
        var quote = await desk.Mall.Guest.Quote(new QuoteRequest(choices, Lines: lines));
        var placed = await desk.Mall.Guest.PlacePurchase(new PurchaseRequest(choices, ApiShop.Shopper, "fr", quote.Total, Lines: lines), Ids.New(desk.Mall.Web.Clock).ToString());
        return new Sold(placed.Orders[0].Code, placed.Id, placed.Key, variant);
    }

    private static Task<Page> Shoppers(DeskWorld desk, Sold order) => desk.Visitor.Get($"/fr/purchases/{order.Purchase}?key={order.Key}");

    private static (string State, bool Paid, string Payment) Stands(DeskWorld desk, Sold order) => desk.Mall.Web.Database.Read(sql => sql.List(
        "SELECT o.state, o.paid, p.state FROM orders o JOIN payments p ON p.shop_id = o.shop_id AND p.order_id = o.id WHERE o.code = $1", r => (r.Text(0), r.Bool(1), r.Text(2)), order.Code).Single());

    private static (long Owed, long Back) Owed(DeskWorld desk, Sold order) => desk.Mall.Web.Database.Read(sql => sql.List(
        "SELECT p.owed_back, p.refunded FROM orders o JOIN payments p ON p.shop_id = o.shop_id AND p.order_id = o.id WHERE o.code = $1", r => (r.Long(0), r.Long(1)), order.Code).Single());
}
