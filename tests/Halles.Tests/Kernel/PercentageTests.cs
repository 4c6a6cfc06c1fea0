using Halles.Kernel;

namespace Halles.Tests.Kernel;

public class PercentageTests
{
    [Theory]
    [InlineData("5.5", 550)]
    [InlineData("5,5", 550)]
    [InlineData(" 20 % ", 2000)]
    [InlineData("20\u00A0%", 2000)]
    [InlineData("-10", -1000)]
    [InlineData("0.05", 5)]
    [InlineData("100", 10000)]
    public void A_percentage_is_read_as_people_write_it(string text, int points) => Percentage.Parse(text).BasisPoints.ShouldBe(points);

    [Theory]
    [InlineData("5.555")]
    [InlineData("five")]
    [InlineData("")]
    [InlineData("%")]
    [InlineData(null)]
    [InlineData("99999999999")]
    public void What_is_not_a_percentage_is_not_read(string? text) => Percentage.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void A_part_rounds_half_away_from_zero()
    {
        Percentage.Of(4.5m).Of(Money.Eur(99.99m)).ShouldBe(Money.Eur(4.50m));
        Percentage.Of(50).Of(new Money(1, Currency.Eur)).ShouldBe(new Money(1, Currency.Eur));
        Percentage.Of(50).Of(new Money(-1, Currency.Eur)).ShouldBe(new Money(-1, Currency.Eur));
        Percentage.Of(10).Of(Money.Eur(74.58m)).ShouldBe(Money.Eur(7.46m));
        Percentage.Of(20).Of(Money.Eur(4.50m)).ShouldBe(Money.Eur(0.90m));
    }

    [Fact]
    public void It_is_written_without_needless_zeros()
    {
        Percentage.Of(5.5m).ToString().ShouldBe("5.5");
        Percentage.Of(20).ToString().ShouldBe("20");
        Should.Throw<ArgumentException>(() => Percentage.Of(5.555m));
    }
}
