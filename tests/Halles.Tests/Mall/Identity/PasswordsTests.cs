using Halles.Mall.Identity;

namespace Halles.Tests.Mall.Identity;

public sealed class PasswordsTests
{
    [Theory]
    [InlineData("court", "password-short")]
    [InlineData("motdepass", "password-short")]
    [InlineData("Password123!", "password-common")]
    [InlineData("1234567890", "password-common")]
    [InlineData("0987654321!", "password-common")]
    [InlineData("ababababab", "password-common")]
    [InlineData("nadia@exemple.fr", "password-personal")]
    [InlineData("j'aime benali fort", "password-personal")]
    [InlineData("un\u0000deux trois", "password-symbol")]
    [InlineData("cheval agrafe pile", null)]
    [InlineData("十二个字符的密码可以", null)]
    public void A_password_is_long_unknown_to_others_and_not_about_its_owner(string password, string? problem) =>
        Passwords.Check(password, "nadia@exemple.fr", "Nadia Benali")?.Code.ShouldBe(problem, password);

    [Fact]
    public void Half_a_surrogate_pair_and_a_novel_are_refused()
    {
        Passwords.Check("cheval agrafe \ud83d", null, null).ShouldBe(IdentityProblems.PasswordSymbol);
        Passwords.Check(string.Concat(Enumerable.Repeat("roman ", 40)), null, null)!.Code.ShouldBe("password-long");
    }

    [Fact]
    public async Task A_hash_fits_its_password_and_no_other()
    {
        using var passwords = new Passwords();
        var hash = await passwords.Hash("cheval agrafe pile");
        hash.ShouldStartWith("pbkdf2-sha512$210000$");
        (await passwords.Verify(hash, "cheval agrafe pile")).ShouldBeTrue();
        (await passwords.Verify(hash, "cheval agrafe pilf")).ShouldBeFalse();
        (await passwords.Verify(null, "cheval agrafe pile")).ShouldBeFalse();
        (await passwords.Hash("cheval agrafe pile")).ShouldNotBe(hash, "each has a salt of its own");
    }

    [Fact]
    public async Task The_same_password_from_another_keyboard_is_the_same()
    {
        using var passwords = new Passwords();
        (await passwords.Verify(await passwords.Hash("caf\u00e9 du march\u00e9"), "cafe\u0301 du marche\u0301")).ShouldBeTrue();
    }

    [Fact]
    public void A_hash_of_fewer_rounds_is_old()
    {
        Passwords.IsOld("pbkdf2-sha512$100000$AAAA$AAAA").ShouldBeTrue();
        Passwords.IsOld("pbkdf2-sha512$210000$AAAA$AAAA").ShouldBeFalse();
    }
}
