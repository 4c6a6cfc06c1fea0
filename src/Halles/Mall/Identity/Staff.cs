using Halles.Kernel;
using Halles.Kernel.Auditing;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Halles.Mall.Mail;
using Microsoft.EntityFrameworkCore;

namespace Halles.Mall.Identity;

/// <summary>Somebody of the mall's staff.</summary>
public sealed record StaffMember(Guid PersonId, string Name, string Email, IReadOnlyList<MallRole> Roles, bool HasSecondFactor);

/// <summary>The mall's staff. A mall keeps at least one administrator; who changes it has shown lately who they are.</summary>
public sealed class Staff(MallDatabase database, MallWriter writer, Callers callers, IIdentityLetters letters, TimeProvider clock)
{
    // One lock for all of the staff: who removes the last administrator must see who else is being removed.
    private static readonly LockKey Lock = LockKey.Of(LockKind.Person, "staff", "mall");

    /// <summary>The staff, by name.</summary>
    public List<StaffMember> List()
    {
        using var db = database.Read();
        var roles = db.Set<StaffRole>().AsEnumerable().ToLookup(r => r.PersonId, r => r.Role);
        var ids = roles.Select(r => r.Key).ToList();
        return [.. db.Set<Person>().Where(p => ids.Contains(p.Id))
            .Select(p => new { p.Id, p.Name, p.Email, Strong = p.TotpConfirmedAt != null || db.Set<Passkey>().Any(k => k.PersonId == p.Id) }).AsEnumerable()
            .OrderBy(p => p.Name, StringComparer.CurrentCulture)
            .Select(p => new StaffMember(p.Id, p.Name, p.Email!, [.. roles[p.Id].Order()], p.Strong))];
    }

    /// <summary>Sends an invitation to the mall's staff by e-mail.</summary>
    public async Task<Result<Done>> Invite(Caller caller, string? email, MallRole role)
    {
        if (Refusal(caller) is { } refused)
        {
            return refused;
        }

        if (!EmailAddress.TryParse(email, out var address, out var problem))
        {
            return problem!.On("email");
        }

        return await writer.Write<Done>(s =>
        {
            var known = People.ByEmail(s.Db, address.Key);
            if (Links.New(s, LinkPurpose.Join, address.Key, known?.Id, null, role.ToString()) is { } token)
            {
                MailQueue.Send(s, address.Value, letters.Write(LetterKind.Join, known?.Language ?? caller.Language, new LetterFacts(known?.Name ?? "", token)));
            }

            s.Audit(new AuditEntry(caller.PersonId, "invite-staff", Guid.Empty, known?.Id ?? Guid.Empty, role.ToString()));
            return default(Done);
        }, Lane.Office, People.Lock(address)).ConfigureAwait(false);
    }

    /// <summary>Makes an account staff.</summary>
    public Task<Result<Done>> Grant(Caller caller, Guid person, MallRole role) => Write(caller, person, s =>
    {
        if (s.Db.Find<Person>(person) is not { ErasedAt: null })
        {
            return IdentityProblems.None;
        }

        Grant(s, person, role, caller.PersonId);
        return default(Done);
    });

    /// <summary>Takes a role away.</summary>
    public Task<Result<Done>> Remove(Caller caller, Guid person, MallRole role) => Write(caller, person, s =>
    {
        if (s.Db.Find<StaffRole>(person, role) is not { } held)
        {
            return IdentityProblems.None;
        }

        if (role is MallRole.Administrator && IsLastAdministrator(s, person))
        {
            return IdentityProblems.LastAdministrator;
        }

        s.Db.Remove(held);
        s.Audit(new AuditEntry(caller.PersonId, "remove-staff", Guid.Empty, person, role.ToString()));
        s.Changed(Topic.Person, Guid.Empty, person);
        return default(Done);
    });

    /// <summary>Gives a role in the running transaction; for the command line, the demo and invitations.</summary>
    public static void Grant(WriteSession session, Guid person, MallRole role, Guid? actor)
    {
        if (session.Db.Find<StaffRole>(person, role) is null)
        {
            session.Db.Add(new StaffRole { PersonId = person, Role = role, Since = session.Now });
            session.Audit(new AuditEntry(actor, "grant-staff", Guid.Empty, person, role.ToString()));
            session.Changed(Topic.Person, Guid.Empty, person);
        }
    }

    /// <summary>The token of a one-time link by which the first administrator of an empty mall opens their account.</summary>
    public static Result<string> FirstAdministratorLink(WriteSession session) =>
        session.Db.Set<StaffRole>().Any(r => r.Role == MallRole.Administrator)
            ? IdentityProblems.AlreadyAdministered
            : Links.New(session, LinkPurpose.FirstAdministrator, "", null, null, nameof(MallRole.Administrator))!;

    /// <summary>True when the mall would have no administrator without this person.</summary>
    internal static bool IsLastAdministrator(WriteSession s, Guid person) =>
        s.Db.Set<StaffRole>().Any(r => r.PersonId == person && r.Role == MallRole.Administrator)
        && !s.Db.Set<StaffRole>().Any(r => r.PersonId != person && r.Role == MallRole.Administrator);

    private Problem? Refusal(Caller caller) =>
        !caller.May(Permission.ManagePeople) ? IdentityProblems.Forbidden
        : !caller.ProvedRecently(clock.GetUtcNow()) ? IdentityProblems.ProveAgain
        : null;

    private async Task<Result<Done>> Write(Caller caller, Guid person, Func<WriteSession, Result<Done>> work)
    {
        if (Refusal(caller) is { } refused)
        {
            return refused;
        }

        var done = await writer.Write(work, Lane.Office, Lock).ConfigureAwait(false);
        callers.Forget(person);
        return done;
    }
}
