using System.Net;
using Halles.Kernel.Storage;
using Halles.Testing;
using Halles.Web.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Halles.Web.Tests.Pages.Account;

public sealed class SignInTests
{
    [Theory, OnBothEngines]
    public async Task An_account_is_opened_confirmed_and_signed_out(Engine engine)
    {
        await using var mall = await WebMall.Open(engine);
        using var visitor = new Visitor(mall);
        var form = await visitor.Get("/fr/sign-up");
        form.Html.QuerySelector("html")!.GetAttribute("lang").ShouldBe("fr");
        var refused = await visitor.Submit(form, "form.form", ("name", "Nadia Benali"), ("email", "nadia"), ("password", "court"));
        refused.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        refused.Html.QuerySelector("#name")!.GetAttribute("value").ShouldBe("Nadia Benali", "nothing typed is lost");
        refused.Html.QuerySelectorAll("#problems a").Select(a => a.GetAttribute("href")).ShouldBe(["#email", "#password"]);

        var sent = await visitor.Submit(refused, "form.form", ("email", AccountWorld.Email), ("password", AccountWorld.Password));
        sent.Path.ShouldBe("/fr/sign-in/sent?for=sign-up");
        var link = await visitor.Get(mall.Link());
        (await visitor.Get(mall.Link())).Status.ShouldBe(HttpStatusCode.OK, "a mail scanner may open it first");
        var inside = await visitor.Submit(link, "form.form");
        inside.Path.ShouldStartWith("/fr/account");
        (await visitor.Get("/fr/account/profile")).Html.QuerySelector("#name")!.GetAttribute("value").ShouldBe("Nadia Benali");

        await visitor.Submit(await visitor.Get("/fr/account/profile"), "form[action$=sign-out]");
        (await visitor.Get("/fr/account/profile")).Path.ShouldBe("/fr/sign-in?then=%2Ffr%2Faccount%2Fprofile");
    }

    [Theory, OnBothEngines]
    public async Task Signing_in_leads_to_where_one_was_going_and_nowhere_else(Engine engine)
    {
        await using var mall = await WebMall.Open(engine);
        using var visitor = new Visitor(mall);
        await mall.Person();
        var asked = await visitor.Get("/fr/account/sessions");
        asked.Path.ShouldBe("/fr/sign-in?then=%2Ffr%2Faccount%2Fsessions");
        var wrong = await visitor.Submit(asked, "form.form", ("email", AccountWorld.Email), ("password", "n'importe quoi"));
        wrong.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        wrong.Html.QuerySelector("#email")!.GetAttribute("value").ShouldBe(AccountWorld.Email);
        (await visitor.Submit(wrong, "form.form", ("password", AccountWorld.Password))).Path.ShouldBe("/fr/account/sessions");

        foreach (var elsewhere in (string[])["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"])
        {
            using var other = new Visitor(mall);
            var page = await other.SignIn(path: "/fr/sign-in?then=" + Uri.EscapeDataString(elsewhere));
            page.Path.ShouldStartWith("/fr/account");
        }
    }

    [Theory, OnBothEngines]
    public async Task The_six_digit_code_is_set_up_and_then_asked_for(Engine engine)
    {
        await using var mall = await WebMall.Open(engine);
        using var visitor = new Visitor(mall);
        await mall.Person();
        await visitor.SignIn();
        var setUp = await visitor.Submit(await visitor.Get("/fr/account/security"), "form[action$='code/begin']");
        setUp.Html.QuerySelector("svg.qr path")!.GetAttribute("d")!.Length.ShouldBeGreaterThan(500);
        var key = setUp.Html.QuerySelector(".code")!.TextContent;
        (await visitor.Submit(setUp, "form.form", ("code", "000000"))).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var codes = await visitor.Submit(setUp, "form.form", ("code", mall.Code(key)));
        var recovery = codes.Html.QuerySelectorAll(".code").Select(c => c.TextContent).ToList();
        recovery.Count.ShouldBe(10);

        mall.Clock.Advance(TimeSpan.FromSeconds(30));
        using var phone = new Visitor(mall);
        var asked = await phone.SignIn();
        asked.Path.ShouldBe("/fr/sign-in/code");
        (await phone.Get("/fr/account/profile")).Path.ShouldStartWith("/fr/sign-in");
        (await phone.Submit(asked, "form.form", ("code", mall.Code(key)))).Path.ShouldStartWith("/fr/account");

        using var lost = new Visitor(mall);
        await lost.SignIn();
        (await lost.Submit(await lost.Get("/fr/sign-in/code?recovery=true"), "form.form", ("code", recovery[0]))).Path.ShouldStartWith("/fr/account");
    }

    [Theory, OnBothEngines]
    public async Task A_forgotten_password_is_chosen_anew_by_a_link(Engine engine)
    {
        await using var mall = await WebMall.Open(engine);
        using var visitor = new Visitor(mall);
        await mall.Person();
        (await visitor.Submit(await visitor.Get("/fr/forgotten"), "form.form", ("email", "nobody@exemple.fr"))).Path.ShouldBe("/fr/sign-in/sent?for=reset");
        (await visitor.Submit(await visitor.Get("/fr/forgotten"), "form.form", ("email", AccountWorld.Email))).Path.ShouldBe("/fr/sign-in/sent?for=reset");
        var path = mall.Link();
        var link = await visitor.Get(path);
        (await visitor.Submit(link, "form.form", ("password", "court"))).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await visitor.Submit(link, "form.form", ("password", "une tout autre phrase"))).Path.ShouldBe("/fr/sign-in?done=password");
        (await visitor.Get(path)).Status.ShouldBe(HttpStatusCode.Gone);
    }

    [Fact]
    public async Task Guessing_passwords_from_one_address_is_slowed_down()
    {
        await using var mall = await WebMall.Open(Engine.Sqlite, more: s => s.AddSingleton(RateLimits.Usual));
        using var visitor = new Visitor(mall);
        var form = await visitor.Get("/fr/sign-in");
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < RateLimits.Usual.SignIn.Burst + 3; i++)
        {
            answers.Add((await visitor.Submit(form, "form.form", ("email", $"n{i}@exemple.fr"), ("password", "n'importe quoi"))).Status);
        }

        answers[0].ShouldBe(HttpStatusCode.UnprocessableEntity);
        answers.ShouldContain(HttpStatusCode.TooManyRequests);
        (await visitor.Get("/fr/")).Status.ShouldBe(HttpStatusCode.OK, "looking around has a budget of its own");
    }

    [Fact]
    public async Task The_session_cookie_is_out_of_reach_of_scripts_and_other_sites()
    {
        await using var mall = await WebMall.Open(Engine.Sqlite);
        using var visitor = new Visitor(mall);
        await mall.Person();
        var form = await visitor.Get("/fr/sign-in");
        using var request = new HttpRequestMessage(HttpMethod.Post, form.Path) { Content = new FormUrlEncodedContent([new("email", AccountWorld.Email), new("password", AccountWorld.Password)]) };
        using var response = await visitor.Http.SendAsync(request);
        var cookie = response.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("halles-session=", StringComparison.Ordinal));
        cookie.ShouldContain("httponly");
        cookie.ShouldContain("samesite=lax");
        cookie.ShouldContain("path=/");
    }

    [Fact]
    public async Task A_form_sent_from_another_site_or_without_its_token_does_nothing()
    {
        await using var mall = await WebMall.Open(Engine.Sqlite);
        using var visitor = new Visitor(mall);
        await mall.Person();
        await visitor.SignIn();
        using var foreign = new HttpRequestMessage(HttpMethod.Post, "/fr/account/sessions/end-others") { Content = new FormUrlEncodedContent([]) };
        foreign.Headers.Add("Sec-Fetch-Site", "cross-site");
        using var refused = await visitor.Http.SendAsync(foreign);
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        using var other = new Visitor(mall);
        await other.SignIn();
        using var bare = new HttpRequestMessage(HttpMethod.Post, "/fr/account/sessions/end-others") { Content = new FormUrlEncodedContent([]) };
        (await visitor.Send(bare)).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        mall.Scalar<long>("SELECT count(*) FROM sessions").ShouldBe(2, "nobody was signed out");
    }
}
