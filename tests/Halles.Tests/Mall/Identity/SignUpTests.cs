using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Identity;
using Halles.Testing;

namespace Halles.Tests.Mall.Identity;

public sealed class SignUpTests
{
    private const string Email = "nadia@exemple.fr";

    [Theory, OnBothEngines]
    public async Task An_account_opens_once_its_address_is_confirmed(Engine engine)
    {
        using var world = new IdentityWorld(engine);
        (await Open(world)).Ok.ShouldBeTrue();
        world.Mail(Email)!.Subject.ShouldBe("Confirm fr");
        (await world.Get<SignIn>().WithPassword(Email, IdentityWorld.Password, "")).Problem.ShouldBe(IdentityProblems.WrongCredentials);

        var token = world.Token(Email);
        world.Get<EmailedLinks>().Look(token)!.Purpose.ShouldBe(LinkPurpose.ConfirmEmail);
        var step = await world.Get<EmailedLinks>().Use(token, "Firefox · Linux");
        world.Get<Callers>().OfSession(step.Value.Session!.Token)!.Email.ShouldBe(Email);
        (await world.Get<SignIn>().WithPassword(" NADIA@exemple.fr ", IdentityWorld.Password, "")).Ok.ShouldBeTrue();
        (await world.Get<EmailedLinks>().Use(token, "")).Problem.ShouldBe(IdentityProblems.LinkSpent);
    }

    [Theory, OnBothEngines]
    public async Task An_address_that_has_an_account_gets_the_same_answer_and_another_letter(Engine engine)
    {
        using var world = new IdentityWorld(engine);
        await world.Person(Email);
        (await Open(world, "un autre mot de passe")).Ok.ShouldBeTrue();
        world.Mail(Email)!.Subject.ShouldBe("HaveAccount fr");
        (await world.Get<SignIn>().WithPassword(Email, "un autre mot de passe", "")).Ok.ShouldBeFalse();
        (await world.Get<SignIn>().WithPassword(Email, IdentityWorld.Password, "")).Ok.ShouldBeTrue();
    }

    [Theory, OnBothEngines]
    public async Task Who_signs_up_with_the_address_of_another_gets_no_way_into_what_that_one_opens(Engine engine)
    {
        using var world = new IdentityWorld(engine);
        await Open(world, "le mot de passe du voleur");
        await world.Get<EmailedLinks>().AskToSignIn(Email);
        world.Mail(Email)!.Subject.ShouldBe("SignIn fr");
        (await world.Get<EmailedLinks>().Use(world.Token(Email), "")).Ok.ShouldBeTrue();
        (await world.Get<SignIn>().WithPassword(Email, "le mot de passe du voleur", "")).Problem.ShouldBe(IdentityProblems.WrongCredentials);
    }

    [Theory, OnBothEngines]
    public async Task Nobody_is_flooded_with_letters(Engine engine)
    {
        using var world = new IdentityWorld(engine);
        for (var i = 0; i < 8; i++)
        {
            (await Open(world)).Ok.ShouldBeTrue();
        }

        world.Mails().ShouldBe(5);
        world.Mall.Clock.Advance(TimeSpan.FromMinutes(61));
        await Open(world);
        world.Mails().ShouldBe(6);
    }

    [Fact]
    public async Task Each_field_has_its_problem()
    {
        using var world = new IdentityWorld(Engine.Sqlite);
        var refused = (await world.Get<SignUp>().Open(new NewAccount(" ", "nadia", "court", "fr"))).Problem!;
        refused.Status.ShouldBe(422);
        refused.Parts.Select(p => p.Field).ShouldBe(["name", "email", "password"]);
        world.Mall.Scalar<long>("SELECT count(*) FROM people").ShouldBe(0);
    }

    private static Task<Result<Done>> Open(IdentityWorld world, string password = IdentityWorld.Password) =>
        world.Get<SignUp>().Open(new NewAccount("Nadia Benali", Email, password, "fr"));
}
