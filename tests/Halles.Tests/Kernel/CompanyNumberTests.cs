using Halles.Kernel;

namespace Halles.Tests.Kernel;

public sealed class CompanyNumberTests
{
    [Theory]
    [InlineData("FR", "732 829 320 00074", "73282932000074")]
    [InlineData("BE", "BE 0202.239.951", "0202239951")]
    [InlineData("BE", "202.239.951", "0202239951")] // before 2005
    [InlineData("NL", "27 37 67 06", "27376706")]
    [InlineData("CH", "CHE-123.456.788", "CHE123456788")]
    [InlineData("GB", "sc 123456", "SC123456")]
    [InlineData("DE", "HRB 86891, Charlottenburg", "HRB 86891, Charlottenburg")] // no form of its own here: kept as typed
    [InlineData("MX", "SEM 130101 ABC", "SEM 130101 ABC")]
    public void Numbers_are_read_as_their_country_writes_them(string country, string typed, string kept)
    {
        CompanyNumber.Check(Country.Parse(country), typed, out var number).ShouldBeNull();
        number.ShouldBe(kept);
    }

    [Theory]
    [InlineData("FR", "73282932000075", "siret-checksum")]
    [InlineData("BE", "0202239952", "company-number-checksum")]
    [InlineData("BE", "2202239951", "company-number-shape")]
    [InlineData("BE", "12345678901", "company-number-shape")]
    [InlineData("NL", "2737670", "company-number-shape")]
    [InlineData("CH", "123456788", "company-number-shape")]
    [InlineData("DE", "Charlottenburg", "company-number-shape")]
    [InlineData("BE", "néant", "company-number-shape")]
    public void What_is_no_number_of_its_country_is_told(string country, string typed, string code) =>
        CompanyNumber.Check(Country.Parse(country), typed, out _)!.Code.ShouldBe(code);
}
