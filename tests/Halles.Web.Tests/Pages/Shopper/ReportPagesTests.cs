using System.Net;
using AngleSharp.Html.Dom;
using Halles.Demo;
using Halles.Kernel;
using Halles.Kernel.Changes;
using Halles.Kernel.Jobs;
using Halles.Kernel.Storage;
using Halles.Mall.Reports;
using Halles.Mall.Settings;
using Halles.Mall.Storefront;
using Halles.Testing;
using Halles.Web.Mails;
using Microsoft.Extensions.DependencyInjection;

namespace Halles.Web.Tests.Pages.Shopper;

/// <summary>A report from the product's page to the decision, the objection and the second decision, seen by all three sides.</summary>
public sealed class ReportPagesTests
{
    [Theory, OnBothEngines]
    public async Task What_somebody_reports_is_decided_told_objected_to_and_decided_anew(Engine engine)
    {
        await using var mall = await DemoWeb.Open(engine);
        using var guest = new Visitor(mall);
        var (id, handle) = mall.Database.Read(sql => sql.List(
            "SELECT p.id, p.handle FROM products p JOIN shops s ON s.id = p.shop_id WHERE s.slug = 'boulangerie-martin' AND p.state = 'Published' ORDER BY p.handle", r => (r.Id(0), r.Text(1))))[0];
        var address = $"/fr/shops/boulangerie-martin/{handle}";
        var product = await guest.Get(address);
        var form = await guest.Get(product.Html.QuerySelector("a[href*='/report/']")!.GetAttribute("href")!);
        var wrong = await guest.Submit(form, "form.form", ("reason", "Dangerous"), ("words", "Il y a du verre dedans"), ("email", "nadia@exemple"));
        wrong.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        wrong.Html.QuerySelectorAll("#problems a").Select(a => a.GetAttribute("href")).ShouldBe(["#name", "#email", "#good-faith"]);
        ((IHtmlTextAreaElement)wrong.Html.GetElementById("words")!).Value.ShouldBe("Il y a du verre dedans");

        var sent = await guest.Submit(wrong, "form.form", ("name", "Nadia Benali"), ("email", "nadia@exemple.fr"), ("good-faith", "on"));
        sent.Words.ShouldContain("Nous avons votre signalement");
        var follow = sent.Path;
        (await Mail(mall, "nadia@exemple.fr"))[^1].ShouldContain(follow.Split("&sent")[0]);
        (await guest.Get(follow.Split('?')[0])).Status.ShouldBe(HttpStatusCode.NotFound, "not without the key");

        using var helene = await mall.As(DemoPeople.Operator);
        (await helene.Get("/fr/office")).Html.QuerySelector("a[href$='reports?view=waiting']").ShouldNotBeNull();
        var queue = await helene.Get("/fr/office/reports");
        (await helene.Get("/fr/office/reports?reason=hateful")).Html.QuerySelectorAll(".items .item").ShouldBeEmpty();
        var report = await helene.Get(queue.Html.QuerySelector(".items .item a")!.GetAttribute("href")!);
        report.Words.ShouldContain("Il y a du verre dedans");
        report.Words.ShouldContain("1 en tout");
        (await helene.Submit(report, "form.form", ("measure", "ProductWithdrawn"), ("facts", "")))
            .Html.QuerySelectorAll("#problems a").Select(a => a.GetAttribute("href")).ShouldBe(["#facts", "#rule", "#ground"]);
        var decided = await helene.Submit(report, "form.form", ("measure", "ProductWithdrawn"), ("facts", "Le lot du 3 mars contient du verre."), ("ground", "Law"), ("rule", "Règlement (CE) 178/2002, art. 14"));
        decided.Html.QuerySelector(".notice-good").ShouldNotBeNull(decided.Words);

        (await helene.Get(address)).Status.ShouldBe(HttpStatusCode.NotFound);
        var letters = await Mail(mall, "nadia@exemple.fr");
        letters[^1].ShouldContain("Le lot du 3 mars contient du verre.");
        var shop = (await Mail(mall, mall.Scalar<string>("SELECT email FROM shops WHERE slug = 'boulangerie-martin'")!))[^1];
        shop.ShouldContain("178/2002");
        shop.ShouldNotContain("Nadia");

        using var claire = await mall.As(DemoPeople.Merchant);
        var withdrawn = await claire.Get($"/fr/desk/boulangerie-martin/products/{id}");
        withdrawn.Html.QuerySelector("button[value=publish], form[action$='/state']").ShouldBeNull("it cannot be put on sale");
        var decisions = await claire.Get(withdrawn.Html.QuerySelector(".notice-bad a")!.GetAttribute("href")!);
        decisions.Words.ShouldContain("Le lot du 3 mars");
        decisions.Words.ShouldNotContain("Nadia");
        (await claire.Submit(decisions, "form[action*='/decisions/']", ("words", ""))).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await claire.Submit(decisions, "form[action*='/decisions/']", ("words", "Ce lot n’a pas été vendu."))).Html.QuerySelector(".notice-good").ShouldNotBeNull();
        (await claire.Get("/fr/desk/boulangerie-martin/activity")).Words.ShouldNotContain("Nadia");

        var anew = await helene.Get(report.Path);
        anew.Words.ShouldContain("Ce lot n’a pas été vendu.");
        await helene.Submit(anew, "form.form", ("measure", "None"), ("facts", "Le lot n’est pas sorti."));
        (await helene.Get(address)).Status.ShouldBe(HttpStatusCode.OK);
        (await claire.Get("/fr/desk/boulangerie-martin/decisions")).Words.ShouldContain("levée");

        var status = await guest.Get(follow);
        status.Words.ShouldContain("Le lot n’est pas sorti.");
        (await guest.Submit(status, "form.form", ("words", "Si, je l’ai acheté"))).Words.ShouldContain("Nous avons votre contestation");
        (await helene.Get("/fr/office/reports/figures")).Html.QuerySelectorAll("tbody tr").ShouldHaveSingleItem();
        var csv = await helene.Http.GetStringAsync(new Uri("/fr/office/reports/figures/csv", UriKind.Relative));
        csv.Split("\r\n")[1].ShouldStartWith("dangerous,1,0,0,1,0,0,0.");
    }

    [Theory, OnBothEngines]
    public async Task A_removed_photo_is_gone_at_its_address_but_for_whoever_decides(Engine engine)
    {
        await using var mall = await DemoWeb.Open(engine);
        using var claire = await mall.As(DemoPeople.Merchant);
        var product = mall.Scalar<Guid>("SELECT p.id FROM products p JOIN shops s ON s.id = p.shop_id WHERE s.slug = 'boulangerie-martin' AND p.state = 'Published' ORDER BY p.id");
        await claire.Upload(await claire.Get($"/fr/desk/boulangerie-martin/products/{product}"), "form.form", "photos", TestPhotos.Jpeg(800, 1000), "pain.jpg");
        var (shop, media) = mall.Database.Read(sql => sql.List("SELECT shop_id, media FROM product_photos WHERE product_id = $1 ORDER BY position DESC", r => (r.Id(0), r.Text(1)), product))[0];
        string[] names = ["480.jpg", "480.webp"];
        (await Statuses()).ShouldAllBe(s => s == HttpStatusCode.OK);
        var id = (await mall.Get<SendReport>().Run(new ReportInput(shop, product, media, ReportReason.Misleading, "Faux", "Nadia", "nadia@exemple.fr", true, null, "fr"))).Value;

        using var helene = await mall.As(DemoPeople.Operator);
        await helene.Submit(await helene.Get($"/fr/office/reports/{id}"), "form.form", ("measure", "PhotoRemoved"), ("facts", "Volée."), ("ground", "Law"), ("rule", "CPI, art. L122-4"));
        mall.Clock.Advance(TimeSpan.FromSeconds(6));
        (await Statuses()).ShouldAllBe(s => s == HttpStatusCode.Gone);
        var seen = (await helene.Get($"/fr/office/reports/{id}")).Html.QuerySelector("a.thumb[aria-current]")!.GetAttribute("href")!;
        using (var evidence = await helene.Http.GetAsync(new Uri(seen, UriKind.Relative)))
        {
            (evidence.StatusCode, evidence.Headers.CacheControl!.NoStore).ShouldBe((HttpStatusCode.OK, true));
        }

        using (var nothing = await helene.Http.GetAsync(new Uri(seen.Replace(media, new string('a', 64), StringComparison.Ordinal), UriKind.Relative)))
        {
            nothing.StatusCode.ShouldBe(HttpStatusCode.Gone, "only what is in evidence");
        }

        using (var hers = await claire.Http.GetAsync(new Uri(seen, UriKind.Relative)))
        {
            hers.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        }

        var other = mall.Database.Read(sql => sql.List("SELECT shop_id, id FROM products WHERE shop_id <> $1 ORDER BY id LIMIT 1", r => (Shop: r.Id(0), Id: r.Id(1)), shop))[0];
        await mall.Write<int>(s => s.Sql.Execute("INSERT INTO product_photos (shop_id, product_id, media, position, alt) VALUES ($1, $2, $3, 9, '{}')", other.Shop, other.Id, media));
        (await Statuses()).ShouldAllBe(s => s == HttpStatusCode.OK, "another shop shows it, and may");

        async Task<List<HttpStatusCode>> Statuses()
        {
            using var guest = new Visitor(mall);
            var statuses = new List<HttpStatusCode>();
            foreach (var name in names)
            {
                using var photo = await guest.Http.GetAsync(new Uri($"/media/{media}/{name}", UriKind.Relative));
                statuses.Add(photo.StatusCode);
            }

            return statuses;
        }
    }

    [Fact]
    public async Task The_confirmation_is_written_in_each_language_of_shoppers()
    {
        await using var mall = await DemoWeb.Open(Engine.Sqlite);
        string[] languages = [.. Language.Spoken.Select(l => l.Tag)];
        await mall.Write(s => CurrentSettings.Save(s, mall.Get<CurrentSettings>().Value with { Languages = languages }, null));
        mall.Get<CurrentSettings>().Refresh();
        var shop = mall.Scalar<Guid>("SELECT id FROM shops WHERE slug = 'boulangerie-martin'");
        var texts = new List<string>();
        foreach (var language in languages)
        {
            (await mall.Get<SendReport>().Run(new ReportInput(shop, null, null, ReportReason.Misleading, "Faux", "Nadia", $"{language}@exemple.fr", true, null, language))).Problem.ShouldBeNull();
            texts.Add((await Mail(mall, $"{language.ToLowerInvariant()}@exemple.fr")).Distinct().ShouldHaveSingleItem());
        }

        texts.Select(t => t.Split('\n')[0]).ShouldBeUnique();
    }

    /// <summary>Runs what is asked for, be it that the mall does so too, and answers with the texts written to an address, oldest first.</summary>
    private static async Task<List<string>> Mail(WebMall mall, string to)
    {
        (await mall.Get<StorefrontProjector>().WaitFor(mall.Get<ChangeFeed>().LastCommitted, TimeSpan.FromSeconds(30))).ShouldBeTrue();
        var job = mall.Services.GetServices<IJob>().OfType<ReportMailJob>().Single();
        foreach (var payload in mall.Database.Read(sql => sql.List("SELECT payload FROM jobs WHERE kind = $1 ORDER BY id", r => r.Text(0), ReportMail.JobKind)))
        {
            await job.Run(payload, CancellationToken.None);
        }

        await mall.Write<int>(s => s.Sql.Execute("DELETE FROM jobs WHERE kind = $1", ReportMail.JobKind));
        return mall.Database.Read(sql => sql.List("SELECT text FROM mails WHERE recipient = $1 ORDER BY created_at, id", r => r.Text(0), to));
    }
}
