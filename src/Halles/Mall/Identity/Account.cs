using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Mail;
using Microsoft.EntityFrameworkCore;

namespace Halles.Mall.Identity;

/// <summary>What a person sees of their own account.</summary>
public sealed record Profile(string Name, string Email, string? Phone, string Language, bool HasPassword, bool HasTotp, int RecoveryCodesLeft);

/// <summary>Changes by a person to their own account.</summary>
public sealed class Account(MallDatabase database, MallWriter writer, SignIn signIn, Passwords passwords, IIdentityLetters letters, Callers callers, TimeProvider clock)
{
    /// <summary>The caller's own profile; null when the account was erased.</summary>
    public Profile? Profile(Caller caller)
    {
        using var db = database.Read();
        var left = db.Set<RecoveryCode>().Count(c => c.PersonId == caller.PersonId && c.UsedAt == null);
        return db.Set<Person>().Where(p => p.Id == caller.PersonId && p.ErasedAt == null)
            .Select(p => new Profile(p.Name, p.Email!, p.Phone, p.Language, p.PasswordHash != null, p.TotpConfirmedAt != null, left)).SingleOrDefault();
    }

    /// <summary>Changes name, phone number and the language of letters.</summary>
    /// <param name="country">The mall's country, by whose habit a phone number without prefix is read.</param>
    /// <param name="languages">Those that the mall speaks.</param>
    public Task<Result<Done>> Change(Caller caller, string? name, string? phone, string language, Country country, IReadOnlyList<string> languages)
    {
        var problems = new List<Problem>();
        if (People.CheckName(name) is { } badName)
        {
            problems.Add(badName);
        }

        PhoneNumber number = default;
        if (!string.IsNullOrWhiteSpace(phone) && !PhoneNumber.TryParse(phone, country, out number, out var badPhone))
        {
            problems.Add(badPhone!.On("phone"));
        }

        if (!languages.Contains(language))
        {
            problems.Add(IdentityProblems.LanguageUnknown);
        }

        return problems.Count > 0 ? Task.FromResult<Result<Done>>(Problem.Of(problems)) : Write(caller, (s, person) =>
        {
            (person.Name, person.Phone, person.Language) = (name!.Trim(), string.IsNullOrWhiteSpace(phone) ? null : number.ToString(), language);
            s.Note(person.Id, "profile-changed");
            return default(Done);
        });
    }

    /// <summary>Sets a new password and ends the other sessions. The present one proves who they are, or an earlier proof does.</summary>
    public async Task<Result<Done>> ChangePassword(Caller caller, string? present, string? password)
    {
        if (Passwords.Check(password, caller.Email, caller.Name) is { } weak)
        {
            return weak;
        }

        if (!string.IsNullOrEmpty(present))
        {
            var proved = await signIn.ProveByPassword(caller, present).ConfigureAwait(false);
            if (!proved.Ok)
            {
                return proved.Problem!;
            }
        }
        else if (!caller.ProvedRecently(clock.GetUtcNow()))
        {
            return IdentityProblems.ProveAgain;
        }

        var hash = await passwords.Hash(password!).ConfigureAwait(false);
        return await Write(caller, (s, person) =>
        {
            person.PasswordHash = hash;
            Sessions.EndAll(s, person.Id, but: caller.SessionId);
            Links.Spoil(s, person.Id, LinkPurpose.SignIn, LinkPurpose.ResetPassword);
            s.Note(person.Id, "password-changed");
            letters.Tell(s, person, LetterKind.PasswordChanged);
            return default(Done);
        }).ConfigureAwait(false);
    }

    /// <summary>Sends a link to a new address; the account has it once the link was used. Does not tell whether the address is another's.</summary>
    public async Task<Result<Done>> ChangeEmail(Caller caller, string? text)
    {
        if (!EmailAddress.TryParse(text, out var email, out var problem))
        {
            return problem!.On("email");
        }

        return !caller.ProvedRecently(clock.GetUtcNow()) ? IdentityProblems.ProveAgain : await Write(caller, (s, person) =>
        {
            if (People.ByEmail(s.Db, email.Key) is null && Links.New(s, LinkPurpose.ConfirmEmail, email.Key, person.Id) is { } token)
            {
                MailQueue.Send(s, email.Value, letters.Write(LetterKind.ConfirmNewAddress, person.Language, new LetterFacts(person.Name, token)));
            }

            s.Note(person.Id, "email-change-asked");
            return default(Done);
        }).ConfigureAwait(false);
    }

    private async Task<Result<Done>> Write(Caller caller, Func<WriteSession, Person, Result<Done>> work)
    {
        var done = await writer.Write(s => s.Db.Find<Person>(caller.PersonId) is { ErasedAt: null } person ? work(s, person) : IdentityProblems.None, Lane.Office, People.Lock(caller.PersonId)).ConfigureAwait(false);
        callers.Forget(caller.PersonId);
        return done;
    }
}
