using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Baskets;
using Halles.Mall.Catalogue;
using Halles.Mall.Checkout;
using Halles.Mall.Fulfilment;
using Halles.Mall.Orders;
using Halles.Mall.Shops;
using Halles.Testing;

namespace Halles.Tests.Mall.Checkout;

public sealed class PlaceOrderTests
{
    [Theory, OnBothEngines]
    public async Task One_basket_buys_from_three_shops_in_three_ways(Engine engine)
    {
        using var town = await Town.On(engine);
        var (bakery, potter, books) = (await town.Shop("Martin"), await town.Shop("Terre et Feu"), await town.Shop("Deux Ponts"));
        var (bread, vase, novel) = (await bakery.Sells("Pain", 480, tax: "food"), await potter.Sells("Vase", 3800), await books.Sells("Roman", 2100, tax: "books"));
        var baskets = town.Get<ShopperBaskets>();
        foreach (var (variant, quantity) in ((Guid, long)[])[(bread, 2), (vase, 1), (novel, 2)])
        {
            (await baskets.SetQuantity(Buying.Nadia, variant, quantity)).Ok.ShouldBeTrue();
        }

        var request = town.Request(Buying.Nadia, [bakery.Collect(), potter.Deliver(), books.Ship()], lines: null);
        var placed = (await town.Get<PlaceOrder>().Run(request)).Value;

        placed.Total.ShouldBe(960 + (3800 + 350) + (4200 + 590));
        placed.Orders.Select(o => (o.ShopId, o.Way, o.Total)).ShouldBe(
            [(bakery.Id, FulfilmentKind.Collect, 960), (potter.Id, FulfilmentKind.Deliver, 4150), (books.Id, FulfilmentKind.Ship, 4790)]);
        placed.Orders.ShouldAllBe(o => o.Code.Length == 8);
        (bakery.Has(bread), potter.Has(vase), books.Has(novel)).ShouldBe(((100, 2), (100, 1), (100, 2)));
        baskets.Count(Buying.Nadia).ShouldBe(0);
        using var db = town.Mall.Database.Read();
        var orders = db.Set<Order>().OrderBy(o => o.Total).ToList();
        orders.Select(o => o.Vat).ShouldBe([50, 692, 250]); // 960 at 5.5; 4150 at 20; 4790 at 5.5, postage with its books
        orders.ShouldAllBe(o => o.State == OrderState.Placed && o.PurchaseId == placed.PurchaseId && o.Contact.Phone == "+33661912418");
        db.Set<Purchase>().Single().LinkHash.ShouldBe(PlaceOrder.LinkHash(placed.LinkToken));
        db.Set<Halles.Mall.Payments.Payment>().Select(p => p.Amount).ToList().Sum().ShouldBe(placed.Total);
        town.Mall.Scalar<long>("SELECT count(*) FROM jobs WHERE kind = 'order-mail'").ShouldBe(4); // one to the shopper, one to each shop
    }

    [Theory, OnBothEngines]
    public async Task A_retry_under_the_same_key_gets_the_same_purchase_and_link(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Martin");
        var bread = await shop.Sells("Pain", 480);
        await town.Get<ShopperBaskets>().SetQuantity(Buying.Nadia, bread, 2);
        var request = town.Request(Buying.Nadia, [shop.Collect()], lines: null, key: "k-1"); // the basket is empty after the first

        var answers = new List<PlacedPurchase>();
        foreach (var result in await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => town.Get<PlaceOrder>().Run(request))))
        {
            answers.Add(result.Value);
        }

        answers.Add((await town.Get<PlaceOrder>().Run(request)).Value);
        answers.Select(a => (a.PurchaseId, a.LinkToken, a.Orders[0].Code)).Distinct().ShouldHaveSingleItem();
        shop.Has(bread).ShouldBe((100, 2));
        town.Mall.Scalar<long>("SELECT count(*) FROM orders").ShouldBe(1);

        var another = request with { Lines = [new WantedLine(bread, 1)] };
        (await town.Get<PlaceOrder>().Run(another)).Problem.ShouldBe(StorageProblems.KeyReused);
        (await town.Get<PlaceOrder>().Run(town.Request(Buying.Guest(), [shop.Collect()], [new WantedLine(bread, 1)], "k-1"))).Ok.ShouldBeTrue("keys live in the scope of a shopper");
    }

    [Theory, OnBothEngines]
    public async Task A_changed_price_refuses_with_old_and_new_and_binds_no_key(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Martin");
        var bread = await shop.Sells("Pain", 480);
        var request = town.Request(Buying.Nadia, [shop.Collect()], [new WantedLine(bread, 2)], "k-1");
        await town.Mall.Write<int>(s => s.Sql.Execute("UPDATE variants SET price = 500 WHERE id = $1", bread));

        var refused = (await town.Get<PlaceOrder>().Run(request)).Problem!;
        refused.Code.ShouldBe("price-changed");
        refused.Args.ShouldBe([Money.Eur(9.60m), Money.Eur(10)]);
        (refused.Data!["old"], refused.Data["new"]).ShouldBe((Money.Eur(9.60m), Money.Eur(10)));
        shop.Has(bread).ShouldBe((100, 0));
        (await town.Get<PlaceOrder>().Run(request with { ExpectedTotal = 1000 })).Ok.ShouldBeTrue("the same key with another body, since it bound nothing");
    }

    [Theory, OnBothEngines]
    public async Task All_or_nothing_over_shops_and_every_shortage_is_named(Engine engine)
    {
        using var town = await Town.On(engine);
        var (first, second) = (await town.Shop("Martin"), await town.Shop("Roux"));
        var (bread, cheese, milk) = (await first.Sells("Pain", 480), await second.Sells("Tomme", 900, onHand: 1), await second.Sells("Lait", 120, onHand: 0));
        var request = town.Request(Buying.Nadia, [first.Collect(), second.Collect()], [new WantedLine(bread, 2), new WantedLine(cheese, 2), new WantedLine(milk, 1)]);

        var refused = (await town.Get<PlaceOrder>().Run(request)).Problem!;
        refused.Code.ShouldBe("stock-gone");
        refused.Parts.Select(p => (p.Code, p.Data!["variantId"], p.Data["wanted"], p.Data["left"]))
            .ShouldBe([("line-not-enough", cheese, 2L, 1L), ("line-sold-out", milk, 1L, 0L)], ignoreOrder: true);
        (first.Has(bread), second.Has(cheese)).ShouldBe(((100, 0), (1, 0)));
        (string, long)[] rows = [.. ((string[])["purchases", "orders", "order_lines", "order_events", "holds", "payments", "jobs"]).Select(t => (t, town.Mall.Scalar<long>($"SELECT count(*) FROM {t}")))];
        rows.ShouldAllBe(r => r.Item2 == 0);
    }

    [Theory]
    [InlineData(ShopState.Paused, "shop-paused")]
    [InlineData(ShopState.Suspended, "shop-suspended")]
    [InlineData(ShopState.Closed, "shop-closed")]
    [InlineData(ShopState.Approved, "shop-suspended")]
    public async Task A_shop_that_does_not_sell_takes_no_order(ShopState state, string code)
    {
        using var town = await Town.On(Engine.Sqlite);
        var shop = await town.Shop("Martin", state: state);
        var bread = await shop.Sells("Pain", 480);
        var refused = await town.Get<PlaceOrder>().Run(town.Request(Buying.Nadia, [shop.Collect()], [new WantedLine(bread, 1)]));
        refused.Problem!.Code.ShouldBe(code);
        refused.Problem.Data!["shopId"].ShouldBe(shop.Id);
    }

    [Fact]
    public async Task A_shop_on_holiday_takes_no_order_until_it_is_back()
    {
        using var town = await Town.On(Engine.Sqlite);
        var shop = await town.Shop("Martin");
        var bread = await shop.Sells("Pain", 480);
        await town.Mall.Write<Done>(s =>
        {
            s.Db.Set<Shop>().Single().Holiday = new Holiday(new DateOnly(2026, 3, 1), new DateOnly(2026, 3, 3), []);
            return default(Done);
        });
        (await town.Get<PlaceOrder>().Run(town.Request(Buying.Nadia, [shop.Collect()], [new WantedLine(bread, 1)]))).Problem!.Code.ShouldBe("shop-on-holiday");
        town.Mall.Clock.Advance(TimeSpan.FromDays(1));
        (await town.Get<PlaceOrder>().Run(town.Request(Buying.Nadia, [shop.Collect()], [new WantedLine(bread, 1)]))).Ok.ShouldBeTrue();
    }

    [Theory, OnBothEngines]
    public async Task A_shop_that_takes_orders_on_holiday_has_its_time_for_them_after_it(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Martin");
        var bread = await shop.Sells("Pain", 480);
        await town.Mall.Write<Done>(s =>
        {
            s.Db.Set<Shop>().Single().Holiday = new Holiday(new DateOnly(2026, 3, 2), new DateOnly(2026, 3, 21), [], TakesOrders: true);
            return default(Done);
        });
        var collected = (await town.BuysAs(Buying.Nadia, shop.Collect(), (bread, 1))).Orders[0];
        var transferred = (await town.BuysAs(Buying.Nadia, shop.Collect() with { PaymentMethod = "transfer" }, (bread, 1))).Orders[0];
        collected.ReadyBy.ShouldBe(new DateTimeOffset(2026, 3, 24, 9, 0, 0, TimeSpan.FromHours(1)), "closed on Sunday and Monday");
        collected.HoldUntil!.Value.ShouldBeGreaterThan(collected.ReadyBy);
        transferred.HoldUntil.ShouldBe(new DateTimeOffset(2026, 3, 28, 0, 0, 0, TimeSpan.FromHours(1)), "five working days after it");
        town.Mall.Scalar<DateTimeOffset>("SELECT accept_by FROM orders WHERE id = $1", collected.OrderId).ShouldBe(collected.ReadyBy.AddHours(24), "from the first open hour");

        town.Mall.Clock.Advance(collected.ReadyBy - TimeSpan.FromMinutes(1) - town.Now);
        await town.Run<ExpireHolds>();
        await town.Run<AcceptDeadlines>();
        town.Mall.Scalar<long>("SELECT count(*) FROM orders WHERE state = 'Placed'").ShouldBe(2);
        town.Get<ReadOrders>().Today(shop.Id, town.Now).Late.ShouldBe(0);
        town.Mall.Clock.Advance(TimeSpan.FromHours(25));
        await town.Run<AcceptDeadlines>();
        town.Mall.Scalar<long>("SELECT count(*) FROM orders WHERE state = 'Placed'").ShouldBe(0);
    }

    [Fact]
    public async Task What_is_no_longer_sold_is_named()
    {
        using var town = await Town.On(Engine.Sqlite);
        var shop = await town.Shop("Martin");
        var (bread, cake) = (await shop.Sells("Pain", 480), await shop.Sells("Tarte", 900));
        await town.Mall.Write<int>(s => s.Sql.Execute("UPDATE variants SET archived = $2 WHERE id = $1", cake, true));
        var never = Ids.New(town.Mall.Clock);
        var refused = (await town.Get<PlaceOrder>().Run(town.Request(Buying.Nadia, [shop.Collect()], [new WantedLine(bread, 1), new WantedLine(cake, 1), new WantedLine(never, 1)]))).Problem!;
        refused.Code.ShouldBe("stock-gone");
        refused.Parts.Select(p => (p.Code, p.Data!["variantId"])).ShouldBe([("line-gone", cake), ("line-gone", never)]);
    }

    [Fact]
    public async Task Wrong_input_is_told_field_by_field()
    {
        using var town = await Town.On(Engine.Sqlite);
        var shop = await town.Shop("Martin");
        var bread = await shop.Sells("Pain", 480);
        var good = town.Request(Buying.Nadia, [shop.Collect()], [new WantedLine(bread, 1)]);
        (PurchaseRequest Request, string Code, string? Field)[] bad =
        [
            (good with { Contact = good.Contact with { Name = " " } }, "name-missing", "name"),
            (good with { Contact = good.Contact with { Name = new string('x', 10_000) } }, "name-long", "name"),
            (good with { Contact = good.Contact with { Name = "a\0b" } }, "text-unfit", "name"),
            (good with { Contact = good.Contact with { Email = "nobody" } }, "email-shape", "email"),
            (good with { Contact = good.Contact with { Phone = "" } }, "phone-shape", "phone"),
            (good with { Lines = [new WantedLine(bread, 0)] }, "quantity-wrong", "lines[0].quantity"),
            (good with { Lines = [new WantedLine(bread, -1)] }, "quantity-wrong", "lines[0].quantity"),
            (good with { Lines = [new WantedLine(bread, 1_000_000_000)] }, "quantity-wrong", "lines[0].quantity"),
            (good with { Lines = [new WantedLine(bread, 1), new WantedLine(bread, 2)] }, "line-twice", null),
            (good with { Lines = [] }, "basket-empty", null),
            (good with { Shops = [] }, "basket-empty", null),
            (good with { Shops = [shop.Collect(), shop.Collect()] }, "shop-twice", null),
            (good with { Shops = [shop.Collect() with { Note = new string('x', 1001) }] }, "note-long", "note"),
            (good with { Shops = [shop.Collect() with { StoreId = null }] }, "no-such-store", "store"),
            (good with { Shops = [shop.Collect() with { StoreId = Guid.AllBitsSet }] }, "no-such-store", "store"),
            (good with { Shops = [shop.Collect() with { PaymentMethod = "on-delivery" }] }, "payment-not-offered", "payment"),
            (good with { Shops = [shop.Collect() with { PaymentMethod = "gold" }] }, "payment-not-offered", "payment"),
            (good with { Shops = [shop.Deliver() with { Address = null }] }, "address-needed", "shops[0].address"),
            (good with { Shops = [shop.Deliver() with { Address = Buying.Home with { Postcode = "4110" } }] }, "address-postcode", "shops[0].address.postcode"),
            (good with { Shops = [shop.Deliver() with { Address = Buying.Home with { City = "a\0b" } }] }, "text-unfit", "shops[0].address"),
            (good with { Shops = [shop.Deliver() with { Address = Buying.Home with { Postcode = "75001" } }] }, "address-not-served", "address"),
            (good with { Shops = [shop.Deliver()] }, "below-minimum", "way"),
            (good with { Key = new string('k', 201) }, "idempotency-key-long", null),
            (good with { Shops = [shop.Collect() with { ShopId = Guid.AllBitsSet }] }, "shop-not-chosen", null),
        ];
        foreach (var (request, code, field) in bad)
        {
            var problem = (await town.Get<PlaceOrder>().Run(request)).Problem;
            (problem?.Code, problem?.Field).ShouldBe((code, field));
        }

        town.Mall.Scalar<long>("SELECT count(*) FROM orders").ShouldBe(0);
        (await town.Get<PlaceOrder>().Run(good with { Contact = good.Contact with { Name = "أحمد 🧀 O'Brien <b>" } })).Ok.ShouldBeTrue();
    }

    [Theory, OnBothEngines]
    public async Task Unpaid_orders_are_capped_per_person_lower_for_guests_and_per_variant(Engine engine)
    {
        using var town = await Town.On(engine, s => s with { ReservationsPerPerson = 3, ReservationsPerGuest = 2, ReservedUnitsPerVariant = 5 });
        var shop = await town.Shop("Martin");
        var (bread, cake) = (await shop.Sells("Pain", 480), await shop.Sells("Tarte", 900));
        async Task<string?> Buy(Shopper who, Guid variant, long quantity, Contact? contact = null)
        {
            var request = town.Request(who, [shop.Collect()], [new WantedLine(variant, quantity)]);
            return (await town.Get<PlaceOrder>().Run(contact is null ? request : request with { Contact = contact })).Problem?.Code;
        }

        (await Buy(Buying.Nadia, bread, 3)).ShouldBeNull();
        (await Buy(Buying.Nadia, bread, 3)).ShouldBe("too-many-reserved");
        (await Buy(Buying.Nadia, bread, 2)).ShouldBeNull();
        (await Buy(Buying.Nadia, cake, 1)).ShouldBeNull();
        (await Buy(Buying.Nadia, cake, 1)).ShouldBe("too-many-reservations");

        // A guest comes again with new cookies but the same address.
        var contact = new Contact("Max", "Max@Example.org", "0661912418");
        (await Buy(Buying.Guest(), cake, 1, contact)).ShouldBeNull();
        (await Buy(Buying.Guest(), cake, 1, contact with { Email = "max@example.org" })).ShouldBeNull();
        (await Buy(Buying.Guest(), cake, 1, contact)).ShouldBe("too-many-reservations");
    }

    [Theory, OnBothEngines]
    public async Task Weighed_goods_are_priced_by_what_was_asked_and_agreed_up_to_a_tenth_more(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Roux");
        var tomme = await shop.Sells("Tomme", 1990, tax: "food", with: p => (p.StepUnit, p.StepSize, p.Weighed) = ("g", 100, true));
        (await town.Buys(shop.Collect(), (tomme, 3))).Total.ShouldBe(597);
        using var db = town.Mall.Database.Read();
        var line = db.Set<OrderLine>().Single();
        (line.Total, line.Most, line.Weight).ShouldBe((597, 657, 100));
    }

    [Theory, OnBothEngines]
    public async Task Goods_made_to_order_hold_no_stock(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Cadres");
        var frame = await shop.Sells("Encadrement", 4500, onHand: 0, with: p => (p.Policy, p.PreparationHours) = (StockPolicy.ToOrder, 72));
        var order = await town.Buys(shop.Collect(), (frame, 1));
        order.ReadyBy.ShouldBe(town.Now.AddHours(72));
        town.Mall.Scalar<long>("SELECT count(*) FROM holds").ShouldBe(0);
    }

    [Theory, OnBothEngines]
    public async Task VAT_of_goods_that_are_shipped_is_that_of_where_they_go(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Roux");
        var honey = await shop.Sells("Miel", 890, tax: "food");
        var vase = await shop.Sells("Vase", 4999);
        async Task<long> Vat(ShopChoice choice, Guid variant)
        {
            var order = await town.Buys(choice, (variant, 1));
            return town.Mall.Scalar<long>("SELECT vat FROM orders WHERE id = $1", order.OrderId);
        }

        (await Vat(shop.Collect(), honey)).ShouldBe(46); // 8.90 at 5.5 %
        (await Vat(shop.Ship(Buying.Home with { Postcode = "10115", City = "Berlin", Country = Country.Parse("DE") }), vase)).ShouldBe(1038); // (49.99 + 15.00) at 19 %
        (await Vat(shop.Ship(Buying.Home with { Postcode = "8001", City = "Zürich", Country = Country.Parse("CH") }), vase)).ShouldBe(0);
        (await Vat(shop.Ship(Buying.Home with { Postcode = "97110", City = "Pointe-à-Pitre" }), vase)).ShouldBe(438); // (49.99 + 5.90) at 8.5 %
    }

    [Fact]
    public void The_example_of_the_rules_adds_up()
    {
        // Bread 2 × 1.35 and honey 8.90 at 5.5 %; lamp 49.99 and candles 3 × 4.33 at 20 %; ten per cent off, split over the lines.
        Money[] gross = [Money.Eur(2.70m), Money.Eur(8.90m), Money.Eur(49.99m), Money.Eur(12.99m)];
        var off = Money.Eur(7.46m).Split(gross);
        var amounts = OrderAmounts.Of([.. gross.Select((g, i) => new AmountLine(g.Minor - off[i].Minor, i < 2 ? 550 : 2000))], 0, 2000);
        (amounts.Total, amounts.Vat).ShouldBe((6712, 54 + 945));
    }
}
