using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Identity;
using Halles.Testing;

namespace Halles.Tests.Mall.Identity;

public sealed class SignInTests
{
    private const string Email = "nadia@exemple.fr";

    [Theory, OnBothEngines]
    public async Task Unknown_wrong_and_locked_get_one_answer_and_leave_a_row_of_audit_each(Engine engine)
    {
        using var world = new IdentityWorld(engine);
        await world.Person(Email);
        var before = world.Audit().Count;
        (await Try(world, "nobody@exemple.fr", "n'importe quoi")).ShouldBe(IdentityProblems.WrongCredentials);
        (await Try(world, "not an address", "n'importe quoi")).ShouldBe(IdentityProblems.WrongCredentials);
        for (var i = 0; i < 5; i++)
        {
            (await Try(world, Email, "n'importe quoi")).ShouldBe(IdentityProblems.WrongCredentials);
        }

        (await Try(world, Email, IdentityWorld.Password)).ShouldBe(IdentityProblems.WrongCredentials, "the account waits");
        world.Audit().Skip(before).ShouldAllBe(a => a == "sign-in-refused");
        world.Audit().Count.ShouldBe(before + 8);

        world.Mall.Clock.Advance(TimeSpan.FromSeconds(31));
        (await Try(world, Email, IdentityWorld.Password)).ShouldBeNull();
    }

    [Fact]
    public void Waits_grow_up_to_an_hour() =>
        Enumerable.Range(0, 20).Select(n => LockOut.Wait(n).TotalSeconds).Take(7).Append(LockOut.Wait(100).TotalSeconds).ShouldBe([0, 0, 0, 0, 0, 30, 60, 3600]);

    [Theory, OnBothEngines]
    public async Task A_hundred_guesses_at_once_are_counted_like_one_after_another(Engine engine)
    {
        using var world = new IdentityWorld(engine);
        var id = await world.Person(Email);
        await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Try(world, Email, "mauvais essai " + i)));
        world.Mall.Scalar<int>("SELECT failures FROM people WHERE id = $1", id).ShouldBe(5, "what came after the fifth was not even looked at");
    }

    [Theory, OnBothEngines]
    public async Task An_old_hash_is_made_again_at_the_next_sign_in(Engine engine)
    {
        using var world = new IdentityWorld(engine);
        var id = await world.Person(Email);
        var weak = "pbkdf2-sha512$1000$" + Convert.ToBase64String(new byte[16]) + "$" + Convert.ToBase64String(
            System.Security.Cryptography.Rfc2898DeriveBytes.Pbkdf2(IdentityWorld.Password, new byte[16], 1000, System.Security.Cryptography.HashAlgorithmName.SHA512, 64));
        await world.Mall.Write<int>(s => s.Sql.Execute("UPDATE people SET password_hash = $2 WHERE id = $1", id, weak));
        (await Try(world, Email, IdentityWorld.Password)).ShouldBeNull();
        world.Mall.Scalar<string>("SELECT password_hash FROM people WHERE id = $1", id)!.ShouldStartWith("pbkdf2-sha512$210000$");
    }

    [Theory, OnBothEngines]
    public async Task With_TOTP_the_password_alone_gives_no_session(Engine engine)
    {
        using var world = new IdentityWorld(engine);
        var caller = await world.Caller(Email);
        await world.TurnTotpOn(caller);
        var first = (await world.Get<SignIn>().WithPassword(Email, IdentityWorld.Password, "")).Value;
        first.Session.ShouldBeNull();

        var signIn = world.Get<SignIn>();
        (await signIn.WithCode(first.Ticket, world.CodeOf(caller.PersonId), "")).Problem.ShouldBe(IdentityProblems.WrongCode, "it set the second factor up, and works once");
        world.Mall.Clock.Advance(TimeSpan.FromSeconds(30));
        var second = (await signIn.WithCode(first.Ticket, world.CodeOf(caller.PersonId), "")).Value;
        world.Get<Callers>().OfSession(second.Session!.Token)!.StrongAt.ShouldNotBeNull();
        (await signIn.WithCode(first.Ticket, world.CodeOf(caller.PersonId), "")).Problem.ShouldBe(IdentityProblems.WrongCode);
        (await signIn.WithCode(first.Ticket + "x", world.CodeOf(caller.PersonId, 1), "")).Problem.ShouldBe(IdentityProblems.StepExpired);
        world.Mall.Clock.Advance(TimeSpan.FromMinutes(10));
        (await signIn.WithCode(first.Ticket, world.CodeOf(caller.PersonId), "")).Problem.ShouldBe(IdentityProblems.StepExpired);
    }

    [Theory, OnBothEngines]
    public async Task A_recovery_code_works_once_even_when_typed_carelessly(Engine engine)
    {
        using var world = new IdentityWorld(engine);
        var caller = await world.Caller(Email);
        var codes = await world.TurnTotpOn(caller);
        codes.Count.ShouldBe(10);
        var ticket = (await world.Get<SignIn>().WithPassword(Email, IdentityWorld.Password, "")).Value.Ticket;
        (await world.Get<SignIn>().WithCode(ticket, " " + codes[3].ToLowerInvariant(), "")).Value.Session.ShouldNotBeNull();
        (await world.Get<SignIn>().WithCode(ticket, codes[3], "")).Problem.ShouldBe(IdentityProblems.WrongCode);
        world.Get<SecondFactor>().CodesLeft(caller).ShouldBe(9);
        world.Audit().ShouldContain("recovery-code-used");
    }

    [Theory, OnBothEngines]
    public async Task Wrong_codes_lock_codes_and_wrong_passwords_do_not(Engine engine)
    {
        using var world = new IdentityWorld(engine);
        var caller = await world.Caller(Email);
        await world.TurnTotpOn(caller);
        world.Mall.Clock.Advance(TimeSpan.FromSeconds(60));
        var ticket = (await world.Get<SignIn>().WithPassword(Email, IdentityWorld.Password, "")).Value.Ticket;
        for (var i = 0; i < 5; i++)
        {
            (await Try(world, Email, "n'importe quoi")).ShouldNotBeNull();
        }

        (await world.Get<SignIn>().WithCode(ticket, world.CodeOf(caller.PersonId), "")).Ok.ShouldBeTrue();
        for (var i = 0; i < 5; i++)
        {
            (await world.Get<SignIn>().WithCode(ticket, "000000", "")).Problem.ShouldBe(IdentityProblems.WrongCode);
        }

        (await world.Get<SignIn>().WithCode(ticket, world.CodeOf(caller.PersonId, 1), "")).Problem.ShouldBe(IdentityProblems.CodesLocked);
    }

    [Theory, OnBothEngines]
    public async Task A_link_signs_in_once_for_a_quarter_of_an_hour(Engine engine)
    {
        using var world = new IdentityWorld(engine);
        await world.Person(Email);
        var links = world.Get<EmailedLinks>();
        (await links.AskToSignIn("nobody@exemple.fr")).Ok.ShouldBeTrue();
        world.Mails().ShouldBe(0);
        await links.AskToSignIn(Email);
        var token = world.Token(Email);
        links.Look(token)!.Email.ShouldBe(Email);
        links.Look(token).ShouldNotBeNull("looking uses nothing up");
        var tries = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => links.Use(token, "")));
        tries.Count(t => t.Ok).ShouldBe(1);

        await links.AskToSignIn(Email);
        world.Mall.Clock.Advance(TimeSpan.FromMinutes(15));
        (await links.Use(world.Token(Email), "")).Problem.ShouldBe(IdentityProblems.LinkSpent);
    }

    [Theory, OnBothEngines]
    public async Task A_new_password_by_link_ends_all_sessions(Engine engine)
    {
        using var world = new IdentityWorld(engine);
        var caller = await world.Caller(Email);
        var links = world.Get<EmailedLinks>();
        await links.AskToReset(Email);
        var token = world.Token(Email);
        (await links.Use(token, "")).Problem.ShouldBe(IdentityProblems.LinkSpent, "it is for the password, not to sign in");
        (await links.ResetPassword(token, "court")).Problem!.Code.ShouldBe("password-short");
        (await links.ResetPassword(token, "une tout autre phrase")).Ok.ShouldBeTrue();
        (await links.ResetPassword(token, "encore une autre phrase")).Problem.ShouldBe(IdentityProblems.LinkSpent);
        world.Mall.Scalar<long>("SELECT count(*) FROM sessions WHERE person_id = $1", caller.PersonId).ShouldBe(0);
        (await Try(world, Email, IdentityWorld.Password)).ShouldNotBeNull();
        (await Try(world, Email, "une tout autre phrase")).ShouldBeNull();
        world.Mail(Email)!.Subject.ShouldBe("PasswordChanged fr");
    }

    private static async Task<Problem?> Try(IdentityWorld world, string email, string password) =>
        (await world.Get<SignIn>().WithPassword(email, password, "")).Problem;
}
