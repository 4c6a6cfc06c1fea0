using Halles.Mall.Identity;

namespace Halles.Web.Pages.Account;

/// <summary>What a browser carries once somebody has signed in with it, and loses when they sign out.</summary>
public sealed class SignedInBrowser(SessionCookie cookie)
{
    /// <summary>Hands the session over.</summary>
    public Task Begin(HttpContext http, NewSession session)
    {
        cookie.Set(http, session);
        return Task.CompletedTask;
    }

    /// <summary>Takes back all that says who was here.</summary>
    public void End(HttpContext http) => cookie.Clear(http);
}
