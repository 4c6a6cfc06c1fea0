using System.Net;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Halles.Demo;
using Halles.Kernel.Storage;
using Halles.Testing;

namespace Halles.Web.Tests.Pages.Operator;

public sealed class TaxonomyPagesTests
{
    [Theory, OnBothEngines]
    public async Task A_category_is_merged_its_old_address_leads_on_and_it_is_taken_out_again(Engine engine)
    {
        await using var mall = await DemoWeb.Open(engine);
        using var helene = await mall.As(DemoPeople.Operator);
        using var visitor = mall.Visitor();
        var (wine, beer) = (Id(mall, "wine"), Id(mall, "beer"));
        var products = mall.Scalar<long>("SELECT count(*) FROM products WHERE category_id = $1", wine);
        products.ShouldBePositive();
        (await visitor.Get("/fr/c/wine")).Status.ShouldBe(HttpStatusCode.OK);

        var choose = await helene.Get($"/fr/office/categories/{wine}/merge?q=bi%C3%A8re");
        choose.Html.QuerySelectorAll(".items a").Select(a => a.GetAttribute("href")).ShouldContain($"?to={beer}");
        var look = await helene.Get($"/fr/office/categories/{wine}/merge?to={beer}");
        look.Words.ShouldContain($"{products} produits");
        mall.Scalar<long>("SELECT count(*) FROM products WHERE category_id = $1", wine).ShouldBe(products, "looking changes nothing");
        var done = await helene.Submit(look, "form.save");
        await mall.Until(() => mall.Scalar<long>("SELECT count(*) FROM categories WHERE id = $1", wine) == 0);
        mall.Scalar<long>("SELECT count(*) FROM products WHERE category_id = $1", beer).ShouldBeGreaterThanOrEqualTo(products);
        await mall.CatchUp();
        var old = await visitor.Send(HttpMethod.Get, "/fr/c/wine?sort=new");
        old.Status.ShouldBe(HttpStatusCode.MovedPermanently);
        old.Headers.Location!.ToString().ShouldBe("/fr/c/beer?sort=new");

        done = await helene.Get("/fr/office/categories/changes");
        await helene.Submit(done, "form[action$='/undo']");
        await mall.Until(() => mall.Scalar<long>("SELECT count(*) FROM category_changes WHERE state = 'Undone'") == 1);
        mall.Scalar<long>("SELECT count(*) FROM products WHERE category_id = $1", wine).ShouldBe(products);
        await mall.CatchUp();
        (await visitor.Get("/fr/c/wine")).Status.ShouldBe(HttpStatusCode.OK);
    }
}
