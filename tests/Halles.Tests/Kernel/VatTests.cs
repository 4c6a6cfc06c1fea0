using FsCheck;
using FsCheck.Fluent;
using Halles.Kernel;

namespace Halles.Tests.Kernel;

public class VatTests
{
    private static readonly Percentage Reduced = Percentage.Of(5.5m);
    private static readonly Percentage Normal = Percentage.Of(20);

    [Fact]
    public void The_example_of_bread_honey_lamp_and_candles_is_right_to_the_cent()
    {
        Money[] gross = [Money.Eur(1.35m) * 2, Money.Eur(8.90m), Money.Eur(49.99m), Money.Eur(4.33m) * 3];
        var sum = Money.Sum(gross, Currency.Eur);
        sum.ShouldBe(Money.Eur(74.58m));
        var discounts = Percentage.Of(10).Of(sum).Split(gross);
        Percentage[] rates = [Reduced, Reduced, Normal, Normal];

        var vat = Vat.Of([.. gross.Select((g, i) => new VatLine(g - discounts[i], rates[i]))], Currency.Eur);

        vat.Gross.ShouldBe(Money.Eur(67.12m));
        vat.Rates.ShouldBe([
            new VatRateTotal(Reduced, Money.Eur(10.44m), Money.Eur(0.54m)),
            new VatRateTotal(Normal, Money.Eur(56.68m), Money.Eur(9.45m))]);
        vat.Rates.Select(r => r.Net).ShouldBe([Money.Eur(9.90m), Money.Eur(47.23m)]);
        vat.NetOfLines.ShouldBe([Money.Eur(2.30m), Money.Eur(7.60m), Money.Eur(37.49m), Money.Eur(9.74m)]);
        vat.Vat.ShouldBe(Money.Eur(9.99m));
        vat.Net.ShouldBe(Money.Eur(57.13m));
    }

    [Fact]
    public void A_rate_of_zero_owes_nothing() => Vat.Inside(Money.Eur(10), Percentage.Zero).ShouldBe(Money.Eur(0));

    [Fact]
    public void An_order_without_lines_owes_nothing() => Vat.Of([], Currency.Eur).Vat.ShouldBe(Money.Eur(0));

    [Fact]
    public void A_refund_of_everything_is_the_mirror_of_the_order()
    {
        var order = Vat.Of([new(Money.Eur(2.43m), Reduced), new(Money.Eur(8.01m), Reduced)], Currency.Eur);
        var refund = Vat.Of([new(Money.Eur(-2.43m), Reduced), new(Money.Eur(-8.01m), Reduced)], Currency.Eur);
        refund.Vat.ShouldBe(-order.Vat);
        refund.NetOfLines.ShouldBe(order.NetOfLines.Select(n => -n));
    }

    [Fact]
    public void Both_signs_at_one_rate_are_refused() =>
        Should.Throw<ArgumentException>(() => Vat.Of([new(Money.Eur(1), Normal), new(Money.Eur(-1), Normal)], Currency.Eur));

    [Fact]
    public void Nets_of_lines_and_VAT_always_add_up_to_the_gross() =>
        Prop.ForAll(Gen.Choose(0, 100_000).Zip(Gen.Elements(0, 210, 550, 1000, 2000)).ListOf().ToArbitrary(), lines =>
        {
            var vat = Vat.Of([.. lines.Select(l => new VatLine(new Money(l.Item1, Currency.Eur), new Percentage(l.Item2)))], Currency.Eur);
            return Money.Sum(vat.NetOfLines, Currency.Eur) + vat.Vat == vat.Gross && vat.Gross.Minor == lines.Sum(l => (long)l.Item1);
        }).QuickCheckThrowOnFailure();
}
