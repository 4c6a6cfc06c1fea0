using Halles.Kernel.Storage;
using Halles.Mall.Mail;

namespace Halles.Mall.Identity;

/// <summary>The e-mails that accounts cause.</summary>
public enum LetterKind
{
    /// <summary>A link that signs in.</summary>
    SignIn,

    /// <summary>A link that confirms the address of a new account.</summary>
    Confirm,

    /// <summary>Somebody opened an account with the address of one that exists; a link signs in.</summary>
    HaveAccount,

    /// <summary>A link to choose a new password.</summary>
    Reset,

    /// <summary>A link that makes the address the account's new one.</summary>
    ConfirmNewAddress,

    /// <summary>An invitation to a team.</summary>
    Join,

    /// <summary>To the old address: it is no longer the account's.</summary>
    AddressChanged,
    PasswordChanged,

    /// <summary>A passkey, TOTP or recovery codes were added or removed.</summary>
    SecondFactorChanged,
}

/// <summary>What such an e-mail is about.</summary>
/// <param name="Name">Whom it greets; empty when not known.</param>
/// <param name="Token">The token for the link's address; null when it has no link.</param>
/// <param name="ShopName">The shop whose team an invitation is to; null for the mall's staff.</param>
public sealed record LetterFacts(string Name, string? Token = null, string? ShopName = null);

/// <summary>Words the e-mails, in the language of whom they are for; knows the addresses of pages. The web does.</summary>
public interface IIdentityLetters
{
    /// <summary>The e-mail of a kind with its facts.</summary>
    Letter Write(LetterKind kind, string language, LetterFacts facts);
}

internal static class LetterSending
{
    /// <summary>Tells a person that something about their account has changed.</summary>
    public static void Tell(this IIdentityLetters letters, WriteSession session, Person person, LetterKind kind)
    {
        if (person.Email is { } address)
        {
            MailQueue.Send(session, address, letters.Write(kind, person.Language, new LetterFacts(person.Name)));
        }
    }
}
