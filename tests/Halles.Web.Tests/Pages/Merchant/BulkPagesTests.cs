using System.Net;
using System.Text;
using Halles.Kernel.Storage;
using Halles.Mall.Identity;
using Halles.Testing;

namespace Halles.Web.Tests.Pages.Merchant;

public sealed class BulkPagesTests
{
    [Theory, OnBothEngines]
    public async Task All_that_the_list_shows_becomes_cheaper_and_dearer_again(Engine engine)
    {
        using var desk = await DeskWorld.Open(engine);
        var bread = await desk.Shop.Sells("Pain", 1000);
        await desk.Shop.Sells("Tarte", 2000);
        var list = await desk.Visitor.Get(desk.At("products"));
        var form = await desk.Visitor.Get(list.Html.QuerySelector("#bulk a")!.GetAttribute("href")!);
        form.Words.ShouldContain("2 produits sont choisis");
        var refused = await desk.Visitor.Submit(form, "button[name=kind][value=price]", ("percent", "dix"));
        refused.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        refused.Html.QuerySelector("#problems a")!.GetAttribute("href").ShouldBe("#percent");

        var plan = await desk.Visitor.Submit(refused, "button[name=kind][value=price]", ("percent", "-10"), ("ending", "Ninety"));
        plan.Words.ShouldContain("2 lignes changeraient");
        plan.Html.QuerySelectorAll("tbody tr")[0].QuerySelectorAll("td").Select(c => string.Join(' ', c.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))).Skip(1).ShouldBe(["10,00 €", "8,90 €"]);
        Price().ShouldBe(1000);
        var done = await desk.Visitor.Submit(plan, "#live form");
        done.Words.ShouldContain("2 lignes ont changé");
        Price().ShouldBe(890);
        (await desk.Visitor.Submit(plan, "#live form")).Status.ShouldBe(HttpStatusCode.Conflict, "sent twice, it is applied once");
        (await desk.Visitor.Submit(done, "form[action$='/undo']")).Words.ShouldContain("2 lignes sont revenues");
        Price().ShouldBe(1000);

        long Price() => desk.Mall.Web.Scalar<long>("SELECT price FROM variants WHERE id = $1", bread);
    }

    [Fact]
    public async Task Only_what_is_ticked_changes_and_clerks_change_nothing()
    {
        using var desk = await DeskWorld.Open(Engine.Sqlite);
        var (bread, tart) = (await desk.Shop.Sells("Pain", 1000), await desk.Shop.Sells("Tarte", 2000));
        var product = desk.Mall.Web.Scalar<Guid>("SELECT product_id FROM variants WHERE id = $1", bread);
        var plan = await desk.Visitor.Submit(await desk.Visitor.Get(desk.At("products/bulk?product=" + product)), "button[name=kind][value=stock]", ("level", "7"));
        (await desk.Visitor.Submit(plan, "#live form")).Words.ShouldContain("1 ligne a changé");
        desk.Mall.Web.Scalar<long>("SELECT on_hand FROM stock WHERE variant_id = $1", bread).ShouldBe(7);
        desk.Mall.Web.Scalar<long>("SELECT on_hand FROM stock WHERE variant_id = $1", tart).ShouldNotBe(7);
        var (clerk, _) = await desk.With(ShopRole.Clerk, "Léo");
        using (clerk)
        {
            (await clerk.Get(desk.At("products"))).Html.QuerySelector("#bulk").ShouldBeNull();
            (await clerk.Get(plan.Path)).Status.ShouldBe(HttpStatusCode.Forbidden);
        }
    }

    [Theory, OnBothEngines]
    public async Task A_store_is_counted_and_a_tills_table_read(Engine engine)
    {
        using var desk = await DeskWorld.Open(engine, ShopRole.Manager);
        var bread = await desk.Shop.Sells("Pain", 480);
        var sku = bread.ToString("N");
        (await desk.Visitor.Get(desk.At("stock/count?code=nothing"))).Html.QuerySelector("#code-error").ShouldNotBeNull();
        var counted = await desk.Visitor.Submit(await desk.Visitor.Get(desk.At("stock/count?code=" + sku)), "form.panel", ("counted", "3"));
        counted.Words.ShouldContain("1 article compté");
        (await desk.Visitor.Submit(counted, "form[action$='/apply']")).Words.ShouldContain("1 comptage est enregistré");
        OnHand().ShouldBe(3);

        var read = await desk.Visitor.Upload(await desk.Visitor.Get(desk.At("stock/file")), "form.panel", "file", Encoding.UTF8.GetBytes($"ean\tsku\tstock\n\t{sku}\t11\n\tnothing\t4\n"), "caisse.tsv");
        read.Words.ShouldContain("2 lignes lues : 1 quantité changerait, 0 est déjà juste, 1 ne peut être prise.");
        read.Html.QuerySelector("tbody tr")!.TextContent.ShouldContain("3");
        var plan = await desk.Visitor.Get(read.Html.QuerySelector("a.btn[href*='/bulk/']")!.GetAttribute("href")!);
        await desk.Visitor.Submit(plan, "#live form");
        OnHand().ShouldBe(11);
        var table = await desk.Visitor.Http.GetStringAsync(new Uri(desk.At("stock/file/csv"), UriKind.Relative));
        table.ShouldContain($"{sku};;Pain;11;0");

        long OnHand() => desk.Mall.Web.Scalar<long>("SELECT on_hand FROM stock WHERE variant_id = $1", bread);
    }
}
