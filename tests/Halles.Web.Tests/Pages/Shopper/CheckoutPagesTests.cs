using System.Net;
using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Baskets;
using Halles.Mall.Promotions;
using Halles.Testing;
using Halles.Web.Tests.Api;
using Buyer = Halles.Mall.Baskets.Shopper;

namespace Halles.Web.Tests.Pages.Shopper;

/// <summary>The pages from basket to purchase when something has changed, is typed wrong, or is sent again.</summary>
public sealed class CheckoutPagesTests
{
    private const string Form = "form.form";
    private static readonly (string, string) Agreed = ("terms", "on");

    [Theory, OnBothEngines]
    public async Task A_price_that_has_changed_is_shown_old_and_new_and_the_form_comes_back_with_a_new_key(Engine engine)
    {
        using var world = await World.Open(engine);
        var bread = await world.Shop.Sells("Pain", 480);
        var check = await world.ToCheck(bread);
        await world.Execute("UPDATE variants SET price = 520 WHERE id = $1", bread);
        var refused = await world.Visitor.Submit(check, Form, Agreed);
        refused.Status.ShouldBe(HttpStatusCode.Conflict);
        refused.Html.QuerySelector("#problems")!.TextContent.ShouldMatch("4,80.*5,20");
        Key(refused).ShouldNotBe(Key(check));
        world.Orders.ShouldBe(0);
        Placed(await world.Visitor.Submit(refused, Form, Agreed)).Words.ShouldMatch(@"5,20\s€");
        world.Orders.ShouldBe(1);
    }

    [Theory, OnBothEngines]
    public async Task Goods_that_are_gone_meanwhile_are_named_and_nothing_is_ordered(Engine engine)
    {
        using var world = await World.Open(engine);
        var (last, bread) = (await world.Shop.Sells("Dernier vase", 3800, onHand: 1), await world.Shop.Sells("Pain", 480));
        var check = await world.ToCheck(last, bread);
        await world.Shop.Sold(last);
        var refused = await world.Visitor.Submit(check, Form, Agreed);
        Refused(refused);
        world.Orders.ShouldBe(1, "the other shopper's");
        world.Shop.Has(bread).ShouldBe((100, 0), "all or nothing");
        (await world.Visitor.Get("/fr/basket")).Words.ShouldContain("Pain");
    }

    [Theory, OnBothEngines]
    public async Task A_shop_that_closes_meanwhile_takes_no_order_and_its_goods_stay_in_the_basket(Engine engine)
    {
        foreach (var state in (string[])["Paused", "Suspended", "Closed"])
        {
            using var world = await World.Open(engine);
            var check = await world.ToCheck(await world.Shop.Sells("Pain", 480));
            await world.Execute("UPDATE shops SET state = $2 WHERE id = $1", world.Shop.Id, state);
            Refused(await world.Visitor.Submit(check, Form, Agreed));
            world.Orders.ShouldBe(0, state);
            var again = await world.Visitor.Get("/fr/checkout/how"); // an old basket leads back to itself, which says why
            again.Status.ShouldBe(HttpStatusCode.OK);
            again.Path.ShouldBe("/fr/basket", state);
        }
    }

    [Theory, OnBothEngines]
    public async Task A_code_that_the_typed_address_has_used_up_is_said_to_take_nothing_off(Engine engine)
    {
        using var world = await World.Open(engine);
        var bread = await world.Shop.Sells("Pain", 1000);
        (await world.Mall.Web.Get<EditPromotion>().Create(
            world.Shop.Id, new PromotionInput("Bienvenue", PromotionKind.Percent, PromotionScope.Shop, [], Percent: 1000, Code: "BONJOUR", LimitPerson: 1), release: true, null)).Problem.ShouldBeNull();
        var check = await Typed();
        check.Html.QuerySelector("aside .notice").ShouldBeNull();
        check.Html.QuerySelector(".sum-total dd")!.TextContent.ShouldContain("9,00");
        Placed(await world.Visitor.Submit(check, Form, Agreed));

        var again = await Typed();
        again.Html.QuerySelector(".sum-total dd")!.TextContent.ShouldContain("10,00");
        again.Html.QuerySelector("aside .notice")!.TextContent.ShouldContain("BONJOUR · Vous avez utilisé ce code");
        Placed(await world.Visitor.Submit(again, Form, Agreed));

        async Task<Page> Typed()
        {
            await world.Visitor.Submit(await world.Put(bread, "1"), "form[action$='/codes']", ("code", "BONJOUR"));
            return await world.ToCheck();
        }
    }

    [Theory, OnBothEngines]
    public async Task A_store_that_closes_for_good_meanwhile_takes_no_order(Engine engine)
    {
        using var world = await World.Open(engine);
        var check = await world.ToCheck(await world.Shop.Sells("Pain", 480));
        await world.Execute("UPDATE stores SET hours = 'Mo-Su closed' WHERE id = $1", world.Shop.StoreId);
        Refused(await world.Visitor.Submit(check, Form, Agreed));
        world.Orders.ShouldBe(0);
    }

    [Theory, OnBothEngines]
    public async Task Terms_that_are_not_accepted_are_asked_for(Engine engine)
    {
        using var world = await World.Open(engine);
        var refused = await world.Visitor.Submit(await world.ToCheck(await world.Shop.Sells("Pain", 480)), Form);
        refused.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        refused.Html.QuerySelector("#terms-error").ShouldNotBeNull();
        refused.Words.ShouldContain("camille@example.org");
        world.Orders.ShouldBe(0);
    }

    [Theory, OnBothEngines]
    public async Task Who_types_nonsense_gets_it_back_with_a_problem_on_each_field(Engine engine)
    {
        using var world = await World.Open(engine);
        var who = await world.Visitor.Submit(await world.ToHow(await world.Shop.Sells("Pain", 480)), Form);
        var refused = await world.Visitor.Submit(who, Form, ("name", ""), ("email", "camille@"), ("phone", "zéro six"), ("note", "<b>Merci</b>"));
        refused.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        refused.Html.QuerySelectorAll("#problems a").Select(a => a.GetAttribute("href")).ShouldBe(["#name", "#email", "#phone"], ignoreOrder: true);
        refused.Html.QuerySelector("#email")!.GetAttribute("value").ShouldBe("camille@");
        refused.Html.QuerySelector("#phone")!.GetAttribute("value").ShouldBe("zéro six");
        refused.Html.QuerySelector("#note")!.TextContent.ShouldBe("<b>Merci</b>");
    }

    [Theory, OnBothEngines]
    public async Task Quantities_that_are_none_are_refused_and_stay_typed(Engine engine)
    {
        using var world = await World.Open(engine);
        var bread = await world.Shop.Sells("Pain", 480);
        var basket = await world.Put(bread, "2");
        foreach (var wrong in (string[])["0", "-1", "1000000000", "99999999999999999999", "deux", "", "1.5"])
        {
            var refused = await world.Visitor.Submit(basket, "form[action$='/basket/lines']:has(input[name=variant])", ("quantity", wrong));
            refused.Status.ShouldBe(HttpStatusCode.UnprocessableEntity, wrong);
            refused.Html.QuerySelector($"#q-{bread}")!.GetAttribute("value").ShouldBe(wrong);
        }

        world.Mall.Web.Scalar<long>("SELECT quantity FROM basket_lines WHERE variant_id = $1", bread).ShouldBe(2);
    }

    [Theory, OnBothEngines]
    public async Task The_same_form_sent_many_times_at_once_and_later_places_once_and_leads_there(Engine engine)
    {
        using var world = await World.Open(engine);
        var (bread, vase) = (await world.Shop.Sells("Pain", 480), await world.Shop.Sells("Vase", 3800));
        var check = await world.ToCheck(bread);
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => world.Visitor.Submit(check, Form, Agreed)));
        answers.Select(a => Placed(a).Path).Distinct().ShouldHaveSingleItem();
        world.Orders.ShouldBe(1);

        await world.Put(vase, "1"); // the same form leads to the same purchase, whatever is in the basket by then
        Placed(await world.Visitor.Submit(check, Form, Agreed)).Path.ShouldBe(answers[0].Path);
        world.Orders.ShouldBe(1);
        world.Mall.Web.Scalar<long>("SELECT count(*) FROM basket_lines WHERE variant_id = $1", vase).ShouldBe(1);
    }

    [Theory, OnBothEngines]
    public async Task Two_tabs_order_one_basket_once(Engine engine)
    {
        using var world = await World.Open(engine);
        var one = await world.ToCheck(await world.Shop.Sells("Pain", 480));
        var other = await world.Visitor.Get("/fr/checkout/check");
        Key(other).ShouldNotBe(Key(one));
        var answers = await Task.WhenAll(world.Visitor.Submit(one, Form, Agreed), world.Visitor.Submit(other, Form, Agreed));
        answers.Count(a => a.Status == HttpStatusCode.OK && a.Path.Contains("/purchases/", StringComparison.Ordinal)).ShouldBe(1);
        ((int)answers.Single(a => !a.Path.Contains("/purchases/", StringComparison.Ordinal)).Status).ShouldBeOneOf(409, 422);
        world.Orders.ShouldBe(1);
    }

    [Theory, OnBothEngines]
    public async Task Anothers_purchase_is_not_there_the_same_as_none(Engine engine)
    {
        using var world = await World.Open(engine);
        var (placed, _, _) = await world.Shop.Sold(await world.Shop.Sells("Pain", 480));
        var code = placed.Orders[0].Code;
        var none = await world.Visitor.Get($"/fr/purchases/{Ids.New(world.Mall.Web.Clock)}?key={placed.Key}");
        none.Status.ShouldBe(HttpStatusCode.NotFound);
        foreach (var path in (string[])[
            $"/fr/purchases/{placed.Id}", $"/fr/purchases/{placed.Id}?key=", $"/fr/purchases/{placed.Id}?key={placed.Key[..^1]}", $"/fr/purchases/{placed.Id}?key={new string('a', 5000)}",
            $"/fr/orders/{code}", $"/fr/orders/{code}?key=guess", "/fr/orders/00000000", $"/fr/orders/{code[..^1]}", "/fr/orders/%27%20OR%201=1"])
        {
            var answer = await world.Visitor.Get(path);
            answer.Status.ShouldBe(HttpStatusCode.NotFound, path);
            answer.Words.ShouldBe(none.Words, path);
        }

        (await world.Visitor.Get($"/fr/purchases/{placed.Id}?key={placed.Key}")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory, OnBothEngines]
    public async Task A_basket_of_as_many_lines_as_it_holds_goes_through_to_the_purchase(Engine engine)
    {
        using var world = await World.Open(engine);
        var variants = await Task.WhenAll(Enumerable.Range(0, ShopperBaskets.MostLines).Select(i => world.Shop.Sells($"Pain {i}", 100 + i)));
        await world.Put(variants[0], "1");
        var guest = Buyer.Guest(Guid.Parse(world.Visitor.Cookies.GetCookies(world.Mall.Web.Origin)["halles-guest"]!.Value));
        var put = await Task.WhenAll(variants.Skip(1).Select(v => world.Mall.Web.Get<ShopperBaskets>().SetQuantity(guest, v, 1)));
        put.ShouldAllBe(r => r.Ok);
        var check = await world.ToCheck();
        check.Html.QuerySelectorAll(".items .item").Length.ShouldBe(ShopperBaskets.MostLines);
        Placed(await world.Visitor.Submit(check, Form, Agreed));
        world.Mall.Web.Scalar<long>("SELECT count(*) FROM order_lines WHERE shop_id = $1", world.Shop.Id).ShouldBe(ShopperBaskets.MostLines);
    }

    [Theory, OnBothEngines]
    public async Task An_order_whose_outcome_is_unknown_is_asked_for_again_under_its_key(Engine engine)
    {
        await using var own = await WebMall.Open(engine); // writing fails here, which others shall not notice
        using var world = await World.Open(new ApiMall(own));
        var check = await world.ToCheck(await world.Shop.Sells("Pain", 480));
        foreach (var statement in engine is Engine.Sqlite ? CommitFailsOnSqlite : CommitFailsOnPostgres)
        {
            await world.Execute(statement);
        }

        var unknown = await world.Visitor.Submit(check, Form, Agreed);
        unknown.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        unknown.Response.Headers.RetryAfter.ShouldNotBeNull();
        Key(unknown).ShouldBe(Key(check));
        Key(await world.Visitor.Submit(unknown, Form)).ShouldBe(Key(check), "still unknown");
        await world.Execute(engine is Engine.Sqlite ? "DROP TRIGGER broken" : "DROP TRIGGER broken ON purchases");

        var placed = Placed(await world.Visitor.Submit(unknown, Form));
        Placed(await world.Visitor.Submit(unknown, Form)).Path.ShouldBe(placed.Path, "its outcome is known now");
        world.Orders.ShouldBe(1);
    }

    [Theory, OnBothEngines]
    public async Task A_basket_counts_only_what_can_be_had_and_offers_no_quantity_of_what_is_gone(Engine engine)
    {
        using var world = await World.Open(engine);
        var (last, bread) = (await world.Shop.Sells("Dernier vase", 3800, onHand: 1), await world.Shop.Sells("Pain", 480));
        await world.Put(last, "1");
        await world.Put(bread, "2");
        await world.Shop.Sold(last);
        var basket = await world.Visitor.Get("/fr/basket");
        var gone = basket.Html.QuerySelector($"#line-{last}")!;
        gone.QuerySelector(".qty").ShouldBeNull();
        gone.QuerySelector(".line-sum").ShouldBeNull();
        gone.QuerySelector(".notice-bad")!.TextContent.Trim().ShouldBe("Épuisé. En voir de semblables");
        basket.Html.QuerySelector($"#line-{bread} .qty").ShouldNotBeNull();
        basket.Html.QuerySelector(".sum-row")!.TextContent.ShouldMatch(@"1 article\s*9,60");
    }

    [Theory, OnBothEngines]
    public async Task A_basket_says_in_words_how_long_a_shop_is_on_holiday(Engine engine)
    {
        using var world = await World.Open(engine);
        await world.Put(await world.Shop.Sells("Pain", 480), "1");
        var today = DateOnly.FromDateTime(world.Mall.Web.Clock.GetUtcNow().UtcDateTime);
        await world.Execute("UPDATE shops SET holiday = $2 WHERE id = $1", world.Shop.Id, $$"""{"From":"{{today.AddDays(-1):O}}","To":"{{today.AddDays(5):O}}","Word":{ } }""");
        var basket = await world.Visitor.Get("/fr/basket");
        basket.Html.QuerySelector(".parcel .notice-bad")!.TextContent.ShouldMatch("jusqu’au (lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) ");
        basket.Html.QuerySelector(".line-sum").ShouldBeNull();

        await world.Execute("UPDATE shops SET holiday = $2 WHERE id = $1", world.Shop.Id, $$"""{"from":"{{today.AddDays(-1):O}}","to":"{{today.AddDays(20):O}}","word":{ },"takesOrders":true }""");
        var taken = await world.Visitor.Get("/fr/basket");
        taken.Html.QuerySelector(".parcel .notice")!.TextContent.ShouldContain("Ce que vous commandez sera prêt ensuite.");
        taken.Html.QuerySelector(".line-sum").ShouldNotBeNull();
        var placed = Placed(await world.Visitor.Submit(await world.ToCheck(await world.Shop.Sells("Tarte", 900)), Form, Agreed));
        DateOnly.FromDateTime(world.Mall.Web.Scalar<DateTimeOffset>("SELECT ready_by FROM orders WHERE shop_id = $1", world.Shop.Id).UtcDateTime).ShouldBeGreaterThan(today.AddDays(19));
        placed.Words.ShouldContain("Commande");
    }

    [Theory, OnBothEngines]
    public async Task A_cancelled_order_asks_for_no_payment(Engine engine)
    {
        using var world = await World.Open(engine);
        var placed = Placed(await world.Visitor.Submit(await world.ToCheck(await world.Shop.Sells("Pain", 480)), Form, Agreed));
        placed.Words.ShouldContain("Payer en boutique");
        var cancelled = await world.Visitor.Submit(placed, "form[action*='/cancel']");
        cancelled.Words.ShouldContain("Rien à payer");
        cancelled.Words.ShouldNotContain("Payer en boutique");
    }

    // What is checked at the commit only, and then fails it.
    private static readonly string[] CommitFailsOnPostgres =
    [
        "CREATE FUNCTION break() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''broken''; END'",
        "CREATE CONSTRAINT TRIGGER broken AFTER INSERT ON purchases DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION break()",
    ];

    private static readonly string[] CommitFailsOnSqlite =
    [
        "CREATE TABLE nowhere (id BLOB PRIMARY KEY)",
        "CREATE TABLE dangling (id BLOB REFERENCES nowhere (id) DEFERRABLE INITIALLY DEFERRED)",
        "CREATE TRIGGER broken AFTER INSERT ON purchases BEGIN INSERT INTO dangling VALUES (NEW.id); END",
    ];

    private static string Key(Page page) => page.Html.QuerySelector($"{Form} input[name=key]")?.GetAttribute("value") ?? throw new InvalidOperationException($"{page.Path}: {page.Words}");

    private static Page Placed(Page page)
    {
        page.Path.ShouldStartWith("/fr/purchases/", customMessage: page.Words);
        page.Status.ShouldBe(HttpStatusCode.OK);
        return page;
    }

    private static void Refused(Page page) => ((int)page.Status).ShouldBeOneOf([409, 422], page.Words);

    /// <summary>A shop of a test and a guest who buys there.</summary>
    private sealed class World(ApiMall mall, ApiShop shop) : IDisposable
    {
        public ApiMall Mall => mall;

        public ApiShop Shop => shop;

        public Visitor Visitor { get; } = new(mall.Web);

        /// <summary>How many orders the shop has.</summary>
        public long Orders => mall.Web.Scalar<long>("SELECT count(*) FROM orders WHERE shop_id = $1", shop.Id);

        public static async Task<World> Open(Engine engine) => await Open(await ApiMall.On(engine));

        public static async Task<World> Open(ApiMall mall) => new(mall, await mall.Shop());

        /// <summary>Puts so much into the basket, as the form of a product does.</summary>
        public Task<Page> Put(Guid variant, string quantity) => Visitor.Send(new HttpRequestMessage(HttpMethod.Post, "/fr/basket/lines")
        {
            Content = new FormUrlEncodedContent([KeyValuePair.Create("variant", variant.ToString()), KeyValuePair.Create("quantity", quantity)]),
        });

        public async Task<Page> ToHow(params Guid[] variants)
        {
            foreach (var variant in variants)
            {
                (await Put(variant, "1")).Status.ShouldBe(HttpStatusCode.OK);
            }

            return await Visitor.Get("/fr/checkout/how");
        }

        /// <summary>Through all steps to the page before placing: collected, paid in the store.</summary>
        public async Task<Page> ToCheck(params Guid[] variants)
        {
            var who = await Visitor.Submit(await ToHow(variants), Form);
            var pay = await Visitor.Submit(who, Form, ("name", ApiShop.Shopper.Name), ("email", ApiShop.Shopper.Email), ("phone", ApiShop.Shopper.Phone));
            var check = await Visitor.Submit(pay, Form, ("pay-" + shop.Id, "in-store"));
            check.Path.ShouldBe("/fr/checkout/check", check.Words);
            return check;
        }

        public Task Execute(string sql, params object?[] args) => mall.Web.Write<Done>(s =>
        {
            s.Sql.Execute(sql, args);
            return default(Done);
        });

        public void Dispose() => Visitor.Dispose();
    }
}
