using System.Net;
using AngleSharp.Html.Dom;
using Halles.Kernel.Storage;
using Halles.Mall.Identity;
using Halles.Testing;
using Halles.Web.Tests.Pages.Account;

namespace Halles.Web.Tests.Pages.Merchant;

public sealed class TeamPagesTests
{
    [Theory, OnBothEngines]
    public async Task An_owner_invites_somebody_who_joins_and_gets_another_role(Engine engine)
    {
        using var desk = await DeskWorld.Open(engine);
        var email = $"paul-{desk.Shop.Slug}@exemple.fr";
        var page = await desk.Visitor.Get(desk.At("settings/team"));
        var wrong = await desk.Visitor.Submit(page, Invite, ("email", "paul"), ("role", "Manager"));
        wrong.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        ((IHtmlInputElement)wrong.Html.GetElementById("email")!).Value.ShouldBe("paul", "nothing typed is lost");
        wrong.Html.QuerySelector("#role option[selected]")!.GetAttribute("value").ShouldBe("Manager");

        var invited = await desk.Visitor.Submit(wrong, Invite, ("email", email));
        invited.Html.QuerySelector(".notice-good").ShouldNotBeNull(invited.Words);
        var first = desk.Mall.Web.Link(email);
        await desk.Visitor.Submit(invited, Invite, ("email", email), ("role", "Clerk"));
        using var paul = new Visitor(desk.Mall.Web);
        (await paul.Get(first)).Html.QuerySelector("#password").ShouldBeNull("the first invitation is void");
        var joined = await paul.Submit(await paul.Get(desk.Mall.Web.Link(email)), "form.form", ("name", "Paul Roy"), ("password", AccountWorld.Password));
        joined.Html.QuerySelector("#problems").ShouldBeNull(joined.Words);

        var team = await desk.Visitor.Get(desk.At("settings/team"));
        team.Words.ShouldContain("Paul Roy");
        var id = desk.Mall.Web.Scalar<Guid>("SELECT person_id FROM memberships WHERE shop_id = $1 AND role = 'Clerk'", desk.Shop.Id);
        (await desk.Visitor.Submit(team, $"form[action$='/role']:has([value='{id}'])", ("role", "Manager"))).Html.QuerySelector(".notice-good").ShouldNotBeNull();
        Role(desk, id).ShouldBe("Manager");
        await desk.Visitor.Submit(team, $"form[action$='/remove']:has([value='{id}'])");
        Role(desk, id).ShouldBeNull();
    }

    [Theory, OnBothEngines]
    public async Task The_last_owner_stays_and_an_owner_who_leaves_is_led_away(Engine engine)
    {
        using var desk = await DeskWorld.Open(engine);
        var page = await desk.Visitor.Get(desk.At("settings/team"));
        (await desk.Visitor.Submit(page, "form[action$='/role']", ("role", "Clerk"))).Status.ShouldBe(HttpStatusCode.Conflict);
        (await desk.Visitor.Submit(page, "form[action$='/remove']")).Html.QuerySelector("#problems").ShouldNotBeNull();
        Role(desk, desk.Person).ShouldBe("Owner");

        var (second, _) = await desk.With(ShopRole.Owner, "Odile Roy");
        using (second)
        {
            await desk.Visitor.Submit(page, "form[action$='/remove']");
            Role(desk, desk.Person).ShouldBeNull();
            (await desk.Visitor.Get(desk.At("today"))).Status.ShouldBe(HttpStatusCode.NotFound);
        }
    }

    [Theory, OnBothEngines]
    public async Task An_invitation_is_withdrawn(Engine engine)
    {
        using var desk = await DeskWorld.Open(engine);
        var email = $"late-{desk.Shop.Slug}@exemple.fr";
        var invited = await desk.Visitor.Submit(await desk.Visitor.Get(desk.At("settings/team")), Invite, ("email", email), ("role", "Clerk"));
        invited.Words.ShouldContain(email);
        var withdrawn = await desk.Visitor.Submit(invited, "form[action$='/withdraw']");
        withdrawn.Words.ShouldNotContain(email);
        using var late = new Visitor(desk.Mall.Web);
        (await late.Get(desk.Mall.Web.Link(email))).Html.QuerySelector("#password").ShouldBeNull();
    }

    [Fact]
    public async Task Team_and_keys_ask_again_who_it_is()
    {
        await using var mall = await DemoWeb.Open(Engine.Sqlite);
        using var claire = await mall.As(Halles.Demo.DemoPeople.Merchant);
        const string settings = "/fr/desk/boulangerie-martin/settings/";
        var (team, keys) = (await claire.Get(settings + "team"), await claire.Get(settings + "keys"));
        mall.Clock.Advance(TimeSpan.FromMinutes(11));
        (await claire.Submit(team, Invite, ("email", "paul@exemple.fr"))).Path.ShouldStartWith("/fr/prove");
        (await claire.Submit(keys, "form.form", ("name", "Caisse"))).Path.ShouldStartWith("/fr/prove");
        mall.Scalar<long>("SELECT count(*) FROM email_links WHERE email = 'paul@exemple.fr'").ShouldBe(0);
        mall.Scalar<long>("SELECT count(*) FROM api_keys WHERE name = 'Caisse'").ShouldBe(0);

        var asks = await claire.Get(settings + "team");
        asks.Html.QuerySelector(Invite).ShouldBeNull("no form before the proof, so that nothing typed is lost");
        asks.Words.ShouldContain("Claire Martin");
        var prove = await claire.Get(((IHtmlAnchorElement)asks.Html.QuerySelector(".notice a")!).PathName + ((IHtmlAnchorElement)asks.Html.QuerySelector(".notice a")!).Search);
        var back = await claire.Submit(prove, "form[action$='/prove/password']", ("password", Halles.Demo.DemoPeople.Password));
        back.Path.ShouldBe(settings + "team");
        back.Html.QuerySelector(Invite).ShouldNotBeNull();
    }

    [Theory, OnBothEngines]
    public async Task A_key_is_shown_once_works_and_is_revoked(Engine engine)
    {
        using var desk = await DeskWorld.Open(engine);
        var page = await desk.Visitor.Get(desk.At("settings/keys"));
        (await desk.Visitor.Submit(page, "form.form", ("name", ""))).Html.QuerySelector("#problems a")!.GetAttribute("href").ShouldBe("#name");
        var made = await desk.Visitor.Submit(page, "form.form", ("name", "Caisse du marché"));
        var key = made.Html.QuerySelector(".notice-good .code")!.TextContent;
        (await Status(desk, key)).ShouldBe(HttpStatusCode.OK);
        var list = await desk.Visitor.Get(desk.At("settings/keys"));
        list.Words.ShouldContain("Caisse du marché");
        list.Html.DocumentElement.TextContent.ShouldNotContain(key);
        await desk.Visitor.Submit(list, "li:has(b:contains('Caisse')) form");
        (await Status(desk, key)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    private const string Invite = "form.form[action$='/team']";

    private static async Task<HttpStatusCode> Status(DeskWorld desk, string key) => (await desk.Mall.Send(HttpMethod.Get, "shop/orders", null, key)).StatusCode;

    private static string? Role(DeskWorld desk, Guid person) => desk.Mall.Web.Scalar<string>("SELECT role FROM memberships WHERE shop_id = $1 AND person_id = $2", desk.Shop.Id, person);
}
