using System.Security.Cryptography;
using System.Text;
using Halles.Kernel;
using Halles.Kernel.Privacy;
using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace Halles.Mall.Identity;

/// <summary>What the page of the set-up shows.</summary>
/// <param name="Secret">To be typed, in base32.</param>
/// <param name="Uri">To be scanned as a QR code.</param>
public sealed record TotpSetUp(string Secret, string Uri);

/// <summary>The six-digit code (TOTP) and the recovery codes of a person.</summary>
public sealed class SecondFactor(MallDatabase database, MallWriter writer, Secret secret, Callers callers, IIdentityLetters letters, TimeProvider clock)
{
    private const string SecretPurpose = "totp";
    private const int Codes = 10;
    private const int CodeLength = 16;

    /// <summary>How many recovery codes are left.</summary>
    public int CodesLeft(Caller caller)
    {
        using var db = database.Read();
        return db.Set<RecoveryCode>().Count(c => c.PersonId == caller.PersonId && c.UsedAt == null);
    }

    /// <summary>Whether the six-digit code is on.</summary>
    public bool IsOn(Caller caller)
    {
        using var db = database.Read();
        return db.Set<Person>().Any(p => p.Id == caller.PersonId && p.TotpConfirmedAt != null);
    }

    /// <summary>Begins the set-up: a new secret, in force once a code of it was typed. What waits already stays.</summary>
    public Task<Result<Done>> Begin(Caller caller) => Change<Done>(caller, (_, person) =>
    {
        if (person.TotpConfirmedAt is not null)
        {
            return IdentityProblems.TotpOn;
        }

        person.TotpSecret ??= secret.Seal(SecretPurpose, RandomNumberGenerator.GetBytes(Totp.SecretSize));
        return default(Done);
    });

    /// <summary>The set-up that was begun and waits for its first code; null when none does.</summary>
    public TotpSetUp? Pending(Caller caller, string mall)
    {
        using var db = database.Read();
        if (db.Set<Person>().SingleOrDefault(p => p.Id == caller.PersonId) is not { TotpSecret: { } kept, TotpConfirmedAt: null } person)
        {
            return null;
        }

        var plain = secret.Open(SecretPurpose, kept);
        return new TotpSetUp(Totp.Spell(plain), Totp.Uri(plain, mall, person.Email!));
    }

    /// <summary>Ends the set-up by a first code; answers ten recovery codes, which are shown once.</summary>
    public Task<Result<IReadOnlyList<string>>> Confirm(Caller caller, string? code) => Change<IReadOnlyList<string>>(caller, (s, person) =>
    {
        if (person is not { TotpSecret: { } kept, TotpConfirmedAt: null })
        {
            return IdentityProblems.TotpOn;
        }

        if (Totp.Match(secret.Open(SecretPurpose, kept), code ?? "", s.Now, person.TotpLastStep) is not { } step)
        {
            return IdentityProblems.WrongCode;
        }

        (person.TotpConfirmedAt, person.TotpLastStep) = (s.Now, step);
        SignIn.MarkProved(s, caller, strong: true);
        Sessions.EndAll(s, person.Id, but: caller.SessionId);
        s.Note(person.Id, "totp-on");
        letters.Tell(s, person, LetterKind.SecondFactorChanged);
        return Renew(s, person.Id);
    });

    /// <summary>Turns the code off, and with it the recovery codes. Staff keep at least a passkey.</summary>
    public Task<Result<Done>> TurnOff(Caller caller) => Change<Done>(caller, (s, person) =>
    {
        if (person.TotpConfirmedAt is null)
        {
            return IdentityProblems.TotpOff;
        }

        if (caller is { IsStaff: true, NeedsNoSecondFactor: false } && !s.Db.Set<Passkey>().Any(k => k.PersonId == person.Id))
        {
            return IdentityProblems.LastWayIn;
        }

        (person.TotpSecret, person.TotpConfirmedAt) = (null, null);
        s.Sql.Execute("DELETE FROM recovery_codes WHERE person_id = $1", person.Id);
        s.Note(person.Id, "totp-off");
        letters.Tell(s, person, LetterKind.SecondFactorChanged);
        return default(Done);
    });

    /// <summary>Ten new recovery codes; the old ones are void.</summary>
    public Task<Result<IReadOnlyList<string>>> NewCodes(Caller caller) => Change<IReadOnlyList<string>>(caller, (s, person) =>
    {
        if (person.TotpConfirmedAt is null)
        {
            return IdentityProblems.TotpOff;
        }

        s.Note(person.Id, "recovery-codes-made");
        letters.Tell(s, person, LetterKind.SecondFactorChanged);
        return Renew(s, person.Id);
    });

    /// <summary>Takes a code of the application or a recovery code, once; otherwise counts and tells why not.</summary>
    internal Problem? Refuse(WriteSession s, Person person, string? code)
    {
        if (person.CodesLockedUntil > s.Now)
        {
            s.Note(person.Id, "code-refused", "locked");
            return IdentityProblems.CodesLocked;
        }

        if (person is { TotpSecret: { } kept, TotpConfirmedAt: not null } && Totp.Match(secret.Open(SecretPurpose, kept), code ?? "", s.Now, person.TotpLastStep) is { } step)
        {
            (person.TotpLastStep, person.CodeFailures, person.CodesLockedUntil) = (step, 0, null);
            return null;
        }

        if (Code.TryParse(code, out var recovery, out _)
            && s.Sql.Execute("UPDATE recovery_codes SET used_at = $3 WHERE hash = $1 AND person_id = $2 AND used_at IS NULL", Hash(person.Id, recovery), person.Id, s.Now) == 1)
        {
            (person.CodeFailures, person.CodesLockedUntil) = (0, null);
            s.Note(person.Id, "recovery-code-used");
            return null;
        }

        LockOut.CodeFailed(person, s.Now);
        s.Note(person.Id, "code-refused");
        return IdentityProblems.WrongCode;
    }

    private async Task<Result<T>> Change<T>(Caller caller, Func<WriteSession, Person, Result<T>> work)
    {
        if (!caller.ProvedRecently(clock.GetUtcNow()))
        {
            return IdentityProblems.ProveAgain;
        }

        var done = await writer.Write(s => s.Db.Find<Person>(caller.PersonId) is { } person ? work(s, person) : IdentityProblems.None, Lane.Office, People.Lock(caller.PersonId)).ConfigureAwait(false);
        callers.Forget(caller.PersonId);
        return done;
    }

    private static List<string> Renew(WriteSession s, Guid person)
    {
        s.Sql.Execute("DELETE FROM recovery_codes WHERE person_id = $1", person);
        var codes = Enumerable.Range(0, Codes).Select(_ => Code.New(CodeLength)).ToList();
        s.Db.AddRange(codes.Select(c => new RecoveryCode { Hash = Hash(person, c), PersonId = person }));
        return [.. codes.Select(c => c.Grouped)];
    }

    private static byte[] Hash(Guid person, Code code) => SHA256.HashData([.. person.ToByteArray(true), .. Encoding.ASCII.GetBytes(code.Value)]);
}
