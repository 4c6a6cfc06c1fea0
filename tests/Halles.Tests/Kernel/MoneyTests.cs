using FsCheck;
using FsCheck.Fluent;
using Halles.Kernel;

namespace Halles.Tests.Kernel;

public class MoneyTests
{
    private static readonly Currency Eur = Currency.Eur;

    [Fact]
    public void A_hundred_in_three_gives_the_odd_cent_to_the_first() =>
        Money.Eur(100m).Split(3).ShouldBe([Money.Eur(33.34m), Money.Eur(33.33m), Money.Eur(33.33m)]);

    [Fact]
    public void A_discount_is_split_over_the_lines_by_their_gross() =>
        Money.Eur(7.46m).Split([Money.Eur(2.70m), Money.Eur(8.90m), Money.Eur(49.99m), Money.Eur(12.99m)])
            .ShouldBe([Money.Eur(0.27m), Money.Eur(0.89m), Money.Eur(5.00m), Money.Eur(1.30m)]);

    [Fact]
    public void A_refund_splits_like_its_charge() =>
        Money.Eur(-100m).Split(3).ShouldBe([Money.Eur(-33.34m), Money.Eur(-33.33m), Money.Eur(-33.33m)]);

    [Fact]
    public void Nothing_splits_into_nothings() => Money.Zero(Eur).Split([1L, 2, 3]).ShouldAllBe(m => m.Minor == 0);

    [Fact]
    public void Weights_that_are_all_zero_count_as_equal() => new Money(5, Eur).Split([0L, 0]).ShouldBe([new Money(3, Eur), new Money(2, Eur)]);

    [Fact]
    public void A_share_without_weight_gets_nothing() => new Money(5, Eur).Split([0L, 3, 0]).ShouldBe([new Money(0, Eur), new Money(5, Eur), new Money(0, Eur)]);

    [Fact]
    public void The_shares_always_add_up_and_none_is_a_cent_off_its_part() =>
        Prop.ForAll(Splits(), split =>
        {
            var (total, weights) = split;
            var shares = new Money(total, Eur).Split(weights);
            var sum = weights.Sum(w => (decimal)w);
            return Money.Sum(shares, Eur).Minor == total
                && (sum == 0 || shares.Select((s, i) => Math.Abs(s.Minor - (total * (decimal)weights[i] / sum))).All(d => d < 1));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_largest_amounts_split_too()
    {
        var shares = new Money(long.MaxValue, Eur).Split([long.MaxValue, long.MaxValue, long.MaxValue]);
        shares.Select(s => s.Minor).ShouldBe([3074457345618258603, 3074457345618258602, 3074457345618258602]);
        new Money(long.MinValue, Eur).Split(2).Sum(s => (decimal)s.Minor).ShouldBe(long.MinValue);
    }

    [Fact]
    public void Weights_below_zero_or_none_at_all_are_refused()
    {
        Should.Throw<ArgumentException>(() => Money.Eur(1).Split([1L, -1]));
        Should.Throw<ArgumentException>(() => Money.Eur(1).Split(Array.Empty<long>()));
        Should.Throw<ArgumentOutOfRangeException>(() => Money.Eur(1).Split(0));
    }

    [Fact]
    public void Two_currencies_never_add_or_compare()
    {
        var mismatch = Should.Throw<CurrencyMismatch>(() => Money.Eur(1) + Money.Of(1, Currency.Usd));
        mismatch.Left.ShouldBe(Currency.Eur);
        mismatch.Right.ShouldBe(Currency.Usd);
        Should.Throw<CurrencyMismatch>(() => Money.Eur(1) - Money.Of(1, Currency.Usd));
        Should.Throw<CurrencyMismatch>(() => Money.Eur(1) < Money.Of(1, Currency.Usd));
        Should.Throw<CurrencyMismatch>(() => Money.Eur(1).Split([Money.Of(1, Currency.Usd)]));
        Should.Throw<CurrencyMismatch>(() => Money.Sum([Money.Eur(1)], Currency.Usd));
        (Money.Eur(1) == Money.Of(1, Currency.Usd)).ShouldBeFalse();
    }

    [Fact]
    public void Overflow_throws_and_never_wraps()
    {
        var most = new Money(long.MaxValue, Eur);
        Should.Throw<OverflowException>(() => most + new Money(1, Eur));
        Should.Throw<OverflowException>(() => most * 2);
        Should.Throw<OverflowException>(() => -new Money(long.MinValue, Eur));
        Should.Throw<OverflowException>(() => most.Ratio(2, 1));
        most.Ratio(1_000_000, 1_000_000).ShouldBe(most);
    }

    [Theory]
    [InlineData(5, 1, 2, 3)]
    [InlineData(-5, 1, 2, -3)]
    [InlineData(5, -1, 2, -3)]
    [InlineData(5, 1, -2, -3)]
    [InlineData(-5, 1, -2, 3)]
    [InlineData(4, 1, 3, 1)]
    [InlineData(-4, 1, 3, -1)]
    [InlineData(0, 7, 9, 0)]
    [InlineData(9999, 450, 10000, 450)]
    public void A_ratio_rounds_half_away_from_zero(long value, long numerator, long denominator, long expected) =>
        Money.Rounded(value, numerator, denominator).ShouldBe(expected);

    [Fact]
    public void A_ratio_agrees_with_decimal_rounding() =>
        Prop.ForAll<int, int, int>((value, numerator, denominator) =>
            denominator == 0
            || Money.Rounded(value, numerator, denominator) == decimal.Round((decimal)value * numerator / denominator, MidpointRounding.AwayFromZero))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Refunds_in_three_reverse_a_whole_commission()
    {
        var (based, commission) = (Money.Eur(99.99m), Percentage.Of(4.5m).Of(Money.Eur(99.99m)));
        commission.ShouldBe(Money.Eur(4.50m));
        var reversed = new[] { 33.33m, 66.66m, 99.99m }.Select(refunded => commission.Ratio(Money.Eur(refunded).Minor, based.Minor)).ToList();
        reversed.ShouldBe([Money.Eur(1.50m), Money.Eur(3.00m), Money.Eur(4.50m)]);
    }

    [Theory]
    [InlineData("JPY", 1500, "1500")]
    [InlineData("EUR", 1280, "12.80")]
    [InlineData("KWD", -1500, "-1.500")]
    [InlineData("CLF", 5, "0.0005")]
    public void Machines_read_and_write_all_decimals_of_the_currency(string code, long minor, string text)
    {
        var money = new Money(minor, Currency.Parse(code));
        money.ToMachine().ShouldBe(text);
        Money.TryParse(text, money.Currency, out var read).ShouldBeTrue();
        read.ShouldBe(money);
        money.ToString().ShouldBe($"{text} {code}");
    }

    [Theory]
    [InlineData("1.234")]
    [InlineData("1,20")]
    [InlineData("1e3")]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("99999999999999999999")]
    [InlineData("79228162514264337593543950335")]
    public void What_is_not_an_amount_is_not_read(string? text) => Money.TryParse(text, Eur, out _).ShouldBeFalse();

    [Fact]
    public void An_amount_with_too_many_decimals_is_refused() => Should.Throw<ArgumentException>(() => Money.Of(1.5m, Currency.Jpy));

    [Fact]
    public void Amounts_compare_within_a_currency()
    {
        Money.Min(Money.Eur(1), Money.Eur(2)).ShouldBe(Money.Eur(1));
        Money.Max(Money.Eur(1), Money.Eur(2)).ShouldBe(Money.Eur(2));
        (Money.Eur(-1).Abs() >= Money.Eur(1)).ShouldBeTrue();
    }

    private static Arbitrary<(int, long[])> Splits() => Gen.Choose(-1_000_000, 1_000_000)
        .Zip(Gen.Choose(0, 100_000).Select(w => (long)w).NonEmptyListOf())
        .Select(pair => (pair.Item1, pair.Item2.ToArray()))
        .ToArbitrary();
}
