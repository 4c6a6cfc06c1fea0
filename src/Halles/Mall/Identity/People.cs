using Halles.Kernel;
using Halles.Kernel.Auditing;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace Halles.Mall.Identity;

/// <summary>What the use cases on accounts share.</summary>
public static class People
{
    public const int LongestName = 100;

    /// <summary>Why a name cannot be kept; null when it can.</summary>
    public static Problem? CheckName(string? name) =>
        string.IsNullOrWhiteSpace(name) ? IdentityProblems.NameMissing
        : name.Trim().Length > LongestName ? IdentityProblems.NameLong.With(LongestName)
        : name.Any(c => char.IsControl(c) || char.IsSurrogate(c) && !IsWhole(name)) ? IdentityProblems.NameSymbol
        : null;

    /// <summary>Writes a new account; the address must be free. For sign-up, the command line and the demo.</summary>
    /// <param name="passwordHash">From <see cref="Passwords.Hash"/>; null for an account without a password.</param>
    public static Person Add(WriteSession session, EmailAddress email, string name, string language, string? passwordHash, bool confirmed, bool demo = false)
    {
        var person = new Person
        {
            Id = session.NewId(),
            Email = email.Key,
            EmailConfirmedAt = confirmed ? session.Now : null,
            Name = name.Trim(),
            Language = language,
            PasswordHash = passwordHash,
            Demo = demo,
            CreatedAt = session.Now,
        };
        session.Db.Add(person);
        session.Changed(Topic.Person, Guid.Empty, person.Id);
        return person;
    }

    /// <summary>The account of an address; null when there is none.</summary>
    public static Person? ByEmail(MallDb db, string email) => db.Set<Person>().SingleOrDefault(p => p.Email == email);

    /// <summary>What must be locked while an account is changed.</summary>
    internal static LockKey Lock(Guid person) => LockKey.Of(LockKind.Person, person);

    /// <inheritdoc cref="Lock(Guid)"/>
    internal static LockKey Lock(EmailAddress email) => LockKey.Of(LockKind.Person, "email", email.Key);

    /// <summary>Writes a security event of an account into the audit, and tells the feed that the account has changed.</summary>
    internal static void Note(this WriteSession session, Guid person, string action, string details = "", Guid? actor = null)
    {
        session.Audit(new AuditEntry(actor ?? person, action, Guid.Empty, person, details));
        session.Changed(Topic.Person, Guid.Empty, person);
    }

    /// <summary>Writes something that commits even when its answer is a problem: a wrong password is counted and noted.</summary>
    internal static async Task<Result<T>> WriteAnyway<T>(this MallWriter writer, Func<WriteSession, Result<T>> work, params LockKey[] locks)
    {
        var written = await writer.Write<Result<T>>(s => work(s), Lane.Office, locks).ConfigureAwait(false);
        return written.Ok ? written.Value : written.Problem!;
    }

    private static bool IsWhole(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[++i])))
            {
                return false;
            }
        }

        return true;
    }
}
