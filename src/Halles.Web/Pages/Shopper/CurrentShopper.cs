using System.Security.Cryptography;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Halles.Mall.Baskets;
using Halles.Mall.Identity;
using Halles.Mall.Settings;
using Halles.Web.Hosting;
using Buyer = Halles.Mall.Baskets.Shopper;

namespace Halles.Web.Pages.Shopper;

/// <summary>
/// Who shops in this browser: the signed-in person, or a guest known by a random id in a cookie that scripts cannot
/// read. A second cookie, readable, tells the script the basket's count and the name, so that pages stay the same for all.
/// </summary>
public sealed class CurrentShopper(CurrentSettings settings, ShopperBaskets baskets, MallDatabase database, ChangeFeed feed)
{
    private const string WordsCookie = "halles";
    private static readonly TimeSpan Kept = TimeSpan.FromDays(60);

    private bool Secure => settings.Value.Origin.StartsWith("https:", StringComparison.Ordinal);

    private string GuestCookie => Secure ? "__Host-halles-guest" : "halles-guest";

    /// <summary>The shopper of this browser; null for a guest who has put nothing into a basket yet.</summary>
    public Buyer? Find(HttpContext context) =>
        context.Caller() is { } caller ? Buyer.Person(caller.PersonId)
        : Guid.TryParse(context.Request.Cookies[GuestCookie], out var guest) ? Buyer.Guest(guest)
        : null;

    /// <summary>The shopper of this browser; a new guest gets their cookie now.</summary>
    public Buyer FindOrMake(HttpContext context)
    {
        if (Find(context) is { } shopper)
        {
            return shopper;
        }

        var guest = new Guid(RandomNumberGenerator.GetBytes(16)); // all of it random: nobody shall guess another's basket
        context.Response.Cookies.Append(GuestCookie, guest.ToString(), Options(Kept));
        return Buyer.Guest(guest);
    }

    /// <summary>After signing in: what the guest had in their basket becomes the person's, and the script learns their name.</summary>
    public async Task MoveToPerson(HttpContext context, Guid person)
    {
        if (Guid.TryParse(context.Request.Cookies[GuestCookie], out var guest) && (await baskets.MoveToPerson(guest, person)).Ok)
        {
            context.Response.Cookies.Delete(GuestCookie, Options(TimeSpan.Zero));
        }

        Tell(context, baskets.Count(Buyer.Person(person)), database.Read(sql => sql.Scalar<string>("SELECT name FROM people WHERE id = $1", person)));
    }

    /// <summary>After signing out: the next pages show no name and no basket.</summary>
    public void Forget(HttpContext context) => Tell(context, 0, null);

    /// <summary>Tells the script how many lines the basket has and who is signed in.</summary>
    public void Tell(HttpContext context, int lines, string? name)
    {
        var options = Options(Kept);
        options.HttpOnly = false;
        context.Response.Cookies.Append(WordsCookie, $"n={lines}&who={Uri.EscapeDataString(name?.Split(' ')[0] ?? "")}", options);
    }

    /// <inheritdoc cref="Tell(HttpContext, int, string?)"/>
    public void Tell(HttpContext context) => Tell(context, Find(context) is { } shopper ? baskets.Count(shopper) : 0, context.Caller()?.Name);

    /// <summary>The next pages of this browser wait for the storefront to show what was just written.</summary>
    public void SeesOwnWrites(HttpContext context) =>
        context.Response.Cookies.Append(PageCache.SeenCookie, feed.LastCommitted.ToString(), Options(TimeSpan.FromSeconds(30)));

    private CookieOptions Options(TimeSpan age) => new()
    {
        HttpOnly = true,
        Secure = Secure,
        SameSite = SameSiteMode.Lax,
        Path = "/",
        MaxAge = age,
        IsEssential = true,
    };
}
