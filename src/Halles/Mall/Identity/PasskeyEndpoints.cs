using System.Text.Json;
using Halles.Kernel;
using Halles.Kernel.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Halles.Mall.Identity;

/// <summary>A passkey in its owner's list.</summary>
/// <param name="Id">Its credential id, base64url.</param>
public sealed record PasskeyRow(string Id, string Name, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt);

/// <summary>What the script hands to the browser, and the ticket that comes back with the browser's answer.</summary>
/// <param name="Options">JSON for <c>navigator.credentials</c>.</param>
public sealed record PasskeyQuestion(string Options, string Ticket);

/// <summary>
/// Passkeys (WebAuthn Level 3) by ASP.NET's own handler. A passkey shows possession and the person (user verification
/// is required), so it signs in alone and counts as second factor.
/// </summary>
public sealed class PasskeyEndpoints
{
    private const int Most = 10;
    private const int LongestName = 60;
    private const string MakePurpose = "passkey-make";
    private const string ShowPurpose = "passkey-show";
    private static readonly TimeSpan AnswerTime = TimeSpan.FromMinutes(5);
    private readonly MallDatabase _database;
    private readonly MallWriter _writer;
    private readonly IPasskeyHandler<Person> _handler;
    private readonly Tickets _tickets;
    private readonly IIdentityLetters _letters;
    private readonly Callers _callers;
    private readonly TimeProvider _clock;

    internal PasskeyEndpoints(MallDatabase database, MallWriter writer, IPasskeyHandler<Person> handler, Tickets tickets, IIdentityLetters letters, Callers callers, TimeProvider clock) =>
        (_database, _writer, _handler, _tickets, _letters, _callers, _clock) = (database, writer, handler, tickets, letters, callers, clock);

    /// <summary>The caller's passkeys, the oldest first.</summary>
    public List<PasskeyRow> List(Caller caller)
    {
        using var db = _database.Read();
        return [.. db.Set<Passkey>().Where(k => k.PersonId == caller.PersonId).OrderBy(k => k.CreatedAt).AsEnumerable()
            .Select(k => new PasskeyRow(System.Buffers.Text.Base64Url.EncodeToString(k.CredentialId), k.Name, k.CreatedAt, k.LastUsedAt))];
    }

    /// <summary>Asks the browser to make a passkey.</summary>
    public async Task<Result<PasskeyQuestion>> AskToMake(Caller caller, HttpContext http)
    {
        if (!caller.ProvedRecently(_clock.GetUtcNow()))
        {
            return IdentityProblems.ProveAgain;
        }

        var entity = new PasskeyUserEntity { Id = caller.PersonId.ToString(), Name = caller.Email, DisplayName = caller.Name };
        var options = await _handler.MakeCreationOptionsAsync(entity, http).ConfigureAwait(false);
        return new PasskeyQuestion(options.CreationOptionsJson, _tickets.Seal(MakePurpose, new State(caller.PersonId, options.AttestationState ?? ""), AnswerTime));
    }

    /// <summary>Keeps the passkey that the browser made.</summary>
    /// <param name="credential">The browser's answer, as JSON.</param>
    /// <param name="name">How its owner calls it; from <see cref="Device.Describe"/> when they say nothing.</param>
    public async Task<Result<Done>> Add(Caller caller, HttpContext http, string? ticket, string? credential, string name)
    {
        if (!_tickets.TryOpen<State>(MakePurpose, ticket, out var state) || state.Person != caller.PersonId || !caller.ProvedRecently(_clock.GetUtcNow()))
        {
            return IdentityProblems.ProveAgain;
        }

        var made = await _handler.PerformAttestationAsync(new PasskeyAttestationContext { HttpContext = http, CredentialJson = credential ?? "", AttestationState = state.Options }).ConfigureAwait(false);
        if (!made.Succeeded)
        {
            return IdentityProblems.PasskeyRefused;
        }

        var word = new string([.. name.Where(c => !char.IsControl(c))]).Trim();
        var done = await _writer.Write<Done>(s =>
        {
            if (s.Db.Find<Person>(caller.PersonId) is not { ErasedAt: null } person || !UseOnce(s, ticket!))
            {
                return IdentityProblems.PasskeyRefused;
            }

            if (s.Db.Set<Passkey>().Count(k => k.PersonId == person.Id) >= Most)
            {
                return IdentityProblems.PasskeysMany.With(Most);
            }

            if (s.Db.Find<Passkey>(made.Passkey.CredentialId) is not null)
            {
                return IdentityProblems.PasskeyKnown;
            }

            s.Db.Add(PasskeyStore.Row(person.Id, word.Length > LongestName ? word[..LongestName] : word, made.Passkey, s.Now));
            SignIn.MarkProved(s, caller, strong: true);
            s.Note(person.Id, "passkey-added");
            _letters.Tell(s, person, LetterKind.SecondFactorChanged);
            return default(Done);
        }, Lane.Office, People.Lock(caller.PersonId)).ConfigureAwait(false);
        _callers.Forget(caller.PersonId);
        return done;
    }

    /// <summary>Removes one of the caller's; staff keep a passkey or the six-digit code.</summary>
    public async Task<Result<Done>> Remove(Caller caller, string id)
    {
        if (!caller.ProvedRecently(_clock.GetUtcNow()))
        {
            return IdentityProblems.ProveAgain;
        }

        var done = await _writer.Write<Done>(s =>
        {
            var mine = s.Db.Set<Passkey>().Where(k => k.PersonId == caller.PersonId).ToList();
            if (mine.Find(k => System.Buffers.Text.Base64Url.EncodeToString(k.CredentialId) == id) is not { } passkey || s.Db.Find<Person>(caller.PersonId) is not { } person)
            {
                return IdentityProblems.None;
            }

            if (mine.Count == 1 && person.TotpConfirmedAt is null && caller is { IsStaff: true, NeedsNoSecondFactor: false })
            {
                return IdentityProblems.LastWayIn;
            }

            s.Db.Remove(passkey);
            s.Note(person.Id, "passkey-removed");
            _letters.Tell(s, person, LetterKind.SecondFactorChanged);
            return default(Done);
        }, Lane.Office, People.Lock(caller.PersonId)).ConfigureAwait(false);
        _callers.Forget(caller.PersonId);
        return done;
    }

    /// <summary>Asks the browser to show a passkey of whomever it has one of.</summary>
    public async Task<PasskeyQuestion> AskToShow(HttpContext http)
    {
        var options = await _handler.MakeRequestOptionsAsync(null, http).ConfigureAwait(false);
        return new PasskeyQuestion(options.RequestOptionsJson, _tickets.Seal(ShowPurpose, new State(Guid.Empty, options.AssertionState ?? ""), AnswerTime));
    }

    /// <summary>Signs in by the passkey that the browser showed; or proves, in a session, who they are.</summary>
    /// <param name="caller">The session to prove; null to begin one.</param>
    /// <returns>The new session; null when one was proved.</returns>
    public async Task<Result<NewSession?>> Show(HttpContext http, string? ticket, string? credential, string device, Caller? caller = null)
    {
        if (!_tickets.TryOpen<State>(ShowPurpose, ticket, out var state))
        {
            return IdentityProblems.StepExpired;
        }

        var shown = await _handler.PerformAssertionAsync(new PasskeyAssertionContext { HttpContext = http, CredentialJson = credential ?? "", AssertionState = state.Options }).ConfigureAwait(false);
        if (!shown.Succeeded || (caller is not null && shown.User.Id != caller.PersonId))
        {
            return IdentityProblems.PasskeyRefused;
        }

        var id = shown.User.Id;
        var done = await _writer.Write<NewSession?>(s =>
        {
            var kept = s.Db.Find<Passkey>(shown.Passkey.CredentialId);
            var person = s.Db.Find<Person>(id);
            if (person is not { ErasedAt: null } || kept?.PersonId != id || !UseOnce(s, ticket!))
            {
                return IdentityProblems.PasskeyRefused;
            }

            (kept.SignCount, kept.LastUsedAt) = (shown.Passkey.SignCount, s.Now);
            s.Note(id, caller is null ? "sign-in" : "proved", "passkey");
            if (caller is not null)
            {
                return SignIn.MarkProved(s, caller, strong: true) ? (NewSession?)null : IdentityProblems.None;
            }

            return Sessions.Begin(s, id, strong: true, device);
        }, Lane.Office, People.Lock(id)).ConfigureAwait(false);
        _callers.Forget(id);
        return done;
    }

    // A challenge is answered once: its ticket becomes a key that no second transaction can insert.
    private static bool UseOnce(WriteSession s, string ticket) => s.Sql.Execute(
        "INSERT INTO idempotency_keys (scope, idempotency_key, body, outcome, at) VALUES ('passkey', $1, '', '', $2) ON CONFLICT (scope, idempotency_key) DO NOTHING",
        Convert.ToHexStringLower(Tokens.Hash(ticket)), s.Now) == 1;

    private sealed record State(Guid Person, string Options);
}

/// <summary>Lets ASP.NET's passkey handler find people and passkeys in our tables. It only reads: accounts are written by the use cases.</summary>
internal sealed class PasskeyStore(MallDatabase database) : IUserPasskeyStore<Person>
{
    private sealed record Rest(string[]? Transports, bool UserVerified, bool BackupEligible, bool BackedUp);

    public static Passkey Row(Guid person, string name, UserPasskeyInfo passkey, DateTimeOffset now) => new()
    {
        CredentialId = passkey.CredentialId,
        PersonId = person,
        Name = name,
        PublicKey = passkey.PublicKey,
        SignCount = passkey.SignCount,
        Data = JsonSerializer.Serialize(new Rest(passkey.Transports, passkey.IsUserVerified, passkey.IsBackupEligible, passkey.IsBackedUp), Json.Stored),
        CreatedAt = now,
    };

    public Task<string> GetUserIdAsync(Person user, CancellationToken cancellationToken) => Task.FromResult(user.Id.ToString());

    public Task<string?> GetUserNameAsync(Person user, CancellationToken cancellationToken) => Task.FromResult(user.Email);

    public Task<string?> GetNormalizedUserNameAsync(Person user, CancellationToken cancellationToken) => Task.FromResult(user.Email);

    public Task<Person?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        Task.FromResult(Guid.TryParse(userId, out var id) ? Find(p => p.Id == id) : null);

    public Task<Person?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) => Task.FromResult(Find(p => p.Email == normalizedUserName));

    public Task<IList<UserPasskeyInfo>> GetPasskeysAsync(Person user, CancellationToken cancellationToken)
    {
        using var db = database.Read();
        return Task.FromResult<IList<UserPasskeyInfo>>([.. db.Set<Passkey>().Where(k => k.PersonId == user.Id).AsEnumerable().Select(Info)]);
    }

    public Task<Person?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken)
    {
        using var db = database.Read();
        var owner = db.Set<Passkey>().Where(k => k.CredentialId == credentialId).Select(k => (Guid?)k.PersonId).SingleOrDefault();
        return Task.FromResult(owner is null ? null : Find(p => p.Id == owner));
    }

    public Task<UserPasskeyInfo?> FindPasskeyAsync(Person user, byte[] credentialId, CancellationToken cancellationToken)
    {
        using var db = database.Read();
        return Task.FromResult(db.Set<Passkey>().SingleOrDefault(k => k.CredentialId == credentialId && k.PersonId == user.Id) is { } k ? Info(k) : null);
    }

    public Task AddOrUpdatePasskeyAsync(Person user, UserPasskeyInfo passkey, CancellationToken cancellationToken) => throw ReadOnly();

    public Task RemovePasskeyAsync(Person user, byte[] credentialId, CancellationToken cancellationToken) => throw ReadOnly();

    public Task SetUserNameAsync(Person user, string? userName, CancellationToken cancellationToken) => throw ReadOnly();

    public Task SetNormalizedUserNameAsync(Person user, string? normalizedName, CancellationToken cancellationToken) => throw ReadOnly();

    public Task<IdentityResult> CreateAsync(Person user, CancellationToken cancellationToken) => throw ReadOnly();

    public Task<IdentityResult> UpdateAsync(Person user, CancellationToken cancellationToken) => throw ReadOnly();

    public Task<IdentityResult> DeleteAsync(Person user, CancellationToken cancellationToken) => throw ReadOnly();

    public void Dispose()
    {
        // Each question opens and closes a context of its own.
    }

    private static NotSupportedException ReadOnly() => new("Accounts are written by their use cases only.");

    private static UserPasskeyInfo Info(Passkey k)
    {
        var rest = JsonSerializer.Deserialize<Rest>(k.Data, Json.Stored)!;
        return new UserPasskeyInfo(k.CredentialId, k.PublicKey, k.CreatedAt, (uint)k.SignCount, rest.Transports, rest.UserVerified, rest.BackupEligible, rest.BackedUp, [], []) { Name = k.Name };
    }

    private Person? Find(System.Linq.Expressions.Expression<Func<Person, bool>> which)
    {
        using var db = database.Read();
        return db.Set<Person>().Where(p => p.ErasedAt == null).SingleOrDefault(which);
    }
}
