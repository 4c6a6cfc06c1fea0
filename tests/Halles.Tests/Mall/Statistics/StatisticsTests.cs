using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Baskets;
using Halles.Mall.Orders;
using Halles.Mall.Statistics;
using Halles.Testing;
using Halles.Tests.Mall.Checkout;

namespace Halles.Tests.Mall.Statistics;

public sealed class StatisticsTests
{
    // The town's clock begins on this day at nine in the morning in Paris.
    private static readonly DateOnly Tuesday = new(2026, 3, 3);

    [Theory, OnBothEngines]
    public async Task Views_and_baskets_are_counted_by_day_of_the_malls_clock_and_written_together(Engine engine)
    {
        using var town = await Town.On(engine);
        var (shop, other) = (await town.Shop("Martin"), await town.Shop("Roux"));
        var (bread, cheese) = (await shop.Sells("Pain", 480), await other.Sells("Tomme", 900));
        var counts = town.Get<ProductCounts>();
        See("martin", bread, 3);
        counts.Seen("martin", "nothing-of-this-name");
        counts.Seen("nobody", Handle(town, bread));
        foreach (var (who, variant, quantity) in new[] { (Buying.Nadia, bread, 1), (Buying.Nadia, bread, 5), (Buying.Guest(), bread, 1), (Buying.Guest(), cheese, 1) })
        {
            (await town.Get<ShopperBaskets>().SetQuantity(who, variant, quantity)).Ok.ShouldBeTrue();
        }

        Rows(town).ShouldBe(0, "nothing is written for one view");
        await counts.Flush();
        See("martin", bread, 1);
        town.Mall.Clock.Advance(TimeSpan.FromHours(14) + TimeSpan.FromMinutes(59)); // 23:59 in Paris
        See("martin", bread, 1);
        town.Mall.Clock.Advance(TimeSpan.FromMinutes(2));
        See("martin", bread, 7);
        await counts.Flush();
        await counts.Flush();

        Rows(town).ShouldBe(3);
        var figures = Figures(town, shop, Tuesday, Tuesday.AddDays(1));
        figures.Whole.ShouldBe(new Funnel(12, 2, 0, 0, 0));
        figures.Days.Select(d => d.Funnel.Views).ShouldBe([5, 7]);
        Named(town, shop, figures).ShouldHaveSingleItem().ShouldSatisfyAllConditions(p => p.Name.ShouldBe("Pain"), p => p.Funnel.ShouldBe(figures.Whole));
        Figures(town, other, Tuesday, Tuesday).Whole.ShouldBe(new Funnel(0, 1, 0, 0, 0));
        Figures(town, shop, Tuesday.AddDays(-9), Tuesday.AddDays(-1)).Whole.ShouldBe(default);

        void See(string slug, Guid variant, int times)
        {
            for (var i = 0; i < times; i++)
            {
                counts.Seen(slug, Handle(town, variant));
            }
        }
    }

    [Theory, OnBothEngines]
    public async Task Orders_are_read_from_the_orders_themselves_by_product_place_and_day(Engine engine)
    {
        using var town = await Town.On(engine);
        var (shop, other) = (await town.Shop("Martin"), await town.Shop("Roux"));
        var (bread, cake) = (await shop.Sells("Pain", 480), await shop.Sells("Tarte", 900));
        var (got, open, gone) = (await town.Buys(shop.Collect(), (bread, 2), (cake, 1)), await town.Buys(shop.Collect(), (bread, 1)), await town.Buys(shop.Collect(), (cake, 1)));
        await town.Get<PrepareOrders>().Ready(shop.Id, got.OrderId, shop.Clerk);
        var code = town.Mall.Scalar<string>("SELECT pickup_code FROM orders WHERE id = $1", got.OrderId)!;
        (await town.Get<HandOverOrders>().Collect(shop.Id, got.OrderId, code, new HandOverChecks(Paid: true), shop.Clerk)).Problem.ShouldBeNull();
        (await town.Get<CancelOrders>().ByShop(shop.Id, gone.OrderId, "Fermé", shop.Clerk)).Ok.ShouldBeTrue();
        await town.Get<PrepareOrders>().RefuseLine(shop.Id, open.OrderId, 1, null, "Abîmé", shop.Clerk); // the last line: the order is cancelled
        town.Mall.Clock.Advance(TimeSpan.FromDays(1));
        await town.Buys(shop.Collect(), (bread, 1));

        var figures = Figures(town, shop, Tuesday, Tuesday.AddDays(1));
        figures.Days.Select(d => d.Funnel).ShouldBe([new Funnel(0, 0, 3, 1, 1860), new Funnel(0, 0, 1, 0, 480)]);
        figures.Stores.ShouldHaveSingleItem().ShouldSatisfyAllConditions(s => s.Name.ShouldBe("first"), s => s.Funnel.ShouldBe(figures.Whole));
        Named(town, shop, figures).OrderBy(p => p.Name).Select(p => (p.Name, p.Funnel)).ShouldBe([("Pain", new Funnel(0, 0, 2, 1, 1440)), ("Tarte", new Funnel(0, 0, 2, 1, 900))]);
        Figures(town, shop, Tuesday.AddDays(1), Tuesday.AddDays(1)).Whole.Orders.ShouldBe(1);
        Figures(town, other, Tuesday, Tuesday.AddDays(1)).ShouldSatisfyAllConditions(f => f.Whole.ShouldBe(default), f => f.Products.ShouldBeEmpty(), f => f.Stores.ShouldBeEmpty());
    }

    [Fact]
    public async Task What_cannot_be_written_down_is_kept_until_it_can()
    {
        using var town = await Town.On(Engine.PostgreSql);
        var shop = await town.Shop("Martin");
        var handle = Handle(town, await shop.Sells("Pain", 480));
        var counts = town.Get<ProductCounts>();
        counts.Seen("martin", handle);
        town.Mall.TakeDown();
        await counts.Flush();
        counts.Seen("martin", handle);
        town.Mall.BringBack();
        await counts.Flush();
        Figures(town, shop, Tuesday, Tuesday).Whole.Views.ShouldBe(2);
    }

    [Theory, OnBothEngines]
    public async Task Two_nodes_add_to_the_same_day(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Martin");
        var handle = Handle(town, await shop.Sells("Pain", 480));
        using var node = town.SecondNode();
        ProductCounts[] both = [town.Get<ProductCounts>(), node.Get<ProductCounts>()];
        Array.ForEach(both, c => c.Seen("martin", handle));
        await Task.WhenAll(both.Select(c => c.Flush()));
        Figures(town, shop, Tuesday, Tuesday).Whole.Views.ShouldBe(2);
    }

    [Theory, OnBothEngines]
    public async Task What_comes_late_for_a_day_is_in_the_days_after_it_too(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Martin");
        var product = town.Mall.Scalar<Guid>("SELECT product_id FROM variants WHERE id = $1", await shop.Sells("Pain", 480));
        foreach (var (day, views) in new[] { (Tuesday, 5), (Tuesday.AddDays(2), 7), (Tuesday.AddDays(1), 2), (Tuesday, 1) })
        {
            await town.Mall.Write<Done>(s =>
            {
                AddCounts.Of(s, shop.Id, product, day.DayNumber, views, 1);
                return default(Done);
            });
        }

        var figures = Figures(town, shop, Tuesday, Tuesday.AddDays(2));
        figures.Days.Select(d => d.Funnel.Views).ShouldBe([6, 2, 7]);
        figures.Products.ShouldHaveSingleItem().Funnel.ShouldBe(new Funnel(15, 4, 0, 0, 0));
        foreach (var day in figures.Days)
        {
            Figures(town, shop, day.Day, day.Day).Products.ShouldHaveSingleItem().Funnel.ShouldBe(day.Funnel);
        }
    }

    [Theory, OnBothEngines]
    public async Task Counts_are_forgotten_after_twenty_five_months(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Martin");
        var product = town.Mall.Scalar<Guid>("SELECT product_id FROM variants WHERE id = $1", await shop.Sells("Pain", 480));
        DateOnly[] days = [new(2024, 1, 9), new(2024, 2, 2), new(2024, 2, 3), Tuesday];
        await town.Mall.Write<Done>(s =>
        {
            Array.ForEach(days, day => AddCounts.Of(s, shop.Id, product, day.DayNumber, 1, 0));
            return default(Done);
        });
        await town.Run<ForgetCounts>();
        Days("shop_days").ShouldBe(days[2..]);
        Days("product_totals").ShouldBe(days[1..]); // the kept days begin at the last total before them
        Figures(town, shop, days[2], Tuesday).ShouldSatisfyAllConditions(f => f.Whole.Views.ShouldBe(2), f => f.Products.ShouldHaveSingleItem().Funnel.Views.ShouldBe(2));
        Figures(town, shop, days[0], Tuesday).Products.ShouldHaveSingleItem().Funnel.Views.ShouldBe(2, "what is summed up before the kept days is of no day");
        Figures(town, shop, days[0].AddDays(-9), days[1]).Products.ShouldBeEmpty();
        await town.Run<ForgetCounts>();
        Days("product_totals").ShouldBe(days[1..]);

        List<DateOnly> Days(string table) => town.Mall.Database.Read(sql => sql.List($"SELECT day FROM {table} ORDER BY day", r => DateOnly.FromDayNumber(r.Int(0))));
    }

    private static ShopFigures Figures(Town town, TownShop shop, DateOnly from, DateOnly to) => town.Get<ReadStatistics>().Of(shop.Id, new Period(from, to));

    private static List<ProductFigures> Named(Town town, TownShop shop, ShopFigures figures) => town.Get<ReadStatistics>().Named(shop.Id, figures.Products, "fr");

    private static long Rows(Town town) => town.Mall.Scalar<long>("SELECT count(*) FROM product_totals");

    private static string Handle(Town town, Guid variant) =>
        town.Mall.Scalar<string>("SELECT p.handle FROM products p JOIN variants v ON v.shop_id = p.shop_id AND v.product_id = p.id WHERE v.id = $1", variant)!;
}
