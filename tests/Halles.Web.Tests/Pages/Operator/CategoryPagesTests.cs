using System.Net;
using AngleSharp.Html.Dom;
using Halles.Demo;
using Halles.Kernel.Storage;
using Halles.Testing;

namespace Halles.Web.Tests.Pages.Operator;

public sealed class CategoryPagesTests
{
    [Theory, OnBothEngines]
    public async Task A_category_is_added_named_moved_and_removed(Engine engine)
    {
        await using var mall = await DemoWeb.Open(engine);
        using var helene = await mall.As(DemoPeople.Operator);
        var list = await helene.Get("/fr/office/categories");
        list.Html.QuerySelectorAll(".bough").Length.ShouldBe((int)mall.Scalar<long>("SELECT count(*) FROM categories WHERE parent_id IS NULL"));

        var refused = await helene.Submit(await helene.Get("/fr/office/categories/new"), "form.form", ("name.fr", ""), ("name.en", "Toys of wood"), ("code", "Wooden Toys"));
        refused.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        refused.Html.QuerySelector("#problems a")!.GetAttribute("href").ShouldBe("#name.fr");
        ((IHtmlInputElement)refused.Html.GetElementById("name.en")!).Value.ShouldBe("Toys of wood");
        var code = await helene.Submit(refused, "form.form", ("name.fr", "Jouets en bois"));
        code.Html.QuerySelector("#problems a")!.GetAttribute("href").ShouldBe("#code");
        var kept = await helene.Submit(code, "form.form", ("code", "carved-toys"), ("attributes", "material"));
        kept.Html.QuerySelector("#c-carved-toys details[open]").ShouldNotBeNull(kept.Words);
        Names(mall, "carved-toys").ShouldContain("Toys of wood");

        var last = mall.Scalar<long>("SELECT position FROM categories WHERE code = 'carved-toys'");
        await helene.Submit(kept, "#c-carved-toys button[value=up]");
        mall.Scalar<long>("SELECT position FROM categories WHERE code = 'carved-toys'").ShouldBe(last - 1);

        var id = mall.Scalar<Guid>("SELECT id FROM categories WHERE code = 'carved-toys'");
        var below = await helene.Submit(await helene.Get($"/fr/office/categories/new?parent={id}"), "form.form", ("name.fr", "Trains"), ("code", "carved-trains"));
        below.Html.QuerySelector("#c-carved-toys #c-carved-trains").ShouldNotBeNull(below.Words);
        (await helene.Get($"/fr/office/categories/{id}")).Html.QuerySelector("form[action$='/remove']").ShouldBeNull("something is below it");

        var train = mall.Scalar<Guid>("SELECT id FROM categories WHERE code = 'carved-trains'");
        await helene.Submit(await helene.Get($"/fr/office/categories/{train}"), "form.form", ("name.fr", "Petits trains"));
        Names(mall, "carved-trains").ShouldContain("Petits trains");
        await helene.Submit(await helene.Get($"/fr/office/categories/{train}"), "form[action$='/remove']");
        mall.Scalar<long>("SELECT count(*) FROM categories WHERE code = 'carved-trains'").ShouldBe(0);
    }

    [Theory, OnBothEngines]
    public async Task Attributes_have_a_kind_a_unit_and_named_values(Engine engine)
    {
        await using var mall = await DemoWeb.Open(engine);
        using var helene = await mall.As(DemoPeople.Operator);
        var refused = await helene.Submit(await helene.Get("/fr/office/attributes/new"), "form.form", ("name.fr", "Essence"), ("code", "timber"), ("type", "Text"), ("values.fr", "oak: chêne\nbeech"));
        refused.Html.QuerySelector("#problems a")!.GetAttribute("href").ShouldBe("#values.fr");
        ((IHtmlTextAreaElement)refused.Html.GetElementById("values.fr")!).Value.ShouldBe("oak: chêne\nbeech");
        (await helene.Submit(refused, "form.form", ("values.fr", "oak: chêne\nbeech: hêtre"), ("values.en", "oak: oak"))).Html.QuerySelector(".notice-good").ShouldNotBeNull();
        var kept = await helene.Get("/fr/office/attributes/timber");
        ((IHtmlTextAreaElement)kept.Html.GetElementById("values.fr")!).Value.ShouldBe("oak: chêne\nbeech: hêtre\n");
        (await helene.Submit(await helene.Get("/fr/office/attributes/new"), "form.form", ("name.fr", "Bois"), ("code", "timber"))).Html.QuerySelector("#problems a")!.GetAttribute("href").ShouldBe("#code");

        await helene.Submit(kept, "form.form", ("type", "Number"), ("unit", "mm"));
        (await helene.Get("/fr/office/attributes")).Words.ShouldContain("un nombre, mm");
        await helene.Submit(await helene.Get("/fr/office/attributes/timber"), "form[action$='/remove']");
        mall.Scalar<long>("SELECT count(*) FROM attributes WHERE code = 'timber'").ShouldBe(0);
        (await helene.Submit(await helene.Get("/fr/office/attributes/colour"), "form.form", ("type", "Number"))).Html.QuerySelector("#problems a")!.GetAttribute("href").ShouldBe("#type");
    }

    [Fact]
    public async Task The_attributes_of_a_category_stand_in_the_order_of_their_numbers()
    {
        await using var mall = await DemoWeb.Open(Engine.Sqlite);
        using var helene = await mall.As(DemoPeople.Operator);
        var wine = mall.Scalar<Guid>("SELECT id FROM categories WHERE code = 'wine'");
        var page = await helene.Get($"/fr/office/categories/{wine}");
        page.Html.QuerySelectorAll("input[name=attributes][checked]").Select(e => e.GetAttribute("value")).First().ShouldBe("colour");
        await helene.Submit(page, "form.form", ("order.colour", "99"));
        mall.Scalar<string>("SELECT attributes FROM categories WHERE code = 'wine'")!.ShouldEndWith("\"colour\"]");
    }

    private static string Names(WebMall mall, string code) => mall.Scalar<string>("SELECT name FROM categories WHERE code = $1", code)!;
}
