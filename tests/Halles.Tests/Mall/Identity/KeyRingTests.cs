using Halles.Kernel.Storage;
using Halles.Testing;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

namespace Halles.Tests.Mall.Identity;

public sealed class KeyRingTests
{
    [Theory, OnBothEngines]
    public async Task What_one_node_protects_another_reads_and_the_database_alone_does_not(Engine engine)
    {
        using var world = new IdentityWorld(engine);
        var sealedText = world.Get<IDataProtectionProvider>().CreateProtector("form").Protect("secret");
        await using var other = world.Node();
        other.GetRequiredService<IDataProtectionProvider>().CreateProtector("form").Unprotect(sealedText).ShouldBe("secret");
        var kept = world.Mall.Database.Read(sql => sql.List("SELECT sealed FROM data_protection_keys", r => r.Bytes(0)));
        kept.ShouldNotBeEmpty();
        kept.ShouldAllBe(k => !System.Text.Encoding.UTF8.GetString(k).Contains("masterKey", StringComparison.Ordinal));
    }
}
