using Halles.Kernel;
using Halles.Kernel.Changes;
using Halles.Kernel.Privacy;
using Halles.Kernel.Storage;
using Halles.Mall.Identity;
using Halles.Mall.Mail;
using Halles.Mall.Settings;
using Halles.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Halles.Tests.Mall.Identity;

/// <summary>An empty mall with the services of accounts, and the e-mails that they cause.</summary>
internal sealed class IdentityWorld : IDisposable
{
    public const string Password = "une phrase que nul ne devine";
    private static readonly Lazy<Task<string>> Hashed = new(() => new Passwords().Hash(Password));
    private readonly ServiceProvider _services;

    public IdentityWorld(Engine engine)
    {
        Mall = TestMall.On(engine);
#pragma warning disable RS0030 // a constructor cannot await
        Mall.Write(s => CurrentSettings.Save(s, Settings, by: null)).GetAwaiter().GetResult();
#pragma warning restore RS0030
        _services = Node();
    }

    public static MallSettings Settings { get; } = new()
    {
        Name = "Halles", Languages = ["fr", "en"], Currency = "EUR", Country = "FR", TimeZone = "Europe/Paris", Origin = "http://localhost:5199",
    };

    public TestMall Mall { get; }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>The services of one more web node on the same database.</summary>
    public ServiceProvider Node() => new ServiceCollection()
        .AddLogging()
        .AddSingleton(Mall.Database).AddSingleton(Mall.Writer).AddSingleton(Mall.Feed).AddSingleton<ChangeFollower>().AddSingleton(Mall.Secret).AddSingleton<PersonalData>()
        .AddSingleton<TimeProvider>(Mall.Clock)
        .AddSingleton<IIdentityLetters, PlainLetters>()
        .AddSingleton<CurrentSettings>()
        .AddIdentity()
        .BuildServiceProvider();

    /// <summary>A confirmed account with the password above.</summary>
    public async Task<Guid> Person(string email, string name = "Nadia Benali", bool demo = false)
    {
        var hash = await Hashed.Value;
        return await Mall.Write<Guid>(s => People.Add(s, EmailAddress.Parse(email), name, "fr", hash, confirmed: true, demo).Id);
    }

    /// <summary>A shop with nothing but a name.</summary>
    public async Task<Guid> Shop(string slug) => await Mall.Write<Guid>(s =>
    {
        var shop = new Halles.Mall.Shops.Shop { Id = s.NewId(), Slug = slug, Name = slug, Kind = "bakery", Legal = new() { Name = slug }, Language = "fr", Email = "shop@example.org", CreatedAt = s.Now };
        s.Db.Add(shop);
        return shop.Id;
    });

    /// <summary>Signs in by password where there is no second step, and answers the caller.</summary>
    public async Task<Caller> SignIn(string email)
    {
        var step = await Get<SignIn>().WithPassword(email, Password, "Firefox · Linux");
        return Get<Callers>().OfSession(step.Value.Session!.Token)!;
    }

    /// <summary>An account with a session.</summary>
    public async Task<Caller> Caller(string email, string name = "Nadia Benali")
    {
        await Person(email, name);
        return await SignIn(email);
    }

    /// <summary>The caller as the next request would see them.</summary>
    public Caller Again(Caller caller)
    {
        using var db = Mall.Database.Read();
        var known = Mall.Database.Read(sql => sql.Scalar<byte[]>("SELECT token_hash FROM sessions WHERE id = $1", caller.SessionId));
        return Mall.Database.Read(sql => CallerReader.OfSessionHash(sql, known!, Mall.Clock.GetUtcNow()))!.Caller;
    }

    /// <summary>Owner of a shop, TOTP set up and shown.</summary>
    public async Task<(Caller Caller, Guid Shop)> Owner(string email, string slug)
    {
        var shop = await Shop(slug);
        var id = await Person(email);
        await Mall.Write<Done>(s =>
        {
            Team.Grant(s, shop, id, ShopRole.Owner, null);
            return default(Done);
        });
        return (await Strong(email), shop);
    }

    /// <summary>An administrator of the mall, TOTP set up and shown.</summary>
    public async Task<Caller> Administrator(string email)
    {
        var id = await Person(email);
        await Mall.Write<Done>(s =>
        {
            Staff.Grant(s, id, MallRole.Administrator, null);
            return default(Done);
        });
        return await Strong(email);
    }

    /// <summary>Sets TOTP up for an account and answers its caller with the second factor shown.</summary>
    public async Task<Caller> Strong(string email)
    {
        var caller = await SignIn(email);
        await TurnTotpOn(caller);
        return Again(caller);
    }

    /// <summary>Sets TOTP up; answers its secret as kept and the recovery codes.</summary>
    public async Task<IReadOnlyList<string>> TurnTotpOn(Caller caller)
    {
        var begun = await Get<SecondFactor>().Begin(caller);
        begun.Ok.ShouldBeTrue();
        var codes = await Get<SecondFactor>().Confirm(caller, CodeOf(caller.PersonId));
        codes.Ok.ShouldBeTrue(codes.Problem?.Code);
        return codes.Value;
    }

    /// <summary>The code that the person's application shows now, or so many steps from now.</summary>
    public string CodeOf(Guid person, int steps = 0)
    {
        using var db = Mall.Database.Read();
        var kept = db.Set<Person>().Single(p => p.Id == person).TotpSecret!;
        return Totp.Code(Mall.Secret.Open("totp", kept), Totp.Step(Mall.Clock.GetUtcNow()) + steps);
    }

    /// <summary>The newest e-mail to an address.</summary>
    public MailMessage? Mail(string to)
    {
        using var db = Mall.Database.Read();
        return db.Set<MailMessage>().Where(m => m.To == to).OrderByDescending(m => m.CreatedAt).ThenByDescending(m => m.Id).FirstOrDefault();
    }

    /// <summary>The token of the link in the newest e-mail to an address.</summary>
    public string Token(string to) => Mail(to)!.Text.Split('=')[1];

    public int Mails() => (int)Mall.Scalar<long>("SELECT count(*) FROM mails");

    public List<string> Audit() => [.. Mall.Database.Read(sql => sql.List("SELECT action FROM audit ORDER BY number", r => r.Text(0)))];

    public void Dispose()
    {
        _services.Dispose();
        Mall.Dispose();
    }

    /// <summary>Letters that say what they are, and their link.</summary>
    private sealed class PlainLetters : IIdentityLetters
    {
        public Letter Write(LetterKind kind, string language, LetterFacts facts) =>
            new($"{kind} {language}", facts.Token is null ? facts.Name : $"{facts.ShopName}?token={facts.Token}", "");
    }
}
