using System.Text;
using Halles.Mall.Identity;

namespace Halles.Tests.Mall.Identity;

public sealed class TotpTests
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("12345678901234567890");

    // RFC 6238, appendix B, its last six digits.
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void Codes_are_those_of_the_standard(long seconds, string code) =>
        Totp.Code(Secret, Totp.Step(DateTimeOffset.FromUnixTimeSeconds(seconds))).ShouldBe(code);

    [Fact]
    public void A_code_is_taken_one_step_early_or_late_and_never_twice()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1234567890);
        var step = Totp.Step(now);
        for (var off = -2; off <= 2; off++)
        {
            Totp.Match(Secret, Totp.Code(Secret, step + off), now, 0).ShouldBe(Math.Abs(off) <= 1 ? step + off : null);
        }

        Totp.Match(Secret, "005 924", now, step - 1).ShouldBe(step);
        Totp.Match(Secret, "005924", now, step).ShouldBeNull("it was used");
        Totp.Match(Secret, "", now, 0).ShouldBeNull();
    }

    // RFC 4648, section 10.
    [Theory]
    [InlineData("f", "MY")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void A_secret_is_spelt_in_base32(string text, string spelt) => Totp.Spell(Encoding.ASCII.GetBytes(text)).ShouldBe(spelt);
}
