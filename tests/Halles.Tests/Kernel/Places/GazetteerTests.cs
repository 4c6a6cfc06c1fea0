using Halles.Kernel;
using Halles.Kernel.Places;

namespace Halles.Tests.Kernel.Places;

public sealed class GazetteerTests
{
    private static readonly Gazetteer France = Gazetteer.Of(Country.Parse("FR"))!;

    [Fact]
    public void A_postcode_has_its_towns()
    {
        France.WithPostcode("18000").Select(p => p.Name).ShouldBe(["Bourges"]);
        France.WithPostcode("18 000")[0].Point.MetresTo(new GeoPoint(47.083, 2.399)).ShouldBeLessThan(5000);
        France.WithPostcode("01300").Count.ShouldBeGreaterThan(5);
        France.WithPostcode("99999").ShouldBeEmpty();
        France.WithPostcode("").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("bourges", "Bourges")]
    [InlineData("BOURGES", "Bourges")]
    [InlineData("le mans", "Le Mans")]
    [InlineData("l'abergement de varey", "L'Abergement-de-Varey")]
    [InlineData("besançon", "Besancon")]
    [InlineData("st etienne du rouvray", "Saint-Etienne-du-Rouvray")]
    [InlineData("aix-en-prov", "Aix-en-Provence")]
    [InlineData("18000 bourges", "Bourges")]
    [InlineData("Bourges 18000", "Bourges")]
    [InlineData("75001", "Paris 1")]
    public void A_place_is_found_as_it_is_typed(string typed, string name) => France.Find(typed)!.Name.ShouldBe(name);

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("zzzz")]
    [InlineData("\0")]
    [InlineData("---")]
    [InlineData("00000")]
    public void What_is_nowhere_is_not_found(string typed) => France.Find(typed).ShouldBeNull();

    [Fact]
    public void Of_many_towns_of_one_name_the_nearest_comes_first()
    {
        var caen = France.Find("caen")!.Point;
        France.Beginning("saint-aubin", caen)[0].Point.MetresTo(caen).ShouldBeLessThan(300_000);
        France.Beginning("saint", caen).Count.ShouldBe(10);
        France.Beginning("vill", most: 3).Count.ShouldBe(3);
    }

    [Fact]
    public void A_country_without_a_table_has_none() => Gazetteer.Of(Country.Parse("DE")).ShouldBeNull();

    [Theory]
    [InlineData("ST AUBIN SUR MER", "Saint-Aubin-sur-Mer")]
    [InlineData("L ABERGEMENT DE VAREY", "L'Abergement-de-Varey")]
    [InlineData("LA CHAPELLE D ARMENTIERES", "La Chapelle-d'Armentieres")]
    [InlineData("LES SABLES D OLONNE", "Les Sables-d'Olonne")]
    [InlineData("STE MARIE AUX MINES", "Sainte-Marie-aux-Mines")]
    [InlineData("PARIS 01", "Paris 1")]
    public void Capitals_become_names(string capitals, string name) => FrenchPlaces.Name(capitals).ShouldBe(name);
}
