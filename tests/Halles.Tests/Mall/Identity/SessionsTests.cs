using Halles.Kernel;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Halles.Mall.Identity;
using Halles.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Halles.Tests.Mall.Identity;

public sealed class SessionsTests
{
    private const string Email = "nadia@exemple.fr";

    [Theory, OnBothEngines]
    public async Task A_shopper_stays_signed_in_for_thirty_days_from_the_last_visit(Engine engine)
    {
        using var world = new IdentityWorld(engine);
        await world.Person(Email);
        var token = await SignIn(world);
        var callers = world.Get<Callers>();
        for (var week = 0; week < 8; week++)
        {
            world.Mall.Clock.Advance(TimeSpan.FromDays(7));
            callers.OfSession(token).ShouldNotBeNull();
            await Seen(world);
        }

        world.Mall.Clock.Advance(TimeSpan.FromDays(31));
        callers.OfSession(token).ShouldBeNull();
    }

    [Theory, OnBothEngines]
    public async Task Staff_are_signed_out_after_twelve_idle_hours(Engine engine)
    {
        using var world = new IdentityWorld(engine);
        await world.Owner(Email, "fournil");
        world.Mall.Clock.Advance(TimeSpan.FromMinutes(1));
        var step = await world.Get<SignIn>().WithPassword(Email, IdentityWorld.Password, "");
        var strong = await world.Get<SignIn>().WithCode(step.Value.Ticket, world.CodeOf(step.Value.Session?.PersonId ?? Person(world)), "");
        var token = strong.Value.Session!.Token;
        world.Mall.Clock.Advance(TimeSpan.FromHours(11));
        world.Get<Callers>().OfSession(token).ShouldNotBeNull();
        await Seen(world);
        world.Mall.Clock.Advance(TimeSpan.FromHours(11));
        world.Get<Callers>().OfSession(token).ShouldNotBeNull();
        await Seen(world);
        world.Mall.Clock.Advance(TimeSpan.FromHours(12));
        world.Get<Callers>().OfSession(token).ShouldBeNull();
    }

    [Theory, OnBothEngines]
    public async Task The_last_visit_is_written_at_most_every_five_minutes(Engine engine)
    {
        using var world = new IdentityWorld(engine);
        await world.Person(Email);
        var token = await SignIn(world);
        var begun = world.Mall.Clock.GetUtcNow();
        world.Mall.Clock.Advance(TimeSpan.FromMinutes(4));
        world.Get<Callers>().OfSession(token);
        await Seen(world);
        LastSeen(world).ShouldBe(begun);
        world.Mall.Clock.Advance(TimeSpan.FromMinutes(2));
        world.Get<Callers>().OfSession(token);
        await Seen(world);
        LastSeen(world).ShouldBe(begun + TimeSpan.FromMinutes(6));
    }

    [Theory, OnBothEngines]
    public async Task Sessions_are_listed_and_ended_one_by_one_or_all_others(Engine engine)
    {
        using var world = new IdentityWorld(engine);
        await world.Person(Email);
        var other = await SignIn(world, "Chrome · Android");
        var here = await SignIn(world);
        var third = await SignIn(world);
        var callers = world.Get<Callers>();
        var caller = callers.OfSession(here)!;
        var sessions = world.Get<Sessions>();
        var list = sessions.List(caller);
        list.Count.ShouldBe(3);
        list.Single(s => s.IsThisOne).Id.ShouldBe(caller.SessionId!.Value);

        (await sessions.End(caller, list.Single(s => s.Device == "Chrome · Android").Id)).Ok.ShouldBeTrue();
        callers.OfSession(other).ShouldBeNull();
        callers.OfSession(third).ShouldNotBeNull();
        (await sessions.EndOthers(caller)).Ok.ShouldBeTrue();
        callers.OfSession(third).ShouldBeNull();
        callers.OfSession(here).ShouldNotBeNull();
        (await sessions.SignOut(caller)).Ok.ShouldBeTrue();
        callers.OfSession(here).ShouldBeNull();
    }

    [Theory, OnBothEngines]
    public async Task The_session_of_another_is_none(Engine engine)
    {
        using var world = new IdentityWorld(engine);
        var nadia = await world.Caller(Email);
        var marc = await world.Caller("marc@exemple.fr", "Marc Le Goff");
        (await world.Get<Sessions>().End(marc, nadia.SessionId!.Value)).Problem.ShouldBe(IdentityProblems.None);
        world.Get<Sessions>().List(nadia).Count.ShouldBe(1);
    }

    [Theory, OnBothEngines]
    public async Task What_one_node_ends_another_forgets(Engine engine)
    {
        using var world = new IdentityWorld(engine);
        await using var other = world.Node();
        var there = other.GetRequiredService<Callers>();
        using var follower = other.GetRequiredService<ChangeFollower>();
        await world.Person(Email);
        var token = await SignIn(world);
        there.OfSession(token).ShouldNotBeNull();
        var gone = new TaskCompletionSource();
        follower.Tell(_ =>
        {
            if (there.OfSession(token) is null)
            {
                gone.TrySetResult();
            }
        });
        await follower.StartAsync(CancellationToken.None);
        await world.Get<Sessions>().SignOut(world.Get<Callers>().OfSession(token)!);

        await gone.Task.WaitAsync(TimeSpan.FromSeconds(30));

        await follower.StopAsync(CancellationToken.None);
    }

    [Theory, OnBothEngines]
    public async Task A_token_is_kept_as_a_hash_only(Engine engine)
    {
        using var world = new IdentityWorld(engine);
        await world.Person(Email);
        var token = await SignIn(world);
        world.Mall.Database.Read(sql => sql.List("SELECT token_hash FROM sessions", r => r.Bytes(0))).Single().ShouldBe(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(token)));
    }

    [Fact]
    public void A_browser_is_described_in_two_words()
    {
        Device.Describe("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0").ShouldBe("Firefox · Linux");
        Device.Describe("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36").ShouldBe("Chrome · Android");
        Device.Describe("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile Safari/604.1").ShouldBe("Safari · iPhone");
        Device.Describe(null).ShouldBe("");
    }

    private static async Task<string> SignIn(IdentityWorld world, string device = "Firefox · Linux") =>
        (await world.Get<SignIn>().WithPassword(Email, IdentityWorld.Password, device)).Value.Session!.Token;

    private static Guid Person(IdentityWorld world) => world.Mall.Scalar<Guid>("SELECT id FROM people");

    // The write of a visit is not waited for; what is asked for after it is done after it.
    // Office work of PostgreSQL has two threads: once both are held at the same moment, what was asked for before is done.
    private static async Task Seen(IdentityWorld world)
    {
        var threads = world.Mall.Database.Engine is Engine.PostgreSql ? 2 : 1;
        using var together = new Barrier(threads);
        await Task.WhenAll(Enumerable.Range(0, threads).Select(_ => world.Mall.Writer.Write<Done>(_ =>
        {
            together.SignalAndWait();
            return default(Done);
        })));
    }

    private static DateTimeOffset LastSeen(IdentityWorld world) => Instants.FromMicros(world.Mall.Scalar<long>("SELECT last_seen_at FROM sessions"));
}
