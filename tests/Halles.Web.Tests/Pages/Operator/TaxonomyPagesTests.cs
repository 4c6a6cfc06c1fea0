using System.Net;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Halles.Demo;
using Halles.Kernel.Changes;
using Halles.Kernel.Jobs;
using Halles.Kernel.Storage;
using Halles.Mall.Storefront;
using Halles.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Halles.Web.Tests.Pages.Operator;

public sealed class TaxonomyPagesTests
{
    [Theory, OnBothEngines]
    public async Task A_category_is_merged_its_old_address_leads_on_and_it_is_taken_out_again(Engine engine)
    {
        await using var mall = await DemoWeb.Open(engine);
        using var helene = await mall.As(DemoPeople.Operator);
        var (wine, beer) = (Id(mall, "wine"), Id(mall, "beer-cider"));
        var products = In(mall, wine);
        products.ShouldBePositive();

        var choose = await helene.Get($"/fr/office/categories/{wine}/merge?q=beer-cider");
        choose.Html.QuerySelectorAll(".items a").Select(a => a.GetAttribute("href")).ShouldBe([$"?to={beer}"]);
        var look = await helene.Get($"/fr/office/categories/{wine}/merge?to={beer}");
        look.Words.ShouldContain($"{products} produits changent de catégorie");
        In(mall, wine).ShouldBe(products, "looking changes nothing");
        await helene.Submit(look, "form.save");
        await Follow(mall);
        (In(mall, wine), mall.Scalar<long>("SELECT count(*) FROM categories WHERE id = $1", wine)).ShouldBe((0, 0));
        await Shown(mall);
        var old = await helene.Http.GetAsync("/en/c/wine?sort=new");
        (old.StatusCode, old.Headers.Location!.ToString()).ShouldBe((HttpStatusCode.MovedPermanently, "/en/c/beer-cider?sort=new"));

        var changes = await helene.Submit(await helene.Get("/fr/office/categories/changes"), "form[action$='/undo']");
        changes.Status.ShouldBe(HttpStatusCode.OK);
        await Follow(mall);
        In(mall, wine).ShouldBe(products);
        await Shown(mall);
        (await helene.Http.GetAsync("/en/c/wine")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await helene.Http.PostAsync(helene.Http.BaseAddress + "fr/office/categories/changes/" + Guid.AllBitsSet + "/undo", null)).StatusCode.ShouldNotBe(HttpStatusCode.OK);
    }

    [Theory, OnBothEngines]
    public async Task A_category_is_moved_to_the_top_and_back(Engine engine)
    {
        await using var mall = await DemoWeb.Open(engine);
        using var helene = await mall.As(DemoPeople.Operator);
        var wine = Id(mall, "wine");
        var parent = mall.Scalar<Guid>("SELECT parent_id FROM categories WHERE id = $1", wine);
        var look = await helene.Get($"/fr/office/categories/{wine}/place?to=top");
        await helene.Submit(look, "form.save");
        mall.Scalar<long>("SELECT count(*) FROM categories WHERE id = $1 AND parent_id IS NULL", wine).ShouldBe(1);
        var again = await helene.Submit(look, "form.save");
        again.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        await helene.Submit(await helene.Get("/fr/office/categories/changes"), "form[action$='/undo']");
        mall.Scalar<Guid>("SELECT parent_id FROM categories WHERE id = $1", wine).ShouldBe(parent);
    }

    [Theory, OnBothEngines]
    public async Task Names_stand_side_by_side_with_their_state_and_none_is_written_over(Engine engine)
    {
        await using var mall = await DemoWeb.Open(engine);
        using var helene = await mall.As(DemoPeople.Operator);
        var id = Id(mall, "wine").ToString("N");
        var page = await helene.Get("/fr/office/categories/names?q=wine");
        var renamed = await helene.Submit(page, "form.stack", ($"name.{id}.fr", "Vins et cidres"));
        renamed.Html.QuerySelector($"[id='name.{id}.en-hint']")!.TextContent.ShouldBe("à revoir");
        renamed.Html.QuerySelectorAll(".tab").ShouldContain(t => t.TextContent.Contains("1 à revoir"));
        (await helene.Get("/fr/office/categories/names?left=en")).Html.QuerySelectorAll("fieldset.group").Length.ShouldBe(1);

        var right = await helene.Submit(renamed, "form.stack", ($"right.{id}.en", "on"));
        right.Html.QuerySelector($"[id='name.{id}.en-hint']")!.TextContent.ShouldBe("fait");

        // Two people have the page open: the second one's other names are kept, the name that the first wrote is not lost.
        await helene.Submit(page, "form.stack", ($"name.{id}.en", "Wines and ciders"));
        var late = await helene.Submit(page, "form.stack", ($"name.{id}.en", "Wine & cider"));
        late.Status.ShouldBe(HttpStatusCode.Conflict);
        late.Html.QuerySelector(".error")!.TextContent.ShouldContain("Wines and ciders");
        ((IHtmlInputElement)late.Html.GetElementById($"name.{id}.en")!).Value.ShouldBe("Wine & cider");
    }

    [Theory, OnBothEngines]
    public async Task Google_s_files_are_looked_at_chosen_from_and_taken_in(Engine engine)
    {
        await using var mall = await DemoWeb.Open(engine);
        using var helene = await mall.As(DemoPeople.Operator);
        var send = await helene.Get("/fr/office/categories/import");
        var none = await helene.Upload(send, "form[enctype]", "files", "nonsense"u8.ToArray(), "fr-FR.txt");
        none.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        none.Html.GetElementById("files-error")!.TextContent.ShouldContain("fr-FR.txt");

        var look = await helene.Upload(send, "form[enctype]", "files", Encoding.UTF8.GetBytes("# Google_Product_Taxonomy_Version: 2021-09-21\n900 - Animaux\n901 - Animaux > Chats\n910 - Voitures\n"), "taxonomy-with-ids.fr-FR.txt");
        look.Words.ShouldContain("3 catégories sont nouvelles");
        var chosen = await helene.Submit(look, "button[value=look]", ("branch", "900"));
        chosen.Words.ShouldContain("2 catégories sont nouvelles");
        var began = await helene.Submit(chosen, "button[value=begin]");
        began.Status.ShouldBe(HttpStatusCode.OK);
        await Work(mall, "import-taxonomy");
        mall.Scalar<long>("SELECT count(*) FROM categories WHERE google_id IN (900, 901)").ShouldBe(2);
        mall.Scalar<long>("SELECT count(*) FROM categories WHERE google_id = 910").ShouldBe(0);
        (await helene.Get(began.Path)).Words.ShouldContain("fait");
        (await helene.Get("/fr/office/categories/import/" + Guid.AllBitsSet)).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    private static Guid Id(WebMall mall, string code) => mall.Scalar<Guid>("SELECT id FROM categories WHERE code = $1", code);

    private static long In(WebMall mall, Guid category) => mall.Scalar<long>("SELECT count(*) FROM products WHERE category_id = $1", category);

    private static Task Follow(WebMall mall) => Work(mall, "follow-category");

    // What is left for the background is done here, where the test can wait for it.
    private static async Task Work(WebMall mall, string kind)
    {
        foreach (var payload in mall.Database.Read(sql => sql.List("SELECT payload FROM jobs WHERE kind = $1", r => r.Text(0), kind)))
        {
            await mall.Services.GetServices<IJob>().Single(j => j.Kind == kind).Run(payload, CancellationToken.None);
        }
    }

    private static async Task Shown(WebMall mall) =>
        (await mall.Get<StorefrontProjector>().WaitFor(mall.Get<ChangeFeed>().LastCommitted, TimeSpan.FromSeconds(30))).ShouldBeTrue();
}
