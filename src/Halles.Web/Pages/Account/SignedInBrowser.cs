using Halles.Mall.Identity;
using Halles.Web.Pages.Shopper;

namespace Halles.Web.Pages.Account;

/// <summary>What a browser carries once somebody has signed in with it, and loses when they sign out.</summary>
public sealed class SignedInBrowser(SessionCookie cookie, CurrentShopper shopper)
{
    /// <summary>Hands the session over; what the guest had in their basket comes along.</summary>
    public Task Begin(HttpContext http, NewSession session)
    {
        cookie.Set(http, session);
        return shopper.MoveToPerson(http, session.PersonId);
    }

    /// <summary>Takes back all that says who was here.</summary>
    public void End(HttpContext http)
    {
        cookie.Clear(http);
        shopper.Forget(http);
    }
}
