using Halles.Kernel;

namespace Halles.Mall.Identity;

/// <summary>Every way in which signing in and keeping an account can fail.</summary>
public static class IdentityProblems
{
    public static readonly Problem NameMissing = new("person-name-missing", 422, "Enter your name.") { Field = "name" };
    public static readonly Problem NameLong = new("person-name-long", 422, "A name has at most {0} characters.") { Field = "name" };
    public static readonly Problem NameSymbol = new("name-symbol", 422, "This name has a character that cannot be kept.") { Field = "name" };
    public static readonly Problem PasswordShort = new("password-short", 422, "A password has at least {0} characters. A sentence is fine.") { Field = "password" };
    public static readonly Problem PasswordLong = new("password-long", 422, "A password has at most {0} characters.") { Field = "password" };
    public static readonly Problem PasswordSymbol = new("password-symbol", 422, "This password has a character that cannot be typed again.") { Field = "password" };
    public static readonly Problem PasswordCommon = new("password-common", 422, "Many people use this password, so it is guessed first. Choose another.") { Field = "password" };
    public static readonly Problem PasswordPersonal = new("password-personal", 422, "A password must not contain your name or e-mail address.") { Field = "password" };

    /// <summary>One answer for an unknown account, a wrong password, a locked account and an address that is not confirmed.</summary>
    public static readonly Problem WrongCredentials = new("wrong-credentials", 422, "The e-mail address or the password is not right, or the address is not confirmed yet. After several wrong tries an account waits a while; a link by e-mail works meanwhile.");

    public static readonly Problem WrongPassword = new("wrong-password", 422, "This is not your password. After several wrong tries the account waits a while.") { Field = "password" };
    public static readonly Problem WrongCode = new("wrong-sign-in-code", 422, "This code is not right, or it was used already. Wait for the next one.") { Field = "code" };
    public static readonly Problem CodesLocked = new("codes-locked", 429, "Too many wrong codes. Try again a little later.") { Field = "code" };
    public static readonly Problem StepExpired = new("sign-in-expired", 410, "Signing in took too long. Please start again.");
    public static readonly Problem PasskeyRefused = new("passkey-refused", 422, "The passkey was not accepted. Try again, or sign in another way.");
    public static readonly Problem PasskeyKnown = new("passkey-known", 409, "This passkey is in use already.");
    public static readonly Problem PasskeysMany = new("passkeys-many", 422, "An account has at most {0} passkeys. Remove one first.");
    public static readonly Problem LinkSpent = new("link-spent", 410, "This link was used already or is too old. Ask for a new one.");
    public static readonly Problem ProveAgain = new("prove-again", 403, "Confirm that it is you before you change this.");
    public static readonly Problem NotThisAddress = new("not-this-address", 422, "This is not the address of your account.");
    public static readonly Problem EmailTaken = new("email-taken", 409, "This address belongs to another account.") { Field = "email" };
    public static readonly Problem TotpOn = new("totp-on", 409, "The six-digit code is on already. Turn it off first.");
    public static readonly Problem TotpOff = new("totp-off", 409, "The six-digit code is not on.");
    public static readonly Problem LastWayIn = new("last-way-in", 409, "Staff need a passkey or the six-digit code. Set up another before you remove the last.");
    public static readonly Problem None = new("none", 404, "There is nothing here.");
    public static readonly Problem Forbidden = new("forbidden", 403, "Your role does not allow this.");
    public static readonly Problem LastOwner = new("last-owner", 409, "A shop has at least one owner. Make somebody else an owner first.");
    public static readonly Problem LastAdministrator = new("last-administrator", 409, "A mall has at least one administrator. Make somebody else one first.");
    public static readonly Problem AlreadyAdministered = new("already-administered", 409, "This mall has an administrator already.");
    public static readonly Problem AlreadyMember = new("already-member", 409, "This person is in the team already.") { Field = "email" };
    public static readonly Problem KeyName = new("key-name", 422, "Give the key a name of 1 to {0} characters, so that you can tell it from others.") { Field = "name" };
    public static readonly Problem KeysMany = new("keys-many", 422, "There are {0} keys already, which is the most. Revoke one first.");
    public static readonly Problem LabelLong = new("label-long", 422, "A label has 1 to {0} characters, such as “Home”.") { Field = "label" };
    public static readonly Problem AddressesMany = new("addresses-many", 422, "An account keeps at most {0} addresses. Remove one first.");
    public static readonly Problem LanguageUnknown = new("language-unknown", 422, "The mall does not speak this language.") { Field = "language" };
}
