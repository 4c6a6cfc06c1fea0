using Halles.Kernel.Text;

namespace Halles.Tests.Kernel.Text;

public class MeasuresTests
{
    [Theory]
    [InlineData("500g", "500g")]
    [InlineData("0,25kg", "250g")]
    [InlineData("75cl", "750ml")]
    [InlineData("1.5m", "1500mm")]
    [InlineData("5000mah", "5000mah")]
    [InlineData("1to", "1tb")]
    [InlineData("2litres", "2000ml")]
    [InlineData("15.6in", "15.6inch")]
    [InlineData("2.4ghz", "2400mhz")]
    public void A_measure_has_one_spelling(string text, string spelling)
    {
        Measures.TryRead(text, out var measure).ShouldBeTrue();
        measure.ShouldBe(spelling);
    }

    [Theory]
    [InlineData("500")]
    [InlineData("g")]
    [InlineData("500x")]
    [InlineData("1.2.3g")]
    [InlineData("12345678901g")]
    [InlineData("")]
    public void What_is_no_measure_is_not_read(string text) => Measures.TryRead(text, out _).ShouldBeFalse();
}
