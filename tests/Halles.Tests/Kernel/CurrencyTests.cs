using Halles.Kernel;

namespace Halles.Tests.Kernel;

public class CurrencyTests
{
    [Theory]
    [InlineData("JPY", 0, 392)]
    [InlineData("EUR", 2, 978)]
    [InlineData("KWD", 3, 414)]
    [InlineData("CLF", 4, 990)]
    [InlineData("XPF", 0, 953)]
    public void A_currency_has_its_decimals_and_number(string code, int decimals, int number)
    {
        var currency = Currency.Parse(code);
        (currency.Code, currency.Decimals, currency.Number).ShouldBe((code, decimals, number));
        currency.MinorPerMajor.ShouldBe((long)Math.Pow(10, decimals));
    }

    [Fact]
    public void Codes_are_read_in_any_case() => Currency.Parse(" eur ").ShouldBe(Currency.Eur);

    [Theory]
    [InlineData("XXX")]
    [InlineData("XAU")]
    [InlineData("DEM")]
    [InlineData("HRK")]
    [InlineData("€")]
    [InlineData("")]
    [InlineData(null)]
    public void What_is_no_active_currency_is_not_read(string? code) => Currency.TryParse(code, out _).ShouldBeFalse();

    [Fact]
    public void Every_currency_is_there_once_and_reads_back()
    {
        Currency.All.Count.ShouldBeGreaterThan(150);
        Currency.All.Select(c => c.Number).Distinct().Count().ShouldBe(Currency.All.Count);
        Currency.All.ShouldAllBe(c => Currency.Parse(c.Code) == c);
    }

    [Fact]
    public void The_default_is_no_currency() => default(Currency).Code.ShouldBe("XXX");
}
