using System.Text.Json;
using Halles.Kernel;
using Halles.Kernel.Privacy;
using Halles.Kernel.Storage;
using Halles.Mall.Mail;
using Microsoft.EntityFrameworkCore;

namespace Halles.Mall.Identity;

/// <summary>A person's rights over their data (GDPR, art. 15, 17 and 20): to have it, and to have it erased.</summary>
public sealed class MyData(MallDatabase database, MallWriter writer, IEnumerable<IPersonalDataHolder> holders, Callers callers, TimeProvider clock)
{
    private static readonly JsonSerializerOptions Readable = new(Json.Stored) { WriteIndented = true };

    /// <summary>Everything that the mall keeps of the caller, as a JSON document in UTF-8.</summary>
    public byte[] Export(Caller caller)
    {
        using var db = database.Read();
        var id = caller.PersonId;
        var sections = new SortedDictionary<string, object?>(StringComparer.Ordinal)
        {
            ["account"] = db.Set<Person>().Where(p => p.Id == id)
                .Select(p => new { p.Email, p.EmailConfirmedAt, p.Name, p.Phone, p.Language, p.CreatedAt, HasPassword = p.PasswordHash != null, p.TotpConfirmedAt }).Single(),
            ["passkeys"] = db.Set<Passkey>().Where(k => k.PersonId == id).Select(k => new { k.Name, k.CreatedAt, k.LastUsedAt }).ToList(),
            ["sessions"] = db.Set<Session>().Where(s => s.PersonId == id).Select(s => new { s.Device, s.CreatedAt, s.LastSeenAt }).ToList(),
            ["addresses"] = db.Set<SavedAddress>().Where(a => a.PersonId == id).Select(a => new { a.Label, a.Address }).ToList(),
            ["apiKeys"] = db.Set<ApiKey>().Where(k => k.PersonId == id).Select(k => new { k.Name, k.Prefix, k.ShopId, k.CreatedAt, k.LastUsedAt, k.RevokedAt }).ToList(),
            ["memberships"] = db.Set<Membership>().Where(m => m.PersonId == id).Select(m => new { m.ShopId, m.Role, m.Letters, m.Since }).ToList(),
            ["staffRoles"] = db.Set<StaffRole>().Where(r => r.PersonId == id).Select(r => new { r.Role, r.Since }).ToList(),
            ["events"] = database.Read(sql => sql.List("SELECT at, action, details FROM audit WHERE actor = $1 OR subject = $1 ORDER BY number", r => new { At = r.Instant(0), Action = r.Text(1), Details = r.Text(2) }, id)),
        };
        foreach (var holder in holders)
        {
            sections[holder.Section] = holder.Export(database, id);
        }

        return JsonSerializer.SerializeToUtf8Bytes(sections, Readable);
    }

    /// <summary>
    /// Erases the caller: no table, log or e-mail names them afterwards, and no sum has changed. What was sealed for them
    /// in append-only logs cannot be read again, its key being destroyed.
    /// </summary>
    public async Task<Result<Done>> Erase(Caller caller)
    {
        if (!caller.ProvedRecently(clock.GetUtcNow()))
        {
            return IdentityProblems.ProveAgain;
        }

        var done = await writer.Write(s => Erase(s, caller.PersonId), Lane.Office, People.Lock(caller.PersonId)).ConfigureAwait(false);
        callers.Forget(caller.PersonId);
        return done;
    }

    private Result<Done> Erase(WriteSession s, Guid id)
    {
        if (s.Db.Find<Person>(id) is not { ErasedAt: null } person)
        {
            return IdentityProblems.None;
        }

        if (s.Db.Set<Membership>().Where(m => m.PersonId == id).ToList().Exists(m => Team.IsLastOwner(s, m)))
        {
            return IdentityProblems.LastOwner;
        }

        if (Staff.IsLastAdministrator(s, id))
        {
            return IdentityProblems.LastAdministrator;
        }

        var proven = person.EmailConfirmedAt is null ? null : person.Email;
        if (holders.Select(h => h.Hindrance(s.Sql, id, proven)).FirstOrDefault(p => p is not null) is { } hindrance)
        {
            return hindrance;
        }

        MailQueue.Forget(s, person.Email!, [.. holders.SelectMany(h => h.Marks(s.Sql, id, proven))]);
        foreach (var holder in holders.Reverse()) // who leans on another forgets first, while it can still find what is the person's
        {
            holder.Erase(s, id, proven);
        }

        foreach (var table in (string[])["sessions", "passkeys", "recovery_codes", "saved_addresses", "memberships", "staff_roles", "api_keys", "email_links"])
        {
            s.Sql.Execute($"DELETE FROM {table} WHERE person_id = $1", id);
        }

        s.Sql.Execute("DELETE FROM email_links WHERE email = $1", person.Email);
        s.Sql.Execute("DELETE FROM idempotency_keys WHERE scope LIKE $1", $"person:{id:N}%");
        PersonalData.Shred(s, id);
        (person.Email, person.EmailConfirmedAt, person.Name, person.Phone, person.PasswordHash) = (null, null, "", null, null);
        (person.TotpSecret, person.TotpConfirmedAt, person.Language, person.ErasedAt) = (null, null, "", s.Now);
        s.Note(id, "erased");
        return default(Done);
    }
}
