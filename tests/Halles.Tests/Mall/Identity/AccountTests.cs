using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Kernel.Auditing;
using Halles.Kernel.Privacy;
using Halles.Mall.Identity;
using Halles.Testing;

namespace Halles.Tests.Mall.Identity;

public sealed class AccountTests
{
    private const string Email = "nadia@exemple.fr";

    [Theory, OnBothEngines]
    public async Task The_profile_is_changed_and_seen_at_once(Engine engine)
    {
        using var world = new IdentityWorld(engine);
        var caller = await world.Caller(Email);
        (await Change(world, caller, "Nadia Benali-Roy 🥖", "02 61 91 00 00", "en")).ShouldBeNull();
        var profile = world.Get<Account>().Profile(caller)!;
        (profile.Name, profile.Phone, profile.Language, profile.HasPassword).ShouldBe(("Nadia Benali-Roy 🥖", "+33261910000", "en", true));
        world.Again(caller).Name.ShouldBe("Nadia Benali-Roy 🥖");
        (await Change(world, caller, "Na\u0000dia", "12", "xx"))!.Parts.Select(p => p.Field).ShouldBe(["name", "phone", "language"]);
        (await Change(world, caller, new string('n', 10_000), null, "fr"))!.Code.ShouldBe("person-name-long");
    }

    [Theory, OnBothEngines]
    public async Task A_new_password_ends_the_other_sessions(Engine engine)
    {
        using var world = new IdentityWorld(engine);
        await world.Person(Email);
        await world.SignIn(Email);
        var here = await world.SignIn(Email);
        var account = world.Get<Account>();
        (await account.ChangePassword(here, "n'importe quoi", "une tout autre phrase")).Problem.ShouldBe(IdentityProblems.WrongPassword);
        (await account.ChangePassword(here, IdentityWorld.Password, "nadia@exemple.fr")).Problem.ShouldBe(IdentityProblems.PasswordPersonal);
        (await account.ChangePassword(here, IdentityWorld.Password, "une tout autre phrase")).Ok.ShouldBeTrue();
        world.Get<Sessions>().List(here).ShouldHaveSingleItem().IsThisOne.ShouldBeTrue();
        world.Mail(Email)!.Subject.ShouldBe("PasswordChanged fr");
        world.Mall.Clock.Advance(TimeSpan.FromMinutes(11));
        (await account.ChangePassword(here, "", "et encore une autre")).Problem.ShouldBe(IdentityProblems.ProveAgain);
    }

    [Theory, OnBothEngines]
    public async Task A_new_address_counts_once_it_is_confirmed_and_the_old_one_is_told(Engine engine)
    {
        using var world = new IdentityWorld(engine);
        var caller = await world.Caller(Email);
        await world.Person("marc@exemple.fr", "Marc Le Goff");
        (await world.Get<Account>().ChangeEmail(caller, "Marc@exemple.fr")).Ok.ShouldBeTrue("the answer does not tell whose it is");
        world.Mails().ShouldBe(0);
        await world.Get<Account>().ChangeEmail(caller, "neuve@exemple.fr");
        world.Get<Account>().Profile(caller)!.Email.ShouldBe(Email);
        (await world.Get<EmailedLinks>().Use(world.Token("neuve@exemple.fr"), "")).Ok.ShouldBeTrue();
        world.Get<Account>().Profile(caller)!.Email.ShouldBe("neuve@exemple.fr");
        world.Mail(Email)!.Subject.ShouldBe("AddressChanged fr");
        var noted = new AuditLog(world.Mall.Database).Find(new AuditQuery(), 20).Single(r => r.Entry.Action == "email-changed").Entry;
        noted.Details.ShouldNotContain("exemple");
        world.Mall.Database.Read(sql => world.Get<PersonalData>().Open(sql, caller.PersonId, noted.Details)).ShouldBe($"{Email} → neuve@exemple.fr");
        world.Get<Sessions>().List(caller).Count.ShouldBe(1, "the old sessions have ended");
    }

    [Theory, OnBothEngines]
    public async Task Addresses_belong_to_their_person(Engine engine)
    {
        using var world = new IdentityWorld(engine);
        var nadia = await world.Caller(Email);
        var marc = await world.Caller("marc@exemple.fr", "Marc Le Goff");
        var addresses = world.Get<Addresses>();
        var address = new Address { Name = "Nadia", Line1 = "8 rue des Tanneurs", Postcode = "41100", City = "Saint-Aubin", Country = Country.France };
        var id = (await addresses.Save(nadia, null, "Chez moi", address)).Value;
        (await addresses.Save(marc, id, "À moi", address)).Problem.ShouldBe(IdentityProblems.None);
        (await addresses.Remove(marc, id)).Problem.ShouldBe(IdentityProblems.None);
        addresses.List(marc).ShouldBeEmpty();
        (await addresses.Save(nadia, id, "Maison", address with { Line2 = "2e étage" })).Value.ShouldBe(id);
        addresses.List(nadia).ShouldHaveSingleItem().Address.Line2.ShouldBe("2e étage");
        (await addresses.Save(nadia, null, "", address)).Problem!.Code.ShouldBe("label-long");
        (await addresses.Remove(nadia, id)).Ok.ShouldBeTrue();
    }

    private static async Task<Problem?> Change(IdentityWorld world, Caller caller, string? name, string? phone, string language) =>
        (await world.Get<Account>().Change(caller, name, phone, language, Country.France, ["fr", "en"])).Problem;
}
