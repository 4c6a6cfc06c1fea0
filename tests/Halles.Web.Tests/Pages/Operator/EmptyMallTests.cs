using System.Net;
using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Halles.Mall.Identity;
using Halles.Mall.Settings;
using Halles.Mall.Shops;
using Halles.Testing;
using Halles.Web.Pages.Shopper;

namespace Halles.Web.Tests.Pages.Operator;

/// <summary>A mall of one's own on its first day: nothing is in it but what <c>halles init</c> puts there.</summary>
public sealed class EmptyMallTests
{
    [Fact]
    public async Task The_middle_of_the_mall_is_its_towns_unless_it_is_given()
    {
        await using var mall = await WebMall.Open(Engine.Sqlite);
        using var visitor = await Administrator(mall);
        var page = await visitor.Get("/fr/office/settings");
        page.Html.QuerySelector("#latitude")!.GetAttribute("value").ShouldBeNullOrEmpty();

        await Kept(visitor, page, ("town", "Blois"));
        mall.Get<CurrentSettings>().Value.Centre!.Value.MetresTo(new GeoPoint(47.59, 1.33)).ShouldBeLessThan(5_000);

        await Kept(visitor, page, ("town", "Blois"), ("latitude", "47,6"), ("longitude", "1.3"));
        mall.Get<CurrentSettings>().Value.Centre.ShouldBe(new GeoPoint(47.6, 1.3));

        await Kept(visitor, page, ("town", "Nulle-Part-Ailleurs"), ("latitude", "0"), ("longitude", "0"));
        mall.Get<CurrentSettings>().Value.Centre.ShouldBeNull();
        (await visitor.Submit(page, "form.form", ("latitude", "north"), ("longitude", "1"))).Html.QuerySelector("#problems a")!.GetAttribute("href").ShouldBe("#latitude");
    }

    [Fact]
    public async Task A_place_stands_in_the_town_of_its_address_until_somebody_says_where()
    {
        await using var mall = await WebMall.Open(Engine.Sqlite);
        var (visitor, desk) = await Owner(mall);
        using var _ = visitor;
        var page = await visitor.Get(desk + "settings/places/new");
        page.Html.QuerySelector("#latitude")!.GetAttribute("value").ShouldBeNullOrEmpty();

        (await visitor.Submit(page, "form.form", ("name", "Halle"), ("address.line1", "1 rue Haute"), ("address.postcode", "41000"), ("address.city", "Blois"))).Path.ShouldStartWith(desk + "hours");
        new GeoPoint(mall.Scalar<double>("SELECT latitude FROM stores"), mall.Scalar<double>("SELECT longitude FROM stores")).MetresTo(new GeoPoint(47.59, 1.33)).ShouldBeLessThan(5_000);

        var nowhere = await visitor.Submit(page, "form.form", ("name", "Ailleurs"), ("address.line1", "1 rue Haute"), ("address.postcode", "00000"), ("address.city", "Zzyzx"), ("latitude", "0"), ("longitude", "0"));
        nowhere.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        nowhere.Html.QuerySelector("#problems a")!.GetAttribute("href").ShouldBe("#latitude");
        mall.Scalar<long>("SELECT count(*) FROM stores").ShouldBe(1);
    }

    [Fact]
    public async Task The_header_tells_the_malls_own_name()
    {
        await using var mall = await WebMall.Open(Engine.Sqlite, s => s with { Name = "Halles de Blois", Town = "Blois", Tagline = new LocalText("fr", "Au bord de la Loire") });
        using var visitor = new Visitor(mall);
        var mark = (await visitor.Get("/fr/")).Html.QuerySelector(".top .mark")!;
        mark.QuerySelector(".mark-name")!.TextContent.ShouldBe("Halles de Blois");
        mark.QuerySelector(".mark-town")!.TextContent.ShouldBe("Au bord de la Loire", "the name tells the town already");
    }

    [Theory]
    [InlineData("FR")]
    [InlineData("BE")]
    public async Task Fixed_pages_leave_out_what_nobody_has_filled_in(string country)
    {
        await using var mall = await WebMall.Open(Engine.Sqlite, s => s with { Country = country });
        using var visitor = new Visitor(mall);
        var texts = mall.Get<ContentTexts>();
        foreach (var (language, name) in from l in (string[])["fr", "en"] from n in texts.Names select (l, n))
        {
            var words = (await visitor.Get($"/{language}/pages/{name}")).Html.QuerySelector("article")!.TextContent;
            words.IndexOfAny(['{', '}', '—', '|']).ShouldBe(-1, $"{language}/{name}: {words}");
            words.ShouldNotContain("()");
        }

        (await visitor.Get("/fr/pages/imprint")).Words.Contains("Téléphone", StringComparison.Ordinal).ShouldBeFalse();
        (await visitor.Get("/en/pages/terms")).Words.Contains("French law", StringComparison.Ordinal).ShouldBe(country == "FR");
        (await visitor.Get("/en/pages/delivery")).Words.Contains("France", StringComparison.Ordinal).ShouldBe(country == "FR");
    }

    [Fact]
    public async Task The_first_steps_of_an_administrator_go_as_they_are_done()
    {
        await using var mall = await WebMall.Open(Engine.Sqlite);
        using var visitor = await Administrator(mall);
        (await Steps()).ShouldBe(["/fr/office/categories", "/fr/office/settings#operator", "/fr/office/settings#mail"]);
        var settings = await visitor.Get("/fr/office/settings");
        settings.Html.QuerySelector(".notice-warm a[href='#operator']").ShouldNotBeNull();

        await Kept(visitor, settings, ("operator", "Union"), ("address", "1 place du Marché"), ("email", "bonjour@exemple.fr"), ("phone", "02 61 91 00 00"), ("smtp-host", "localhost"), ("smtp-port", "2525"), ("smtp-from", "halles@exemple.fr"), ("smtp-tls", ""));
        (await visitor.Get("/fr/office/settings")).Html.QuerySelector(".notice-warm a[href='#operator']").ShouldBeNull();
        (await Steps()).ShouldBe(["/fr/office/categories"]);
        await mall.Write<Done>(s =>
        {
            s.Db.Add(new Category { Id = s.NewId(), Code = "bread", Name = new LocalText("fr", "Pains") });
            return default(Done);
        });
        (await visitor.Get("/fr/office")).Html.QuerySelector("#first-steps").ShouldBeNull();

        async Task<IEnumerable<string?>> Steps() => (await visitor.Get("/fr/office")).Html.QuerySelectorAll("#first-steps a").Select(a => a.GetAttribute("href"));
    }

    [Fact]
    public async Task A_product_form_without_categories_says_who_mends_that()
    {
        await using var mall = await WebMall.Open(Engine.Sqlite);
        var (visitor, desk) = await Owner(mall);
        using var _ = visitor;
        (await visitor.Get(desk + "products/new")).Html.QuerySelector(".notice-warm")!.TextContent.ShouldContain("pas encore de catégories");
    }

    private static async Task Kept(Visitor visitor, Page page, params (string, string)[] values)
    {
        var kept = await visitor.Submit(page, "form.form", values);
        kept.Html.QuerySelector(".notice-good").ShouldNotBeNull(kept.Words);
    }

    private static async Task<Visitor> Administrator(WebMall mall) => (await Join(mall, (s, id) => s.Db.Add(new StaffRole { PersonId = id, Role = MallRole.Administrator, Since = s.Now }))).Visitor;

    /// <summary>The owner of a shop that prepares its opening, and the path of its desk.</summary>
    private static async Task<(Visitor Visitor, string Desk)> Owner(WebMall mall)
    {
        var (visitor, id) = await Join(mall, (_, _) => { });
        var profile = new ShopProfile
        {
            Name = "Boulangerie Martin", Kind = "bakery", Language = "fr", Email = "bonjour@martin.example",
            Legal = new LegalIdentity { Name = "SARL Martin", Number = "732 829 320 00074", Seat = new Address { Line1 = "12 rue du Four", Postcode = "41000", City = "Blois", Country = Country.France } },
        };
        (await new ApplyForShop(mall.Get<MallWriter>()).Run(profile, Country.France, id)).Problem.ShouldBeNull();
        return (visitor, "/fr/desk/boulangerie-martin/");
    }

    private static async Task<(Visitor Visitor, Guid Id)> Join(WebMall mall, Action<WriteSession, Guid> asWhat)
    {
        var (id, token) = await mall.Write<(Guid, string)>(s =>
        {
            var person = People.Add(s, EmailAddress.Parse("premiere@exemple.fr"), "Première", "fr", null, confirmed: true);
            asWhat(s, person.Id);
            return (person.Id, Sessions.Begin(s, person.Id, strong: true, "").Token);
        });
        var visitor = new Visitor(mall);
        visitor.Cookies.Add(mall.Origin, new Cookie(mall.Get<SessionCookie>().Name, token));
        return (visitor, id);
    }
}
