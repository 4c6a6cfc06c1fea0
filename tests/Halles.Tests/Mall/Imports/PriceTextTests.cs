using System.Globalization;
using Halles.Mall.Imports;

namespace Halles.Tests.Mall.Imports;

public class PriceTextTests
{
    [Theory]
    [InlineData("12.50", "12.50", null)]
    [InlineData("12,50", "12.50", null)]
    [InlineData("1.234,50", "1234.50", null)]
    [InlineData("1,234.50", "1234.50", null)]
    [InlineData("1 234,50 €", "1234.50", "EUR")]
    [InlineData("1’234.50", "1234.50", null)]
    [InlineData("EUR 12", "12", "EUR")]
    [InlineData("15.00 USD", "15.00", "USD")]
    [InlineData("$5", "5", "USD")]
    [InlineData("1.234", "1234", null)]
    [InlineData("1,234,567", "1234567", null)]
    [InlineData("0", "0", null)]
    [InlineData("'9.90", "9.90", null)]
    public void Prices_as_people_write_them(string text, string amount, string? currency)
    {
        PriceText.Read(text, pointIsDecimal: false, out var read, out var named).ShouldBeNull();
        (read, named).ShouldBe((decimal.Parse(amount, CultureInfo.InvariantCulture), currency));
    }

    [Fact]
    public void The_point_of_a_program_is_never_one_of_thousands()
    {
        PriceText.Read("1.234", pointIsDecimal: true, out var read, out _).ShouldBeNull();
        read.ShouldBe(1.234m);
    }

    [Theory]
    [InlineData("free", "row-price")]
    [InlineData("-5", "row-price-negative")]
    [InlineData("12 XXQ", "row-currency")]
    [InlineData("1.2.3", "row-price")]
    [InlineData("12,34,5", "row-price")]
    [InlineData("=1+1", "row-price")]
    [InlineData("99999999999999999999999999999999", "row-price")]
    public void What_is_no_price_says_so(string text, string code) => PriceText.Read(text, pointIsDecimal: false, out _, out _)!.Code.ShouldBe(code);
}
