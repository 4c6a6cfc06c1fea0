using System.Security.Cryptography;
using Halles.Kernel;
using Halles.Kernel.Privacy;
using Halles.Kernel.Storage;
using Halles.Testing;

namespace Halles.Tests.Kernel.Privacy;

public sealed class PersonalDataTests
{
    [Theory, OnBothEngines]
    public async Task Sealed_text_is_read_again_until_the_person_is_shredded(Engine engine)
    {
        using var mall = TestMall.On(engine);
        var data = new PersonalData(mall.Secret);
        var (nadia, thomas) = (Ids.New(mall.Clock), Ids.New(mall.Clock));
        var (first, second) = (await Seal(mall, data, nadia, "nadia@example.org"), await Seal(mall, data, nadia, "rue du Four"));
        var other = await Seal(mall, data, thomas, "thomas@example.org");
        first.ShouldNotContain("nadia");
        Open(mall, data, nadia, first).ShouldBe("nadia@example.org");
        Open(mall, data, nadia, second).ShouldBe("rue du Four");

        await mall.Write<Done>(s =>
        {
            PersonalData.Shred(s, nadia);
            return default(Done);
        });
        Open(mall, data, nadia, first).ShouldBeNull();
        Open(mall, data, thomas, other).ShouldBe("thomas@example.org");
    }

    [Theory, OnBothEngines]
    public async Task After_shredding_a_new_key_does_not_open_the_old_text(Engine engine)
    {
        using var mall = TestMall.On(engine);
        var data = new PersonalData(mall.Secret);
        var nadia = Ids.New(mall.Clock);
        var old = await Seal(mall, data, nadia, "before");
        await mall.Write<Done>(s =>
        {
            PersonalData.Shred(s, nadia);
            return default(Done);
        });
        await Seal(mall, data, nadia, "after");
        Should.Throw<CryptographicException>(() => Open(mall, data, nadia, old));
    }

    [Fact]
    public async Task Text_of_one_person_is_not_opened_as_anothers()
    {
        using var mall = TestMall.On(Engine.Sqlite);
        var data = new PersonalData(mall.Secret);
        var (nadia, thomas) = (Ids.New(mall.Clock), Ids.New(mall.Clock));
        var text = await Seal(mall, data, nadia, "hers");
        await Seal(mall, data, thomas, "his");
        Should.Throw<CryptographicException>(() => Open(mall, data, thomas, text));
    }

    [Fact]
    public async Task Another_secret_opens_nothing()
    {
        using var mall = TestMall.On(Engine.Sqlite);
        var nadia = Ids.New(mall.Clock);
        var text = await Seal(mall, new PersonalData(mall.Secret), nadia, "hers");
        var thief = new PersonalData(new Secret(RandomNumberGenerator.GetBytes(32)));
        Should.Throw<CryptographicException>(() => Open(mall, thief, nadia, text));
    }

    private static Task<string> Seal(TestMall mall, PersonalData data, Guid person, string text) => mall.Write<string>(s => data.Seal(s, person, text));

    private static string? Open(TestMall mall, PersonalData data, Guid person, string text) => mall.Database.Read(s => data.Open(s, person, text));
}
