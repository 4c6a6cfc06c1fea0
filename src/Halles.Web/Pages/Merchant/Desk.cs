using Halles.Mall.Identity;

namespace Halles.Web.Pages.Merchant;

/// <summary>Whose desk this is, and who stands at it.</summary>
/// <param name="VisitEndsAt">Until when somebody of the market's staff acts for the shop here; null for its own team.</param>
public sealed record Desk(Guid ShopId, string Slug, string ShopName, Guid PersonId, string PersonName, ShopRole Role, DateTimeOffset? VisitEndsAt = null)
{
    /// <summary>Whether who stands here may do this; what they may not is not offered.</summary>
    public bool May(Permission permission) => Permissions.Of(Role).Contains(permission);

    /// <summary>The desk of the shop in the request's address, to which the endpoint's permission was granted.</summary>
    public static Desk Of(HttpContext context)
    {
        var (seat, caller) = (context.Seat(), context.SignedIn());
        return new Desk(seat.ShopId, seat.Slug, seat.ShopName, caller.PersonId, caller.Name, seat.Role, seat.VisitEndsAt);
    }
}
