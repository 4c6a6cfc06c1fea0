using Halles.Kernel;
using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace Halles.Mall.Identity;

/// <summary>What somebody gives who accepts an invitation; an account that exists needs none of it.</summary>
/// <param name="Email">Asked of the first administrator only: other links were sent to the address.</param>
public sealed record Joining(string? Name, string? Email, string? Password, string Language);

/// <summary>Invitations to a shop's team or the mall's staff, and the link of the first administrator.</summary>
public sealed class Invitations(MallDatabase database, MallWriter writer, SignIn signIn, Passwords passwords, Callers callers, TimeProvider clock)
{
    /// <summary>Takes the role and signs in. Who has no account yet opens one with it: the link shows that the address is theirs.</summary>
    public async Task<Result<SignInStep>> Accept(string? token, Joining joining, string device)
    {
        using var db = database.Read();
        if (Links.Look(db, token, clock.GetUtcNow(), LinkPurpose.Join, LinkPurpose.FirstAdministrator) is not { } link)
        {
            return IdentityProblems.LinkSpent;
        }

        if (!EmailAddress.TryParse(link.Email.Length > 0 ? link.Email : joining.Email, out var email, out var badEmail))
        {
            return badEmail!.On("email");
        }

        var opens = People.ByEmail(db, email.Key) is null;
        if (opens && Check(joining, email) is { Count: > 0 } problems)
        {
            return Problem.Of(problems);
        }

        var hash = opens ? await passwords.Hash(joining.Password!).ConfigureAwait(false) : null;
        var done = await writer.Write<(Guid Person, SignInStep Step)>(s => Join(s, token, email, joining, hash, device), Lane.Office, People.Lock(email)).ConfigureAwait(false);
        if (!done.Ok)
        {
            return done.Problem!;
        }

        callers.Forget(done.Value.Person);
        return done.Value.Step;
    }

    private Result<(Guid Person, SignInStep Step)> Join(WriteSession s, string? token, EmailAddress email, Joining joining, string? hash, string device)
    {
        var taken = Links.Take(s, token, LinkPurpose.Join, LinkPurpose.FirstAdministrator);
        if (!taken.Ok)
        {
            return taken.Problem!;
        }

        var link = taken.Value;
        var person = People.ByEmail(s.Db, email.Key);
        if (link.Purpose is LinkPurpose.FirstAdministrator && (person is not null || s.Db.Set<StaffRole>().Any(r => r.Role == MallRole.Administrator)))
        {
            // The printed link shows no address: it opens an account, and never enters one.
            return person is not null ? IdentityProblems.EmailTaken : IdentityProblems.AlreadyAdministered;
        }

        if (person is null && hash is null)
        {
            return IdentityProblems.LinkSpent; // erased in this moment
        }

        if (person is { EmailConfirmedAt: null })
        {
            person.PasswordHash = null; // chosen by whoever typed this address first, perhaps not its owner
            person.EmailConfirmedAt = s.Now;
        }

        person ??= People.Add(s, email, joining.Name!, joining.Language, hash, confirmed: true);
        if (link.ShopId is { } shop)
        {
            Team.Grant(s, shop, person.Id, Enum.Parse<ShopRole>(link.Role!), person.Id);
        }
        else
        {
            Staff.Grant(s, person.Id, Enum.Parse<MallRole>(link.Role!), person.Id);
        }

        return (person.Id, signIn.Enter(s, person, "invitation", device));
    }

    private static List<Problem> Check(Joining joining, EmailAddress email)
    {
        var problems = new List<Problem>();
        if (People.CheckName(joining.Name) is { } badName)
        {
            problems.Add(badName);
        }

        if (Passwords.Check(joining.Password, email.Value, joining.Name) is { } badPassword)
        {
            problems.Add(badPassword);
        }

        return problems;
    }
}
