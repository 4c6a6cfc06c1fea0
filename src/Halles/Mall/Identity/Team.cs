using Halles.Kernel;
using Halles.Kernel.Auditing;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Halles.Mall.Mail;
using Microsoft.EntityFrameworkCore;

namespace Halles.Mall.Identity;

/// <summary>Somebody in a shop's team.</summary>
public sealed record TeamMember(Guid PersonId, string Name, string Email, ShopRole Role, DateTimeOffset Since);

/// <summary>The people of a shop and their roles. A shop keeps at least one owner.</summary>
public sealed class Team(MallDatabase database, MallWriter writer, Callers callers, IIdentityLetters letters)
{
    /// <summary>The team of a shop, by name.</summary>
    public List<TeamMember> List(Guid shop)
    {
        using var db = database.Read();
        return [.. db.Set<Membership>().Where(m => m.ShopId == shop)
            .Join(db.Set<Person>(), m => m.PersonId, p => p.Id, (m, p) => new TeamMember(p.Id, p.Name, p.Email!, m.Role, m.Since)).AsEnumerable().OrderBy(m => m.Name, StringComparer.CurrentCulture)];
    }

    /// <summary>Sends an invitation by e-mail; it is accepted by <see cref="Invitations.Accept"/>.</summary>
    public async Task<Result<Done>> Invite(Caller caller, Guid shop, string? email, ShopRole role)
    {
        if (!caller.May(Permission.ManageTeam, shop))
        {
            return IdentityProblems.Forbidden;
        }

        if (!EmailAddress.TryParse(email, out var address, out var problem))
        {
            return problem!.On("email");
        }

        return await writer.Write<Done>(s =>
        {
            var known = People.ByEmail(s.Db, address.Key);
            if (known is not null && s.Db.Find<Membership>(shop, known.Id) is not null)
            {
                return IdentityProblems.AlreadyMember;
            }

            if (Links.New(s, LinkPurpose.Join, address.Key, known?.Id, shop, role.ToString()) is { } token)
            {
                var name = s.Sql.Scalar<string>("SELECT name FROM shops WHERE id = $1", shop);
                MailQueue.Send(s, address.Value, letters.Write(LetterKind.Join, known?.Language ?? caller.Language, new LetterFacts(known?.Name ?? "", token, name)));
            }

            s.Audit(new AuditEntry(caller.PersonId, "invite-member", shop, known?.Id ?? Guid.Empty, role.ToString()));
            return default(Done);
        }, Lane.Office, People.Lock(address)).ConfigureAwait(false);
    }

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

    private async Task<Result<Done>> Write(Caller caller, Guid shop, Guid person, Func<WriteSession, Membership, Result<Done>> work)
    {
        if (!caller.May(Permission.ManageTeam, shop))
        {
            return IdentityProblems.Forbidden;
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
