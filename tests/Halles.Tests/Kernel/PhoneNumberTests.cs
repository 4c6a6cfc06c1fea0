using Halles.Kernel;

namespace Halles.Tests.Kernel;

public class PhoneNumberTests
{
    [Theory]
    [InlineData("06 12 34 56 78", "FR", "+33612345678")]
    [InlineData("06.12.34.56.78", "FR", "+33612345678")]
    [InlineData("+33 (0)6 12-34-56-78", "DE", "+33612345678")]
    [InlineData("0033612345678", "FR", "+33612345678")]
    [InlineData("0692 12 34 56", "RE", "+262692123456")]
    [InlineData("06 698 12345", "IT", "+390669812345")]
    [InlineData("07 12 34 56 78", "CI", "+2250712345678")]
    [InlineData("(415) 555-0132", "US", "+14155550132")]
    [InlineData("1 415 555 0132", "US", "+14155550132")]
    [InlineData("011 33 6 12 34 56 78", "US", "+33612345678")]
    [InlineData("06 30 123 4567", "HU", "+36301234567")]
    [InlineData("612 345 678", "ES", "+34612345678")]
    [InlineData("020 7946 0018", "GB", "+442079460018")]
    public void A_number_is_read_as_it_is_dialled_at_home(string text, string country, string value) =>
        PhoneNumber.Parse(text, Country.Parse(country)).Value.ShouldBe(value);

    [Theory]
    [InlineData("06 12 34 56 7", "FR", "phone-length")]
    [InlineData("06 12 34 56 789", "FR", "phone-length")]
    [InlineData("+999 123456", "FR", "phone-country")]
    [InlineData("call me", "FR", "phone-shape")]
    [InlineData("", "FR", "phone-shape")]
    [InlineData("+", "FR", "phone-shape")]
    [InlineData("06+12345678", "FR", "phone-shape")]
    [InlineData(null, "FR", "phone-shape")]
    public void What_is_no_number_says_why(string? text, string country, string reason)
    {
        PhoneNumber.TryParse(text, Country.Parse(country), out _, out var problem).ShouldBeFalse();
        problem!.Code.ShouldBe(reason);
    }

    [Fact]
    public void It_is_shown_as_it_is_dialled_at_home_and_from_abroad()
    {
        var number = PhoneNumber.Parse("0612345678", Country.France);
        number.In(Country.France).ShouldBe("06 12 34 56 78");
        number.In(Country.Parse("DE")).ShouldBe("+33 6 12 34 56 78");
        PhoneNumber.Parse("4155550132", Country.Parse("US")).International.ShouldBe("+1 415 555 0132");
    }

    [Fact]
    public void What_is_shown_reads_back_in_every_country_with_numbers()
    {
        foreach (var country in Country.All)
        {
            if (PhonePlan.Of(country) is { } plan)
            {
                var number = PhoneNumber.Parse($"+{plan.Dial}{new string('2', plan.Most == 12 ? 8 : plan.Least)}", country);
                PhoneNumber.Parse(number.International, Country.France).ShouldBe(number, country.Alpha2);
                PhoneNumber.Parse(number.In(country), country).ShouldBe(number, country.Alpha2);
            }
        }
    }

    [Fact]
    public void No_dialling_code_is_the_beginning_of_another()
    {
        var codes = Country.All.Select(PhonePlan.Of).OfType<PhonePlan>().Select(p => p.Dial).Distinct().ToList();
        codes.ShouldAllBe(code => !codes.Any(other => other != code && other.StartsWith(code, StringComparison.Ordinal)));
    }
}
