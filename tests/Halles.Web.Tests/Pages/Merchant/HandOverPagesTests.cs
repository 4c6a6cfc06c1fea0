using System.Net;
using Halles.Kernel.Storage;
using Halles.Testing;

namespace Halles.Web.Tests.Pages.Merchant;

public sealed class HandOverPagesTests
{
    private const string Delivered = "form[action$='/steps']:has(input[value='delivered'])";

    [Theory, OnBothEngines]
    public async Task Goods_with_an_age_limit_are_delivered_once_the_age_was_checked(Engine engine)
    {
        using var desk = await DeskWorld.Open(engine);
        var code = await desk.Delivered(await desk.Shop.Sells("Pineau", 980, with: p => p.AgeLimit = 18));
        var atDoor = await desk.Steps(code, "accept", "ready", "out-for-delivery");
        atDoor.Html.QuerySelector("label:has(#age)")!.TextContent.ShouldContain("18 ans");
        (await desk.Visitor.Get(desk.At("orders?view=ready"))).Html.QuerySelector($"#order-{code} input[name=age]").ShouldNotBeNull("the list asks as well");

        var refused = await desk.Visitor.Submit(atDoor, Delivered);
        refused.Status.ShouldBe(HttpStatusCode.Conflict);
        refused.Html.QuerySelector("#problems a")!.GetAttribute("href").ShouldBe("#age");
        refused.Html.QuerySelector("#age-error").ShouldNotBeNull();
        State(desk, code).ShouldBe("OutForDelivery");

        await desk.Visitor.Submit(refused, Delivered, ("age", "on"));
        State(desk, code).ShouldBe("Delivered");
        desk.Mall.Web.Scalar<string>("SELECT e.details FROM order_events e JOIN orders o ON o.shop_id = e.shop_id AND o.id = e.order_id WHERE o.code = $1 AND e.to_state = 'Delivered'", code).ShouldBe("age checked");
    }

    [Theory, OnBothEngines]
    public async Task Goods_for_everybody_are_delivered_without_a_question(Engine engine)
    {
        using var desk = await DeskWorld.Open(engine);
        var code = await desk.Delivered(await desk.Shop.Sells("Pain", 480));
        var atDoor = await desk.Steps(code, "accept", "ready", "out-for-delivery");
        atDoor.Html.QuerySelector("input[name=age]").ShouldBeNull();
        await desk.Visitor.Submit(atDoor, Delivered);
        State(desk, code).ShouldBe("Delivered");
    }

    [Theory, OnBothEngines]
    public async Task A_wrong_code_counts_once_for_the_place_where_it_was_typed(Engine engine)
    {
        using var desk = await DeskWorld.Open(engine);
        var market = await desk.Place("market");
        var (placed, _, _) = await desk.Shop.Sold(await desk.Shop.Sells("Pain", 480));
        await desk.Steps(placed.Orders[0].Code, "accept", "ready");
        var pickUp = (await desk.Mall.Guest.Order(placed.Orders[0].Code, placed.Key)).PickupCode!;

        var page = await desk.Visitor.Get(desk.At("hand-over"));
        for (var i = 0; i < 5; i++)
        {
            (await Find(page, "market", "000000")).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        }

        Tries(market).ShouldBe(5);
        Tries(desk.Shop.StoreId).ShouldBe(0);
        (await Find(page, "market", pickUp)).Status.ShouldBe(HttpStatusCode.TooManyRequests, "this counter waits");
        (await Find(page, "elsewhere", pickUp)).Html.QuerySelector("#place-error").ShouldNotBeNull();
        var found = await Find(page, "first", pickUp);
        found.Status.ShouldBe(HttpStatusCode.OK);
        var done = await desk.Visitor.Submit(found, "form[action$='/hand-over']", ("paid", "on"));
        done.Html.QuerySelector(".notice-good").ShouldNotBeNull(done.Words);
        done.Html.QuerySelector("#place option[selected]")!.GetAttribute("value").ShouldBe("first", "the counter stays chosen");
        State(desk, placed.Orders[0].Code).ShouldBe("Collected");

        Task<Page> Find(Page from, string place, string code) => desk.Visitor.Submit(from, "form[action$='/find']", ("place", place), ("code", code));
        long Tries(Guid store) => desk.Mall.Web.Scalar<long>("SELECT count(*) FROM pickup_attempts WHERE store_id = $1", store);
    }

    [Theory, OnBothEngines]
    public async Task A_shop_with_one_place_is_not_asked_which(Engine engine)
    {
        using var desk = await DeskWorld.Open(engine);
        var page = await desk.Visitor.Get(desk.At("hand-over"));
        page.Html.QuerySelector("#place").ShouldBeNull();
        (await desk.Visitor.Submit(page, "form[action$='/find']", ("code", "000000"))).Html.QuerySelector("#code-error").ShouldNotBeNull();
        desk.Mall.Web.Scalar<long>("SELECT count(*) FROM pickup_attempts WHERE store_id = $1", desk.Shop.StoreId).ShouldBe(1);
    }

    private static string State(DeskWorld desk, string code) => desk.Mall.Web.Scalar<string>("SELECT state FROM orders WHERE code = $1", code)!;
}
