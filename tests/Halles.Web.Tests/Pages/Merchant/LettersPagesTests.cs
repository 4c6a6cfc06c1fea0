using Halles.Kernel.Storage;
using Halles.Mall.Identity;
using Halles.Testing;

namespace Halles.Web.Tests.Pages.Merchant;

public sealed class LettersPagesTests
{
    [Theory, OnBothEngines]
    public async Task Everybody_chooses_for_themselves_also_who_may_change_nothing_else(Engine engine)
    {
        using var desk = await DeskWorld.Open(engine);
        var page = await desk.Visitor.Get(desk.At("settings/letters"));
        Chosen(page).ShouldBe(["Orders", "Messages", "LowStock"], "an owner is told what cannot wait");
        var kept = await desk.Visitor.Submit(page, Form, ("Messages", ""), ("Day", "on"));
        kept.Html.QuerySelector(".notice-good").ShouldNotBeNull(kept.Words);
        Chosen(kept).ShouldBe(["Orders", "LowStock", "Day"]);

        var (clerk, _) = await desk.With(ShopRole.Clerk, "Clara Roy");
        using (clerk)
        {
            var today = await clerk.Get(desk.At("today"));
            var theirs = await clerk.Get(today.Html.QuerySelector("a.side-link[href$='settings/letters']")!.GetAttribute("href")!);
            Chosen(theirs).ShouldBeEmpty();
            theirs.Html.QuerySelectorAll(".tab").Length.ShouldBe(1);
            Chosen(await clerk.Submit(theirs, Form, ("Orders", "on"))).ShouldBe(["Orders"]);
        }

        Chosen(await desk.Visitor.Get(desk.At("settings/letters"))).ShouldBe(["Orders", "LowStock", "Day"]);
    }

    private const string Form = "form[action$='/settings/letters']";

    private static IEnumerable<string> Chosen(Page page) => page.Html.QuerySelectorAll($"{Form} input[type=checkbox][checked]").Select(b => b.GetAttribute("name")!);
}
