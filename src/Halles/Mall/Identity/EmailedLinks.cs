using Halles.Kernel;
using Halles.Kernel.Auditing;
using Halles.Kernel.Privacy;
using Halles.Kernel.Storage;
using Halles.Mall.Mail;
using Microsoft.EntityFrameworkCore;

namespace Halles.Mall.Identity;

/// <summary>What the page behind a link shows before its button is pressed: mail scanners fetch links, so fetching does nothing.</summary>
/// <param name="ShopName">The shop that an invitation is to; null for the mall's staff.</param>
/// <param name="HasAccount">False when the page must ask for a name.</param>
public sealed record LinkView(LinkPurpose Purpose, string Email, string? ShopName, string? Role, bool HasAccount);

/// <summary>Links by e-mail: to sign in, to confirm an address, to choose a new password.</summary>
public sealed class EmailedLinks(MallDatabase database, MallWriter writer, SignIn signIn, Passwords passwords, IIdentityLetters letters, PersonalData personal, Callers callers, TimeProvider clock)
{
    /// <summary>Sends a link that signs in, if the address has an account; the answer does not tell.</summary>
    public Task<Result<Done>> AskToSignIn(string? email) => Ask(email, LinkPurpose.SignIn, LetterKind.SignIn);

    /// <summary>Sends a link to choose a new password, if the address has an account; the answer does not tell.</summary>
    public Task<Result<Done>> AskToReset(string? email) => Ask(email, LinkPurpose.ResetPassword, LetterKind.Reset);

    /// <summary>What a link is for; null when it is spent.</summary>
    public LinkView? Look(string? token)
    {
        using var db = database.Read();
        if (Links.Look(db, token, clock.GetUtcNow(), Enum.GetValues<LinkPurpose>()) is not { } link)
        {
            return null;
        }

        var shop = link.ShopId is { } id ? database.Read(sql => sql.Scalar<string>("SELECT name FROM shops WHERE id = $1", id)) : null;
        return new LinkView(link.Purpose, link.Email, shop, link.Role, link.PersonId is not null || People.ByEmail(db, link.Email) is not null);
    }

    /// <summary>Signs in by a link; it also shows that the address is theirs, and makes it the account's when it was a new one.</summary>
    public async Task<Result<SignInStep>> Use(string? token, string device)
    {
        var done = await writer.Write<(Guid Person, SignInStep Step)>(s =>
        {
            var taken = Links.Take(s, token, LinkPurpose.SignIn, LinkPurpose.ConfirmEmail);
            if (!taken.Ok || s.Db.Find<Person>(taken.Value.PersonId) is not { ErasedAt: null } person)
            {
                return IdentityProblems.LinkSpent;
            }

            if (person.Email != taken.Value.Email && Move(s, person, taken.Value.Email) is { } problem)
            {
                return problem;
            }

            if (person.EmailConfirmedAt is null && taken.Value.Purpose is LinkPurpose.SignIn)
            {
                person.PasswordHash = null; // chosen by whoever typed this address first, perhaps not its owner
            }

            person.EmailConfirmedAt ??= s.Now;
            return (person.Id, signIn.Enter(s, person, "link", device));
        }).ConfigureAwait(false);
        if (!done.Ok)
        {
            return done.Problem!;
        }

        callers.Forget(done.Value.Person);
        return done.Value.Step;
    }

    /// <summary>Sets a new password by a link, and ends all sessions.</summary>
    public async Task<Result<Done>> ResetPassword(string? token, string? password)
    {
        using var db = database.Read();
        if (Links.Look(db, token, clock.GetUtcNow(), LinkPurpose.ResetPassword) is not { } link || db.Set<Person>().SingleOrDefault(p => p.Id == link.PersonId) is not { } known)
        {
            return IdentityProblems.LinkSpent;
        }

        if (Passwords.Check(password, known.Email, known.Name) is { } weak)
        {
            return weak;
        }

        var hash = await passwords.Hash(password!).ConfigureAwait(false);
        var done = await writer.Write<Done>(s =>
        {
            var taken = Links.Take(s, token, LinkPurpose.ResetPassword);
            if (!taken.Ok || s.Db.Find<Person>(known.Id) is not { ErasedAt: null } person || person.Email != taken.Value.Email)
            {
                return IdentityProblems.LinkSpent;
            }

            (person.PasswordHash, person.Failures, person.LockedUntil) = (hash, 0, null);
            person.EmailConfirmedAt ??= s.Now;
            Sessions.EndAll(s, person.Id);
            Links.Spoil(s, person.Id, LinkPurpose.SignIn, LinkPurpose.ResetPassword);
            s.Note(person.Id, "password-reset");
            letters.Tell(s, person, LetterKind.PasswordChanged);
            return default(Done);
        }, Lane.Office, People.Lock(known.Id)).ConfigureAwait(false);
        callers.Forget(known.Id);
        return done;
    }

    private async Task<Result<Done>> Ask(string? text, LinkPurpose purpose, LetterKind kind)
    {
        if (!EmailAddress.TryParse(text, out var email, out var problem))
        {
            return problem!.On("email");
        }

        return await writer.Write<Done>(s =>
        {
            if (People.ByEmail(s.Db, email.Key) is not { } person)
            {
                s.Audit(new AuditEntry(null, "link-refused", Guid.Empty, Guid.Empty, purpose.ToString()));
                return default(Done);
            }

            if (Links.New(s, purpose, email.Key, person.Id) is { } token)
            {
                MailQueue.Send(s, person.Email!, letters.Write(kind, person.Language, new LetterFacts(person.Name, token)));
            }

            s.Note(person.Id, "link-asked", purpose.ToString());
            return default(Done);
        }, Lane.Office, People.Lock(email)).ConfigureAwait(false);
    }

    // A changed address: the old one is told, and what was signed in or sent under it ends.
    private Problem? Move(WriteSession s, Person person, string email)
    {
        if (People.ByEmail(s.Db, email) is not null)
        {
            return IdentityProblems.EmailTaken;
        }

        letters.Tell(s, person, LetterKind.AddressChanged);
        Sessions.EndAll(s, person.Id);
        Links.Spoil(s, person.Id, LinkPurpose.SignIn, LinkPurpose.ResetPassword, LinkPurpose.ConfirmEmail);
        s.Note(person.Id, "email-changed", personal.Seal(s, person.Id, $"{person.Email} → {email}")); // the audit stands for ever, the addresses until an erasure
        (person.Email, person.EmailConfirmedAt) = (email, s.Now);
        return null;
    }
}
