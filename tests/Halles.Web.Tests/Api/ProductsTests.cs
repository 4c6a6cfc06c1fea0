using System.Net;
using System.Text.Json;
using Halles.Client;
using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Testing;
using static Halles.Web.Tests.Api.ApiMall;

namespace Halles.Web.Tests.Api;

/// <summary>A shop keeps its products by program.</summary>
public sealed class ProductsTests
{
    /// <summary>Bread in two weights, complete but for its photos.</summary>
    public static ProductContent Rye() => new(
        Texts("Pain de seigle", "Rye bread"), "bread", "food",
        [new VariantContent(Eur(340), "SEI-500", "3017620422003", ["500 g"], "500 g", 520), new VariantContent(Eur(620), "SEI-1000", null, ["1 kg"], "1 kg", 1030)],
        Texts("Au levain.", "Sourdough."), Maker: "Martin, Saint-Aubin", Attributes: new Dictionary<string, string> { ["organic"] = "true", ["flour"] = "seigle" },
        Options: [new OptionContent(Texts("Poids", "Weight"), [new Dictionary<string, string> { ["fr"] = "500 g" }, new Dictionary<string, string> { ["fr"] = "1 kg" }])]);

    [Theory, OnBothEngines]
    public async Task A_product_is_made_published_changed_and_archived(Engine engine)
    {
        var mall = await On(engine);
        var shop = await mall.Shop();
        var made = await shop.Client.CreateProduct(Rye(), NewKey());
        (made.Product.State, made.Product.Name, made.Product.Version, made.Language).ShouldBe(("draft", "Pain de seigle", 1, "fr"));
        made.Product.Variants.Select(v => (v.Sku, v.Gtin, v.Choice, v.Price.Minor)).ShouldBe([("SEI-500", "03017620422003", "Poids\u00A0: 500 g", 340), ("SEI-1000", null, "Poids\u00A0: 1 kg", 620)]);
        (await shop.Client.ShopProducts()).Items.ShouldHaveSingleItem().Id.ShouldBe(made.Product.Id);

        var published = await shop.Client.SetProductState(made.Product.Id, "published", made.Product.Version);
        (published.Product.State, published.Product.Version).ShouldBe(("published", 2));
        (await shop.Client.SetProductState(made.Product.Id, "published")).Product.Version.ShouldBe(2, "it is so already");
        var basket = (await mall.Guest.NewBasket()).Id;
        (await mall.Guest.SetQuantity(basket, made.Product.Variants[1].Id, 1)).Shops[0].Lines[0].Price.ShouldBe(Eur(620));

        var content = published.Content with
        {
            Variants = [published.Content.Variants[0] with { Price = Eur(360) }, published.Content.Variants[1]],
            Description = Texts("Au levain, cuit au bois.", "Sourdough."),
            Attributes = new Dictionary<string, string> { ["flour"] = "seigle" },
        };
        var changed = await shop.Client.ChangeProduct(made.Product.Id, content, 2);
        changed.Product.Variants.Select(v => (v.Id, v.Price.Minor)).ShouldBe([(made.Product.Variants[0].Id, 360), (made.Product.Variants[1].Id, 620)], "variants keep their ids");
        (changed.Outdated, changed.Content.Attributes!.Keys).ShouldSatisfyAllConditions(c => c.Outdated.ShouldBe(["description.en"]), c => c.Keys.ShouldBe(["flour"]));
        (await shop.Client.ChangeProduct(made.Product.Id, changed.Content with { StillRight = ["description.en"] })).Outdated.ShouldBeEmpty();

        (await shop.Client.SetProductState(made.Product.Id, "archived")).Product.State.ShouldBe("archived");
        (await mall.Guest.Basket(basket)).Shops[0].Lines[0].Problems.ShouldContain("line-gone");
        mall.Web.Database.Read(sql => sql.List("SELECT action FROM audit WHERE shop_id = $1 AND subject = $2 ORDER BY number", r => r.Text(0), shop.Id, made.Product.Id))
            .ShouldBe(["create-product", "publish-product", "edit-product", "edit-product", "archive-product"]);
    }

    [Theory, OnBothEngines]
    public async Task What_is_read_can_be_sent_back_and_changes_nothing(Engine engine)
    {
        var mall = await On(engine);
        var shop = await mall.Shop();
        var id = (await shop.Client.CreateProduct(Rye(), NewKey())).Product.Id;
        var loose = (await shop.Client.CreateProduct(
            new ProductContent(Texts("Comté", "Comté"), "bread", "food", [new VariantContent(Eur(2400))], StepUnit: "G", StepSize: 100, Weighed: true, AgeLimit: 18, Policy: "to-order", PreparationHours: 24), NewKey())).Product.Id;
        foreach (var product in (Guid[])[id, loose])
        {
            using var read = await mall.Send(HttpMethod.Get, $"shop/products/{product}", null, shop.Key);
            read.Headers.ETag!.Tag.ShouldBe("\"1\"");
            using var sheet = JsonDocument.Parse(await read.Content.ReadAsStringAsync());
            var content = sheet.RootElement.GetProperty("content").GetRawText();
            using var sent = await mall.Send(HttpMethod.Put, $"shop/products/{product}", content, shop.Key);
            sent.StatusCode.ShouldBe(HttpStatusCode.OK, await sent.Content.ReadAsStringAsync());
            using var kept = JsonDocument.Parse(await sent.Content.ReadAsStringAsync());
            kept.RootElement.GetProperty("content").GetRawText().ShouldBe(content);
            kept.RootElement.GetProperty("product").GetProperty("version").GetInt64().ShouldBe(2);
        }
    }

    [Theory, OnBothEngines]
    public async Task Everything_that_is_wrong_is_told_by_its_member_and_leaves_nothing(Engine engine)
    {
        var mall = await On(engine);
        var shop = await mall.Shop();
        var (rye, two) = (Rye(), Rye().Variants);
        (ProductContent Content, string Code, string Field)[] wrong =
        [
            (rye with { Name = Texts("", "Rye") }, "missing", "name.fr"),
            (rye with { Name = new Dictionary<string, string> { ["fr"] = "Pain", ["xx"] = "?" } }, "not-offered", "name.xx"),
            (rye with { Name = Texts(new string('x', 201), "") }, "too-long", "name.fr"),
            (rye with { Category = "fresh" }, "category-not-a-leaf", "category"),
            (rye with { Category = "none" }, "no-such-category", "category"),
            (rye with { TaxCategory = "none" }, "not-offered", "taxCategory"),
            (rye with { AgeLimit = 26 }, "out-of-range", "ageLimit"),
            (rye with { Policy = "never" }, "member-wrong", "policy"),
            (rye with { Policy = "to-order" }, "preparation-time", "preparationHours"),
            (rye with { StepUnit = "piece" }, "steps", "stepUnit"),
            (rye with { StepUnit = "g", StepSize = 0 }, "out-of-range", "stepSize"),
            (rye with { Attributes = new Dictionary<string, string> { ["horns"] = "2" } }, "no-such-attribute", "attributes.horns"),
            (rye with { Attributes = new Dictionary<string, string> { ["organic"] = "perhaps" } }, "attribute-yes-no", "attributes.organic"),
            (rye with { StillRight = ["all"] }, "member-wrong", "stillRight[0]"),
            (rye with { Variants = [two[0] with { Choice = ["2 kg"] }] }, "variant-choice", "variants[0].choice"),
            (rye with { Variants = [two[0] with { Choice = null }] }, "variant-choice", "variants[0].choice"),
            (rye with { Variants = [two[0], two[1] with { Choice = ["500 G "] }] }, "variant-twice", "variants[1].choice"),
            (rye with { Variants = [two[0], two[1] with { Sku = "sei-500" }] }, "sku-taken", "variants[1].sku"),
            (rye with { Variants = [two[0] with { Gtin = "3017620422004" }] }, "gtin-check-digit", "variants[0].gtin"),
            (rye with { Variants = [two[0], two[1] with { Price = new Amount(1, "USD") }] }, "other-currency", "variants[1].price.currency"),
            (rye with { Variants = [two[0] with { Price = Eur(-1) }] }, "out-of-range", "variants[0].price"),
            (rye with { Variants = [two[0] with { Price = Eur(long.MaxValue) }] }, "out-of-range", "variants[0].price"),
            (rye with { Variants = [two[0] with { WeightGrams = -1 }] }, "out-of-range", "variants[0].weightGrams"),
            (rye with { Variants = [two[0] with { Measure = "much" }] }, "measure", "variants[0].measure"),
            (rye with { Variants = [two[0] with { Reduced = true }] }, "nothing-before", "variants[0].reduced"),
            (rye with { Variants = [.. Enumerable.Repeat(two[0], 101)] }, "too-many-variants", "variants"),
            (rye with { Options = [rye.Options![0], rye.Options[0], rye.Options[0], rye.Options[0]] }, "too-many-options", "options"),
            (rye with { Options = [rye.Options[0] with { Values = [] }], Variants = [] }, "option-values", "options[0].values"),
        ];
        var own = await shop.Client.CreateProduct(rye with { Variants = [] }, NewKey());
        foreach (var (content, code, field) in wrong)
        {
            foreach (var call in (Func<Task>[])[() => shop.Client.CreateProduct(content, NewKey()), () => shop.Client.ChangeProduct(own.Product.Id, content)])
            {
                var problem = await Should.ThrowAsync<HallesProblem>(call);
                using var body = JsonDocument.Parse(problem.Body);
                var single = body.RootElement.TryGetProperty("errors", out var errors) ? errors[0] : body.RootElement;
                (problem.Status, single.GetProperty("code").GetString(), single.GetProperty("field").GetString()).ShouldBe((422, code, field), problem.Body);
            }
        }

        (await shop.Client.ShopProduct(own.Product.Id)).Product.Version.ShouldBe(1);
        (await shop.Client.ShopProducts()).Items.ShouldHaveSingleItem();
        (await Refused(shop.Client.SetProductState(own.Product.Id, "published"), 422, "product-price-missing")).Body.ShouldContain("\"variants\"");
        await Refused(shop.Client.SetProductState(own.Product.Id, "sold"), 422, "member-wrong");
        await Refused(shop.Client.CreateProduct(rye, ""), 422, "idempotency-key-missing");
    }

    [Theory, OnBothEngines]
    public async Task Bodies_that_are_no_products_are_refused(Engine engine)
    {
        var mall = await On(engine);
        var shop = await mall.Shop();
        foreach (var name in (string[])["null", "\"Pain\"", "[]", "{\"fr\":null}", "{\"fr\":1}", "{\"fr\":[]}", "{\"fr\":\"\\u0000\"}", "{\"fr\":\"\\ud800\"}", "{\"\\u0000\":\"Pain\"}", "{}"])
        {
            using var answer = await mall.Send(HttpMethod.Post, "shop/products", $$"""{"name":{{name}},"category":"bread","taxCategory":"food","variants":[]}""", shop.Key, NewKey());
            await Problem(answer, 422);
        }

        foreach (var rest in (string[])["\"variants\":[null]", "\"variants\":[{}]", "\"variants\":{}", "\"variants\":[],\"options\":[{\"name\":{\"fr\":\"x\"},\"values\":[null]}]", "\"variants\":[],\"stillRight\":[null]", "\"variants\":[],\"colour\":1"])
        {
            using var answer = await mall.Send(HttpMethod.Post, "shop/products", $$"""{"name":{"fr":"Pain"},"category":"bread","taxCategory":"food",{{rest}}}""", shop.Key, NewKey());
            await Problem(answer, 422);
        }

        (await shop.Client.ShopProducts()).Items.ShouldBeEmpty();
    }

    [Theory, OnBothEngines]
    public async Task Another_shops_product_is_like_none(Engine engine)
    {
        var mall = await On(engine);
        var (mine, other) = (await mall.Shop(), await mall.Shop());
        var theirs = (await other.Client.CreateProduct(Rye(), NewKey())).Product.Id;
        foreach (var call in (Func<Guid, Task>[])[id => mine.Client.ShopProduct(id), id => mine.Client.ChangeProduct(id, Rye(), 7), id => mine.Client.SetProductState(id, "published", 7), id => mine.Client.SetProductState(id, "archived")])
        {
            (await Refused(call(theirs), 404, "no-such-product")).Body.ShouldBe((await Refused(call(Guid.AllBitsSet), 404, "no-such-product")).Body);
        }

        var sheet = await other.Client.ShopProduct(theirs);
        (sheet.Product.State, sheet.Product.Version).ShouldBe(("draft", 1));
        (await mine.Client.CreateProduct(Rye(), NewKey())).Product.Variants[0].Sku.ShouldBe("SEI-500", "numbers are each shop's own");
        await Refused(mall.Guest.CreateProduct(Rye(), NewKey()), 401, "not-signed-in");
    }

    [Theory, OnBothEngines]
    public async Task Of_two_who_change_at_once_one_is_told(Engine engine)
    {
        var mall = await On(engine);
        var shop = await mall.Shop();
        var id = (await shop.Client.CreateProduct(Rye(), NewKey())).Product.Id;
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            try
            {
                return (await shop.Client.ChangeProduct(id, Rye() with { Maker = $"Martin {i}" }, 1)).Product.Version;
            }
            catch (HallesProblem refused) when (refused is { Status: 412, Code: "if-match-failed" })
            {
                return 0;
            }
        }));
        results.Order().ShouldBe([0, 0, 0, 0, 0, 0, 0, 2]);
        using var weak = await mall.Send(HttpMethod.Put, $"shop/products/{id}/state", """{"state":"published"}""", shop.Key);
        weak.Headers.ETag!.Tag.ShouldBe("\"3\"");
        var key = NewKey();
        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => shop.Client.CreateProduct(Rye() with { Variants = [] }, key)));
        made.Select(m => m.Product.Id).Distinct().ShouldHaveSingleItem();
        (await shop.Client.ShopProducts()).Items.Count.ShouldBe(2);
    }

    [Theory, OnBothEngines]
    public async Task Numbers_change_places_and_come_back(Engine engine)
    {
        var mall = await On(engine);
        var shop = await mall.Shop();
        var made = await shop.Client.CreateProduct(Rye(), NewKey());
        var (small, large) = (made.Content.Variants[0], made.Content.Variants[1]);
        var swapped = await shop.Client.ChangeProduct(made.Product.Id, made.Content with { Variants = [small with { Sku = "SEI-1000" }, large with { Sku = "SEI-500" }] });
        swapped.Product.Variants.Select(v => (v.Id, v.Sku)).ShouldBe([(made.Product.Variants[0].Id, "SEI-1000"), (made.Product.Variants[1].Id, "SEI-500")]);

        // The large one is no longer made; its number stays its own until it is made again.
        var one = made.Content with { Options = [made.Content.Options![0] with { Values = [made.Content.Options[0].Values[0]] }] };
        (await shop.Client.ChangeProduct(made.Product.Id, one with { Variants = [small with { Sku = "SEI-1000" }] })).Product.Variants.ShouldHaveSingleItem();
        await Refused(shop.Client.ChangeProduct(made.Product.Id, one with { Variants = [small with { Sku = "SEI-500" }] }), 422, "sku-taken");
        var back = await shop.Client.ChangeProduct(made.Product.Id, made.Content with { Variants = [small with { Sku = "SEI-1000" }, large with { Sku = "SEI-500" }] });
        back.Product.Variants.Select(v => v.Id).ShouldBe(made.Product.Variants.Select(v => v.Id));
    }

    private static string NewKey() => Ids.New(TimeProvider.System).ToString();

    private static Amount Eur(long minor) => new(minor, "EUR");

    private static Dictionary<string, string> Texts(string fr, string en) => new() { ["fr"] = fr, ["en"] = en };
}
