using Halles.Kernel;
using Halles.Mall.Identity;
using Halles.Mall.Mail;
using Halles.Mall.Settings;
using Halles.Web.Text;

namespace Halles.Web.Pages.Account;

/// <summary>The e-mails about accounts, in the language of whom they are for.</summary>
internal sealed class AccountLetters(CurrentSettings settings, Texts texts) : IIdentityLetters
{
    public Letter Write(LetterKind kind, string language, LetterFacts facts)
    {
        var mall = settings.Value;
        var spoken = mall.Spoken(language);
        var words = texts.In(spoken);
        var letter = new LetterText(spoken, mall);
        if (facts.Name.Length > 0)
        {
            letter.Say(words.Get("Hello {0},", facts.Name));
        }

        var url = facts.Token is null ? "" : mall.Origin + new Links(spoken).EmailLink(facts.Token);
        var ignore = words.Get("If you did not ask for this, do nothing: nobody gets in without this e-mail.");
        return kind switch
        {
            LetterKind.SignIn => letter.Link(words.Get("Sign in"), url).Say(words.Get("The link works once, for fifteen minutes.")).Say(ignore).Under(words.Get("Sign in to {0}", mall.Name)),
            LetterKind.Confirm => letter.Say(words.Get("Confirm that this address is yours, and your account is open."))
                .Link(words.Get("Confirm my address"), url).Say(words.Get("The link works once, for a day.")).Say(ignore).Under(words.Get("Confirm your address for {0}", mall.Name)),
            LetterKind.HaveAccount => letter.Say(words.Get("Somebody, perhaps you, wanted to open an account with this address. You have one already: this link signs you in."))
                .Link(words.Get("Sign in"), url).Say(words.Get("The link works once, for fifteen minutes.")).Say(ignore).Under(words.Get("You already have an account at {0}", mall.Name)),
            LetterKind.Reset => letter.Link(words.Get("Choose a new password"), url).Say(words.Get("The link works once, for an hour.")).Say(ignore).Under(words.Get("Your new password for {0}", mall.Name)),
            LetterKind.ConfirmNewAddress => letter.Say(words.Get("Confirm that this is the new address of your account. Until then the old one stays."))
                .Link(words.Get("Confirm my new address"), url).Say(words.Get("The link works once, for a day.")).Say(ignore).Under(words.Get("Confirm your new address for {0}", mall.Name)),
            LetterKind.Join => letter.Say(facts.ShopName is null ? words.Get("You are invited to the staff of {0}.", mall.Name) : words.Get("You are invited to the team of {0}.", facts.ShopName))
                .Link(words.Get("Accept"), url).Say(words.Get("The link works once, for a week.")).Under(facts.ShopName is null ? words.Get("Invitation to {0}", mall.Name) : words.Get("Invitation to {0}", facts.ShopName)),
            LetterKind.AddressChanged => letter.Say(words.Get("The address of your account was changed; this one is no longer in use.")).Say(NotYou(words, mall)).Under(words.Get("Your address was changed")),
            LetterKind.PasswordChanged => letter.Say(words.Get("The password of your account was changed, and your other devices were signed out.")).Say(NotYou(words, mall)).Under(words.Get("Your password was changed")),
            _ => letter.Say(words.Get("A passkey, the six-digit code or the recovery codes of your account were changed.")).Say(NotYou(words, mall)).Under(words.Get("How you sign in was changed")),
        };
    }

    private static string NotYou(LanguageTexts words, MallSettings mall) => mall.Imprint.Email.Length > 0
        ? words.Get("If that was not you, write to us at once: {0}", mall.Imprint.Email)
        : words.Get("If that was not you, ask for a new password at once.");
}
