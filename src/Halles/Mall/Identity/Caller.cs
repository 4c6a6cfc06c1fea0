namespace Halles.Mall.Identity;

/// <summary>Who is asking: a signed-in person, or an API key. Guests have none.</summary>
public sealed record Caller
{
    /// <summary>How long a proof of who they are lasts for changes that ask again.</summary>
    public static readonly TimeSpan ProofLasts = TimeSpan.FromMinutes(10);

    public required Guid PersonId { get; init; }

    public required string Name { get; init; }

    public required string Email { get; init; }

    public required string Language { get; init; }

    /// <summary>The session of their browser; null for an API key.</summary>
    public Guid? SessionId { get; init; }

    /// <summary>The API key; null for a browser.</summary>
    public Guid? KeyId { get; init; }

    /// <summary>The shop that the API key acts for; null for a person's own key.</summary>
    public Guid? KeyShopId { get; init; }

    /// <summary>The shops that they work in; for a shop's API key that shop, whose permissions are the key's own.</summary>
    public IReadOnlyList<Seat> Seats { get; init; } = [];

    /// <summary>Their roles in the mall's staff. Empty for an API key.</summary>
    public IReadOnlyList<MallRole> Roles { get; init; } = [];

    /// <summary>True when they have a passkey or TOTP.</summary>
    public bool HasSecondFactor { get; init; }

    /// <summary>A person of the demo, while the mall's setting lets those be staff without a second factor.</summary>
    public bool NeedsNoSecondFactor { get; init; }

    /// <summary>When a passkey or TOTP was shown in this session.</summary>
    public DateTimeOffset? StrongAt { get; init; }

    /// <summary>When they last proved who they are in this session.</summary>
    public DateTimeOffset? ProvedAt { get; init; }

    /// <summary>Works in a shop or for the mall.</summary>
    public bool IsStaff => Seats.Count > 0 || Roles.Count > 0;

    /// <summary>How they stand with the second factor that staff must show.</summary>
    public SecondFactorState SecondFactor =>
        KeyId is not null || StrongAt is not null || NeedsNoSecondFactor ? SecondFactorState.Shown
        : HasSecondFactor ? SecondFactorState.NotShown
        : SecondFactorState.NotSetUp;

    /// <summary>Whether a role gives the permission (in this shop), second factor or not.</summary>
    public bool Holds(Permission permission, Guid? shopId = null) => Permissions.IsOfShop(permission)
        ? shopId is { } shop && (KeyId is not null ? KeyShopId == shop && Permissions.OfShopKey.Contains(permission) : Seats.Any(s => s.ShopId == shop && Permissions.Of(s.Role).Contains(permission)))
        : Roles.Any(r => Permissions.Of(r).Contains(permission));

    /// <summary>Whether they may do it now: a role gives the permission and the second factor was shown.</summary>
    public bool May(Permission permission, Guid? shopId = null) => SecondFactor is SecondFactorState.Shown && Holds(permission, shopId);

    /// <summary>Whether they proved recently enough who they are to change e-mail, password, passkeys, keys or payout account.</summary>
    public bool ProvedRecently(DateTimeOffset now) => ProvedAt is { } at && now - at <= ProofLasts;
}

/// <summary>A person's place in a shop's team.</summary>
/// <param name="Slug">The shop's name in addresses.</param>
/// <param name="VisitEndsAt">Until when somebody of the mall's staff acts for the shop; null for its own team.</param>
public sealed record Seat(Guid ShopId, string Slug, string ShopName, ShopRole Role, DateTimeOffset? VisitEndsAt = null);

/// <summary>How somebody stands with passkey or TOTP.</summary>
public enum SecondFactorState
{
    /// <summary>They have none: staff are sent to set it up.</summary>
    NotSetUp,

    /// <summary>They have one and did not show it in this session.</summary>
    NotShown,

    /// <summary>Shown, or not needed.</summary>
    Shown,
}
