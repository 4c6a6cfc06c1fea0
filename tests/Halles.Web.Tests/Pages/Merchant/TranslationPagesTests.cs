using System.Net;
using Halles.Demo;
using Halles.Kernel.Storage;
using Halles.Testing;

namespace Halles.Web.Tests.Pages.Merchant;

public sealed class TranslationPagesTests
{
    [Theory, OnBothEngines]
    public async Task What_is_left_is_listed_by_language_and_done_text_beside_text(Engine engine)
    {
        await using var mall = await DemoWeb.Open(engine);
        using var claire = await mall.As(DemoPeople.Merchant);
        var list = await claire.Get("/fr/desk/boulangerie-martin/products/translations?in=nl");
        list.Status.ShouldBe(HttpStatusCode.OK);
        var left = list.Html.QuerySelectorAll(".items .item").Length;
        left.ShouldBePositive();
        var page = await claire.Get(list.Html.QuerySelector(".items .item a")!.GetAttribute("href")!);
        page.Html.GetElementById("name-hint")!.TextContent.ShouldBe("manquant");
        var kept = await claire.Submit(page, "form.stack", ("name", "Landbrood"));
        kept.Html.GetElementById("name-hint")!.TextContent.ShouldBe("fait", kept.Words);

        var late = await claire.Submit(page, "form.stack", ("name", "Boerenbrood"));
        late.Status.ShouldBe(HttpStatusCode.Conflict);
        late.Html.GetElementById("name-error")!.TextContent.ShouldContain("Landbrood");
        late.Html.GetElementById("name")!.GetAttribute("value").ShouldBe("Boerenbrood");
        var again = await claire.Submit(late, "form.stack");
        again.Html.GetElementById("name")!.GetAttribute("value").ShouldBe("Boerenbrood");
        (await claire.Get("/fr/desk/boulangerie-martin/products/" + Guid.AllBitsSet + "/translations")).Status.ShouldBe(HttpStatusCode.NotFound);
    }
}
