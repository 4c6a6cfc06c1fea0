using Halles.Kernel;
using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace Halles.Mall.Identity;

/// <summary>A session that has just begun.</summary>
/// <param name="Token">For the cookie; kept nowhere else.</param>
public sealed record NewSession(string Token, Guid Id, Guid PersonId, DateTimeOffset ExpiresAt);

/// <summary>A session in its owner's list.</summary>
public sealed record SessionRow(Guid Id, string Device, DateTimeOffset CreatedAt, DateTimeOffset LastSeenAt, bool IsThisOne);

/// <summary>The signed-in browsers of people: begun, listed, ended.</summary>
public sealed class Sessions(MallDatabase database, MallWriter writer, Callers callers, TimeProvider clock)
{
    /// <summary>How long a session of a shopper lives without a visit.</summary>
    public static readonly TimeSpan ShopperLife = TimeSpan.FromDays(30);

    /// <summary>The same for staff of shops and of the mall.</summary>
    public static readonly TimeSpan StaffLife = TimeSpan.FromHours(12);

    /// <summary>The browsers in which a person is signed in, the last seen first.</summary>
    public List<SessionRow> List(Caller caller)
    {
        using var db = database.Read();
        var now = clock.GetUtcNow();
        return [.. db.Set<Session>().Where(s => s.PersonId == caller.PersonId && s.ExpiresAt > now).OrderByDescending(s => s.LastSeenAt)
            .Select(s => new SessionRow(s.Id, s.Device, s.CreatedAt, s.LastSeenAt, s.Id == caller.SessionId))];
    }

    /// <summary>Ends a session of the caller's own; another's is none.</summary>
    public Task<Result<Done>> End(Caller caller, Guid session) => End(caller, "session-ended",
        s => s.Sql.Execute("DELETE FROM sessions WHERE person_id = $1 AND id = $2", caller.PersonId, session) > 0);

    /// <summary>Ends all sessions of the caller but this one.</summary>
    public Task<Result<Done>> EndOthers(Caller caller) => End(caller, "sessions-ended", s =>
    {
        EndAll(s, caller.PersonId, but: caller.SessionId);
        return true;
    });

    /// <summary>Signs out: ends this session.</summary>
    public Task<Result<Done>> SignOut(Caller caller) => End(caller, "sign-out",
        s => s.Sql.Execute("DELETE FROM sessions WHERE person_id = $1 AND id = $2", caller.PersonId, caller.SessionId) > 0);

    /// <summary>Begins a session in the running transaction.</summary>
    /// <param name="strong">True when a passkey or TOTP was shown.</param>
    internal static NewSession Begin(WriteSession session, Guid person, bool strong, string device)
    {
        var token = Tokens.New();
        var staff = session.Db.Set<Membership>().Any(m => m.PersonId == person) || session.Db.Set<StaffRole>().Any(r => r.PersonId == person)
            || session.Db.Set<Membership>().Local.Count > 0 || session.Db.Set<StaffRole>().Local.Count > 0; // or becomes it right now
        var row = new Session
        {
            TokenHash = Tokens.Hash(token),
            Id = session.NewId(),
            PersonId = person,
            CreatedAt = session.Now,
            LastSeenAt = session.Now,
            ExpiresAt = session.Now + (staff ? StaffLife : ShopperLife),
            StrongAt = strong ? session.Now : null,
            ProvedAt = session.Now,
            Device = device,
        };
        session.Db.Add(row);
        return new NewSession(token, row.Id, person, row.ExpiresAt);
    }

    /// <summary>Ends all sessions of a person, but one where it is given.</summary>
    internal static void EndAll(WriteSession session, Guid person, Guid? but = null) =>
        session.Sql.Execute("DELETE FROM sessions WHERE person_id = $1 AND id <> $2", person, but ?? Guid.Empty);

    private async Task<Result<Done>> End(Caller caller, string action, Func<WriteSession, bool> delete)
    {
        var done = await writer.Write<Done>(s =>
        {
            if (!delete(s))
            {
                return IdentityProblems.None;
            }

            s.Note(caller.PersonId, action);
            return default(Done);
        }).ConfigureAwait(false);
        callers.Forget(caller.PersonId);
        return done;
    }
}
