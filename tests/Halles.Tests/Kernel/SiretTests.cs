using Halles.Kernel;

namespace Halles.Tests.Kernel;

public class SiretTests
{
    [Fact]
    public void A_SIRET_is_read_with_its_SIREN()
    {
        var siret = Siret.Parse("732 829 320 00074");
        siret.Value.ShouldBe("73282932000074");
        siret.Siren.ShouldBe(Siren.Parse("732829320"));
        siret.Grouped.ShouldBe("732 829 320 00074");
    }

    [Theory]
    [InlineData("35600000000048")]
    [InlineData("35600000049837")]
    public void Post_offices_are_valid_by_their_own_rule(string text) => Siret.Parse(text).Siren.Value.ShouldBe("356000000");

    [Theory]
    [InlineData("73282932000075", "siret-checksum")]
    [InlineData("35600000049838", "siret-checksum")]
    [InlineData("7328293200007", "siret-shape")]
    [InlineData("7328293200007A", "siret-shape")]
    [InlineData("00000000000000", "siret-shape")]
    [InlineData(null, "siret-shape")]
    public void What_is_no_SIRET_says_why(string? text, string reason)
    {
        Siret.TryParse(text, out _, out var problem).ShouldBeFalse();
        problem!.Code.ShouldBe(reason);
    }

    [Theory]
    [InlineData("732829321", "siren-checksum")]
    [InlineData("73282932", "siren-shape")]
    public void What_is_no_SIREN_says_why(string text, string reason)
    {
        Siren.TryParse(text, out _, out var problem).ShouldBeFalse();
        problem!.Code.ShouldBe(reason);
    }
}
