using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using AngleSharp.Dom;
using Halles.Kernel.Storage;
using Halles.Testing;

namespace Halles.Web.Tests.Pages.Account;

public sealed class AccountTests
{
    [Theory, OnBothEngines]
    public async Task Addresses_are_kept_changed_and_removed(Engine engine)
    {
        await using var mall = await WebMall.Open(engine);
        using var visitor = new Visitor(mall);
        await mall.Person();
        await visitor.SignIn();
        var form = await visitor.Get("/fr/account/addresses/edit");
        form.Html.QuerySelector("#recipient")!.GetAttribute("value").ShouldBe("Nadia Benali");
        var refused = await visitor.Submit(form, "form.form", ("label", "Chez moi 🏡"), ("line1", "8 rue des Tanneurs"), ("postcode", "4110"), ("city", "Saint-Aubin"));
        refused.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        refused.Html.QuerySelector("#problems a")!.GetAttribute("href").ShouldBe("#postcode");
        var kept = await visitor.Submit(refused, "form.form", ("postcode", "41100"));
        kept.Path.ShouldBe("/fr/account/addresses");
        kept.Words.ShouldContain("Chez moi 🏡");
        kept.Words.ShouldContain("41100 Saint-Aubin");

        var edit = await visitor.Get(kept.Html.QuerySelector("a[href*='edit?id=']")!.GetAttribute("href")!);
        (await visitor.Submit(edit, "form.form", ("label", "Au bureau"))).Words.ShouldContain("Au bureau");
        (await visitor.Submit(await visitor.Get("/fr/account/addresses"), "form[action$='addresses/remove']")).Words.ShouldNotContain("Au bureau");
    }

    [Theory, OnBothEngines]
    public async Task The_address_of_another_is_not_there(Engine engine)
    {
        await using var mall = await WebMall.Open(engine);
        using var nadia = new Visitor(mall);
        await mall.Person();
        await nadia.SignIn();
        var kept = await nadia.Submit(await nadia.Get("/fr/account/addresses/edit"), "form.form", ("label", "Chez moi"), ("line1", "8 rue des Tanneurs"), ("postcode", "41100"), ("city", "Saint-Aubin"));
        var hers = kept.Html.QuerySelector("a[href*='edit?id=']")!.GetAttribute("href")!;

        using var marc = new Visitor(mall);
        await mall.Person("marc@exemple.fr", "Marc Le Goff");
        await marc.SignIn("marc@exemple.fr");
        (await marc.Get(hers)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await marc.Submit(await marc.Get("/fr/account/addresses/edit"), "form.form", ("id", hers.Split('=')[1]), ("label", "À moi"), ("line1", "1 rue du Vol"), ("postcode", "41100"), ("city", "Saint-Aubin"))).Status.ShouldBe(HttpStatusCode.NotFound);
        mall.Scalar<string>("SELECT label FROM saved_addresses").ShouldBe("Chez moi");
    }

    [Theory, OnBothEngines]
    public async Task An_API_key_is_shown_once_works_and_stops(Engine engine)
    {
        await using var mall = await WebMall.Open(engine);
        using var visitor = new Visitor(mall);
        await mall.Person();
        await visitor.SignIn();
        var made = await visitor.Submit(await visitor.Get("/fr/account/keys"), "form.form", ("name", "mon programme"));
        var key = made.Html.QuerySelector(".notice .code")!.TextContent;
        key.ShouldStartWith("hk_");
        (await visitor.Get("/fr/account/keys")).Html.Body!.TextContent.ShouldNotContain(key);
        (await Ask(mall, key)).ShouldBe(HttpStatusCode.OK);
        await visitor.Submit(await visitor.Get("/fr/account/keys"), "form[action$='keys/revoke']");
        (await Ask(mall, key)).ShouldBe(HttpStatusCode.Redirect);
    }

    [Theory, OnBothEngines]
    public async Task What_matters_asks_again_after_ten_minutes(Engine engine)
    {
        await using var mall = await WebMall.Open(engine);
        using var visitor = new Visitor(mall);
        await mall.Person();
        await visitor.SignIn();
        mall.Clock.Advance(TimeSpan.FromMinutes(11));
        var asked = await visitor.Submit(await visitor.Get("/fr/account/security"), "form[action$='security/email']", ("email", "neuve@exemple.fr"));
        asked.Path.ShouldBe("/fr/prove?then=%2Ffr%2Faccount%2Fsecurity");
        mall.Scalar<long>("SELECT count(*) FROM mails").ShouldBe(0);
        (await visitor.Submit(asked, "form[action$='prove/password']", ("password", "n'importe quoi"))).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var back = await visitor.Submit(asked, "form[action$='prove/password']", ("password", AccountWorld.Password));
        back.Path.ShouldBe("/fr/account/security");
        await visitor.Submit(back, "form[action$='security/email']", ("email", "neuve@exemple.fr"));
        var link = await visitor.Get(mall.Link("neuve@exemple.fr"));
        (await visitor.Submit(link, "form.form")).Path.ShouldStartWith("/fr/account");
        mall.Scalar<string>("SELECT email FROM people").ShouldBe("neuve@exemple.fr");
    }

    [Theory, OnBothEngines]
    public async Task Data_is_taken_along_and_erased(Engine engine)
    {
        await using var mall = await WebMall.Open(engine);
        using var visitor = new Visitor(mall);
        await mall.Person();
        await visitor.SignIn();
        var page = await visitor.Get("/fr/account/data");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/fr/account/data/export")
        {
            Content = new FormUrlEncodedContent(page.Html.QuerySelectorAll("form[action$=export] input").Select(i => KeyValuePair.Create(i.GetAttribute("name")!, i.GetAttribute("value")!))),
        };
        using var response = await visitor.Http.SendAsync(request);
        using var export = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        export.RootElement.GetProperty("account").GetProperty("email").GetString().ShouldBe(AccountWorld.Email);

        (await visitor.Submit(page, "form[action$=erase]", ("sure", "marc@exemple.fr"))).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await visitor.Submit(page, "form[action$=erase]", ("sure", AccountWorld.Email))).Status.ShouldBe(HttpStatusCode.OK);
        (await visitor.Get("/fr/account/data")).Path.ShouldStartWith("/fr/sign-in");
        mall.Scalar<long>("SELECT count(*) FROM people WHERE email IS NOT NULL").ShouldBe(0);
    }

    private static async Task<HttpStatusCode> Ask(WebMall mall, string key)
    {
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = mall.Origin };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var response = await client.GetAsync(new Uri("/fr/account/profile", UriKind.Relative));
        return response.StatusCode is HttpStatusCode.SeeOther ? HttpStatusCode.Redirect : response.StatusCode;
    }
}
