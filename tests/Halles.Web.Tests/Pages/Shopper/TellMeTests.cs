using System.Net;
using AngleSharp.Html.Dom;
using Halles.Kernel;
using Halles.Kernel.Changes;
using Halles.Kernel.Jobs;
using Halles.Kernel.Storage;
using Halles.Mall.Stock;
using Halles.Mall.Storefront;
using Halles.Web.Mails;
using Microsoft.Extensions.DependencyInjection;

namespace Halles.Web.Tests.Pages.Shopper;

public sealed class TellMeTests
{
    private const string Product = "/fr/shops/les-vergers-du-val/confiture-de-mures-du-halage";

    [Fact]
    public async Task Who_asks_is_told_once_when_it_is_back()
    {
        await using var mall = await DemoWeb.Open(Engine.Sqlite);
        await CatchUp(mall);
        using var guest = new Visitor(mall);
        var product = await guest.Get(Product);
        var form = await guest.Get(product.Html.QuerySelector("a[data-tell]")!.GetAttribute("href")!);

        var wrong = await guest.Submit(form, "form.form", ("email", "nadia@exemple"));
        wrong.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        ((IHtmlInputElement)wrong.Html.GetElementById("email")!).Value.ShouldBe("nadia@exemple");
        wrong.Title.ShouldStartWith("Erreur");

        var first = await guest.Submit(form, "form.form", ("email", "nadia@exemple.fr"));
        var again = await guest.Submit(form, "form.form", ("email", "nadia@exemple.fr"));
        again.Words.ShouldBe(first.Words, "the answer tells nothing about the address");
        first.Words.ShouldContain("Vous serez prévenu");

        await Run(mall);
        Mails(mall).ShouldBe(0);
        await Restock(mall);
        await Run(mall);
        await Run(mall);
        Mails(mall).ShouldBe(1);
        mall.Scalar<string>("SELECT text FROM mails WHERE recipient = 'nadia@exemple.fr'")!.ShouldContain(mall.Origin.GetLeftPart(UriPartial.Authority) + Product);
        mall.Scalar<long>("SELECT count(*) FROM stock_wishes").ShouldBe(0);
        (await guest.Get(form.Path)).Words.ShouldContain("Déjà de retour");
    }

    private static Task Run(WebMall mall) => mall.Services.GetServices<IJob>().OfType<BackInStockJob>().Single().Run("", CancellationToken.None);

    private static long Mails(WebMall mall) => mall.Scalar<long>("SELECT count(*) FROM mails WHERE recipient = 'nadia@exemple.fr'");

    private static async Task Restock(WebMall mall)
    {
        var goods = mall.Database.Read(s => s.List(
            "SELECT v.shop_id, v.id, t.id FROM variants v JOIN products p ON p.id = v.product_id JOIN stores t ON t.shop_id = v.shop_id WHERE p.handle = 'confiture-de-mures-du-halage'",
            r => new StockChange(r.Id(0), r.Id(1), r.Id(2), MovementReason.Delivery, 6, Ids.New(mall.Clock))))[0];
        (await mall.Get<AdjustStock>().Run(goods)).Problem.ShouldBeNull();
        await CatchUp(mall);
    }

    private static async Task CatchUp(WebMall mall) =>
        (await mall.Get<StorefrontProjector>().WaitFor(mall.Get<ChangeFeed>().LastCommitted, TimeSpan.FromSeconds(30))).ShouldBeTrue();
}
