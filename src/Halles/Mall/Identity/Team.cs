using Halles.Kernel;
using Halles.Kernel.Auditing;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Halles.Mall.Mail;
using Microsoft.EntityFrameworkCore;

namespace Halles.Mall.Identity;

/// <summary>Somebody in a shop's team.</summary>
public sealed record TeamMember(Guid PersonId, string Name, string Email, ShopRole Role, DateTimeOffset Since);

/// <summary>Somebody who was asked into a shop's team and has not answered yet.</summary>
/// <param name="Email">In the form by which addresses are compared.</param>
public sealed record Invited(string Email, ShopRole Role, DateTimeOffset Until);

/// <summary>
/// The people of a shop and their roles. A shop keeps at least one owner. Who changes the team has shown a moment ago who
/// they are (safety.md 4): a role opens the shop like a key does.
/// </summary>
public sealed class Team(MallDatabase database, MallWriter writer, Callers callers, IIdentityLetters letters, TimeProvider clock)
{
    /// <summary>The team of a shop, by name.</summary>
    public List<TeamMember> List(Guid shop)
    {
        using var db = database.Read();
        return [.. db.Set<Membership>().Where(m => m.ShopId == shop)
            .Join(db.Set<Person>(), m => m.PersonId, p => p.Id, (m, p) => new TeamMember(p.Id, p.Name, p.Email!, m.Role, m.Since)).AsEnumerable().OrderBy(m => m.Name, StringComparer.CurrentCulture)];
    }

    /// <summary>Invitations to a shop that can still be accepted, by address.</summary>
    public List<Invited> Waiting(Guid shop)
    {
        using var db = database.Read();
        var now = clock.GetUtcNow();
        return [.. db.Set<EmailLink>().Where(l => l.ShopId == shop && l.Purpose == LinkPurpose.Join && l.UsedAt == null && l.ExpiresAt > now).AsEnumerable()
            .Select(l => new Invited(l.Email, Enum.Parse<ShopRole>(l.Role!), l.ExpiresAt)).OrderBy(i => i.Email, StringComparer.Ordinal)];
    }

    /// <summary>Sends an invitation by e-mail; it is accepted by <see cref="Invitations.Accept"/>. An earlier one to the same address is void.</summary>
    public async Task<Result<Done>> Invite(Caller caller, Guid shop, string? email, ShopRole role)
    {
        if (Refusal(caller, shop) is { } refused)
        {
            return refused;
        }

        if (!EmailAddress.TryParse(email, out var address, out var problem))
        {
            return problem!.On("email");
        }

        return await writer.Write<Done>(s => Invite(s, caller, shop, address, role) is { } refusal ? refusal : default(Done), Lane.Office, People.Lock(address)).ConfigureAwait(false);
    }

    /// <summary>Sends an invitation in the running transaction, for who applies for a shop with others; null when it was sent.</summary>
    public Problem? Invite(WriteSession s, Caller caller, Guid shop, EmailAddress address, ShopRole role)
    {
        var name = s.Saved().Scalar<string>("SELECT name FROM shops WHERE id = $1", shop);
        var known = People.ByEmail(s.Db, address.Key);
        if (known is not null && s.Db.Find<Membership>(shop, known.Id) is not null)
        {
            return IdentityProblems.AlreadyMember;
        }

        if (Links.New(s, LinkPurpose.Join, address.Key, known?.Id, shop, role.ToString()) is { } token)
        {
            Spoil(s, shop, address.Key); // the new one is written after this
            MailQueue.Send(s, address.Value, letters.Write(LetterKind.Join, known?.Language ?? caller.Language, new LetterFacts(known?.Name ?? "", token, name)));
        }

        s.Audit(new AuditEntry(caller.PersonId, "invite-member", shop, known?.Id ?? Guid.Empty, role.ToString()));
        return null;
    }

    /// <summary>Takes an invitation back.</summary>
    public async Task<Result<Done>> Withdraw(Caller caller, Guid shop, string? email) => Refusal(caller, shop) ?? (!EmailAddress.TryParse(email, out var address, out _)
        ? IdentityProblems.None
        : await writer.Write<Done>(s =>
        {
            if (Spoil(s, shop, address.Key) == 0)
            {
                return IdentityProblems.None;
            }

            s.Audit(new AuditEntry(caller.PersonId, "withdraw-invitation", shop, Guid.Empty));
            return default(Done);
        }, Lane.Office, People.Lock(address)).ConfigureAwait(false));

    /// <summary>Gives a member another role.</summary>
    public Task<Result<Done>> Change(Caller caller, Guid shop, Guid person, ShopRole role) => Write(caller, shop, person, (s, member) =>
    {
        if (role is not ShopRole.Owner && IsLastOwner(s, member))
        {
            return IdentityProblems.LastOwner;
        }

        member.Role = role;
        s.Audit(new AuditEntry(caller.PersonId, "change-member", shop, person, role.ToString()));
        return default(Done);
    });

    /// <summary>Removes a member; shop keys that they made are void with it.</summary>
    public Task<Result<Done>> Remove(Caller caller, Guid shop, Guid person) => Write(caller, shop, person, (s, member) =>
    {
        if (IsLastOwner(s, member))
        {
            return IdentityProblems.LastOwner;
        }

        s.Db.Remove(member);
        s.Sql.Execute("UPDATE api_keys SET revoked_at = $3 WHERE shop_id = $1 AND person_id = $2 AND revoked_at IS NULL", shop, person, s.Now);
        s.Audit(new AuditEntry(caller.PersonId, "remove-member", shop, person));
        return default(Done);
    });

    /// <summary>Puts a person into a shop's team, or changes their role there, in the running transaction: for who opens a shop.</summary>
    public static void Grant(WriteSession session, Guid shop, Guid person, ShopRole role, Guid? actor)
    {
        if (session.Db.Find<Membership>(shop, person) is { } member)
        {
            member.Role = role;
        }
        else
        {
            session.Db.Add(new Membership { ShopId = shop, PersonId = person, Role = role, Since = session.Now });
        }

        session.Audit(new AuditEntry(actor, "grant-member", shop, person, role.ToString()));
        session.Changed(Topic.Person, Guid.Empty, person);
    }

    /// <summary>True when the shop would have no owner without this member.</summary>
    internal static bool IsLastOwner(WriteSession s, Membership member) =>
        member.Role is ShopRole.Owner && !s.Db.Set<Membership>().Any(m => m.ShopId == member.ShopId && m.PersonId != member.PersonId && m.Role == ShopRole.Owner);

    /// <summary>Whether an owner of the shop has a passkey or TOTP, or is one of the demo's who need none.</summary>
    public static bool HasOwnerWithSecondFactor(SqlSession sql, Guid shop) => sql.List(
        """
        SELECT p.totp_confirmed_at IS NOT NULL OR EXISTS (SELECT 1 FROM passkeys k WHERE k.person_id = p.id), p.demo
        FROM memberships m JOIN people p ON p.id = m.person_id WHERE m.shop_id = $1 AND m.role = 'Owner'
        """, r => (Has: r.Bool(0), Demo: r.Bool(1)), shop).Exists(o => o.Has || (o.Demo && CallerReader.DemoIsExempt(sql)));

    private static int Spoil(WriteSession s, Guid shop, string email) =>
        s.Sql.Execute("UPDATE email_links SET used_at = $4 WHERE shop_id = $1 AND email = $2 AND purpose = $3 AND used_at IS NULL", shop, email, LinkPurpose.Join, s.Now);

    private Problem? Refusal(Caller caller, Guid shop) =>
        !caller.May(Permission.ManageTeam, shop) ? IdentityProblems.Forbidden
        : !caller.ProvedRecently(clock.GetUtcNow()) ? IdentityProblems.ProveAgain
        : null;

    private async Task<Result<Done>> Write(Caller caller, Guid shop, Guid person, Func<WriteSession, Membership, Result<Done>> work)
    {
        if (Refusal(caller, shop) is { } refused)
        {
            return refused;
        }

        var done = await writer.Write(s =>
        {
            if (s.Db.Find<Membership>(shop, person) is not { } member)
            {
                return IdentityProblems.None;
            }

            s.Changed(Topic.Person, Guid.Empty, person);
            return work(s, member);
        }, Lane.Office, People.Lock(shop)).ConfigureAwait(false);
        callers.Forget(person);
        return done;
    }
}
