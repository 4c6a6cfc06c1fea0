using Halles.Kernel;

namespace Halles.Tests.Kernel;

public class CountryTests
{
    [Theory]
    [InlineData("FR")]
    [InlineData("fra")]
    [InlineData("250")]
    public void France_is_read_from_each_of_its_codes(string code)
    {
        var country = Country.Parse(code);
        country.ShouldBe(Country.France);
        (country.Alpha2, country.Alpha3, country.Number, country.IsEuMember).ShouldBe(("FR", "FRA", 250, true));
    }

    [Theory]
    [InlineData("XX")]
    [InlineData("UK")]
    [InlineData("")]
    [InlineData(null)]
    public void What_is_no_country_is_not_read(string? code) => Country.TryParse(code, out _).ShouldBeFalse();

    [Fact]
    public void There_are_249_of_which_27_are_in_the_union()
    {
        Country.All.Count.ShouldBe(249);
        Country.All.Count(c => c.IsEuMember).ShouldBe(27);
        Country.Parse("GB").IsEuMember.ShouldBeFalse();
        default(Country).IsEuMember.ShouldBeFalse();
    }
}
