using Halles.Kernel;

namespace Halles.Tests.Kernel;

public class UnitPriceTests
{
    [Theory]
    [InlineData(3.20, "250 g", "12.80 EUR/kg")]
    [InlineData(3.20, "0.25kg", "12.80 EUR/kg")]
    [InlineData(6.00, "6 x 33 cl", "3.03 EUR/l")]
    [InlineData(9.50, "0,75 l", "12.67 EUR/l")]
    [InlineData(9.50, "750 ml", "12.67 EUR/l")]
    [InlineData(3.00, "6 pieces", "0.50 EUR/piece")]
    [InlineData(12.00, "150 cm", "8.00 EUR/m")]
    [InlineData(30.00, "2.5 m²", "12.00 EUR/m2")]
    public void A_price_is_compared_by_kilogram_litre_metre_or_piece(decimal price, string content, string expected) =>
        UnitPrice.Of(Money.Eur(price), Measure.Parse(content)).ToString().ShouldBe(expected);

    [Theory]
    [InlineData("0 g")]
    [InlineData("-1 g")]
    [InlineData("g")]
    [InlineData("12")]
    [InlineData("1 stone")]
    [InlineData("0.0001 kg")]
    [InlineData("9999999999 g")]
    [InlineData("x 3 g")]
    [InlineData("")]
    [InlineData(null)]
    public void What_is_no_measure_is_not_read(string? text) => Measure.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void A_measure_of_another_kind_has_no_price() =>
        Should.Throw<ArgumentException>(() => new UnitPrice(Money.Eur(12), Unit.Kilogram).For(Measure.Parse("1 l")));

    [Fact]
    public void Nothing_has_no_unit_price() =>
        Should.Throw<ArgumentOutOfRangeException>(() => UnitPrice.Of(Money.Eur(1), new Measure(0, Unit.Gram)));
}
