using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Baskets;
using Halles.Mall.Catalogue;
using Halles.Mall.Checkout;
using Halles.Mall.Invariants;
using Halles.Mall.Orders;
using Halles.Mall.Payments;
using Halles.Mall.Promotions;
using Halles.Mall.Taxonomy;
using Halles.Testing;
using Halles.Tests.Mall.Checkout;

namespace Halles.Tests.Mall.Promotions;

public sealed class PromotionsTests
{
    private static readonly PromotionInput Tenth = new("Dix pour cent", PromotionKind.Percent, PromotionScope.Shop, [], Percent: 1000);

    [Theory, OnBothEngines]
    public async Task An_order_keeps_what_each_promotion_took_off_each_line_and_taxes_what_is_left(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Martin");
        Guid[] goods = [await shop.Sells("Pain", 135, tax: "food"), await shop.Sells("Miel", 890, tax: "food"), await shop.Sells("Lampe", 4999), await shop.Sells("Bougie", 433)];
        await town.Give(shop, Tenth with { Code = "dix" });
        var who = Buying.Guest();
        foreach (var (variant, quantity) in goods.Zip([2L, 1, 1, 3]))
        {
            await town.Get<ShopperBaskets>().SetQuantity(who, variant, quantity);
        }

        (await town.Get<BasketCodes>().Add(who, " Dix ")).Problem.ShouldBeNull();
        var basket = town.Get<ReadBasket>().View(who, "fr");
        (basket.Total, basket.Discount, basket.Codes.Single()).ShouldBe((6712, 746, new TypedCode("DIX", null, 746)));
        town.Get<QuotePurchase>().Ways(who, "fr").Shops.Single().Goods.ShouldBe(6712);
        var placed = (await town.Get<PlaceOrder>().Run(town.Request(who, [shop.Collect()], lines: null))).Value;

        placed.Total.ShouldBe(6712);
        using var db = town.Mall.Database.Read();
        var order = db.Set<Order>().Single();
        (order.Goods, order.Vat).ShouldBe((6712, 54 + 945)); // rules.md, Prices, VAT, discounts
        var lines = db.Set<OrderLine>().OrderBy(l => l.Number).ToList();
        lines.Select(l => (l.Total, l.Discounts.Single().Amount)).ShouldBe([(243, 27), (801, 89), (4499, 500), (1169, 130)]);
        lines.ShouldAllBe(l => l.Discounts[0].Name == "Dix pour cent");
        db.Set<Payment>().Single().Amount.ShouldBe(6712);
        town.Get<ReadBasket>().View(who, "fr").Codes.ShouldBeEmpty();
        Hold(town);
    }

    [Theory, OnBothEngines]
    public async Task When_its_category_becomes_part_of_another_a_promotion_stays_on_the_products_that_it_was_on(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Martin");
        var (old, fresh) = (await shop.Sells("Pain d'hier", 500), await shop.Sells("Pain du jour", 1000));
        var (dayOld, into) = (Ids.New(town.Mall.Clock), Ids.New(town.Mall.Clock));
        await town.Mall.Write<Done>(s =>
        {
            s.Db.Add(new Category { Id = dayOld, Code = "day-old", Name = new LocalText("fr", "D'hier") });
            s.Db.Add(new Category { Id = into, Code = "bakery", Name = new LocalText("fr", "Boulangerie") });
            s.Sql.Execute("UPDATE products SET category_id = $1", into);
            s.Sql.Execute("UPDATE products SET category_id = $1 WHERE id = (SELECT product_id FROM variants WHERE id = $2)", dayOld, old);
            return default(Done);
        });
        await town.Give(shop, Tenth with { Scope = PromotionScope.Categories, Targets = [dayOld], Percent = 5000 });
        (await new MergeCategory(town.Mall.Database, town.Mall.Writer, new FollowProducts(town.Mall.Database, town.Mall.Writer)).Run(dayOld, into, shop.Clerk)).Problem.ShouldBeNull();
        town.Mall.Scalar<long>("SELECT count(DISTINCT category_id) FROM products").ShouldBe(1);
        (await town.Buys(shop.Collect(), (old, 1))).Total.ShouldBe(250);
        (await town.Buys(shop.Collect(), (fresh, 1))).Total.ShouldBe(1000, "its shop never put it on offer");
    }

    [Theory, OnBothEngines]
    public async Task No_promotion_widens_or_ends_where_the_mall_moves_or_merges_categories_and_an_undo_gives_them_back(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Martin");
        var (loaf, jam) = (await shop.Sells("Pain", 1000), await shop.Sells("Confiture", 1000));
        var (bakery, larder, bread, jams) = (Ids.New(town.Mall.Clock), Ids.New(town.Mall.Clock), Ids.New(town.Mall.Clock), Ids.New(town.Mall.Clock));
        await town.Mall.Write<Done>(s =>
        {
            s.Db.AddRange(Named(bakery, "bakery", null), Named(larder, "larder", null), Named(bread, "bread", bakery), Named(jams, "jams", larder));
            s.Sql.Execute("UPDATE products SET category_id = $1 WHERE id = $2", bread, Product(town, loaf));
            s.Sql.Execute("UPDATE products SET category_id = $1 WHERE id = $2", jams, Product(town, jam));
            return default(Done);
        });
        await town.Give(shop, Tenth with { Scope = PromotionScope.Categories, Targets = [bakery], Percent = 5000 });
        await town.Give(shop, Tenth with { Scope = PromotionScope.Categories, Targets = [larder], Percent = 2000 });
        var follow = new FollowProducts(town.Mall.Database, town.Mall.Writer);
        var changes = new CategoryChanges(town.Mall.Database, town.Mall.Writer, follow);
        async Task Cost(long forLoaf, long forJam) => ((await town.Buys(shop.Collect(), (loaf, 1))).Total, (await town.Buys(shop.Collect(), (jam, 1))).Total).ShouldBe((forLoaf, forJam));
        await Cost(500, 800);

        town.Mall.Clock.Advance(TimeSpan.FromSeconds(1));
        var moved = (await new MoveCategory(town.Mall.Writer).Run(bread, larder, shop.Clerk)).Value;
        await Cost(500, 800);
        Scopes().ShouldBe((2, 0), "both would have changed");
        town.Mall.Clock.Advance(TimeSpan.FromSeconds(1));
        (await changes.Undo(moved, shop.Clerk)).Problem.ShouldBeNull();
        await Cost(500, 800);
        Scopes().ShouldBe((0, 2), "nothing has changed meanwhile");

        town.Mall.Clock.Advance(TimeSpan.FromSeconds(1));
        var merged = (await new MergeCategory(town.Mall.Database, town.Mall.Writer, follow).Run(bread, jams, shop.Clerk)).Value;
        await follow.Run($"\"{merged}\"", CancellationToken.None);
        await Cost(500, 800);
        Scopes().ShouldBe((2, 0), "what is on the target does not grow either");
        town.Mall.Clock.Advance(TimeSpan.FromSeconds(1));
        (await changes.Undo(merged, shop.Clerk)).Problem.ShouldBeNull();
        await follow.Run($"\"{merged}\"", CancellationToken.None);
        await Cost(500, 800);
        Scopes().ShouldBe((0, 2));
        town.Mall.Scalar<long>("SELECT count(*) FROM promotion_targets WHERE target_id = $1 OR target_id = $2", bakery, larder).ShouldBe(2);

        (long Products, long Categories) Scopes() => (town.Mall.Scalar<long>("SELECT count(*) FROM promotions WHERE scope = 'Products'"), town.Mall.Scalar<long>("SELECT count(*) FROM promotions WHERE scope = 'Categories'"));
    }

    [Theory, OnBothEngines]
    public async Task Promotions_of_shops_that_have_nothing_in_a_moved_category_stay_as_they_are(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Martin");
        var loaf = await shop.Sells("Pain", 1000);
        var (bakery, larder, bread) = (Ids.New(town.Mall.Clock), Ids.New(town.Mall.Clock), Ids.New(town.Mall.Clock));
        await town.Mall.Write<Done>(s =>
        {
            s.Db.AddRange(Named(bakery, "bakery", null), Named(larder, "larder", null), Named(bread, "bread", bakery));
            return default(Done);
        });
        await town.Give(shop, Tenth with { Scope = PromotionScope.Categories, Targets = [bakery] });
        var moved = (await new MoveCategory(town.Mall.Writer).Run(bread, larder, shop.Clerk)).Value;
        town.Mall.Scalar<string>("SELECT scope FROM promotions").ShouldBe("Categories");

        // What a shop put there meanwhile is not given to its promotion by an undo.
        town.Mall.Clock.Advance(TimeSpan.FromSeconds(1));
        var changes = new CategoryChanges(town.Mall.Database, town.Mall.Writer, new FollowProducts(town.Mall.Database, town.Mall.Writer));
        await town.Mall.Write(s => EditProduct.Category(s, shop.Id, Product(town, loaf), bread, shop.Clerk));
        (await changes.Undo(moved, shop.Clerk)).Problem.ShouldBeNull();
        (await town.Buys(shop.Collect(), (loaf, 1))).Total.ShouldBe(1000);
    }

    [Theory, OnBothEngines]
    public async Task What_a_promotion_makes_free_is_paid_when_it_is_placed(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Martin");
        var bread = await shop.Sells("Pain", 500);
        await town.Give(shop, Tenth with { Percent = 10_000 });
        (await town.Buys(shop.Collect() with { PaymentMethod = "transfer" }, (bread, 2))).Total.ShouldBe(0);
        using var db = town.Mall.Database.Read();
        db.Set<Order>().Single().ShouldSatisfyAllConditions(o => o.Paid.ShouldBeTrue(), o => o.HoldUntil.ShouldBeNull());
        db.Set<Payment>().Single().ShouldSatisfyAllConditions(p => p.State.ShouldBe(PaymentState.Received), p => p.Amount.ShouldBe(0));
        Hold(town);
    }

    [Theory, OnBothEngines]
    public async Task A_refused_piece_takes_with_it_what_was_paid_for_it(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Martin");
        var bread = await shop.Sells("Pain", 1000);
        await town.Give(shop, Tenth with { Kind = PromotionKind.Bundle, Take = 3, Pay = 2 });
        var order = await town.Buys(shop.Collect(), (bread, 3));
        order.Total.ShouldBe(2000);

        (await town.Get<PrepareOrders>().RefuseLine(shop.Id, order.OrderId, 1, 1, "plus rien", null)).Problem.ShouldBeNull();
        using var db = town.Mall.Database.Read();
        var line = db.Set<OrderLine>().Single();
        (line.Total, line.DiscountsNow.Single().Amount, db.Set<Order>().Single().Total).ShouldBe((1333, 667, 1333));
        Hold(town);
    }

    [Theory, OnBothEngines]
    public async Task Weighed_goods_keep_their_discount_and_never_cost_more_than_was_agreed(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Roux");
        var cheese = await shop.Sells("Tomme", 1990, with: p => (p.StepUnit, p.StepSize, p.Weighed) = ("g", 100, true));
        await town.Give(shop, Tenth);
        var order = await town.Buys(shop.Collect(), (cheese, 3)); // 300 g at 19.90 the kilogram: 5.97, at 17.91: 5.37
        order.Total.ShouldBe(537);

        (await town.Get<PrepareOrders>().EnterWeight(shop.Id, order.OrderId, 1, 500, null)).Problem.ShouldBeNull();
        town.Mall.Scalar<long>("SELECT total FROM orders").ShouldBe(591); // the most was 6.57, of which the same share is off
        Hold(town);
    }

    [Theory, OnBothEngines]
    public async Task Fifty_at_once_for_the_last_five_uses_get_five(Engine engine)
    {
        using var town = await Town.On(engine);
        using var second = town.SecondNode();
        var shop = await town.Shop("Martin");
        var bread = await shop.Sells("Pain", 1000);
        var promotion = await town.Give(shop, Tenth with { Code = "CINQ", LimitAll = 5 });
        var requests = Enumerable.Range(0, 50).Select(_ => town.Request(Buying.Guest(), [shop.Collect()], [new WantedLine(bread, 1)]) with { Codes = ["CINQ"], ExpectedTotal = 900 }).ToList();

        var answers = await Task.WhenAll(requests.Select((r, i) => Task.Run(() => (i % 2 == 0 ? town.Get<PlaceOrder>() : second.Get<PlaceOrder>()).Run(r))));
        answers.Count(a => a.Ok).ShouldBe(5);
        answers.Where(a => !a.Ok).ShouldAllBe(a => a.Problem!.Code == "price-changed" || a.Problem.Code == "promotion-just-used-up");
        town.Mall.Scalar<long>("SELECT uses FROM promotions WHERE id = $1", promotion).ShouldBe(5);
        shop.Has(bread).ShouldBe((100, 5));
        Hold(town);
    }

    [Theory, OnBothEngines]
    public async Task One_person_uses_it_so_often_and_no_more_and_gets_a_use_back_when_the_order_is_cancelled(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Martin");
        var bread = await shop.Sells("Pain", 1000);
        await town.Give(shop, Tenth with { Kind = PromotionKind.AmountOrder, Amount = 100, LimitPerson = 1 });
        var first = (await town.BuysAs(Buying.Nadia, shop.Collect(), (bread, 1))).Orders[0];
        (first.Total, (await town.BuysAs(Buying.Nadia, shop.Collect(), (bread, 1))).Total).ShouldBe((900, 1000));
        var guest = Buying.Guest();
        (await town.BuysAs(guest, shop.Collect(), (bread, 1))).Total.ShouldBe(900);
        var again = town.Request(Buying.Guest(), [shop.Collect()], [new WantedLine(bread, 1)]);
        again = again with { Contact = again.Contact with { Email = $"N{guest.Id:N}@example.org" } };
        town.Get<QuotePurchase>().Price(again).Value.Total.ShouldBe(1000, "a guest is known by their address");

        (await town.Get<CancelOrders>().ByShopper(shop.Id, first.OrderId, OrderOwner.Person(Buying.Nadia.Id), "")).Problem.ShouldBeNull();
        town.Mall.Scalar<long>("SELECT count(*) FROM promotion_uses").ShouldBe(1);
        (await town.BuysAs(Buying.Nadia, shop.Collect(), (bread, 1))).Total.ShouldBe(900);
        Hold(town);
    }

    [Theory, OnBothEngines]
    public async Task A_return_of_goods_that_were_had_gives_back_what_was_paid_and_no_use(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Martin");
        var bread = await shop.Sells("Pain", 1000);
        await town.Give(shop, Tenth);
        var order = (await town.BuysAs(Buying.Nadia, shop.Collect(), (bread, 1))).Orders[0];
        (await town.Get<PrepareOrders>().Ready(shop.Id, order.OrderId, null)).Problem.ShouldBeNull();
        var code = town.Mall.Scalar<string>("SELECT pickup_code FROM orders")!;
        (await town.Get<HandOverOrders>().Collect(shop.Id, order.OrderId, code, new HandOverChecks(Paid: true), null)).Problem.ShouldBeNull();
        (await town.Get<ReturnOrders>().Ask(shop.Id, order.OrderId, OrderOwner.Person(Buying.Nadia.Id), "trop cuit")).Problem.ShouldBeNull();
        (await town.Get<ReturnOrders>().Agree(shop.Id, order.OrderId, null)).Problem.ShouldBeNull();
        (await town.Get<ReturnOrders>().Receive(shop.Id, order.OrderId, restock: true, null)).Problem.ShouldBeNull();

        town.Mall.Scalar<long>("SELECT owed_back FROM payments").ShouldBe(900);
        town.Mall.Scalar<long>("SELECT count(*) FROM promotion_uses").ShouldBe(1);
        Hold(town);
    }

    [Theory, OnBothEngines]
    public async Task A_promotion_of_one_shop_touches_no_line_of_another_nor_a_time_before_or_after(Engine engine)
    {
        using var town = await Town.On(engine);
        var (shop, other) = (await town.Shop("Martin"), await town.Shop("Roux"));
        var (bread, cheese) = (await shop.Sells("Pain", 1000), await other.Sells("Tomme", 1000));
        var start = town.Now.AddHours(1);
        await town.Give(shop, Tenth with { StartsAt = start, EndsAt = start.AddHours(1) });
        var lines = new WantedLine[] { new(bread, 1), new(cheese, 1) };
        long[] Totals() => [.. town.Get<QuotePurchase>().Price(town.Request(Buying.Nadia, [shop.Collect(), other.Collect()], lines)).Value.Orders.Select(o => o.Goods)];

        Totals().ShouldBe([1000, 1000]);
        town.Mall.Clock.Advance(TimeSpan.FromHours(1));
        Totals().ShouldBe([900, 1000]);
        town.Mall.Clock.Advance(TimeSpan.FromHours(1));
        Totals().ShouldBe([1000, 1000]);
    }

    [Theory, OnBothEngines]
    public async Task A_code_that_takes_nothing_off_is_refused_with_its_own_reason(Engine engine)
    {
        using var town = await Town.On(engine);
        var (shop, other) = (await town.Shop("Martin"), await town.Shop("Roux"));
        var (bread, cake, cheese) = (await shop.Sells("Pain", 1000), await shop.Sells("Tarte", 1000), await other.Sells("Tomme", 1000));
        var who = Buying.Nadia;
        await town.Get<ShopperBaskets>().SetQuantity(who, bread, 1);
        await town.Give(shop, Tenth with { Code = "PLUSTARD", StartsAt = town.Now.AddDays(1) });
        await town.Give(shop, Tenth with { Code = "TARTE", Scope = PromotionScope.Products, Targets = [Product(town, cake)] });
        await town.Give(shop, Tenth with { Code = "TROIS", Kind = PromotionKind.Bundle, Take = 3, Pay = 2 });
        await town.Give(other, Tenth with { Code = "FROMAGE" });
        await town.Give(shop, Tenth with { Code = "UNEFOIS", LimitPerson = 1 });
        await town.Give(shop, Tenth with { Code = "DERNIER", LimitAll = 1 });
        await town.Give(shop, Tenth with { Percent = 3000, Scope = PromotionScope.Products, Targets = [Product(town, bread)] });
        await town.Get<EditPromotion>().Stop(shop.Id, await town.Give(shop, Tenth with { Code = "FINI" }), null);
        await Uses(town, who, shop, cake, "UNEFOIS");
        await Uses(town, Buying.Guest(), shop, cake, "DERNIER");
        async Task<string?> Try(string code) => (await town.Get<BasketCodes>().Add(who, code)).Problem?.Code;

        (await Try("RIEN")).ShouldBe("code-unknown");
        (await Try("FROMAGE")).ShouldBe("code-unknown", "its shop is not in the basket");
        (await Try("PLUSTARD")).ShouldBe("code-not-yet");
        (await Try("FINI")).ShouldBe("code-expired");
        (await Try("TARTE")).ShouldBe("code-for-others");
        (await Try("TROIS")).ShouldBe("code-for-others", "there are not three");
        (await Try("UNEFOIS")).ShouldBe("code-used-by-you");
        (await Try("DERNIER")).ShouldBe("code-used-up");
        town.Get<ReadBasket>().View(who, "fr").Codes.ShouldBeEmpty();

        await town.Give(shop, Tenth with { Code = "DIX" });
        (await Try("DIX")).ShouldBeNull();
        town.Get<ReadBasket>().View(who, "fr").Codes.ShouldBe([new TypedCode("DIX", null, 0)], "what everybody has is better");
        await town.Get<ShopperBaskets>().SetQuantity(who, cheese, 1);
        (await Try("fromage")).ShouldBeNull();
        var basket = town.Get<ReadBasket>().View(who, "fr");
        basket.Shops.Select(s => s.Goods).ShouldBe([700, 900]);
    }

    [Theory, OnBothEngines]
    public async Task What_has_begun_is_not_changed_only_ended(Engine engine)
    {
        using var town = await Town.On(engine);
        var (shop, other) = (await town.Shop("Martin"), await town.Shop("Roux"));
        var edit = town.Get<EditPromotion>();
        var id = (await edit.Create(shop.Id, Tenth with { StartsAt = town.Now.AddHours(1), Code = "DIX" }, release: false, null)).Value;
        PromotionState State() => town.Get<ReadPromotions>().Find(shop.Id, id)!.Value.Row.State;

        State().ShouldBe(PromotionState.Draft);
        (await edit.Change(shop.Id, id, Tenth with { StartsAt = town.Now.AddHours(1), Percent = 2000 }, release: true, null)).Problem.ShouldBeNull();
        State().ShouldBe(PromotionState.Scheduled);
        (await edit.Change(other.Id, id, Tenth, release: true, null)).Problem.ShouldBe(PromotionProblems.NoSuchPromotion);
        (await edit.Stop(other.Id, id, null)).Problem.ShouldBe(PromotionProblems.NoSuchPromotion);
        town.Get<ReadPromotions>().Find(other.Id, id).ShouldBeNull();
        town.Mall.Clock.Advance(TimeSpan.FromHours(1));
        State().ShouldBe(PromotionState.Running);
        (await edit.Change(shop.Id, id, Tenth, release: true, null)).Problem.ShouldBe(PromotionProblems.Begun);
        (await edit.Stop(shop.Id, id, null)).Problem.ShouldBeNull();
        State().ShouldBe(PromotionState.Ended);
        (await edit.Stop(shop.Id, id, null)).Problem.ShouldBe(PromotionProblems.HasEnded);
        Hold(town);
    }

    [Fact]
    public async Task What_cannot_be_given_is_refused_field_by_field()
    {
        using var town = await Town.On(Engine.Sqlite);
        var (shop, other) = (await town.Shop("Martin"), await town.Shop("Roux"));
        var theirs = Product(town, await other.Sells("Tomme", 900));
        async Task<string[]> Refused(PromotionInput input) => [.. (await town.Get<EditPromotion>().Create(shop.Id, input, release: true, null)).Problem!.Single.Select(p => $"{p.Field}: {p.Code}")];

        (await Refused(Tenth with { Name = " ", Percent = 10_001 })).ShouldBe(["name: missing", "percent: promotion-percent-wrong"]);
        (await Refused(Tenth with { Kind = PromotionKind.AmountEach, Amount = 0 })).ShouldBe(["amount: promotion-amount-wrong"]);
        (await Refused(Tenth with { Kind = PromotionKind.Bundle, Take = 3, Pay = 3 })).ShouldBe(["take: promotion-bundle-wrong"]);
        (await Refused(Tenth with { Kind = PromotionKind.AmountOrder, Amount = 500, Scope = PromotionScope.Products, Targets = [theirs] })).ShouldBe(["scope: promotion-order-scope", "targets: not-offered"]);
        (await Refused(Tenth with { Scope = PromotionScope.Categories })).ShouldBe(["targets: promotion-no-targets"]);
        (await Refused(Tenth with { Code = "é", LimitAll = 0, EndsAt = town.Now })).ShouldBe(["code: promotion-code-wrong", "ends: promotion-ends-early", "limit-all: out-of-range"]);
        await town.Give(shop, Tenth with { Code = "DIX" });
        (await Refused(Tenth with { Code = "dix" })).ShouldBe(["code: promotion-code-taken"]);
        await town.Give(other, Tenth with { Code = "DIX" });
    }

    private static Category Named(Guid id, string code, Guid? parent) => new() { Id = id, Code = code, Name = new LocalText("fr", code), ParentId = parent };

    private static async Task Uses(Town town, Shopper who, TownShop shop, Guid variant, string code)
    {
        var request = town.Request(who, [shop.Collect()], [new WantedLine(variant, 1)]) with { Codes = [code], ExpectedTotal = 900 };
        (await town.Get<PlaceOrder>().Run(request)).Problem.ShouldBeNull();
    }

    private static Guid Product(Town town, Guid variant) => town.Mall.Scalar<Guid>("SELECT product_id FROM variants WHERE id = $1", variant);

    private static void Hold(Town town) => Checks.All(town.Mall.Database).ShouldAllBe(f => f.Holds);
}

/// <summary>How the tests make promotions.</summary>
internal static class Giving
{
    /// <summary>A released promotion; fails the test when refused.</summary>
    public static async Task<Guid> Give(this Town town, TownShop shop, PromotionInput input)
    {
        var made = await town.Get<EditPromotion>().Create(shop.Id, input, release: true, shop.Clerk);
        made.Problem.ShouldBeNull();
        return made.Value;
    }
}
