using Halles.Kernel.Privacy;
using Halles.Kernel.Storage;

namespace Halles.Tests.Kernel.Privacy;

public sealed class SecretTests : IDisposable
{
    private readonly DataFolder _folder = DataFolder.TryLock(Directory.CreateTempSubdirectory("halles-secret-").FullName)!;

    [Fact]
    public void A_new_one_is_whole_its_owners_alone_and_the_same_ever_after()
    {
        Secret.IsThere(_folder).ShouldBeFalse();
        var sealedText = Secret.Load(_folder).Seal("test", "word"u8);
        Secret.IsThere(_folder).ShouldBeTrue();
        Secret.Load(_folder).Open("test", sealedText).ShouldBe("word"u8.ToArray());
        Directory.GetFiles(_folder.Path).Select(Path.GetFileName).ShouldBe(["halles.lock", "secret"], ignoreOrder: true);
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(_folder.Within("secret")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public void One_that_was_emptied_is_said_and_not_made_anew()
    {
        File.WriteAllText(_folder.Within("secret"), "");
        Should.Throw<CannotStart>(() => Secret.Load(_folder)).Message.ShouldContain("Put your copy of it back");
        File.ReadAllText(_folder.Within("secret")).ShouldBeEmpty();
    }

    public void Dispose()
    {
        _folder.Dispose();
        Directory.Delete(_folder.Path, recursive: true);
    }
}
