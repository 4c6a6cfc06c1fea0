using System.Net;
using AngleSharp.Html.Dom;
using Halles.Demo;
using Halles.Kernel;
using Halles.Kernel.Jobs;
using Halles.Kernel.Storage;
using Halles.Mall.Mail;
using Halles.Mall.Settings;
using Halles.Mall.Shops;
using Halles.Testing;
using Halles.Web.Tests.Pages.Account;

namespace Halles.Web.Tests.Pages.Operator;

public sealed class OfficeTests
{
    [Theory, OnBothEngines]
    public async Task A_shop_is_asked_for_welcomed_and_suspended_with_a_reason(Engine engine)
    {
        await using var mall = await DemoWeb.Open(engine);
        using var nadia = await mall.As(DemoPeople.Shopper);
        var ask = await nadia.Submit(
            await nadia.Get("/fr/open-a-shop"), "form.form", ("name", "Rempaillage Benali"), ("kind", "rempailleuse"), ("legal.name", "Nadia Benali"), ("legal.number", "73282932000074"),
            ("seat.line1", "3 rue Basse"), ("seat.postcode", "41100"), ("seat.city", "Saint-Aubin-du-Loir"));
        ask.Status.ShouldBe(HttpStatusCode.OK);
        State(mall).ShouldBe("Applied");
        (await nadia.Get("/fr/office/shops")).Status.ShouldBe(HttpStatusCode.Forbidden);

        using var helene = await mall.As(DemoPeople.Operator);
        var waiting = await helene.Get("/fr/office/shops");
        waiting.Words.ShouldContain("Rempaillage Benali");
        await helene.Submit(waiting, "button[value=Approved]");
        State(mall).ShouldBe("Approved");
        (await nadia.Get("/fr/desk/rempaillage-benali/settings/opening")).Status.ShouldBe(HttpStatusCode.OK);

        var open = await helene.Get("/fr/office/shops?view=open");
        var silent = await helene.Submit(open, "button[value=Suspended]");
        silent.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        mall.Scalar<long>("SELECT count(*) FROM shops WHERE state = 'Suspended'").ShouldBe(0);
        await helene.Submit(open, "button[value=Suspended]", ("reason", "Plainte d’un client"));
        mall.Scalar<string>("SELECT state_reason FROM shops WHERE state = 'Suspended'").ShouldBe("Plainte d’un client");

        static string State(WebMall mall) => mall.Scalar<string>("SELECT state FROM shops WHERE slug = 'rempaillage-benali'")!;
    }

    [Fact]
    public async Task Many_shops_come_in_pages_and_are_found_by_name_firm_number_or_address()
    {
        await using var mall = await DemoWeb.Open(Engine.Sqlite);
        using var helene = await mall.As(DemoPeople.Operator);
        var first = await helene.Get("/fr/office/shops?view=open");
        var second = await helene.Get(first.Html.QuerySelectorAll("a.page").Single(a => a.TextContent.EndsWith('2')).GetAttribute("href")!);
        var names = Names(first).Concat(Names(second)).ToList();
        names.Count.ShouldBe(2 * ReadShop.PageSize);
        names.ShouldBeUnique();

        foreach (var search in new[] { "boulangerie mart", "SARL Martin et", "16011210800016", "bonjour@boulangerie-martin" })
        {
            Names(await helene.Get("/fr/office/shops?view=open&q=" + Uri.EscapeDataString(search))).ShouldBe(["Boulangerie Martin"], search);
        }

        var none = await helene.Get("/fr/office/shops?view=open&q=trompinette");
        Names(none).ShouldBeEmpty();
        Names(await helene.Get(none.Html.QuerySelector(".empty a")!.GetAttribute("href")!)).ShouldBe(Names(first));

        static List<string> Names(Page page) => [.. page.Html.QuerySelectorAll(".jobs h2").Select(h => h.TextContent)];
    }

    [Fact]
    public async Task Somebody_is_made_staff_and_the_last_administrator_stays()
    {
        await using var mall = await DemoWeb.Open(Engine.Sqlite);
        using var helene = await mall.As(DemoPeople.Operator);
        var found = await helene.Get("/fr/office/people?q=nadia");
        await helene.Submit(found, "form[action$='/grant']", ("role", "Moderator"));
        (await helene.Get("/fr/office/people")).Words.ShouldContain("Nadia Benali");
        using var nadia = await mall.As(DemoPeople.Shopper);
        (await nadia.Get("/fr/office/shops")).Status.ShouldBe(HttpStatusCode.OK);
        (await nadia.Get("/fr/office/people")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await nadia.Get("/fr/office/settings")).Status.ShouldBe(HttpStatusCode.Forbidden);

        var mine = await helene.Get("/fr/office/people?q=helene");
        var refused = await helene.Submit(mine, "form[action$='/remove']");
        refused.Html.QuerySelector("#problems").ShouldNotBeNull();
        (await helene.Get("/fr/office/jobs")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory, OnBothEngines]
    public async Task Work_that_failed_is_found_by_kind_and_tried_again_by_administrators_alone(Engine engine)
    {
        await using var mall = await DemoWeb.Open(engine);
        await mall.Write<Done>(s =>
        {
            s.Sql.Execute("DELETE FROM jobs WHERE kind = 'send-mail'"); // the demo's own letters, where they are not sent yet
            MailQueue.Send(s, "claire@example.org", "Votre commande", "", "");
            JobQueue.Enqueue(s, "low-stock-mail", "", s.Now.AddYears(1), "recurring:oven");
            s.Saved().Execute("UPDATE jobs SET gave_up = $1, attempts = 10 WHERE kind = 'send-mail'", true); // before anybody sends it
            s.Sql.Execute("UPDATE jobs SET attempts = 1 WHERE unique_key = 'recurring:oven'");
            return default(Done);
        });
        using var helene = await mall.As(DemoPeople.Operator);
        (await helene.Get("/fr/office/jobs")).Html.QuerySelectorAll("#kind option").Select(o => o.GetAttribute("value")).ShouldContain("send-mail");
        var mails = await helene.Get("/fr/office/jobs?kind=send-mail&state=givenup");
        mails.Words.ShouldContain("c…@example.org · Votre commande");
        mails.Words.ShouldNotContain("claire@");
        mails.Html.QuerySelectorAll(".items > li").Length.ShouldBe(1);
        await helene.Submit(await helene.Get("/fr/office/people?q=nadia"), "form[action$='/grant']", ("role", "Moderator"));
        using var nadia = await mall.As(DemoPeople.Shopper);
        (await nadia.Get("/fr/office/jobs")).Html.QuerySelectorAll("main form[method=post]").ShouldBeEmpty("it would answer that she may not");

        var all = await helene.Get("/fr/office/jobs?kind=low-stock-mail&state=failing");
        all.Html.QuerySelector("button[value=drop]").ShouldBeNull("it would be gone until a server starts again");
        var again = await helene.Submit(mails, "form[action$='/office/jobs'][method=post]");
        again.Html.QuerySelectorAll(".items > li").ShouldBeEmpty();
        mall.Scalar<long>("SELECT count(*) FROM jobs WHERE gave_up").ShouldBe(0);
        mall.Scalar<string>("SELECT details FROM audit WHERE action = 'retry-job'").ShouldBe("1 send-mail");
    }

    [Theory, OnBothEngines]
    public async Task An_administrator_invites_somebody_to_the_staff_by_e_mail(Engine engine)
    {
        await using var mall = await DemoWeb.Open(engine);
        using var helene = await mall.As(DemoPeople.Operator);
        var wrong = await helene.Submit(await helene.Get("/fr/office/people"), "form[action$='/invite']", ("email", "paul"), ("role", "Finance"));
        wrong.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        wrong.Html.QuerySelector("#email")!.GetAttribute("value").ShouldBe("paul");
        wrong.Html.QuerySelector("#role option[selected]")!.GetAttribute("value").ShouldBe("Finance");
        (await helene.Submit(wrong, "form[action$='/invite']", ("email", "paul@exemple.fr"), ("role", "Finance"))).Html.QuerySelector(".notice-good").ShouldNotBeNull();
        using var paul = new Visitor(mall);
        var joining = await paul.Get(mall.Link("paul@exemple.fr"));
        await paul.Submit(joining, "form.form", ("name", "Paul Petit"), ("password", AccountWorld.Password));
        mall.Scalar<long>("SELECT count(*) FROM staff_roles r JOIN people p ON p.id = r.person_id WHERE p.email = 'paul@exemple.fr' AND r.role = 'Finance'").ShouldBe(1);
    }

    [Fact]
    public async Task Changing_the_staff_asks_once_more_who_one_is()
    {
        await using var mall = await DemoWeb.Open(Engine.Sqlite);
        using var helene = await mall.As(DemoPeople.Operator);
        var found = await helene.Get("/fr/office/people?q=nadia");
        mall.Clock.Advance(TimeSpan.FromMinutes(11));
        (await helene.Submit(found, "form[action$='/grant']", ("role", "Finance"))).Path.ShouldStartWith("/fr/prove");
        mall.Scalar<long>("SELECT count(*) FROM staff_roles WHERE role = 'Finance'").ShouldBe(0);
        var asks = await helene.Get("/fr/office/people?q=nadia");
        asks.Html.QuerySelector("form[action$='/grant']").ShouldBeNull("nothing is chosen in vain");
        var proof = await helene.Get(asks.Html.QuerySelector("main a[href*='/prove']")!.GetAttribute("href")!);
        var back = await helene.Submit(proof, "form[action$='/prove/password']", ("password", DemoPeople.Password));
        back.Path.ShouldBe("/fr/office/people?q=nadia");
        await helene.Submit(back, "form[action$='/grant']", ("role", "Finance"));
        mall.Scalar<long>("SELECT count(*) FROM staff_roles WHERE role = 'Finance'").ShouldBe(1);
    }

    [Fact]
    public async Task Settings_are_changed_and_what_is_wrong_is_refused_with_all_that_was_typed()
    {
        await using var mall = await DemoWeb.Open(Engine.Sqlite);
        using var helene = await mall.As(DemoPeople.Operator);
        var page = await helene.Get("/fr/office/settings");
        var refused = await helene.Submit(page, "form.form", ("town", "Les Halles"), ("tiles", "nowhere"), ("time-zone", "Paris"));
        refused.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        refused.Html.QuerySelectorAll("#problems a").Select(a => a.GetAttribute("href")).ShouldBe(["#tiles", "#attribution", "#time-zone"], ignoreOrder: true);
        ((IHtmlInputElement)refused.Html.GetElementById("town")!).Value.ShouldBe("Les Halles");
        var kept = await helene.Submit(refused, "form.form", ("tiles", ""), ("time-zone", "Europe/Paris"));
        kept.Html.QuerySelector(".notice-good").ShouldNotBeNull(kept.Words);
        mall.Scalar<string>("SELECT data FROM settings WHERE id = 1")!.ShouldContain("Les Halles");
    }

    [Fact]
    public async Task A_mail_server_is_named_and_tried_and_waiting_mails_are_counted()
    {
        await using var mall = await DemoWeb.Open(Engine.Sqlite);
        using var sink = new SmtpSink();
        using var helene = await mall.As(DemoPeople.Operator);
        await mall.Write<Done>(s =>
        {
            s.Sql.Execute("UPDATE mails SET waits = $1", false);
            s.Db.Add(new MailMessage { Id = s.NewId(), To = "nadia@exemple.fr", Subject = "", Text = "", Html = "", CreatedAt = s.Now, Waits = true });
            return default(Done);
        });
        var page = await helene.Get("/fr/office/settings");
        page.Html.QuerySelector("#mail .notice-warm")!.TextContent.ShouldContain("1 e-mail attend : nommez un serveur d’envoi.");
        page.Words.ShouldContain(SmtpPassword.Variable);
        page.Html.QuerySelector("form[action$='test-mail']").ShouldBeNull("there is none to try");

        var refused = await helene.Submit(page, "form.form", ("smtp-host", "mail server"), ("smtp-port", "465"), ("smtp-from", "halles"), ("smtp-user", "halles"), ("smtp-tls", ""));
        refused.Html.QuerySelectorAll("#problems a").Select(a => a.GetAttribute("href")).ShouldBe(["#smtp-host", "#smtp-port", "#smtp-tls", "#smtp-from"], ignoreOrder: true);
        var kept = await helene.Submit(refused, "form.form", ("smtp-host", "localhost"), ("smtp-port", $"{sink.Port}"), ("smtp-from", "halles@exemple.fr"), ("smtp-user", ""), ("smtp-tls", ""));
        mall.Get<CurrentSettings>().Value.Mail.ShouldBe(new Smtp("localhost", sink.Port, Tls: false, "halles@exemple.fr"));
        kept.Html.QuerySelector("#mail .notice-warm")!.TextContent.ShouldContain("part d’ici une minute");

        var tried = await helene.Submit(kept, "form[action$='test-mail']");
        tried.Html.QuerySelector(".notice-good")!.TextContent.ShouldContain("Le serveur a pris l’e-mail d’essai");
        sink.Taken.ShouldContain(m => m.Contains($"RCPT TO:<{DemoPeople.Operator}>", StringComparison.Ordinal));
        sink.Dispose();
        (await helene.Submit(kept, "form[action$='test-mail']")).Html.QuerySelector("#problems")!.TextContent.ShouldContain("Le serveur d’envoi ne l’a pas pris");
    }
}
