using Halles.Kernel;

namespace Halles.Tests.Kernel;

public class VatNumberTests
{
    [Fact]
    public void The_number_of_a_French_firm_follows_from_its_SIREN()
    {
        var number = VatNumber.French(Siren.Parse("732829320"));
        number.Value.ShouldBe("FR44732829320");
        VatNumber.Parse("fr 44 732 829 320").ShouldBe(number);
        number.Country.ShouldBe(Country.France);
    }

    [Theory]
    [InlineData("DE136695976", "DE")]
    [InlineData("ATU12345675", "AT")]
    [InlineData("BE 0428.759.497", "BE")]
    [InlineData("NL000099998B57", "NL")]
    [InlineData("ESX9999999X", "ES")]
    [InlineData("EL123456789", "GR")]
    [InlineData("GR123456789", "GR")]
    [InlineData("IE6433435F", "IE")]
    [InlineData("FRK7399859412", "FR")]
    public void Numbers_of_the_union_are_read_by_their_shape(string text, string country) =>
        VatNumber.Parse(text).Country.Alpha2.ShouldBe(country);

    [Fact]
    public void Northern_Ireland_is_no_country_of_ISO_but_has_numbers() => VatNumber.Parse("XI123456789").Country.IsNone.ShouldBeTrue();

    [Theory]
    [InlineData("FR45732829320", "vat-number-checksum")]
    [InlineData("FR4473282932", "vat-number-shape")]
    [InlineData("DE12", "vat-number-shape")]
    [InlineData("DE١٣٦٦٩٥٩٧٦", "vat-number-shape")]
    [InlineData("US123456789", "vat-number-country")]
    [InlineData("", "vat-number-country")]
    [InlineData(null, "vat-number-country")]
    public void What_is_no_VAT_number_says_why(string? text, string reason)
    {
        VatNumber.TryParse(text, out _, out var problem).ShouldBeFalse();
        problem!.Code.ShouldBe(reason);
    }
}
