using Halles.Kernel;

namespace Halles.Tests.Kernel;

public class PriceReductionTests
{
    /// <summary>20 on 1 May, 18 on 10 May, 22 on 20 May.</summary>
    private static readonly PriceChange[] May = [Price("05-01", 20), Price("05-10", 18), Price("05-20", 22)];

    [Fact]
    public void Sixteen_on_the_first_of_June_is_eleven_percent_below_the_lowest_of_30_days()
    {
        var reduction = PriceReduction.At([.. May, Price("06-01", 16)], Day("06-01"));
        reduction.ShouldBe(new PriceReduction(Money.Eur(16), Money.Eur(18), Day("06-01")));
        reduction!.Percent.ShouldBe(11);
    }

    [Fact]
    public void Nineteen_on_the_first_of_June_is_no_reduction_at_all() =>
        PriceReduction.At([.. May, Price("06-01", 19)], Day("06-01")).ShouldBeNull();

    [Fact]
    public void The_prior_price_stays_while_the_reduction_lasts() =>
        PriceReduction.At([.. May, Price("06-01", 16), Price("06-20", 16)], Day("07-20"))!.LowestBefore.ShouldBe(Money.Eur(18));

    [Fact]
    public void A_price_that_ended_before_the_30_days_does_not_count() =>
        PriceReduction.At([.. May, Price("06-25", 16)], Day("06-25"))!.LowestBefore.ShouldBe(Money.Eur(22));

    [Fact]
    public void A_price_that_began_before_the_30_days_and_lasted_into_them_counts() =>
        PriceReduction.At([Price("01-01", 10), Price("05-31", 30), Price("06-01", 20)], Day("06-01")).ShouldBeNull();

    [Fact]
    public void The_first_price_is_no_reduction()
    {
        PriceReduction.At([Price("05-01", 20)], Day("06-01")).ShouldBeNull();
        PriceReduction.At([], Day("06-01")).ShouldBeNull();
    }

    [Fact]
    public void A_price_of_tomorrow_changes_nothing_today() =>
        PriceReduction.At([.. May, Price("06-01", 16)], Day("05-31")).ShouldBeNull();

    [Fact]
    public void A_price_corrected_at_the_same_moment_never_applied() =>
        PriceReduction.At([Price("05-01", 20), Price("05-10", 2), Price("05-10", 22), Price("06-01", 16)], Day("06-01"))!.LowestBefore.ShouldBe(Money.Eur(20));

    [Fact]
    public void The_order_of_the_list_does_not_matter() =>
        PriceReduction.At([Price("06-01", 16), May[2], May[0], May[1]], Day("06-01"))!.LowestBefore.ShouldBe(Money.Eur(18));

    private static PriceChange Price(string day, decimal price) => new(Day(day), Money.Eur(price));

    private static DateTimeOffset Day(string day) =>
        DateTimeOffset.ParseExact("2025-" + day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal);
}
