using Halles.Mall.Bulk;

namespace Halles.Tests.Mall.Bulk;

public sealed class PriceRuleTests
{
    [Theory]
    [InlineData(1000, -1000, PriceEnding.Exact, 900)]
    [InlineData(999, 550, PriceEnding.Exact, 1054)] // 10.53945, half away from zero
    [InlineData(1010, 0, PriceEnding.NinetyFive, 995)]
    [InlineData(1050, 0, PriceEnding.NinetyFive, 1095)]
    [InlineData(1045, 0, PriceEnding.NinetyFive, 1095)] // as near to 9.95: the dearer one
    [InlineData(1040, 0, PriceEnding.Ninety, 1090)]
    [InlineData(1199, 0, PriceEnding.NinetyNine, 1199)]
    [InlineData(1149, 0, PriceEnding.Whole, 1100)]
    [InlineData(1175, 0, PriceEnding.Half, 1150)]
    [InlineData(12, 0, PriceEnding.Ninety, 90)] // never nothing
    [InlineData(12, 0, PriceEnding.Whole, 100)]
    [InlineData(380, -1000, PriceEnding.Ninety, 380)] // 3.42 lies nearer to 3.90: cheaper must not be dearer
    [InlineData(410, 500, PriceEnding.Ninety, 410)] // 4.31 lies nearer to 3.90
    [InlineData(3, -9900, PriceEnding.Exact, 3)] // 0.0003: nothing would be left
    [InlineData(0, 1000, PriceEnding.Exact, 0)] // a draft without a price gets none
    [InlineData(0, 0, PriceEnding.Ninety, 0)]
    public void A_price_moves_by_percent_and_ends_as_asked(long price, int points, PriceEnding ending, long expected) =>
        new PriceRule(points, null, ending).Of(price, 2).ShouldBe(expected);

    [Theory]
    [InlineData(500, -600, PriceEnding.Exact, 500)]
    [InlineData(500, -500, PriceEnding.Ninety, 500)]
    [InlineData(0, 250, PriceEnding.Exact, 0)]
    [InlineData(500, 250, PriceEnding.NinetyNine, 799)] // 7.50 lies nearer to 7.99 than to 6.99
    public void Or_by_an_amount(long price, long amount, PriceEnding ending, long expected) => new PriceRule(null, amount, ending).Of(price, 2).ShouldBe(expected);

    [Fact]
    public void Where_there_are_no_decimals_an_ending_is_a_whole_unit() => new PriceRule(1000, null, PriceEnding.Ninety).Of(1234, 0).ShouldBe(1357);

    [Fact]
    public void Three_decimals_end_with_three() => new PriceRule(0, null, PriceEnding.Ninety).Of(1200, 3).ShouldBe(900);
}
