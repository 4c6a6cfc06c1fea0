using Halles.Mall.Identity;

namespace Halles.Tests.Mall.Identity;

public sealed class AccessTests
{
    private static readonly Guid Shop = Guid.Parse("0190b6a5-0000-7000-8000-000000000001");
    private static readonly Guid Person = Guid.Parse("0190b6a5-0000-7000-8000-000000000002");
    private static readonly DateTimeOffset Now = new(2026, 3, 3, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Each_role_has_its_permissions_and_the_higher_those_of_the_lower()
    {
        Permissions.Of(ShopRole.Manager).ShouldBeSubsetOf(Permissions.Of(ShopRole.Owner));
        Permissions.Of(ShopRole.Clerk).ShouldBeSubsetOf(Permissions.Of(ShopRole.Manager));
        foreach (var role in Enum.GetValues<ShopRole>())
        {
            Permissions.Of(role).ShouldAllBe(p => Permissions.IsOfShop(p));
        }

        foreach (var role in Enum.GetValues<MallRole>())
        {
            Permissions.Of(role).ShouldAllBe(p => !Permissions.IsOfShop(p));
        }

        Enum.GetValues<Permission>().Where(Permissions.IsOfShop).ShouldAllBe(p => Permissions.Of(ShopRole.Owner).Contains(p));
        Enum.GetValues<Permission>().Where(p => !Permissions.IsOfShop(p)).ShouldAllBe(p => Permissions.Of(MallRole.Administrator).Contains(p));
        Permissions.OfShopKey.ShouldNotContain(Permission.ManageKeys);
        Permissions.OfShopKey.ShouldNotContain(Permission.ManageTeam);
    }

    [Fact]
    public void A_guest_is_sent_to_sign_in_and_a_stranger_finds_nothing()
    {
        Decide(null, Permission.ManageOrders, "fournil").ShouldBe(Access.SignIn);
        Decide(Someone(), Permission.ManageOrders, "fournil").ShouldBe(Access.NotFound);
        Decide(Clerk(), Permission.ManageOrders, "lampes").ShouldBe(Access.NotFound);
        Decide(Clerk(), Permission.ManageOrders, null).ShouldBe(Access.NotFound, "an endpoint that names no shop gives none");
    }

    [Fact]
    public void A_role_that_does_not_give_it_is_refused_and_one_that_does_passes()
    {
        Decide(Clerk(), Permission.ManageTeam, "fournil").ShouldBe(Access.Forbidden);
        Decide(Clerk(), Permission.ManageOrders, "fournil").ShouldBe(Access.Allowed);
        Decide(Clerk(), Permission.ManageSettings, null).ShouldBe(Access.Forbidden);
        Decide(Someone() with { Roles = [MallRole.Administrator], StrongAt = Now }, Permission.ManageOrders, "fournil").ShouldBe(Access.NotFound, "the mall's staff are nobody in a shop");
    }

    [Fact]
    public void Staff_show_their_second_factor_first()
    {
        Decide(Clerk() with { StrongAt = null }, Permission.ManageOrders, "fournil").ShouldBe(Access.SetUpSecondFactor);
        Decide(Clerk() with { StrongAt = null, HasSecondFactor = true }, Permission.ManageOrders, "fournil").ShouldBe(Access.ShowSecondFactor);
        Decide(Clerk() with { StrongAt = null, NeedsNoSecondFactor = true }, Permission.ManageOrders, "fournil").ShouldBe(Access.Allowed);
    }

    [Fact]
    public void A_shops_key_acts_for_its_shop_with_its_own_permissions()
    {
        var key = Someone() with { KeyId = Person, KeyShopId = Shop, Seats = [new Seat(Shop, "fournil", "Fournil", ShopRole.Clerk)] };
        Decide(key, Permission.ManageStock, null).ShouldBe(Access.Allowed);
        Decide(key, Permission.ManageStock, "fournil").ShouldBe(Access.Allowed);
        Decide(key, Permission.ManageStock, "lampes").ShouldBe(Access.NotFound);
        Decide(key, Permission.ManageTeam, null).ShouldBe(Access.Forbidden);
        Decide(key, Permission.AnswerMessages, null).ShouldBe(Access.Forbidden, "its seat's role counts for nothing");
        Decide(key, Permission.ViewMall, null).ShouldBe(Access.Forbidden);
    }

    private static Caller Someone() => new() { PersonId = Person, Name = "Nadia", Email = "nadia@exemple.fr", Language = "fr", SessionId = Person, ProvedAt = Now };

    private static Caller Clerk() => Someone() with { Seats = [new Seat(Shop, "fournil", "Fournil", ShopRole.Clerk)], StrongAt = Now };

    private static Access Decide(Caller? caller, Permission permission, string? shop) => AccessEndpoints.Decide(caller, new AccessRule(true, permission), shop, out _);
}
