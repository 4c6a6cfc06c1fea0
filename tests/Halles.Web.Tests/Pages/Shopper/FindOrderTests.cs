using System.Net;
using System.Text.Json;
using Halles.Client;
using Halles.Kernel;
using Halles.Kernel.Jobs;
using Halles.Kernel.Storage;
using Halles.Mall.Checkout;
using Halles.Testing;
using Halles.Web.Mails;
using Halles.Web.Tests.Api;
using Microsoft.Extensions.DependencyInjection;
using PurchaseRequest = Halles.Client.PurchaseRequest;

namespace Halles.Web.Tests.Pages.Shopper;

public sealed class FindOrderTests
{
    [Theory, OnBothEngines]
    public async Task A_guest_who_lost_the_link_gets_it_again_at_the_address_of_the_order_and_nobody_learns_more(Engine engine)
    {
        var mall = await ApiMall.On(engine);
        var shop = await mall.Shop();
        var bread = await shop.Sells("Pain", 480);
        var (mine, others, nobody) = (Address(mall), Address(mall), Address(mall));
        var first = await Buy(mall, shop, bread, mine.ToUpperInvariant());
        var second = await Buy(mall, shop, bread, mine);
        var foreign = await Buy(mall, shop, bread, others);

        using var guest = new Visitor(mall.Web);
        var form = await guest.Get("/fr/orders");
        var wrong = await guest.Submit(form, "form.form", ("email", "camille@exemple"));
        wrong.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        wrong.Html.GetElementById("email")!.GetAttribute("value").ShouldBe("camille@exemple", "what was typed stays");
        var asked = await guest.Submit(form, "form.form", ("email", mine));
        var unknown = await guest.Submit(form, "form.form", ("email", nobody));
        unknown.Words.ShouldBe(asked.Words, "the answer tells nothing about the address");

        await Write(mall, mine);
        await Write(mall, nobody);
        var letter = mall.Web.Scalar<string>("SELECT max(text) FROM mails WHERE recipient = $1 AND subject LIKE 'Vos commandes%'", mine)!;
        letter.ShouldContain($"/fr/purchases/{second.Id}?key={second.Key}");
        letter.ShouldContain($"/fr/purchases/{first.Id}?key={first.Key}");
        letter.ShouldNotContain(foreign.Id.ToString());
        mall.Web.Scalar<long>("SELECT count(*) FROM mails WHERE recipient = $1", nobody).ShouldBe(0);
        (await guest.Get(new Uri(letter.Split('\n').First(l => l.Contains("/purchases/", StringComparison.Ordinal))).PathAndQuery)).Words.ShouldContain("Pain");

        for (var i = 0; i < 2 * GuestLinksJob.MostMailsAnHour; i++)
        {
            await Write(mall, mine);
        }

        mall.Web.Scalar<long>("SELECT count(*) FROM mails WHERE recipient = $1", mine).ShouldBeInRange(2, GuestLinksJob.MostMailsAnHour, "nobody fills another's letter box");
    }

    private static string Address(ApiMall mall) => $"{Ids.New(mall.Web.Clock):N}@exemple.fr";

    private static async Task<PlacedAnswer> Buy(ApiMall mall, ApiShop shop, Guid variant, string email)
    {
        PurchaseLine[] lines = [new(variant, 1)];
        var quote = await mall.Guest.Quote(new QuoteRequest([shop.Collect()], Lines: lines));
        return await mall.Guest.PlacePurchase(new PurchaseRequest([shop.Collect()], ApiShop.Shopper with { Email = email }, "fr", quote.Total, Lines: lines), Ids.New(mall.Web.Clock).ToString());
    }

    private static Task Write(ApiMall mall, string email) =>
        mall.Web.Services.GetServices<IJob>().OfType<GuestLinksJob>().Single().Run(JsonSerializer.Serialize(new GuestLinks(email, "fr"), Json.Stored), CancellationToken.None);
}
