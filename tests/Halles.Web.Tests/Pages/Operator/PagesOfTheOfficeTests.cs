using System.Net;
using AngleSharp.Html.Dom;
using Halles.Demo;
using Halles.Kernel.Storage;
using Halles.Mall.Content;
using Halles.Testing;

namespace Halles.Web.Tests.Pages.Operator;

/// <summary>Pages that the office writes, from a draft to the foot of every page, and back.</summary>
public sealed class PagesOfTheOfficeTests
{
    [Theory, OnBothEngines]
    public async Task A_page_is_looked_at_kept_shown_undone_and_deleted(Engine engine)
    {
        await using var mall = await DemoWeb.Open(engine);
        using var helene = await mall.As(DemoPeople.Operator);
        using var guest = new Visitor(mall);
        var form = await helene.Get("/fr/office/pages/new");
        var preview = await helene.Submit(form, "button[value=preview]", ("title.fr", "La foire"), ("body.fr", "Samedi à {town}, *sur la place*. <script>alert(1)</script>"), ("slug", "foire"), ("when", "now"), ("footer", "on"), ("home", "on"));
        preview.Html.QuerySelector("article em")!.TextContent.ShouldBe("sur la place");
        preview.Html.QuerySelector("article")!.TextContent.ShouldContain("Saint-Aubin");
        preview.Html.QuerySelector("article script").ShouldBeNull();
        (await guest.Get("/fr/pages/foire")).Status.ShouldBe(HttpStatusCode.NotFound);

        var kept = await helene.Submit(preview, "form.form");
        kept.Html.QuerySelector(".notice-good").ShouldNotBeNull(kept.Words);
        (await guest.Get("/fr/pages/foire")).Html.QuerySelector("h1")!.TextContent.ShouldBe("La foire");
        var home = await guest.Get("/fr/");
        home.Html.QuerySelector("main h2#h-foire")!.TextContent.ShouldBe("La foire");
        home.Html.QuerySelector("footer a[href='/fr/pages/foire']").ShouldNotBeNull();
        (await guest.Get("/en/pages/foire")).Html.QuerySelector(".notice")!.TextContent.ShouldContain("Français");
        (await guest.Http.GetStringAsync(new Uri("/sitemap-1.xml", UriKind.Relative))).ShouldContain("/fr/pages/foire");

        var changed = await helene.Submit(await helene.Get(kept.Path), "form.form", ("title.fr", "La grande foire"));
        (await guest.Get("/fr/")).Html.QuerySelector("#h-foire")!.TextContent.ShouldBe("La grande foire");
        await helene.Submit(changed, ".notice form");
        (await guest.Get("/fr/")).Html.QuerySelector("#h-foire")!.TextContent.ShouldBe("La foire");

        var deleted = await helene.Submit(await helene.Get(kept.Path), "form[action$='/delete']");
        (await guest.Get("/fr/pages/foire")).Status.ShouldBe(HttpStatusCode.NotFound);
        await helene.Submit(deleted, ".notice form");
        (await guest.Get("/fr/pages/foire")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_scheduled_page_is_on_every_page_at_its_moment()
    {
        await using var mall = await DemoWeb.Open(Engine.Sqlite);
        using var guest = new Visitor(mall);
        var at = mall.Clock.GetUtcNow().AddSeconds(30);
        (await mall.Get<EditPages>().Save(null, new PageContent { Slug = "foire", Title = new("fr", "La foire"), Body = new("fr", "Samedi."), From = at, InFooter = true }, 0, Guid.Empty)).Problem.ShouldBeNull();
        mall.Get<CurrentPages>().Refresh();
        for (var i = 0; i < 3; i++)
        {
            Leads(await guest.Get("/fr/shops")).ShouldBeFalse();
        }

        (await guest.Get("/fr/pages/foire")).Status.ShouldBe(HttpStatusCode.NotFound);
        mall.Clock.Advance(TimeSpan.FromSeconds(30));
        Leads(await guest.Get("/fr/shops")).ShouldBeTrue("what was kept is not shown past the moment");
        (await guest.Get("/fr/pages/foire")).Status.ShouldBe(HttpStatusCode.OK);

        static bool Leads(Page page) => page.Html.QuerySelector("footer a[href='/fr/pages/foire']") is not null;
    }

    [Fact]
    public async Task A_built_in_page_is_written_anew_from_its_own_words()
    {
        await using var mall = await DemoWeb.Open(Engine.Sqlite);
        using var helene = await mall.As(DemoPeople.Operator);
        using var guest = new Visitor(mall);
        var list = await helene.Get("/fr/office/pages");
        var form = await helene.Get(list.Html.QuerySelector("a[href$='of=terms']")!.GetAttribute("href")!);
        ((IHtmlTextAreaElement)form.Html.GetElementById("body.fr")!).Value.ShouldContain("{");
        await helene.Submit(form, "form.form", ("body.fr", "Nos propres conditions, {mall}. {nobody}"), ("when", "now"));
        (await guest.Get("/fr/pages/terms")).Words.ShouldContain("Nos propres conditions, Halles de Saint-Aubin. {nobody}");
        (await helene.Get("/fr/office/pages")).Html.QuerySelector("a[href$='of=terms']").ShouldBeNull();
        var again = await helene.Submit(form, "form.form", ("when", "at"), ("day", ""), ("slug", "Non !"));
        again.Html.QuerySelectorAll("#problems a").Select(a => a.GetAttribute("href")).ShouldBe(["#day"]);
        (await helene.Submit(form, "form.form", ("slug", "Non !"))).Html.QuerySelectorAll("#problems a").Select(a => a.GetAttribute("href")).ShouldBe(["#slug"]);
    }
}
