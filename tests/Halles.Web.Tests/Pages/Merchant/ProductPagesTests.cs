using System.Net;
using AngleSharp.Html.Dom;
using Halles.Demo;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Halles.Mall.Storefront;
using Halles.Testing;

namespace Halles.Web.Tests.Pages.Merchant;

public sealed class ProductPagesTests
{
    private const string Products = "/fr/desk/boulangerie-martin/products";

    [Theory, OnBothEngines]
    public async Task A_merchant_finds_changes_and_publishes_goods(Engine engine)
    {
        await using var mall = await DemoWeb.Open(engine);
        using var claire = await mall.As(DemoPeople.Merchant);
        var list = await claire.Get(Products + "?q=levain+CAMPAGNE");
        list.Status.ShouldBe(HttpStatusCode.OK);
        var edit = await claire.Get(list.Html.QuerySelector("a.good-name")!.GetAttribute("href")!);
        ((IHtmlInputElement)edit.Html.GetElementById("name.fr")!).Value.ShouldBe("Pain de campagne au levain");

        // What will not do comes back with everything that was typed, and a problem on its field.
        var refused = await claire.Submit(edit, "form.form", ("name.fr", ""), ("variants.0.price", "beaucoup"), ("description.fr", "Au feu de bois <b>"));
        refused.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        refused.Title.ShouldStartWith("Erreur");
        refused.Html.QuerySelectorAll("#problems a").Select(a => a.GetAttribute("href")).ShouldContain("#variants.0.price");
        ((IHtmlTextAreaElement)refused.Html.GetElementById("description.fr")!).Value.ShouldBe("Au feu de bois <b>");
        ((IHtmlInputElement)refused.Html.GetElementById("variants.0.price")!).Value.ShouldBe("beaucoup");

        var kept = await claire.Submit(refused, "form.form", ("name.fr", "Pain de campagne d’Émile"), ("variants.0.price", "5,20"));
        kept.Status.ShouldBe(HttpStatusCode.OK);
        kept.Html.QuerySelector(".notice-good").ShouldNotBeNull();
        mall.Scalar<long>("SELECT price FROM variants WHERE sku = 'MAR-001'").ShouldBe(520);
        kept.Html.QuerySelector("[name='right.name.en']").ShouldNotBeNull("the English name is to be looked at again");

        // The page as it was before cannot be sent any more: somebody else has changed it.
        var stale = await claire.Submit(edit, "form.form", ("name.fr", "Autre"));
        stale.Status.ShouldBe(HttpStatusCode.Conflict);
        ((IHtmlInputElement)stale.Html.GetElementById("name.fr")!).Value.ShouldBe("Autre");
    }

    // On PostgreSQL the transactions of other tests, in other databases of the server too, hold the feed back for longer than a
    // page waits: there the price shows as soon as they have ended.
    [Theory, OnBothEngines]
    public async Task A_merchant_sees_a_new_price_in_the_shop_at_once(Engine engine)
    {
        const string Shown = "/fr/shops/boulangerie-martin/pain-de-campagne-au-levain";
        await using var mall = await DemoWeb.Open(engine);
        using var claire = await mall.As(DemoPeople.Merchant);
        await mall.Get<StorefrontProjector>().WaitFor(mall.Get<ChangeFeed>().Newest(), TimeSpan.FromMinutes(1));
        for (var times = 0; times < 2; times++)
        {
            (await claire.Get(Shown)).Words.ShouldContain("4,80 €"); // the second time from the cache
        }

        var edit = await claire.Get((await claire.Get(Products + "?q=MAR-001")).Html.QuerySelector("a.good-name")!.GetAttribute("href")!);
        await claire.Submit(edit, "form.form", ("variants.0.price", "5,21"));
        if (engine is Engine.PostgreSql)
        {
            (await mall.Get<StorefrontProjector>().WaitFor(mall.Get<ChangeFeed>().LastCommitted, TimeSpan.FromMinutes(1))).ShouldBeTrue();
        }

        (await claire.Get(Shown)).Words.ShouldContain("5,21 €");
    }

    [Fact]
    public async Task A_new_product_gets_its_variants_and_goes_on_sale()
    {
        await using var mall = await DemoWeb.Open(Engine.Sqlite);
        using var claire = await mall.As(DemoPeople.Merchant);
        var form = await claire.Get(Products + "/new");
        var category = form.Html.QuerySelectorAll("#category option").Single(o => o.TextContent.EndsWith("Pains", StringComparison.Ordinal)).GetAttribute("value")!;
        (string, string)[] typed =
        [
            ("name.fr", "Couronne aux noix"), ("category", category), ("tax", "food"), ("variants.0.price", "6,40"), ("variants.0.sku", "MAR-900"), ("options.0.name.fr", "Taille"), ("options.0.values.fr", "petite\ngrande"),
        ];
        var made = await claire.Submit(form, "form.form", typed);
        made.Html.QuerySelectorAll(".cell-name").Select(c => c.TextContent).ShouldBe(["petite", "grande"]);
        (await claire.Submit(form, "form.form", typed)).Path.ShouldBe(made.Path, "the form that was sent twice makes one product");
        (await claire.Submit(form, "form.form", [.. typed, ("name.fr", "Brioche tressée"), ("variants.0.sku", "")])).Path.ShouldNotBe(made.Path, "the browser went back to it, and it is about another one");
        made.Html.QuerySelector("[name='attributes.flour']").ShouldNotBeNull("its category's properties can be filled in now");
        var sold = await claire.Submit(made, "button[value=publish]", ("variants.1.price", "9,80"));
        sold.Words.ShouldContain("en vente");
        mall.Scalar<long>("SELECT count(*) FROM variants v JOIN products p ON p.id = v.product_id WHERE p.handle = 'couronne-aux-noix' AND p.state = 'Published' AND v.price IN (640, 980)").ShouldBe(2);

        var copy = await claire.Submit(sold, "form[action$='/copy']");
        copy.Words.ShouldContain("brouillon");
        var gone = await claire.Submit(copy, "button[value=Archived]");
        gone.Words.ShouldContain("archivé");
    }

    [Fact]
    public async Task The_values_of_its_properties_are_called_by_name_and_kept_by_code()
    {
        await using var mall = await DemoWeb.Open(Engine.Sqlite);
        using var claire = await mall.As(DemoPeople.Merchant);
        var id = mall.Scalar<Guid>("SELECT id FROM products WHERE attributes LIKE '%\"flour\":\"wheat\"%' AND shop_id = (SELECT id FROM shops WHERE slug = 'boulangerie-martin')");
        var form = await claire.Get($"{Products}/{id}");
        form.Html.QuerySelector("[name='attributes.flour']")!.GetAttribute("value").ShouldBe("blé");
        form.Html.QuerySelectorAll("[id='attributes.flour-list'] option").Select(o => o.GetAttribute("value")).ShouldContain("seigle");
        foreach (var (typed, kept) in new[] { ("blé", "wheat"), ("Seigle ", "rye"), ("buckwheat", "buckwheat"), ("manioc", "manioc") })
        {
            form = await claire.Submit(form, "form.form", ("attributes.flour", typed));
            mall.Scalar<string>("SELECT attributes FROM products WHERE id = $1", id).ShouldNotBeNull().Replace(" ", "", StringComparison.Ordinal).ShouldContain($"\"flour\":\"{kept}\"");
        }
    }

    [Fact]
    public async Task Values_without_a_translation_stay_where_they_are_however_often_the_form_is_saved()
    {
        await using var mall = await DemoWeb.Open(Engine.Sqlite);
        using var claire = await mall.As(DemoPeople.Merchant);
        var form = await claire.Get(Products + "/new");
        var category = form.Html.QuerySelectorAll("#category option").Single(o => o.TextContent.EndsWith("Pains", StringComparison.Ordinal)).GetAttribute("value")!;
        var page = await claire.Submit(
            form, "form.form", ("name.fr", "Brioche"), ("category", category), ("tax", "food"), ("variants.0.price", "6,40"), ("variants.0.sku", "MAR-901"),
            ("options.0.name.fr", "Taille"), ("options.0.values.fr", "petite\n\nmoyenne\ngrande\ngéante\n"), ("options.0.values.en", "\n\nmedium\n\ngiant"));
        for (var times = 0; times < 3; times++)
        {
            page.Html.QuerySelector(".notice-good").ShouldNotBeNull(page.Words);
            Typed("fr").ShouldBe("petite\nmoyenne\ngrande\ngéante");
            Typed("en").ShouldBe("\nmedium\n\ngiant");
            page = await claire.Submit(page, "form.form");
        }

        mall.Scalar<string>("SELECT options FROM products WHERE handle = 'brioche'").ShouldNotBeNull().ShouldContain("\"medium\"");

        string Typed(string language) => ((IHtmlTextAreaElement)page.Html.GetElementById($"options.0.values.{language}")!).Value;
    }

    [Fact]
    public async Task A_reduction_that_is_none_is_refused_with_the_lowest_price()
    {
        await using var mall = await DemoWeb.Open(Engine.Sqlite);
        using var claire = await mall.As(DemoPeople.Merchant);
        var list = await claire.Get(Products + "?q=MAR-001");
        var edit = await claire.Get(list.Html.QuerySelector("a.good-name")!.GetAttribute("href")!);
        var refused = await claire.Submit(edit, "form.form", ("variants.0.price", "5,50"), ("variants.0.reduced", "on"));
        refused.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        refused.Words.ShouldContain("4,80 €");
        mall.Scalar<long>("SELECT price FROM variants WHERE sku = 'MAR-001'").ShouldBe(480);
    }

    [Fact]
    public async Task Photos_are_uploaded_and_served_and_other_files_are_refused()
    {
        await using var mall = await DemoWeb.Open(Engine.Sqlite);
        using var claire = await mall.As(DemoPeople.Merchant);
        var list = await claire.Get(Products + "?q=MAR-001");
        var edit = await claire.Get(list.Html.QuerySelector("a.good-name")!.GetAttribute("href")!);
        var before = edit.Html.QuerySelectorAll(".photo-item img").Length;
        var page = await claire.Upload(edit, "form.form", "photos", TestPhotos.Jpeg(800, 1000), "pain.jpg");
        page.Status.ShouldBe(HttpStatusCode.OK);
        var source = page.Html.QuerySelectorAll(".photo-item img").Skip(before).Single().GetAttribute("src")!;
        using var photo = await claire.Http.GetAsync(new Uri(source, UriKind.Relative));
        photo.Content.Headers.ContentType!.MediaType.ShouldBe("image/jpeg");
        photo.Headers.CacheControl!.ToString().ShouldContain("immutable");
        photo.Headers.GetValues("Content-Security-Policy").Single().ShouldBe("sandbox; default-src 'none'; style-src 'unsafe-inline'");
        photo.Headers.GetValues("X-Content-Type-Options").ShouldContain("nosniff");

        var refused = await claire.Upload(page, "form.form", "photos", "<svg xmlns='http://www.w3.org/2000/svg'/>"u8.ToArray(), "pain.jpg");
        refused.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        refused.Html.GetElementById("photos-error").ShouldNotBeNull();
    }

    [Fact]
    public async Task A_clerk_changes_nothing_and_anothers_shop_is_not_there()
    {
        await using var mall = await DemoWeb.Open(Engine.Sqlite);
        using var leo = await mall.As(DemoPeople.Clerk);
        (await leo.Get(Products)).Status.ShouldBe(HttpStatusCode.OK);
        (await leo.Get(Products + "/new")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await leo.Get("/fr/desk/cremerie-roux/products")).Status.ShouldBe(HttpStatusCode.NotFound);

        using var claire = await mall.As(DemoPeople.Merchant);
        var foreign = mall.Database.Read(s => s.List("SELECT p.id FROM products p JOIN shops s ON s.id = p.shop_id WHERE s.slug = 'cremerie-roux'", r => r.Id(0)))[0];
        (await claire.Get($"{Products}/{foreign}")).Status.ShouldBe(HttpStatusCode.NotFound);
        var mine = await claire.Get(Products);
        var copy = await claire.Send(new HttpRequestMessage(HttpMethod.Post, $"{Products}/{foreign}/copy") { Content = Form(mine) });
        copy.Status.ShouldBe(HttpStatusCode.NotFound);
        mall.Scalar<long>("SELECT count(*) FROM products WHERE state = 'Draft'").ShouldBe(0);
    }

    private static FormUrlEncodedContent Form(Page page)
    {
        var token = (IHtmlInputElement)page.Html.QuerySelector("form[action$='/copy'] input[type=hidden]")!;
        return new FormUrlEncodedContent([KeyValuePair.Create(token.Name!, token.Value)]);
    }
}
