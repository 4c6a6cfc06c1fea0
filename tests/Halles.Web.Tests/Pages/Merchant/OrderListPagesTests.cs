using System.Net;
using AngleSharp.Dom;
using Halles.Kernel.Storage;
using Halles.Mall.Identity;
using Halles.Testing;

namespace Halles.Web.Tests.Pages.Merchant;

public sealed class OrderListPagesTests
{
    [Theory, OnBothEngines]
    public async Task A_filtered_list_is_kept_under_a_name_for_all_or_oneself_and_a_removal_is_undone(Engine engine)
    {
        using var desk = await DeskWorld.Open(engine);
        var (leo, _) = await desk.With(ShopRole.Clerk, "Léo Petit");
        var vase = await desk.Shop.Sells("Vase", 3800);
        var (brought, collected) = (await desk.Delivered(vase), (await desk.Shop.Sold(vase)).Placed.Orders[0].Code);

        var list = await desk.Visitor.Get(desk.At("orders?view=all&way=deliver&paid=no&nonsense=1&state=unheard-of"));
        Codes(list).ShouldBe([brought]);
        list.Html.QuerySelector("#f-way option[selected]")!.GetAttribute("value").ShouldBe("deliver");
        var kept = await desk.Visitor.Submit(list, "form[action$='/orders/views']", ("name", "À livrer"), ("all", "on"));
        kept.Path.ShouldEndWith("orders?view=all&way=deliver&paid=no");
        kept.Html.QuerySelector(".tabs [aria-current]")!.TextContent.Trim().ShouldBe("À livrer");
        Codes(kept).ShouldBe([brought]);

        var his = await leo.Get(desk.At("orders"));
        var tab = his.Html.QuerySelectorAll(".tabs a").Single(a => a.TextContent.Trim() == "À livrer").GetAttribute("href")!;
        var removed = await leo.Submit(await leo.Get(tab), "form[action$='/remove']");
        Tabs(await desk.Visitor.Get(desk.At("orders"))).ShouldNotContain("À livrer");
        Codes(removed).ShouldBe([brought], "the list stays as it was");
        Tabs(await leo.Submit(removed, ".notice form")).ShouldContain("À livrer");
        Tabs(await desk.Visitor.Get(desk.At("orders"))).ShouldContain("À livrer", "for everybody again");

        var nameless = await desk.Visitor.Submit(await desk.Visitor.Get(desk.At("orders?q=vase&paid=no")), "form[action$='/orders/views']", ("name", " "));
        nameless.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        nameless.Html.QuerySelector("#problems").ShouldNotBeNull();
        Codes(nameless).ShouldBe([collected, brought]);
        var own = await desk.Visitor.Submit(nameless, "form[action$='/orders/views']", ("name", "Mes vases"));
        Tabs(own).ShouldContain("Mes vases");
        own.Path.ShouldEndWith("orders?view=all&paid=no", customMessage: "words that may name somebody are not kept");
        Tabs(await leo.Get(desk.At("orders"))).ShouldNotContain("Mes vases");
    }

    [Theory, OnBothEngines]
    public async Task A_customers_page_shows_their_orders_here(Engine engine)
    {
        using var desk = await DeskWorld.Open(engine);
        var vase = await desk.Shop.Sells("Vase", 3800);
        var (first, second) = (await desk.Delivered(vase), (await desk.Shop.Sold(vase)).Placed.Orders[0].Code); // the same address of a guest
        var list = await desk.Visitor.Get(desk.At("customers"));
        list.Html.QuerySelectorAll(".item").ShouldHaveSingleItem().TextContent.ShouldContain("Camille Durand");
        list.Words.ShouldNotContain("camille@example.org");
        var page = await desk.Visitor.Get(list.Html.QuerySelector(".item a")!.GetAttribute("href")!);
        page.Html.QuerySelectorAll("section[aria-labelledby=h-orders] .code").Select(c => c.TextContent.Replace("·", "", StringComparison.Ordinal)).ShouldBe([second, first]);
        (await desk.Visitor.Get(desk.At("customers?q=durand"))).Html.QuerySelectorAll(".item").Length.ShouldBe(1);
        (await desk.Visitor.Get(desk.At("customers?q=nobody"))).Html.QuerySelector(".empty").ShouldNotBeNull();

        using var other = await DeskWorld.Open(engine);
        (await other.Visitor.Get(other.At("customers"))).Html.QuerySelectorAll(".item").ShouldBeEmpty();
        (await other.Visitor.Get(other.At("customers/" + first))).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    private static List<string> Codes(Page page) => [.. page.Html.QuerySelectorAll(".job .code").Select(c => c.TextContent.Replace("·", "", StringComparison.Ordinal))];

    private static List<string> Tabs(Page page) => [.. page.Html.QuerySelectorAll(".tabs a").Select(a => a.TextContent.Trim())];
}
