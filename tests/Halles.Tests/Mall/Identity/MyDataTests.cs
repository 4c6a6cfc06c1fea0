using System.Text;
using System.Text.Json;
using Halles.Kernel;
using Halles.Kernel.Auditing;
using Halles.Kernel.Privacy;
using Halles.Kernel.Storage;
using Halles.Mall.Identity;
using Halles.Testing;

namespace Halles.Tests.Mall.Identity;

public sealed class MyDataTests
{
    private const string Email = "nadia@exemple.fr";
    private const string Name = "Nadia Benali";

    [Theory, OnBothEngines]
    public async Task The_export_holds_what_is_kept(Engine engine)
    {
        using var world = new IdentityWorld(engine);
        var caller = await Furnished(world);
        using var export = JsonDocument.Parse(world.Get<MyData>().Export(caller));
        var root = export.RootElement;
        root.GetProperty("account").GetProperty("name").GetString().ShouldBe(Name);
        root.GetProperty("addresses")[0].GetProperty("address").GetProperty("line1").GetString().ShouldBe("8 rue des Tanneurs");
        root.GetProperty("apiKeys").GetArrayLength().ShouldBe(1);
        root.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("action").GetString()).ShouldContain("sign-in");
        Encoding.UTF8.GetString(world.Get<MyData>().Export(caller)).ShouldNotContain("pbkdf2", Case.Insensitive);
    }

    [Theory, OnBothEngines]
    public async Task After_an_erasure_no_table_names_the_person(Engine engine)
    {
        using var world = new IdentityWorld(engine);
        var caller = await Furnished(world);
        var sealedText = await world.Mall.Write<string>(s =>
        {
            var text = new PersonalData(world.Mall.Secret).Seal(s, caller.PersonId, Name);
            s.Audit(new AuditEntry(caller.PersonId, "test", Guid.Empty, caller.PersonId, text));
            return text;
        });
        Everything(world).ShouldContain(Name);
        (await world.Get<MyData>().Erase(caller)).Ok.ShouldBeTrue();

        var left = Everything(world);
        foreach (var word in (string[])[Name, Email, "Tanneurs", "mon programme", "Firefox"])
        {
            left.ShouldNotContain(word);
        }

        world.Mall.Database.Read(sql => new PersonalData(world.Mall.Secret).Open(sql, caller.PersonId, sealedText)).ShouldBeNull();
        world.Mall.Database.Read(AuditLog.Verify).Broken.ShouldBeNull();
        (await world.Get<SignIn>().WithPassword(Email, IdentityWorld.Password, "")).Problem.ShouldBe(IdentityProblems.WrongCredentials);
        (await world.Get<MyData>().Erase(caller)).Ok.ShouldBeFalse();
        await world.Caller(Email); // the address is free again
    }

    [Theory, OnBothEngines]
    public async Task The_last_owner_and_the_last_administrator_cannot_go(Engine engine)
    {
        using var world = new IdentityWorld(engine);
        var (owner, _) = await world.Owner("odile@exemple.fr", "fournil");
        (await world.Get<MyData>().Erase(owner)).Problem.ShouldBe(IdentityProblems.LastOwner);
        (await world.Get<MyData>().Erase(await world.Administrator("ada@exemple.fr"))).Problem.ShouldBe(IdentityProblems.LastAdministrator);
        world.Mall.Scalar<long>("SELECT count(*) FROM people WHERE email IS NULL").ShouldBe(0);
    }

    [Fact]
    public async Task It_asks_again_who_they_are()
    {
        using var world = new IdentityWorld(Engine.Sqlite);
        var caller = await world.Caller(Email);
        world.Mall.Clock.Advance(TimeSpan.FromMinutes(11));
        (await world.Get<MyData>().Erase(caller)).Problem.ShouldBe(IdentityProblems.ProveAgain);
    }

    private static async Task<Caller> Furnished(IdentityWorld world)
    {
        var caller = await world.Caller(Email, Name);
        var address = new Address { Name = Name, Line1 = "8 rue des Tanneurs", Postcode = "41100", City = "Saint-Aubin", Country = Country.France };
        (await world.Get<Addresses>().Save(caller, null, "Chez moi", address)).Ok.ShouldBeTrue();
        (await world.Get<ApiKeys>().Create(caller, "mon programme")).Ok.ShouldBeTrue();
        await world.TurnTotpOn(caller);
        await world.Get<EmailedLinks>().AskToSignIn(Email);
        return world.Again(caller);
    }

    // Every text of every table, so that a table that comes later is looked at too.
    private static string Everything(IdentityWorld world) => world.Mall.Database.Read(sql =>
    {
        var tables = sql.List(
            sql.Engine is Engine.Sqlite ? "SELECT name FROM sqlite_master WHERE type = 'table'" : "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public'",
            r => r.Text(0));
        var all = new StringBuilder();
        foreach (var table in tables)
        {
            using var command = sql.Connection.CreateCommand();
            command.CommandText = $"SELECT * FROM \"{table}\"";
            using var rows = command.ExecuteReader();
            while (rows.Read())
            {
                for (var i = 0; i < rows.FieldCount; i++)
                {
                    all.Append(rows.GetValue(i) is byte[] bytes ? Encoding.UTF8.GetString(bytes) : rows.GetValue(i)).Append('\n');
                }
            }
        }

        return all.ToString();
    });
}
