using FsCheck;
using FsCheck.Fluent;
using Halles.Kernel;
using Halles.Mall.Catalogue;
using Halles.Mall.Fulfilment;
using Halles.Mall.Orders;

namespace Halles.Tests.Mall.Orders;

public sealed class OrderAmountsTests
{
    private static readonly DeliveryTerms FreeFrom40 = new(350, 4000);

    [Theory]
    [InlineData(null, 720)]
    [InlineData(285L, 684)]
    [InlineData(320L, 768)]
    [InlineData(400L, 792)]
    public void Weighed_goods_are_charged_by_the_scale_and_never_above_the_most(long? grams, long charged)
    {
        var most = LinePrice.Most(2400, 3, "g", 100);
        most.ShouldBe(792);
        new KeptLine(2400, 3, 0, "g", 100, most, grams, 0, 550).Total.ShouldBe(charged);
    }

    [Fact]
    public void A_refused_line_loses_free_delivery_but_never_costs_more_than_was_agreed()
    {
        KeptLine[] kept = [Line(2500, 1), Line(1000, 1), Line(600, 1)];
        OrderAmounts.Of(kept, FreeFrom40, 2000).Total.ShouldBe(4100);
        kept[1] = kept[1] with { Missing = 1 };
        OrderAmounts.Of(kept, FreeFrom40, 2000).ShouldSatisfyAllConditions(a => a.Goods.ShouldBe(3100), a => a.DeliveryFee.ShouldBe(350));
        kept = [Line(3000, 1), Line(900, 1), Line(200, 1) with { Missing = 1 }];
        OrderAmounts.Of(kept, FreeFrom40, 2000).ShouldSatisfyAllConditions(a => a.DeliveryFee.ShouldBe(200), a => a.Total.ShouldBe(4100));
    }

    [Fact]
    public void Nothing_left_costs_nothing() =>
        OrderAmounts.Of([Line(1000, 2) with { Missing = 2 }], FreeFrom40, 2000).ShouldBe(new OrderAmounts(0, 0, 0));

    [Theory]
    [InlineData(310, 617)] // a little more than asked for
    [InlineData(280, 557)]
    [InlineData(500, 657)] // never above the most
    public void Weighed_goods_cost_what_the_scale_says_up_to_the_most(long grams, long total) =>
        new KeptLine(1990, 3, 0, "g", 100, 657, grams, 100, 550).Total.ShouldBe(total);

    [Fact]
    public void VAT_is_that_of_the_kernel_whatever_the_lines_and_rates()
    {
        var lines = Gen.Zip(Gen.Choose(0, 100_000), Gen.Elements(0, 210, 550, 1000, 2000)).Select(x => new AmountLine(x.Item1, x.Item2)).ListOf();
        Check.QuickThrowOnFailure(Prop.ForAll(lines.Where(l => l.Count > 0).ToArbitrary(), list =>
        {
            var expected = Vat.Of([.. list.Select(l => new VatLine(new Money(l.Total, Currency.Eur), new Percentage(l.TaxRate)))], Currency.Eur);
            return OrderAmounts.Of([.. list], 0, 2000).Vat == expected.Vat.Minor
                && expected.NetOfLines.Sum(n => n.Minor) + expected.Vat.Minor == expected.Gross.Minor;
        }));
    }

    [Fact]
    public void However_lines_go_missing_the_total_stays_within_what_was_agreed()
    {
        var line = from price in Gen.Choose(1, 5000)
                   from quantity in Gen.Choose(1, 5)
                   from missing in Gen.Choose(0, quantity)
                   select Line(price, quantity) with { Missing = missing };
        Check.QuickThrowOnFailure(Prop.ForAll(line.NonEmptyListOf().ToArbitrary(), Gen.Choose(0, 10_000).ToArbitrary(), (lines, freeFrom) =>
        {
            var terms = new DeliveryTerms(350, freeFrom);
            var now = OrderAmounts.Of([.. lines], terms, 2000);
            return now.DeliveryFee >= 0 && now.Total <= OrderAmounts.Of([.. lines.Select(l => l with { Missing = 0 })], terms, 2000).Total;
        }));
    }

    private static KeptLine Line(long price, long quantity) => new(price, quantity, 0, null, 1, null, null, 100, 2000);
}
