using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Tax;
using Halles.Testing;

namespace Halles.Tests.Mall.Tax;

public sealed class TaxRatesTests
{
    private static readonly DateOnly Today = new(2026, 3, 3);

    [Theory, OnBothEngines]
    public void A_new_mall_knows_the_rates_of_France_and_its_overseas_departments(Engine engine)
    {
        using var mall = TestMall.On(engine);
        var rates = new TaxRates(mall.Database, mall.Clock);
        (string Postcode, string Category, decimal Rate)[] expected =
        [
            ("41100", "standard", 20m), ("41100", "food", 5.5m), ("41100", "books", 5.5m), ("41100", "plants", 10m), ("41100", "press", 2.1m),
            ("41100", "intermediate", 10m), ("41100", "zero", 0m), ("97110", "standard", 8.5m), ("97110", "food", 2.1m), ("97410", "press", 1.05m),
            ("97300", "standard", 0m), ("97600", "food", 0m),
        ];
        foreach (var (postcode, category, rate) in expected)
        {
            rates.Of(Country.France, postcode, category, Today).Percent.ShouldBe(rate, $"{category} in {postcode}");
        }
    }

    [Fact]
    public void Other_countries_have_standard_and_reduced_rates_and_regions_cap_them()
    {
        using var mall = TestMall.On(Engine.Sqlite);
        var rates = new TaxRates(mall.Database, mall.Clock);
        (string Country, string Postcode, string Category, decimal Rate)[] expected =
        [
            ("DE", "10115", "standard", 19m), ("DE", "10115", "food", 7m), ("DE", "78266", "food", 0m), ("ES", "35 001", "books", 0m), ("AT", "6991", "standard", 19m),
            ("AT", "6991", "food", 13m), ("DK", "1050", "food", 25m), ("CH", "8001", "standard", 0m), ("PT", "9500", "food", 13m), ("PT", "9500", "standard", 18m),
        ];
        foreach (var (country, postcode, category, rate) in expected)
        {
            rates.Of(Country.Parse(country), postcode, category, Today).Percent.ShouldBe(rate, $"{category} in {country} {postcode}");
        }
    }

    [Fact]
    public void A_rate_is_that_of_its_day()
    {
        using var mall = TestMall.On(Engine.Sqlite);
        var rates = new TaxRates(mall.Database, mall.Clock);
        rates.Of(Country.Parse("EE"), "", "standard", new DateOnly(2025, 6, 30)).Percent.ShouldBe(22m);
        rates.Of(Country.Parse("EE"), "", "standard", new DateOnly(2025, 7, 1)).Percent.ShouldBe(24m);
    }

    [Theory, OnBothEngines]
    public async Task A_new_rate_ends_the_old_one_on_its_eve_and_is_seen_within_a_minute(Engine engine)
    {
        using var mall = TestMall.On(engine);
        var rates = new TaxRates(mall.Database, mall.Clock);
        rates.Of(Country.France, "", "food", Today).Percent.ShouldBe(5.5m);
        await mall.Write(s => TaxRates.Add(s, new TaxRate { Country = "FR", Category = "food", BasisPoints = 700, From = new DateOnly(2026, 4, 1) }, Ids.New(mall.Clock)));
        mall.Clock.Advance(TimeSpan.FromMinutes(1));
        rates.Of(Country.France, "", "food", new DateOnly(2026, 3, 31)).Percent.ShouldBe(5.5m);
        rates.Of(Country.France, "", "food", new DateOnly(2026, 4, 1)).Percent.ShouldBe(7m);
    }
}
