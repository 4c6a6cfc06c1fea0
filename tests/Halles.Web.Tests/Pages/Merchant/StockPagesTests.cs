using System.Net;
using AngleSharp.Html.Dom;
using Halles.Demo;
using Halles.Kernel.Storage;
using Halles.Testing;

namespace Halles.Web.Tests.Pages.Merchant;

public sealed class StockPagesTests
{
    private const string Stock = "/fr/desk/terre-et-feu/stock";

    [Theory, OnBothEngines]
    public async Task Stock_goes_up_and_down_by_a_tap_and_to_a_count(Engine engine)
    {
        await using var mall = await DemoWeb.Open(engine);
        using var leo = await mall.As(DemoPeople.Clerk);
        var list = await leo.Get(Stock + "?q=TEF-001");
        var before = Count(list);
        var more = await leo.Submit(list, "button[name=by][value='1']");
        Count(more).ShouldBe(before + 1);
        (await leo.Submit(list, "button[name=by][value='1']")).Status.ShouldBe(HttpStatusCode.OK);
        Count(await leo.Get(Stock + "?q=TEF-001")).ShouldBe(before + 1, "the same tap sent twice counts once");

        var less = await leo.Submit(more, "button[name=by][value='-1']");
        Count(less).ShouldBe(before);
        var counted = await leo.Submit(less, "form.qty", ("count", "17"));
        Count(counted).ShouldBe(17);
        var wrong = await leo.Submit(counted, "form.qty", ("count", "beaucoup"));
        wrong.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        Count(await leo.Get(Stock + "?q=TEF-001")).ShouldBe(17);
    }

    [Fact]
    public async Task What_happened_is_written_down_with_its_reason()
    {
        await using var mall = await DemoWeb.Open(Engine.Sqlite);
        using var leo = await mall.As(DemoPeople.Clerk);
        var list = await leo.Get(Stock + "?q=TEF-001");
        var before = Count(list);
        var item = await leo.Get(list.Html.QuerySelector("a.good-name")!.GetAttribute("href")!);
        var broken = await leo.Submit(item, "form.form", ("reason", "Breakage"), ("amount", "1"), ("reference", "tombé de l’étagère 🫖"));
        broken.Words.ShouldContain("tombé de l’étagère 🫖");
        broken.Words.ShouldContain("Léo Fournier");
        Count(await leo.Get(Stock + "?q=TEF-001")).ShouldBe(before - 1);
        (await leo.Get("/fr/desk/terre-et-feu/movements")).Words.ShouldContain("tombé de l’étagère 🫖");

        var refused = await leo.Submit(broken, "form.form", ("reason", "Sale"), ("amount", "-3"));
        refused.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        ((IHtmlInputElement)refused.Html.GetElementById("amount")!).Value.ShouldBe("-3");
        (await leo.Submit(broken, "form.form", ("reason", "HandedOver"), ("amount", "1"))).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);

        var terms = await leo.Submit(broken, "form[action$='/terms']", ("safety", "2"));
        terms.Html.QuerySelector(".notice-good").ShouldNotBeNull();
        mall.Scalar<long>("SELECT safety FROM stock s JOIN variants v ON v.id = s.variant_id WHERE v.sku LIKE 'TEF-001%' ORDER BY v.position LIMIT 1").ShouldBe(2);
    }

    private static long Count(Page page) => long.Parse(((IHtmlInputElement)page.Html.QuerySelector(".qty-in")!).Value, System.Globalization.CultureInfo.InvariantCulture);
}
