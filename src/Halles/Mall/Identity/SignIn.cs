using Halles.Kernel;
using Halles.Kernel.Auditing;
using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace Halles.Mall.Identity;

/// <summary>Where signing in has come to: a session, or the question for a code.</summary>
/// <param name="Session">The session that began; null while a code is asked for.</param>
/// <param name="Ticket">What the page of the second step carries; null when signing in is done.</param>
public sealed record SignInStep(NewSession? Session, string? Ticket);

/// <summary>Signs in by password, and by code after it. By link: <see cref="EmailedLinks"/>; by passkey: <see cref="PasskeyEndpoints"/>.</summary>
public sealed class SignIn
{
    private const string CodePurpose = "sign-in-code";
    private static readonly TimeSpan CodeTime = TimeSpan.FromMinutes(10);
    private readonly MallDatabase _database;
    private readonly MallWriter _writer;
    private readonly Passwords _passwords;
    private readonly SecondFactor _second;
    private readonly Tickets _tickets;
    private readonly Callers _callers;

    internal SignIn(MallDatabase database, MallWriter writer, Passwords passwords, SecondFactor second, Tickets tickets, Callers callers) =>
        (_database, _writer, _passwords, _second, _tickets, _callers) = (database, writer, passwords, second, tickets, callers);

    /// <summary>
    /// By password. Whatever is wrong, the answer is the same, after the same work: an unknown address costs a hash and a
    /// committed audit row like a known one.
    /// </summary>
    /// <param name="device">From <see cref="Device.Describe"/>.</param>
    public async Task<Result<SignInStep>> WithPassword(string? email, string? password, string device)
    {
        var person = EmailAddress.TryParse(email, out var address, out _) ? Find(address.Key) : null;
        var right = await _passwords.Verify(person?.PasswordHash, password ?? "").ConfigureAwait(false);
        var fresh = right && Passwords.IsOld(person!.PasswordHash!) ? await _passwords.Hash(password!).ConfigureAwait(false) : null;
        return await _writer.WriteAnyway<SignInStep>(s =>
        {
            var found = person is null ? null : s.Db.Find<Person>(person.Id);
            if (found is null)
            {
                s.Audit(new AuditEntry(null, "sign-in-refused", Guid.Empty, Guid.Empty, "unknown"));
                return IdentityProblems.WrongCredentials;
            }

            if (!Passes(s, found, right && found.PasswordHash == person!.PasswordHash) || found.EmailConfirmedAt is null)
            {
                return IdentityProblems.WrongCredentials;
            }

            found.PasswordHash = fresh ?? found.PasswordHash;
            return Enter(s, found, "password", device);
        }, People.Lock(person?.Id ?? Guid.Empty)).ConfigureAwait(false);
    }

    /// <summary>The second step: a code of the application, or a recovery code.</summary>
    public async Task<Result<SignInStep>> WithCode(string? ticket, string? code, string device)
    {
        if (!_tickets.TryOpen<Guid>(CodePurpose, ticket, out var id))
        {
            return IdentityProblems.StepExpired;
        }

        return await _writer.WriteAnyway<SignInStep>(s =>
        {
            if (s.Db.Find<Person>(id) is not { ErasedAt: null } person)
            {
                return IdentityProblems.StepExpired;
            }

            if (_second.Refuse(s, person, code) is { } problem)
            {
                return problem;
            }

            s.Note(person.Id, "sign-in", "code");
            return new SignInStep(Sessions.Begin(s, person.Id, strong: true, device), null);
        }, People.Lock(id)).ConfigureAwait(false);
    }

    /// <summary>Shows again, in a session, who they are: by the password.</summary>
    public async Task<Result<Done>> ProveByPassword(Caller caller, string? password)
    {
        using var db = _database.Read();
        var hash = db.Set<Person>().Where(p => p.Id == caller.PersonId).Select(p => p.PasswordHash).SingleOrDefault();
        var right = await _passwords.Verify(hash, password ?? "").ConfigureAwait(false);
        return await Prove(caller, strong: false, (s, person) => Passes(s, person, right && person.PasswordHash == hash) ? null : IdentityProblems.WrongPassword).ConfigureAwait(false);
    }

    /// <summary>The same by a code, which also makes the session strong.</summary>
    public Task<Result<Done>> ProveByCode(Caller caller, string? code) =>
        Prove(caller, strong: true, (s, person) => _second.Refuse(s, person, code));

    /// <summary>First factor shown: a session, or the question for a code where they have one.</summary>
    internal SignInStep Enter(WriteSession s, Person person, string method, string device)
    {
        if (person.TotpConfirmedAt is not null)
        {
            return new SignInStep(null, _tickets.Seal(CodePurpose, person.Id, CodeTime));
        }

        s.Note(person.Id, "sign-in", method);
        return new SignInStep(Sessions.Begin(s, person.Id, strong: false, device), null);
    }

    /// <summary>Marks a session as proved in the running transaction.</summary>
    internal static bool MarkProved(WriteSession s, Caller caller, bool strong) => s.Sql.Execute(
        "UPDATE sessions SET proved_at = $3, strong_at = CASE WHEN $4 = 1 THEN $3 ELSE strong_at END WHERE person_id = $1 AND id = $2",
        caller.PersonId, caller.SessionId, s.Now, strong ? 1 : 0) == 1;

    private async Task<Result<Done>> Prove(Caller caller, bool strong, Func<WriteSession, Person, Problem?> refuse)
    {
        var done = await _writer.WriteAnyway<Done>(s =>
        {
            if (s.Db.Find<Person>(caller.PersonId) is not { } person)
            {
                return IdentityProblems.None;
            }

            if (refuse(s, person) is { } problem)
            {
                return problem;
            }

            s.Note(person.Id, "proved", strong ? "code" : "password");
            return MarkProved(s, caller, strong) ? default(Done) : IdentityProblems.None;
        }, People.Lock(caller.PersonId)).ConfigureAwait(false);
        _callers.Forget(caller.PersonId);
        return done;
    }

    // Counts and notes. A locked account takes no password, not even the right one.
    private static bool Passes(WriteSession s, Person person, bool right)
    {
        if (person.LockedUntil > s.Now)
        {
            s.Note(person.Id, "sign-in-refused", "locked");
            return false;
        }

        if (!right)
        {
            LockOut.PasswordFailed(person, s.Now);
            s.Note(person.Id, "sign-in-refused", "password");
            return false;
        }

        (person.Failures, person.LockedUntil) = (0, null);
        return true;
    }

    private Person? Find(string email)
    {
        using var db = _database.Read();
        return People.ByEmail(db, email);
    }
}
