using Halles.Web.Pages;

namespace Halles.Web.Design;

/// <summary>What the audit says was done, in words; an action that nobody has put into words stands as it is kept.</summary>
internal static class AuditWords
{
    public static string ActionName(this PageContext page, string action) => Shop(page.Words, action) ?? Mall(page.Words, action) ?? Account(page.Words, action) ?? action;

    private static string? Shop(Text.LanguageTexts words, string action) => action switch
    {
        "apply-for-shop" => words.Get("Asked for a shop"),
        "ask-for-change" => words.Get("Asked the applicant for a change"),
        "answer-change" => words.Get("Said that the change is made"),
        "change-shop-state" => words.Get("Changed the state of the shop"),
        "enter-shop" => words.Get("Came to the desk for the market"),
        "leave-shop" => words.Get("Left the desk"),
        "edit-shop" => words.Get("Changed what the shop says of itself"),
        "edit-shop-pictures" => words.Get("Changed the shop’s pictures"),
        "set-holiday" => words.Get("Set a holiday"),
        "end-holiday" => words.Get("Ended a holiday"),
        "set-ways-of-getting" => words.Get("Changed how goods are had"),
        "set-ways-of-paying" => words.Get("Changed how the shop is paid"),
        "add-store" => words.Get("Added a place"),
        "edit-store" => words.Get("Changed a place"),
        "remove-store" => words.Get("Gave a place up"),
        "set-hours" => words.Get("Changed the hours"),
        "close-now" => words.Get("Closed for a while"),
        "open-again" => words.Get("Opened again"),
        "create-product" => words.Get("Made a product"),
        "edit-product" => words.Get("Changed a product"),
        "change-price" => words.Get("Changed a price"),
        "duplicate-product" => words.Get("Duplicated a product"),
        "publish-product" => words.Get("Put a product on sale"),
        "unpublish-product" => words.Get("Took a product off sale"),
        "archive-product" => words.Get("Archived a product"),
        "draft-promotion" => words.Get("Drafted a promotion"),
        "release-promotion" => words.Get("Released a promotion"),
        "stop-promotion" => words.Get("Stopped a promotion"),
        "add-photos" => words.Get("Added photos"),
        "arrange-photos" => words.Get("Arranged photos"),
        "mark-paid" => words.Get("Noted an order as paid"),
        "give-back" => words.Get("Gave money back"),
        _ => null,
    };

    private static string? Mall(Text.LanguageTexts words, string action) => action switch
    {
        "invite-member" => words.Get("Invited somebody to the team"),
        "withdraw-invitation" => words.Get("Took an invitation back"),
        "grant-member" => words.Get("Took somebody into the team"),
        "change-member" => words.Get("Changed a role in the team"),
        "remove-member" => words.Get("Removed somebody from the team"),
        "create-key" => words.Get("Made an API key"),
        "revoke-key" => words.Get("Made an API key void"),
        "invite-staff" => words.Get("Invited somebody to the market’s staff"),
        "grant-staff" => words.Get("Took somebody into the market’s staff"),
        "remove-staff" => words.Get("Took a role in the market’s staff away"),
        "change-settings" => words.Get("Changed the settings of the market"),
        "add-tax-rate" => words.Get("Added a tax rate"),
        "add-category" => words.Get("Added a category"),
        "edit-category" => words.Get("Changed a category"),
        "move-category" => words.Get("Moved a category"),
        "remove-category" => words.Get("Removed a category"),
        "edit-attribute" => words.Get("Changed an attribute"),
        "remove-attribute" => words.Get("Removed an attribute"),
        "retry-job" => words.Get("Had a job tried again"),
        "drop-job" => words.Get("Had a job forgotten"),
        _ => null,
    };

    private static string? Account(Text.LanguageTexts words, string action) => action switch
    {
        "sign-up" => words.Get("Opened an account"),
        "sign-up-again" => words.Get("Opened an account once more"),
        "sign-in" => words.Get("Signed in"),
        "sign-in-refused" => words.Get("Was refused when signing in"),
        "sign-out" => words.Get("Signed out"),
        "session-ended" => words.Get("Ended a session"),
        "sessions-ended" => words.Get("Ended other sessions"),
        "proved" => words.Get("Showed again who they are"),
        "code-refused" => words.Get("Typed a wrong code"),
        "link-asked" => words.Get("Asked for a link by e-mail"),
        "link-refused" => words.Get("Came with a link that no longer works"),
        "profile-changed" => words.Get("Changed their profile"),
        "password-changed" or "password-reset" => words.Get("Changed their password"),
        "email-change-asked" => words.Get("Asked for another e-mail address"),
        "email-changed" => words.Get("Changed their e-mail address"),
        "passkey-added" => words.Get("Added a passkey"),
        "passkey-removed" => words.Get("Removed a passkey"),
        "totp-on" => words.Get("Switched the six-digit code on"),
        "totp-off" => words.Get("Switched the six-digit code off"),
        "recovery-codes-made" => words.Get("Made recovery codes"),
        "recovery-code-used" => words.Get("Used a recovery code"),
        "erased" => words.Get("Had their data erased"),
        _ => null,
    };
}
