using System.Net;
using AngleSharp.Html.Dom;
using Halles.Demo;
using Halles.Kernel.Storage;
using Halles.Testing;
using Halles.Web.Hosting;

namespace Halles.Web.Tests.Pages.Operator;

public sealed class BrandPagesTests
{
    [Theory]
    [InlineData("#14523f", true)]
    [InlineData("#0d3b2d", true)]
    [InlineData("#2f8f6c", false)]
    [InlineData("#ffdd00", false)]
    [InlineData("#ffffff", false)]
    public void An_accent_by_day_is_read_on_every_ground_or_the_nearest_that_is_is_offered(string accent, bool readable)
    {
        AccentContrast.ByDay(accent).ShouldSatisfyAllConditions(f => (f is null).ShouldBe(readable), f => AccentContrast.ByDay(f?.Instead ?? accent).ShouldBeNull());
    }

    [Theory]
    [InlineData("#7fc4a8", true)]
    [InlineData("#14523f", false)]
    [InlineData("#000000", false)]
    public void An_accent_by_night_too(string accent, bool readable)
    {
        AccentContrast.ByNight(accent).ShouldSatisfyAllConditions(f => (f is null).ShouldBe(readable), f => AccentContrast.ByNight(f?.Instead ?? accent).ShouldBeNull());
    }

    [Theory, OnBothEngines]
    public async Task A_brand_is_kept_beside_what_another_has_changed_meanwhile(Engine engine)
    {
        await using var mall = await DemoWeb.Open(engine);
        using var helene = await mall.As(DemoPeople.Operator);
        var page = await helene.Get("/fr/office/brand");
        await mall.Write<int>(s => s.Sql.Execute("UPDATE settings SET data = replace(data, '\"acceptWithinHours\":', '\"acceptWithinHours\":1')")); // on another node, of which this one has not heard
        var before = mall.Scalar<string>("SELECT data FROM settings")!;
        before.ShouldContain("\"acceptWithinHours\":1");
        var hours = before.Split("\"acceptWithinHours\":")[1].Split([',', '}'])[0];
        var kept = await helene.Submit(page, "form.form", ("do", "keep"), ("name", "Les Halles du Loir"));
        await helene.Submit(kept, "form[action$='/undo']");
        mall.Scalar<string>("SELECT data FROM settings")!.ShouldContain($"\"acceptWithinHours\":{hours}");
    }

    [Theory, OnBothEngines]
    public async Task A_brand_is_tried_on_kept_and_taken_back(Engine engine)
    {
        await using var mall = await DemoWeb.Open(engine);
        using var helene = await mall.As(DemoPeople.Operator);
        var before = mall.Scalar<string>("SELECT data FROM settings WHERE id = 1");
        var page = await helene.Get("/fr/office/brand");
        page.Html.QuerySelector("form[action$='/undo']").ShouldBeNull();

        var refused = await helene.Submit(page, "form.form", ("do", "keep"), ("accent", "#ffdd00"), ("name", "Les Halles"));
        refused.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        refused.Html.QuerySelector("#problems a")!.GetAttribute("href").ShouldBe("#accent");
        ((IHtmlInputElement)refused.Html.GetElementById("name")!).Value.ShouldBe("Les Halles");
        var taken = await helene.Submit(refused, "button[name='take.accent']");
        taken.Status.ShouldBe(HttpStatusCode.OK);
        var accent = ((IHtmlInputElement)taken.Html.GetElementById("accent")!).Value!;
        AccentContrast.ByDay(accent).ShouldBeNull();
        mall.Scalar<string>("SELECT data FROM settings WHERE id = 1").ShouldBe(before, "trying on keeps nothing");
        var sheet = await helene.Http.GetStringAsync(taken.Html.QuerySelector("section link[rel=stylesheet]")!.GetAttribute("href"));
        sheet.ShouldContain(".look-day{--accent:" + accent);

        var kept = await helene.Submit(taken, "form.form", ("do", "keep"));
        kept.Html.QuerySelector(".notice-good").ShouldNotBeNull(kept.Words);
        kept.Html.QuerySelector(".work-top")!.TextContent.ShouldContain("Les Halles");
        (await helene.Http.GetStringAsync("/brand.css")).ShouldContain(accent);
        var undone = await helene.Submit(kept, "form[action$='/undo']");
        undone.Html.QuerySelector(".work-top")!.TextContent.ShouldNotContain("Les Halles");
        undone.Html.QuerySelector("form[action$='/undo']").ShouldBeNull();
    }

    [Fact]
    public async Task A_logo_is_taken_only_when_it_is_a_picture_and_stands_beside_the_name()
    {
        await using var mall = await DemoWeb.Open(Engine.Sqlite);
        using var helene = await mall.As(DemoPeople.Operator);
        var page = await helene.Get("/fr/office/brand");
        var refused = await helene.Upload(page, "form.form", "logo", "<svg onload='alert(1)'/>"u8.ToArray(), "logo.png");
        refused.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        refused.Html.GetElementById("logo-error").ShouldNotBeNull();

        var tried = await helene.Upload(page, "form.form", "logo", TestPhotos.Jpeg(640, 480), "logo.jpg");
        tried.Html.QuerySelectorAll(".look .mark-logo").Length.ShouldBe(2, tried.Words);
        tried.Html.QuerySelectorAll(".side .mark-logo").Length.ShouldBe(0, "it is not kept yet");
        var kept = await helene.Submit(tried, "form.form", ("do", "keep"));
        var address = kept.Html.QuerySelector(".side .mark-logo")!.GetAttribute("src")!;
        (await helene.Http.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await helene.Submit(kept, "form.form", ("do", "keep"), ("logo.gone", "on"))).Html.QuerySelector(".side .mark-logo").ShouldBeNull();
    }
}
