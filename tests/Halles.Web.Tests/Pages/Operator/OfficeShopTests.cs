using System.Net;
using System.Text.Json;
using Halles.Client;
using Halles.Demo;
using Halles.Kernel;
using Halles.Kernel.Changes;
using Halles.Kernel.Jobs;
using Halles.Kernel.Storage;
using Halles.Mall.Mail;
using Halles.Mall.Shops;
using Halles.Mall.Storefront;
using Halles.Testing;
using Halles.Web.Mails;
using Microsoft.Extensions.DependencyInjection;

namespace Halles.Web.Tests.Pages.Operator;

/// <summary>A shop from its application to its opening, seen by its owner and by the market's office; and the office at its desk.</summary>
public sealed class OfficeShopTests
{
    private const string Desk = "/fr/desk/rempaillage-benali/";

    [Theory, OnBothEngines]
    public async Task An_application_brings_its_place_its_goods_and_its_people_and_is_asked_for_a_change(Engine engine)
    {
        await using var mall = await DemoWeb.Open(engine);
        using var nadia = await mall.As(DemoPeople.Shopper);
        var form = await nadia.Get("/fr/open-a-shop");
        var wrong = await nadia.Submit(form, "form.form", [.. Firm, ("legal.number", "73282932000075"), ("address.line1", "9 rue du Pont"), ("address.postcode", "4"), ("address.city", "Blois"), ("people", "odile@exemple.fr\npaul")]);
        wrong.Html.QuerySelectorAll("#problems a").Select(a => a.GetAttribute("href")).ShouldBe(["#legal.number", "#address.postcode", "#people"], ignoreOrder: true);
        mall.Scalar<long>("SELECT count(*) FROM shops WHERE slug = 'rempaillage-benali'").ShouldBe(0);

        var asked = await nadia.Submit(wrong, "form.form", ("legal.number", "73282932000074"), ("address.postcode", "41000"), ("people", "odile@exemple.fr\nOdile@exemple.fr"), ("sells", "Chaises paillées"));
        asked.Path.ShouldStartWith(Desk + "today");
        await nadia.Submit(wrong, "form.form", ("legal.number", "73282932000074"), ("address.postcode", "41000"), ("people", "odile@exemple.fr"), ("sells", "Chaises paillées"));
        mall.Scalar<long>("SELECT count(*) FROM shops WHERE name = 'Rempaillage Benali'").ShouldBe(1, "sent twice it is one application");
        var id = mall.Scalar<Guid>("SELECT id FROM shops WHERE slug = 'rempaillage-benali'");
        mall.Scalar<string>("SELECT name FROM stores WHERE shop_id = $1", id).ShouldBe("9 rue du Pont");
        new GeoPoint(mall.Scalar<double>("SELECT latitude FROM stores WHERE shop_id = $1", id), mall.Scalar<double>("SELECT longitude FROM stores WHERE shop_id = $1", id)).MetresTo(new GeoPoint(47.59, 1.33)).ShouldBeLessThan(5_000);
        mall.Scalar<long>("SELECT count(*) FROM email_links WHERE shop_id = $1 AND email = 'odile@exemple.fr' AND role = 'Manager'", id).ShouldBe(1);
        asked.Html.QuerySelectorAll(".todo-done").Length.ShouldBe(2, "the place, and the demo's owner, who needs no second factor");
        asked.Html.QuerySelector(".todo:not(.todo-done) a[href$='hours']").ShouldNotBeNull();

        using var helene = await mall.As(DemoPeople.Operator);
        (await helene.Get("/fr/office")).Html.QuerySelector($"a[href$='/office/shops/{id}']")!.TextContent.ShouldBe("Rempaillage Benali");
        var application = await helene.Get($"/fr/office/shops/{id}");
        application.Words.ShouldContain("Chaises paillées");
        application.Words.ShouldContain("9 rue du Pont");
        (await helene.Submit(application, "form[action$='/ask']", ("wish", " "))).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await helene.Submit(application, "form[action$='/ask']", ("wish", "Joignez une photo de l’atelier"))).Html.QuerySelector(".notice-warm")!.TextContent.ShouldContain("photo de l’atelier");

        var today = await nadia.Get(Desk + "today");
        today.Html.QuerySelector(".notice-warm")!.TextContent.ShouldContain("photo de l’atelier");
        await nadia.Submit(today, "form[action$='/opening/changed']");
        mall.Scalar<string>("SELECT asked_change FROM shops WHERE id = $1", id).ShouldBeNull();

        application.Html.GetElementById("reason")!.Closest("form")!.QuerySelector("button[value=Approved]").ShouldBeNull("Enter after a reason must not let it in");
        var silent = await helene.Submit(application, "button[value=Closed]");
        silent.Html.QuerySelector("#problems a")!.GetAttribute("href").ShouldBe("#reason");
        await helene.Submit(silent, "button[value=Approved]");
        var opening = await nadia.Get(Desk + "settings/opening");
        opening.Html.QuerySelector("button[value=Open]").ShouldBeNull("not before all is done");
        opening.Words.ShouldContain("il y en a 0");
    }

    [Theory, OnBothEngines]
    public async Task Who_acts_for_a_shop_leaves_a_trace_that_the_shop_sees(Engine engine)
    {
        await using var mall = await DemoWeb.Open(engine);
        var id = mall.Scalar<Guid>("SELECT id FROM shops WHERE slug = 'boulangerie-martin'");
        using var helene = await mall.As(DemoPeople.Operator);
        const string Their = "/fr/desk/boulangerie-martin/";
        (await helene.Get(Their + "today")).Status.ShouldBe(HttpStatusCode.NotFound);
        var page = await helene.Get($"/fr/office/shops/{id}");
        (await helene.Submit(page, "form[action$='/enter']", ("visit", ""))).Html.QuerySelector("#problems a")!.GetAttribute("href").ShouldBe("#visit");

        var there = await helene.Submit(page, "form[action$='/enter']", ("visit", "Aider pour les horaires"));
        there.Path.ShouldStartWith(Their + "today");
        there.Html.QuerySelector("form[action$='/leave']").ShouldNotBeNull();
        var hours = await helene.Get(Their + "hours");
        (await helene.Submit(hours, "form.form", ("mo.0.from", "08:00"), ("mo.0.to", "12:00"), ("mo.1.from", ""), ("mo.1.to", ""))).Html.QuerySelector(".notice-good").ShouldNotBeNull();
        foreach (var owners in (string[])["settings/team", "settings/keys", "settings/identity"])
        {
            (await helene.Get(Their + owners)).Status.ShouldBe(HttpStatusCode.Forbidden, owners);
        }

        (await helene.Submit(there, "form[action$='/leave']")).Path.ShouldBe($"/fr/office/shops/{id}");
        (await helene.Get(Their + "today")).Status.ShouldBe(HttpStatusCode.NotFound);

        using var claire = await mall.As(DemoPeople.Merchant);
        var activity = await claire.Get(Their + "activity");
        var lines = activity.Html.QuerySelectorAll(".items .item").Take(3).Select(l => l.TextContent).ToList();
        lines[0].ShouldContain("A quitté le comptoir");
        lines[1].ShouldContain("A changé les horaires");
        lines[2].ShouldContain("Aider pour les horaires");
        lines.ShouldAllBe(l => l.Contains("hors de l’équipe", StringComparison.Ordinal));
        (await claire.Get(Their + "activity?what=enter-shop")).Html.QuerySelectorAll(".items .item").Length.ShouldBe(1);
        (await claire.Get(Their + "activity?who=personne-ici")).Html.QuerySelectorAll(".items .item").Length.ShouldBe(0);

        await helene.Submit(page, "form[action$='/enter']", ("visit", "Encore"));
        mall.Clock.Advance(TimeSpan.FromMinutes(61));
        (await helene.Get(Their + "today")).Status.ShouldBe(HttpStatusCode.NotFound, "a visit ends by itself");
        (await helene.Submit(page, "form[action$='/enter']", ("visit", "Encore"))).Path.ShouldStartWith("/fr/prove");
    }

    [Theory, OnBothEngines]
    public async Task A_suspended_shop_says_so_politely_and_finishes_its_orders(Engine engine)
    {
        using var desk = await Merchant.DeskWorld.Open(engine);
        var variant = await desk.Shop.Sells("bread", 1200);
        var code = await desk.Delivered(variant);
        var life = desk.Mall.Web.Get<ShopLife>();
        (await life.Step(desk.Shop.Id, ShopState.Suspended, ShopSide.Mall, "Plaintes", null)).Problem.ShouldBeNull();
        var web = desk.Mall.Web;
        (await web.Get<StorefrontProjector>().WaitFor(web.Get<ChangeFeed>().LastCommitted, TimeSpan.FromMinutes(1))).ShouldBeTrue();
        using var visitor = new Visitor(desk.Mall.Web);
        var page = await visitor.Get("/fr/shops/" + desk.Shop.Slug);
        page.Status.ShouldNotBe(HttpStatusCode.OK);
        page.Words.ShouldNotBe((await visitor.Get("/fr/shops/nothing")).Words, "it is told apart from a shop that there is not");
        await Should.ThrowAsync<HallesProblem>(desk.Delivered(variant));

        await desk.Steps(code, "accept", "ready", "out-for-delivery", "delivered");
        desk.Mall.Web.Scalar<string>("SELECT state FROM orders WHERE code = $1", code).ShouldBe("Delivered");
        (await life.Step(desk.Shop.Id, ShopState.Paused, ShopSide.Mall, null, null)).Problem.ShouldBeNull();
    }

    [Theory, OnBothEngines]
    public async Task The_audit_is_filtered_exported_and_verified(Engine engine)
    {
        await using var mall = await DemoWeb.Open(engine);
        using var helene = await mall.As(DemoPeople.Operator);
        await mall.Write<Done>(s =>
        {
            s.Audit(new(null, "edit-shop", s.Sql.Scalar<Guid>("SELECT id FROM shops WHERE slug = 'boulangerie-martin'"), Guid.Empty, "=1+1, \"cited\""));
            return default(Done);
        });
        (await helene.Get("/fr/office/audit?shop=boulangerie-martin&what=edit-shop")).Html.QuerySelectorAll(".items .item").ShouldHaveSingleItem().TextContent.ShouldContain("=1+1");
        (await helene.Get("/fr/office/audit?who=" + Uri.EscapeDataString(DemoPeople.Operator) + "&what=sign-in")).Html.QuerySelectorAll(".items .item").Length.ShouldBe(1);
        (await helene.Get("/fr/office/audit?shop=nulle-part")).Html.QuerySelectorAll(".items .item").ShouldBeEmpty();
        (await helene.Get("/fr/office/audit?from=2090-01-01&to=xx")).Html.QuerySelectorAll(".items .item").ShouldBeEmpty();

        var csv = await helene.Http.GetStringAsync(new Uri("/fr/office/audit/csv?what=edit-shop", UriKind.Relative));
        csv.TrimStart('\uFEFF').Split("\r\n")[1].ShouldContain("\"'=1+1, \"\"cited\"\"\"");
        (await helene.Get("/fr/office/audit?verify=1")).Html.QuerySelector(".notice-good")!.TextContent.ShouldContain(mall.Scalar<long>("SELECT count(*) FROM audit").ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Every_decision_is_told_to_the_shop_by_e_mail_with_the_offices_own_words()
    {
        await using var mall = await DemoWeb.Open(Engine.Sqlite);
        var (id, email) = (mall.Scalar<Guid>("SELECT id FROM shops WHERE slug = 'boulangerie-martin'"), mall.Scalar<string>("SELECT email FROM shops WHERE slug = 'boulangerie-martin'"));
        var job = mall.Services.GetServices<IJob>().OfType<ShopMailJob>().Single();
        var subjects = new List<string>();
        foreach (var what in Enum.GetValues<ShopMailKind>())
        {
            await job.Run(JsonSerializer.Serialize(new ShopMail(id, what, $"Parce que {what}"), Json.Stored), CancellationToken.None);
            var mail = MailQueue.Newest(mall.Database, 20).First(m => m.Text.Contains($"Parce que {what}", StringComparison.Ordinal));
            mail.To.ShouldBe(email);
            mail.Text.ShouldContain("Boulangerie Martin");
            mail.Text.Contains("/desk/boulangerie-martin/", StringComparison.Ordinal).ShouldBe(what is not ShopMailKind.TurnedDown, what.ToString());
            subjects.Add(mail.Subject);
        }

        subjects.ShouldBeUnique();
    }

    private static readonly (string, string)[] Firm =
    [
        ("name", "Rempaillage Benali"), ("kind", "rempailleuse"), ("legal.name", "Nadia Benali"), ("seat.line1", "3 rue Basse"), ("seat.postcode", "41100"), ("seat.city", "Saint-Aubin-du-Loir"),
    ];
}
