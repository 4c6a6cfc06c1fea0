using System.Net.Http.Headers;
using Halles.Kernel;
using Halles.Mall.Identity;
using Halles.Mall.Shops;

namespace Halles.Web.Tests.Doors;

/// <summary>The twelve sorts of callers.</summary>
internal enum Role
{
    Guest,
    Shopper,
    Clerk,
    Manager,
    Owner,
    OwnerWithoutSecondFactor,
    OwnerOfAnotherShop,
    Moderator,
    Finance,
    Administrator,
    PersonalKey,
    ShopKey,
}

/// <summary>A mall with a shop of its own for the roles, a foreign one, and one that is gone; and a client for each role.</summary>
internal sealed class Roles : IDisposable
{
    public const string Own = "fournil";
    public const string Foreign = "lampes";
    public const string Gone = "partie";
    public const string None = "nulle-part";
    private readonly Dictionary<Role, HttpClient> _clients = [];

    public HttpClient this[Role role] => _clients[role];

    public static async Task<Roles> In(WebMall mall)
    {
        var roles = new Roles();
        var (own, foreign, gone) = (await Shop(mall, Own), await Shop(mall, Foreign), Ids.New(TimeProvider.System));
        foreach (var role in Enum.GetValues<Role>())
        {
            var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = mall.Origin };
            if (role is not Role.Guest)
            {
                var (cookie, key) = await Enter(mall, role, own, foreign, gone);
                client.DefaultRequestHeaders.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
                client.DefaultRequestHeaders.Add("Cookie", cookie is null ? "none=1" : $"{mall.Get<SessionCookie>().Name}={cookie}");
            }

            roles._clients[role] = client;
        }

        return roles;
    }

    public void Dispose()
    {
        foreach (var client in _clients.Values)
        {
            client.Dispose();
        }
    }

    // All staff were members of a shop whose row is gone; the rest of it must not answer.
    private static async Task<(string? Cookie, string? Key)> Enter(WebMall mall, Role role, Guid own, Guid foreign, Guid gone) => await mall.Write<(string?, string?)>(s =>
    {
        var person = People.Add(s, EmailAddress.Parse($"{role}@exemple.fr"), role.ToString(), "fr", null, confirmed: true);
        if (Seat(role) is { } seat)
        {
            Team.Grant(s, role is Role.OwnerOfAnotherShop ? foreign : own, person.Id, seat, null);
            Team.Grant(s, gone, person.Id, seat, null);
        }

        if (role is Role.Moderator or Role.Finance or Role.Administrator)
        {
            Staff.Grant(s, person.Id, Enum.Parse<MallRole>(role.ToString()), null);
        }

        if (role is Role.PersonalKey or Role.ShopKey)
        {
            var key = ApiKeys.Prefix + Tokens.New();
            s.Db.Add(new ApiKey { Id = s.NewId(), Hash = Tokens.Hash(key), Prefix = key[..10], Name = "test", ShopId = role is Role.ShopKey ? own : null, PersonId = person.Id, CreatedAt = s.Now });
            return (null, key);
        }

        return (Sessions.Begin(s, person.Id, strong: role is not Role.OwnerWithoutSecondFactor, "").Token, null);
    });

    private static ShopRole? Seat(Role role) => role switch
    {
        Role.Clerk => ShopRole.Clerk,
        Role.Manager => ShopRole.Manager,
        Role.Owner or Role.OwnerWithoutSecondFactor or Role.OwnerOfAnotherShop => ShopRole.Owner,
        _ => null,
    };

    private static Task<Guid> Shop(WebMall mall, string slug) => mall.Write<Guid>(s =>
    {
        var shop = new Shop { Id = s.NewId(), Slug = slug, Name = slug, Kind = "bakery", State = ShopState.Open, Legal = new() { Name = slug }, Language = "fr", Email = $"{slug}@exemple.fr", CreatedAt = s.Now };
        s.Db.Add(shop);
        return shop.Id;
    });
}
