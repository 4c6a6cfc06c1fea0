using Halles.Kernel;

namespace Halles.Tests.Kernel;

public class AddressTests
{
    private static readonly Address Home = new()
    {
        Name = "Ada Martin",
        Line1 = "12 rue des Halles",
        Postcode = "75001",
        City = "Paris",
        Country = Country.France,
    };

    [Fact]
    public void A_French_address_is_printed_in_its_order()
    {
        var firm = Home with { Organisation = "Le Fournil", Line2 = "Bât. B", SortingCode = "Cedex 01" };
        firm.Lines().ShouldBe(["Le Fournil", "Ada Martin", "12 rue des Halles", "Bât. B", "75001 PARIS CEDEX 01"]);
        Home.ToString().ShouldBe("Ada Martin, 12 rue des Halles, 75001 Paris");
        Home.Problems().ShouldBeEmpty();
    }

    [Fact]
    public void Other_countries_have_theirs()
    {
        (Home with { Country = Country.Parse("US"), City = "Springfield", Region = "IL", Postcode = "62701" }).Lines()
            .ShouldBe(["Ada Martin", "12 rue des Halles", "SPRINGFIELD IL 62701"]);
        (Home with { Country = Country.Parse("JP"), City = "千代田区", Region = "東京都", Postcode = "100-0001" }).Lines()
            .ShouldBe(["〒100-0001", "東京都千代田区", "12 rue des Halles", "Ada Martin"]);
        (Home with { Country = Country.Parse("CH"), City = "Genève", Postcode = "1204" }).Lines()[^1].ShouldBe("CH-1204 Genève");
        (Home with { Country = Country.Parse("GG"), City = "St Peter Port", Postcode = "GY1 1AA" }).Lines().TakeLast(2).ShouldBe(["GUERNSEY", "GY1 1AA"]);
    }

    [Fact]
    public void A_field_that_is_not_there_takes_its_comma_along()
    {
        var mexico = Home with { Country = Country.Parse("MX"), City = "Puebla", Postcode = "72000", Region = "" };
        mexico.Lines()[^1].ShouldBe("72000 PUEBLA");
        (mexico with { City = "", Region = "Pue." }).Lines()[^1].ShouldBe("72000, PUE.");
        (mexico with { Postcode = "", City = "", Region = "Pue." }).Lines()[^1].ShouldBe("PUE.");
        (Home with { City = "" }).Lines()[^1].ShouldBe("75001");
    }

    [Fact]
    public void What_is_missing_or_wrong_is_named_by_field()
    {
        var problems = (Home with { City = " ", Postcode = "7500" }).Problems();
        problems.ShouldBe([
            new AddressProblem(AddressField.City, ValueProblems.AddressMissing),
            new AddressProblem(AddressField.Postcode, ValueProblems.AddressPostcode)]);
        new Address().Problems().ShouldBe([new AddressProblem(AddressField.Country, ValueProblems.AddressCountry)]);
        (Home with { Name = new string('x', 121) }).Problems().Single().Problem.Code.ShouldBe("address-long");
    }

    [Theory]
    [InlineData("GB", "sw1a 1aa", true)]
    [InlineData("GB", "12345", false)]
    [InlineData("NL", "1012 AB", true)]
    [InlineData("PT", "1100-148", true)]
    [InlineData("CA", "K1A 0B1", true)]
    [InlineData("CA", "K1A 0O1", false)]
    [InlineData("IE", "", true)]
    [InlineData("AE", "anything", true)]
    public void Postcodes_are_those_of_the_country(string country, string postcode, bool good) =>
        (Home with { Country = Country.Parse(country), Region = "X", Postcode = postcode }).Problems()
            .Any(p => p.Field == AddressField.Postcode).ShouldBe(!good);

    [Fact]
    public void Tidying_takes_needless_spaces_away() =>
        (Home with { Name = "  Ada   Martin ", Postcode = " sw1a  1aa " }).Tidied().ShouldBe(Home with { Postcode = "SW1A 1AA" });

    [Fact]
    public void Every_country_has_a_format_that_prints_what_it_requires()
    {
        var full = new Address { Name = "n", Organisation = "o", Line1 = "a", District = "d", City = "c", Region = "s", Postcode = "z", SortingCode = "x" };
        foreach (var country in Country.All)
        {
            var format = AddressFormat.Of(country);
            format.Required.ShouldBeSubsetOf(format.Fields, country.Alpha2);
            (full with { Country = country }).Lines().ShouldNotBeEmpty(country.Alpha2);
        }
    }
}
