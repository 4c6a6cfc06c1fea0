using FsCheck;
using FsCheck.Fluent;
using Halles.Kernel;

namespace Halles.Tests.Kernel;

public class GtinTests
{
    [Theory]
    [InlineData("3017620422003", "03017620422003")]
    [InlineData("96385074", "00000096385074")]
    [InlineData("036000291452", "00036000291452")]
    [InlineData("0036000291452", "00036000291452")]
    [InlineData("10012345678902", "10012345678902")]
    [InlineData(" 3 017620-422003 ", "03017620422003")]
    public void Every_form_becomes_14_digits(string text, string value) => Gtin.Parse(text).Value.ShouldBe(value);

    [Theory]
    [InlineData("3017620422004", "gtin-check-digit")]
    [InlineData("0000000000000", "gtin-check-digit")]
    [InlineData("301762042200", "gtin-check-digit")]
    [InlineData("123456789", "gtin-length")]
    [InlineData("301762042200300", "gtin-length")]
    [InlineData("", "gtin-length")]
    [InlineData(null, "gtin-length")]
    [InlineData("30176204220O3", "gtin-digits")]
    public void What_is_no_GTIN_says_why(string? text, string reason)
    {
        Gtin.TryParse(text, out _, out var problem).ShouldBeFalse();
        problem!.Code.ShouldBe(reason);
    }

    [Theory]
    [InlineData("96385074", "96385074")]
    [InlineData("036000291452", "0036000291452")]
    [InlineData("10012345678902", "10012345678902")]
    public void It_is_printed_with_8_13_or_14_digits(string text, string printed) => Gtin.Parse(text).Printed.ShouldBe(printed);

    [Fact]
    public void Numbers_that_we_give_are_valid_and_never_the_same() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), sequence =>
        {
            var gtin = Gtin.Internal(sequence);
            return Gtin.Parse(gtin.Printed) == gtin && gtin.Printed.StartsWith("29", StringComparison.Ordinal)
                && gtin != Gtin.Internal(sequence + 1L);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void One_wrong_digit_is_always_noticed() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).Zip(Gen.Choose(0, 12)).Zip(Gen.Choose(1, 9)).ToArbitrary(), sample =>
        {
            var ((sequence, place), change) = sample;
            var digits = Gtin.Internal(sequence).Printed.ToCharArray();
            digits[place] = (char)('0' + ((digits[place] - '0' + change) % 10));
            return !Gtin.TryParse(new string(digits), out _, out _);
        }).QuickCheckThrowOnFailure();
}
