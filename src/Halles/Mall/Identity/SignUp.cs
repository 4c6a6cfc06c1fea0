using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Mail;

namespace Halles.Mall.Identity;

/// <summary>What somebody gives to open an account.</summary>
/// <param name="Language">The language in which they will be written to.</param>
public sealed record NewAccount(string? Name, string? Email, string? Password, string Language);

/// <summary>
/// Opens an account. The answer is always "look at your e-mails": the address gets a link, either to confirm the new
/// account or, when it had one already, to sign in to that. So nobody learns here who has an account.
/// </summary>
public sealed class SignUp(MallWriter writer, Passwords passwords, IIdentityLetters letters)
{
    public async Task<Result<Done>> Open(NewAccount account)
    {
        var problems = new List<Problem>();
        if (People.CheckName(account.Name) is { } badName)
        {
            problems.Add(badName);
        }

        if (!EmailAddress.TryParse(account.Email, out var email, out var badEmail))
        {
            problems.Add(badEmail!.On("email"));
        }

        if (Passwords.Check(account.Password, account.Email?.Trim(), account.Name) is { } badPassword)
        {
            problems.Add(badPassword);
        }

        if (problems.Count > 0)
        {
            return Problem.Of(problems);
        }

        var hash = await passwords.Hash(account.Password!).ConfigureAwait(false);
        return await writer.Write(s => Write(s, account, email, hash), Lane.Office, People.Lock(email)).ConfigureAwait(false);
    }

    private Result<Done> Write(WriteSession s, NewAccount account, EmailAddress email, string hash)
    {
        var person = People.ByEmail(s.Db, email.Key);
        if (person is { EmailConfirmedAt: not null })
        {
            if (Links.New(s, LinkPurpose.SignIn, email.Key, person.Id) is { } token)
            {
                MailQueue.Send(s, email.Value, letters.Write(LetterKind.HaveAccount, person.Language, new LetterFacts(person.Name, token)));
            }

            s.Note(person.Id, "sign-up-again");
            return default(Done);
        }

        if (person is null)
        {
            person = People.Add(s, email, account.Name!, account.Language, hash, confirmed: false);
        }
        else
        {
            // Nobody has shown that the address is theirs, so the last to ask counts; earlier links are spoilt.
            (person.Name, person.Language, person.PasswordHash) = (account.Name!.Trim(), account.Language, hash);
            Links.Spoil(s, person.Id, LinkPurpose.ConfirmEmail);
        }

        if (Links.New(s, LinkPurpose.ConfirmEmail, email.Key, person.Id) is { } confirm)
        {
            MailQueue.Send(s, email.Value, letters.Write(LetterKind.Confirm, person.Language, new LetterFacts(person.Name, confirm)));
        }

        s.Note(person.Id, "sign-up");
        return default(Done);
    }
}
