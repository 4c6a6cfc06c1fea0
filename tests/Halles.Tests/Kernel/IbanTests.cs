using Halles.Kernel;

namespace Halles.Tests.Kernel;

public class IbanTests
{
    [Theory]
    [InlineData("FR14 2004 1010 0505 0001 3M02 606")]
    [InlineData("de89370400440532013000")]
    [InlineData("GB82 WEST 1234 5698 7654 32")]
    [InlineData("BE68 5390 0754 7034")]
    [InlineData("NO93 8601 1117 947")]
    public void Accounts_of_the_registry_are_valid(string text)
    {
        var iban = Iban.Parse(text);
        Iban.Parse(iban.Grouped).ShouldBe(iban);
    }

    [Theory]
    [InlineData("FR1420041010050500013M02607", "iban-checksum")]
    [InlineData("FR142004101005050001M302606", "iban-checksum")]
    [InlineData("FR1420041010050500013M0260", "iban-length")]
    [InlineData("US64SVBKUS6S3300958879", "iban-country")]
    [InlineData("FR14-2004", "iban-shape")]
    [InlineData("", "iban-shape")]
    [InlineData(null, "iban-shape")]
    public void What_is_no_IBAN_says_why(string? text, string reason)
    {
        Iban.TryParse(text, out _, out var problem).ShouldBeFalse();
        problem!.Code.ShouldBe(reason);
    }

    [Fact]
    public void On_screens_it_is_masked() => Iban.Parse("FR1420041010050500013M02606").Masked.ShouldBe("FR… 2606");
}
