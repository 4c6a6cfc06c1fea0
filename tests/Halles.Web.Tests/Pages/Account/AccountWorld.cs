using System.Text.RegularExpressions;
using Halles.Kernel;
using Halles.Mall.Identity;
using Halles.Mall.Mail;
using Halles.Testing;

namespace Halles.Web.Tests.Pages.Account;

/// <summary>Steps that tests of accounts share.</summary>
internal static partial class AccountWorld
{
    public const string Email = "nadia@exemple.fr";
    public const string Password = "une phrase que nul ne devine";

    /// <summary>A confirmed account.</summary>
    public static async Task<Guid> Person(this WebMall mall, string email = Email, string name = "Nadia Benali", bool demo = false)
    {
        var hash = await mall.Get<Passwords>().Hash(Password);
        return await mall.Write<Guid>(s => People.Add(s, EmailAddress.Parse(email), name, "fr", hash, confirmed: true, demo).Id);
    }

    /// <summary>Signs in by password on the page.</summary>
    public static async Task<Page> SignIn(this Visitor visitor, string email = Email, string password = Password, string path = "/fr/sign-in") =>
        await visitor.Submit(await visitor.Get(path), "form.form", ("email", email), ("password", password));

    /// <summary>The path of the link in the newest e-mail to an address.</summary>
    public static string Link(this WebMall mall, string to = Email) =>
        new Uri(Url().Match(MailQueue.Newest(mall.Database, 100).First(m => m.To == to).Text).Value).PathAndQuery;

    /// <summary>The code that an application shows for a key as the page spells it.</summary>
    public static string Code(this WebMall mall, string key) => TotpCodes.Of(key, mall.Clock.GetUtcNow());

    [GeneratedRegex(@"https?://\S+")]
    private static partial Regex Url();
}
