using Halles.Kernel;

namespace Halles.Tests.Kernel;

public class EmailAddressTests
{
    [Theory]
    [InlineData(" Ada.Martin+halles@Example.ORG ", "Ada.Martin+halles@example.org")]
    [InlineData("o'neil@example.co.uk", "o'neil@example.co.uk")]
    [InlineData("info@boulangerie-léa.fr", "info@xn--boulangerie-la-nkb.fr")]
    public void An_address_is_kept_with_its_domain_in_lower_case_ASCII(string text, string value) => EmailAddress.Parse(text).Value.ShouldBe(value);

    [Theory]
    [InlineData("ada")]
    [InlineData("@example.org")]
    [InlineData("ada@")]
    [InlineData("ada@localhost")]
    [InlineData("ada@example.1")]
    [InlineData("ada@-example.org")]
    [InlineData("ada@exam_ple.org")]
    [InlineData("ada@example..org")]
    [InlineData("ada@example.org.")]
    [InlineData(".ada@example.org")]
    [InlineData("ada..m@example.org")]
    [InlineData("ada martin@example.org")]
    [InlineData("a@b@example.org")]
    [InlineData("ada@[127.0.0.1]")]
    [InlineData("ada@example.org\r\nBcc: all@example.org")]
    [InlineData("")]
    [InlineData(null)]
    public void What_mail_cannot_be_sent_to_is_refused(string? text)
    {
        EmailAddress.TryParse(text, out _, out var problem).ShouldBeFalse();
        problem.ShouldBe(ValueProblems.EmailShape);
    }

    [Fact]
    public void Lengths_have_their_limits()
    {
        EmailAddress.TryParse(new string('a', 64) + "@example.org", out _, out _).ShouldBeTrue();
        EmailAddress.TryParse(new string('a', 65) + "@example.org", out _, out var problem).ShouldBeFalse();
        problem.ShouldBe(ValueProblems.EmailLong);
    }

    [Fact]
    public void Two_spellings_of_one_account_have_one_key()
    {
        EmailAddress.Parse("Ada@example.org").Key.ShouldBe(EmailAddress.Parse("ada@EXAMPLE.org").Key);
        EmailAddress.Parse("Ada@example.org").Masked.ShouldBe("A…@example.org");
    }
}
