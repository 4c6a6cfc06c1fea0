using FsCheck;
using FsCheck.Fluent;
using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Checkout;
using Halles.Mall.Fulfilment;
using Halles.Mall.Invariants;
using Halles.Mall.Orders;
using Halles.Mall.Stock;
using Halles.Testing;
using Halles.Tests.Mall.Checkout;

namespace Halles.Tests.Mall.Orders;

/// <summary>Whatever people do in whatever order, sensible or not, the books stay right.</summary>
public sealed class RandomStepsTests
{
    [Theory]
    [InlineData(Engine.Sqlite, 20)]
    [InlineData(Engine.PostgreSql, 4)]
    public void Any_sequence_of_steps_keeps_the_invariants(Engine engine, int runs)
    {
        var steps = Gen.Zip(Gen.Choose(0, 21), Gen.Choose(0, 9)).ListOf(60).ToArbitrary();
#pragma warning disable RS0030 // a property of FsCheck is synchronous
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(runs), Prop.ForAll(steps, list => Walk(engine, [.. list]).GetAwaiter().GetResult()));
#pragma warning restore RS0030
    }

    private static async Task<bool> Walk(Engine engine, List<(int Step, int Which)> steps)
    {
        using var town = await Town.On(engine);
        var walk = new Wanderer(town, await town.Shop("Martin"));
        await walk.Begin();
        foreach (var (step, which) in steps)
        {
            await walk.Take(step, which);
        }

        Checks.All(town.Mall.Database).Where(f => !f.Holds).Select(f => $"{f.Number} {f.Name} {string.Join("; ", f.Examples)}").ShouldBeEmpty();
        return true;
    }

    /// <summary>Takes steps by number, on one of the last orders; refusals are part of the game.</summary>
    private sealed class Wanderer(Town town, TownShop shop)
    {
        private readonly List<(Guid Id, OrderOwner Owner)> _orders = [];
        private Guid _bread;
        private Guid _tomme;

        public async Task Begin()
        {
            _bread = await shop.Sells("Pain", 700, onHand: 30, tax: "food");
            _tomme = await shop.Sells("Tomme", 1990, onHand: 40, with: p => (p.StepUnit, p.StepSize, p.Weighed) = ("g", 100, true));
            await Buy(0);
        }

        public async Task Take(int step, int which)
        {
            town.Mall.Clock.Advance(TimeSpan.FromMinutes(1 + (which * 20)));
            if (step < 3 || _orders.Count == 0)
            {
                await Buy(which);
                return;
            }

            var (order, owner) = _orders[^(1 + (which % Math.Min(3, _orders.Count)))];
            await Do(step, order, owner, which);
        }

        private Task Do(int step, Guid order, OrderOwner owner, int which) => step switch
        {
            3 => town.Get<PrepareOrders>().Accept(shop.Id, order, shop.Clerk),
            4 => town.Get<PrepareOrders>().Start(shop.Id, order, shop.Clerk),
            5 or 6 => town.Get<PrepareOrders>().Ready(shop.Id, order, shop.Clerk),
            7 => town.Get<PrepareOrders>().RefuseLine(shop.Id, order, 1 + (which % 2), which % 3 == 0 ? null : 1, "Abîmé", shop.Clerk),
            8 or 9 => town.Get<PrepareOrders>().EnterWeight(shop.Id, order, 2, 80 + (which * 40), shop.Clerk),
            10 or 11 => town.Get<HandOverOrders>().Collect(shop.Id, order, Code(order), new HandOverChecks(Paid: which > 2), shop.Clerk),
            12 => town.Get<HandOverOrders>().SendOut(shop.Id, order, new HandOverChecks(Unpaid: which % 2 == 0), shop.Clerk),
            13 => town.Get<HandOverOrders>().Ship(shop.Id, order, "6A", new HandOverChecks(Unpaid: which % 2 == 0), shop.Clerk),
            14 => town.Get<HandOverOrders>().Delivered(shop.Id, order, new HandOverChecks(Paid: true), shop.Clerk),
            15 => town.Get<HandOverOrders>().ReturnedUndelivered(shop.Id, order, which % 2 == 0, shop.Clerk),
            16 => which % 2 == 0 ? town.Get<CancelOrders>().ByShopper(shop.Id, order, owner, "") : town.Get<CancelOrders>().ByShop(shop.Id, order, "Fermé", shop.Clerk),
            17 => town.Get<SettleOrders>().MarkPaid(shop.Id, order, shop.Clerk),
            18 => Return(order, owner, which),
            19 => town.Get<SettleOrders>().GiveBack(shop.Id, order, new GivenBack(1 + which), shop.Clerk),
            20 => town.Get<AdjustStock>().Run(new StockChange(shop.Id, which % 2 == 0 ? _bread : _tomme, shop.StoreId, (MovementReason)(1 + (which % 6)), which * 3, shop.Clerk)),
            _ => Time(),
        };

        private Task Return(Guid order, OrderOwner owner, int which) => (which % 5) switch
        {
            0 => town.Get<ReturnOrders>().Ask(shop.Id, order, owner, "Trop"),
            1 => town.Get<ReturnOrders>().Agree(shop.Id, order, shop.Clerk),
            2 => town.Get<ReturnOrders>().Receive(shop.Id, order, true, shop.Clerk),
            3 => town.Get<ReturnOrders>().Refund(shop.Id, order, shop.Clerk),
            _ => town.Get<ReturnOrders>().Withdraw(shop.Id, order, owner),
        };

        private async Task Time()
        {
            town.Mall.Clock.Advance(TimeSpan.FromHours(9));
            await town.Run<ExpireHolds>();
            await town.Run<AcceptDeadlines>();
        }

        private async Task Buy(int which)
        {
            var choice = (which % 4) switch { 0 => shop.Deliver(), 1 => shop.Ship(), 2 => shop.Collect() with { PaymentMethod = "transfer" }, _ => shop.Collect() };
            var request = town.Request(Buying.Guest(), [choice], [new WantedLine(_bread, 1 + (which % 3)), new WantedLine(_tomme, 1 + (which % 4))]);
            if (await town.Get<PlaceOrder>().Run(request) is { Ok: true } placed)
            {
                _orders.Add((placed.Value.Orders[0].OrderId, OrderOwner.Link(placed.Value.LinkToken)));
            }
        }

        private string Code(Guid order) => town.Mall.Scalar<string>("SELECT pickup_code FROM orders WHERE id = $1", order)!;
    }
}
