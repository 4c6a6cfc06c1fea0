using Halles.Kernel.Storage;
using Halles.Mall.Identity;
using Halles.Testing;
using Microsoft.AspNetCore.Http;

namespace Halles.Tests.Mall.Identity;

public sealed class PasskeysTests
{
    private const string Email = "nadia@exemple.fr";
    private static readonly DefaultHttpContext Http = new();

    [Theory, OnBothEngines]
    public async Task A_passkey_is_made_signs_in_alone_and_counts_as_second_factor(Engine engine)
    {
        using var world = new IdentityWorld(engine);
        using var authenticator = new SoftAuthenticator();
        var caller = await world.Caller(Email);
        await Add(world, caller, authenticator);
        world.Again(caller).HasSecondFactor.ShouldBeTrue();
        world.Again(caller).StrongAt.ShouldNotBeNull();
        var passkeys = world.Get<PasskeyEndpoints>();
        passkeys.List(caller).ShouldHaveSingleItem().Name.ShouldBe("Téléphone");

        var session = await Show(world, authenticator);
        var shown = world.Get<Callers>().OfSession(session.Value!.Token)!;
        shown.PersonId.ShouldBe(caller.PersonId);
        shown.SecondFactor.ShouldBe(SecondFactorState.Shown);
        passkeys.List(caller)[0].LastUsedAt.ShouldNotBeNull();

        (await passkeys.Remove(caller, passkeys.List(caller)[0].Id)).Ok.ShouldBeTrue();
        (await Show(world, authenticator)).Problem.ShouldBe(IdentityProblems.PasskeyRefused);
    }

    [Theory, OnBothEngines]
    public async Task An_answer_works_once_for_its_own_question_and_not_for_long(Engine engine)
    {
        using var world = new IdentityWorld(engine);
        using var authenticator = new SoftAuthenticator();
        await Add(world, await world.Caller(Email), authenticator);
        var passkeys = world.Get<PasskeyEndpoints>();
        var question = await passkeys.AskToShow(Http);
        var other = await passkeys.AskToShow(Http);
        var answer = authenticator.Get(question.Options);
        (await passkeys.Show(Http, other.Ticket, answer, "")).Problem.ShouldBe(IdentityProblems.PasskeyRefused);
        (await passkeys.Show(Http, question.Ticket, answer, "")).Ok.ShouldBeTrue();
        (await passkeys.Show(Http, question.Ticket, answer, "")).Ok.ShouldBeFalse("a caught answer is worth nothing");
        world.Mall.Clock.Advance(TimeSpan.FromMinutes(5));
        (await passkeys.Show(Http, other.Ticket, authenticator.Get(other.Options), "")).Problem.ShouldBe(IdentityProblems.StepExpired);
    }

    [Fact]
    public async Task Another_site_another_domain_and_a_person_who_was_not_verified_are_refused()
    {
        using var world = new IdentityWorld(Engine.Sqlite);
        var caller = await world.Caller(Email);
        foreach (var wrong in (SoftAuthenticator[])[new("https://evil.example"), new(domain: "evil.example"), new() { VerifiesUser = false }])
        {
            var question = (await world.Get<PasskeyEndpoints>().AskToMake(caller, Http)).Value;
            (await world.Get<PasskeyEndpoints>().Add(caller, Http, question.Ticket, wrong.Create(question.Options), "x")).Problem.ShouldBe(IdentityProblems.PasskeyRefused);
            wrong.Dispose();
        }

        world.Get<PasskeyEndpoints>().List(caller).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_passkey_of_one_person_does_not_prove_another()
    {
        using var world = new IdentityWorld(Engine.Sqlite);
        using var authenticator = new SoftAuthenticator();
        await Add(world, await world.Caller(Email), authenticator);
        var marc = await world.Caller("marc@exemple.fr", "Marc Le Goff");
        (await Show(world, authenticator, marc)).Problem.ShouldBe(IdentityProblems.PasskeyRefused);
        world.Again(marc).StrongAt.ShouldBeNull();
        var question = (await world.Get<PasskeyEndpoints>().AskToMake(marc, Http)).Value;
        (await world.Get<PasskeyEndpoints>().Add(marc, Http, question.Ticket, authenticator.Create(question.Options), "x")).Problem.ShouldBe(IdentityProblems.PasskeyRefused);
    }

    [Fact]
    public async Task Making_and_removing_asks_again_and_staff_keep_their_last()
    {
        using var world = new IdentityWorld(Engine.Sqlite);
        using var authenticator = new SoftAuthenticator();
        var (owner, _) = await world.Owner(Email, "fournil");
        await Add(world, owner, authenticator);
        (await world.Get<SecondFactor>().TurnOff(owner)).Ok.ShouldBeTrue("the passkey is left");
        var passkeys = world.Get<PasskeyEndpoints>();
        (await passkeys.Remove(owner, passkeys.List(owner)[0].Id)).Problem.ShouldBe(IdentityProblems.LastWayIn);
        world.Mall.Clock.Advance(TimeSpan.FromMinutes(11));
        (await passkeys.AskToMake(owner, Http)).Problem.ShouldBe(IdentityProblems.ProveAgain);
        (await passkeys.Remove(owner, passkeys.List(owner)[0].Id)).Problem.ShouldBe(IdentityProblems.ProveAgain);
        (await Show(world, authenticator, owner)).Ok.ShouldBeTrue();
        (await passkeys.AskToMake(world.Again(owner), Http)).Ok.ShouldBeTrue();
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("not json")]
    [InlineData("{\"id\":\"AA\",\"rawId\":\"AA\",\"type\":\"public-key\",\"response\":{}}")]
    public async Task Nonsense_is_refused(string credential)
    {
        using var world = new IdentityWorld(Engine.Sqlite);
        var question = await world.Get<PasskeyEndpoints>().AskToShow(Http);
        (await world.Get<PasskeyEndpoints>().Show(Http, question.Ticket, credential, "")).Problem.ShouldBe(IdentityProblems.PasskeyRefused);
    }

    private static async Task Add(IdentityWorld world, Caller caller, SoftAuthenticator authenticator)
    {
        var question = (await world.Get<PasskeyEndpoints>().AskToMake(caller, Http)).Value;
        var added = await world.Get<PasskeyEndpoints>().Add(caller, Http, question.Ticket, authenticator.Create(question.Options), "Téléphone");
        added.Ok.ShouldBeTrue(added.Problem?.Code);
    }

    private static async Task<Halles.Kernel.Result<NewSession?>> Show(IdentityWorld world, SoftAuthenticator authenticator, Caller? caller = null)
    {
        var question = await world.Get<PasskeyEndpoints>().AskToShow(Http);
        return await world.Get<PasskeyEndpoints>().Show(Http, question.Ticket, authenticator.Get(question.Options), "Firefox · Linux", caller);
    }
}
