using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Checkout;
using Halles.Mall.Invariants;
using Halles.Mall.Orders;
using Halles.Mall.Stock;
using Halles.Testing;

namespace Halles.Tests.Mall.Checkout;

/// <summary>Many at once: on PostgreSQL from two web nodes, on SQLite through the one writer.</summary>
public sealed class ManyBuyersTests
{
    private const int Jitter = 100; // milliseconds

    [Theory, OnBothEngines]
    public async Task Of_two_hundred_buyers_exactly_fifty_get_the_fifty_last_units(Engine engine)
    {
        using var town = await Town.On(engine);
        using var second = town.SecondNode();
        var shop = await town.Shop("Martin");
        var hot = await shop.Sells("Galette", 1500, onHand: 50);
        var requests = Enumerable.Range(0, 200).Select(i => town.Request(Buying.Guest(), [shop.Collect()], [new WantedLine(hot, 1)], $"key-{i}")).ToList();

        // Each sends the same request three times, to either node, within a moment: as impatient browsers do.
        var answers = await Task.WhenAll(requests.Select(async (request, i) => await Task.WhenAll(Enumerable.Range(0, 3).Select(async n =>
        {
            await Task.Delay(Random.Shared.Next(Jitter));
            return await ((i + n) % 2 == 0 ? town.Get<PlaceOrder>() : second.Get<PlaceOrder>()).Run(request);
        }))));

        var won = answers.Where(a => a.Any(r => r.Ok)).ToList();
        won.Count.ShouldBe(50);
        won.ShouldAllBe(a => a.All(r => r.Ok) && a.Select(r => r.Value.PurchaseId).Distinct().Count() == 1);
        answers.Except(won).SelectMany(a => a).ShouldAllBe(r => r.Problem!.Code == "stock-gone");
        shop.Has(hot).ShouldBe((50, 50));
        town.Mall.Scalar<long>("SELECT count(*) FROM orders").ShouldBe(50);
        Hold(town);
    }

    [Theory, OnBothEngines]
    public async Task Baskets_of_two_lines_in_opposite_order_never_lock_each_other_out(Engine engine)
    {
        using var town = await Town.On(engine);
        using var second = town.SecondNode();
        var (shop, other) = (await town.Shop("Martin"), await town.Shop("Roux"));
        var (a, b) = (await shop.Sells("Pain", 500, onHand: 40), await other.Sells("Tomme", 700, onHand: 40));
        var there = new WantedLine[] { new(a, 1), new(b, 1) };
        var requests = Enumerable.Range(0, 120).Select(i => i % 2 == 0
            ? town.Request(Buying.Guest(), [shop.Collect(), other.Collect()], there)
            : town.Request(Buying.Guest(), [other.Collect(), shop.Collect()], [.. there.Reverse()])).ToList();

        var answers = await Task.WhenAll(requests.Select((r, i) => ((i / 2) % 2 == 0 ? town.Get<PlaceOrder>() : second.Get<PlaceOrder>()).Run(r)));
        answers.Count(r => r.Ok).ShouldBe(40);
        answers.Where(r => !r.Ok).ShouldAllBe(r => r.Problem!.Code == "stock-gone");
        (shop.Has(a), other.Has(b)).ShouldBe(((40, 40), (40, 40)));
        (town.Mall.Writer.Conflicts + second.Get<MallWriter>().Conflicts).ShouldBe(0, "deadlocks");
        Hold(town);
    }

    [Theory, OnBothEngines]
    public async Task Buying_stepping_breaking_and_counting_at_once_keeps_every_invariant(Engine engine)
    {
        using var town = await Town.On(engine);
        using var second = town.SecondNode();
        var shop = await town.Shop("Martin");
        var goods = new List<Guid>();
        for (var i = 0; i < 3; i++)
        {
            goods.Add(await shop.Sells($"Pain {i}", 500, onHand: 60));
        }

        var buying = Enumerable.Range(0, 90).Select(async i =>
        {
            var (here, there) = i % 2 == 0 ? (town.Get<PlaceOrder>(), second.Get<PrepareOrders>()) : (second.Get<PlaceOrder>(), town.Get<PrepareOrders>());
            var placed = await here.Run(town.Request(Buying.Guest(), [shop.Collect()], [new WantedLine(goods[i % 3], 2), new WantedLine(goods[(i + 1) % 3], 1)]));
            if (placed.Ok && placed.Value.Orders[0].OrderId is var order)
            {
                await ((i % 5) switch
                {
                    0 => town.Get<CancelOrders>().ByShop(shop.Id, order, "Fermé", shop.Clerk),
                    1 => there.RefuseLine(shop.Id, order, 1, 1, "Abîmé", shop.Clerk),
                    2 => town.Get<SettleOrders>().MarkPaid(shop.Id, order, shop.Clerk),
                    3 => there.Ready(shop.Id, order, shop.Clerk),
                    _ => there.Accept(shop.Id, order, shop.Clerk),
                });
            }
        });
        var handling = Enumerable.Range(0, 30).Select(async i => await (i % 2 == 0 ? town.Get<AdjustStock>() : second.Get<AdjustStock>()).Run(new StockChange(
            shop.Id, goods[i % 3], shop.StoreId, i % 4 == 3 ? MovementReason.Delivery : MovementReason.Breakage, 5, shop.Clerk))).ToList();
        await Task.WhenAll([.. buying, .. handling]);
        (await Task.WhenAll(handling)).ShouldAllBe(r => r.Ok, "physical facts always go through");
        Hold(town);
    }

    private static void Hold(Town town) =>
        Checks.All(town.Mall.Database).Where(f => !f.Holds).Select(f => $"{f.Number} {f.Name} {string.Join("; ", f.Examples)}").ShouldBeEmpty();
}
