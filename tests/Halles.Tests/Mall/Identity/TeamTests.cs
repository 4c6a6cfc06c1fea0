using Halles.Kernel.Storage;
using Halles.Mall.Identity;
using Halles.Testing;

namespace Halles.Tests.Mall.Identity;

public sealed class TeamTests
{
    [Theory, OnBothEngines]
    public async Task An_invited_person_opens_an_account_and_works_in_the_shop(Engine engine)
    {
        using var world = new IdentityWorld(engine);
        var (owner, shop) = await world.Owner("odile@exemple.fr", "fournil");
        (await world.Get<Team>().Invite(owner, shop, "paul@exemple.fr", ShopRole.Clerk)).Ok.ShouldBeTrue();
        var token = world.Token("paul@exemple.fr");
        world.Get<EmailedLinks>().Look(token).ShouldBe(new LinkView(LinkPurpose.Join, "paul@exemple.fr", "fournil", "Clerk", false));
        (await world.Get<Invitations>().Accept(token, new Joining("", null, "court", "fr"), "")).Problem!.Parts.Count.ShouldBe(2);
        var step = await world.Get<Invitations>().Accept(token, new Joining("Paul Roy", "other@exemple.fr", IdentityWorld.Password, "fr"), "");
        var paul = world.Get<Callers>().OfSession(step.Value.Session!.Token)!;
        paul.Email.ShouldBe("paul@exemple.fr", "the address is the one that the link was sent to");
        paul.Seats.ShouldHaveSingleItem().Role.ShouldBe(ShopRole.Clerk);
        paul.Holds(Permission.ManageOrders, shop).ShouldBeTrue();
        paul.May(Permission.ManageOrders, shop).ShouldBeFalse("they have no second factor yet");
        (await world.Get<Invitations>().Accept(token, new Joining("Paul Roy", null, IdentityWorld.Password, "fr"), "")).Problem.ShouldBe(IdentityProblems.LinkSpent);
        world.Get<Team>().List(shop).Select(m => m.Name).ShouldBe(["Nadia Benali", "Paul Roy"]);
    }

    [Theory, OnBothEngines]
    public async Task Only_who_manages_the_team_of_this_shop_changes_it(Engine engine)
    {
        using var world = new IdentityWorld(engine);
        var (owner, shop) = await world.Owner("odile@exemple.fr", "fournil");
        var (stranger, _) = await world.Owner("sam@exemple.fr", "lampes");
        var team = world.Get<Team>();
        (await team.Invite(stranger, shop, "x@exemple.fr", ShopRole.Owner)).Problem.ShouldBe(IdentityProblems.Forbidden);
        (await team.Remove(stranger, shop, owner.PersonId)).Problem.ShouldBe(IdentityProblems.Forbidden);
        (await team.Change(stranger, shop, owner.PersonId, ShopRole.Clerk)).Problem.ShouldBe(IdentityProblems.Forbidden);
        (await team.Remove(owner, shop, stranger.PersonId)).Problem.ShouldBe(IdentityProblems.None);
        team.List(shop).ShouldHaveSingleItem().Role.ShouldBe(ShopRole.Owner);
        world.Mails().ShouldBe(2, "the two letters about second factors, and no invitation");
    }

    [Theory, OnBothEngines]
    public async Task The_last_owner_stays_even_when_two_leave_at_once(Engine engine)
    {
        using var world = new IdentityWorld(engine);
        var (odile, shop) = await world.Owner("odile@exemple.fr", "fournil");
        var team = world.Get<Team>();
        (await team.Remove(odile, shop, odile.PersonId)).Problem.ShouldBe(IdentityProblems.LastOwner);
        (await team.Change(odile, shop, odile.PersonId, ShopRole.Manager)).Problem.ShouldBe(IdentityProblems.LastOwner);
        var paul = await world.Person("paul@exemple.fr", "Paul Roy");
        await world.Mall.Write<Halles.Kernel.Done>(s =>
        {
            Team.Grant(s, shop, paul, ShopRole.Owner, odile.PersonId);
            return default(Halles.Kernel.Done);
        });
        var both = await Task.WhenAll(team.Remove(odile, shop, odile.PersonId), team.Remove(odile, shop, paul));
        both.Count(r => r.Ok).ShouldBe(1);
        team.List(shop).ShouldHaveSingleItem();
    }

    [Theory, OnBothEngines]
    public async Task Who_leaves_loses_access_at_once_and_the_shop_keys_that_they_made(Engine engine)
    {
        using var world = new IdentityWorld(engine);
        var (odile, shop) = await world.Owner("odile@exemple.fr", "fournil");
        var paulId = await world.Person("paul@exemple.fr", "Paul Roy");
        await world.Mall.Write<Halles.Kernel.Done>(s =>
        {
            Team.Grant(s, shop, paulId, ShopRole.Owner, odile.PersonId);
            return default(Halles.Kernel.Done);
        });
        var paul = await world.Strong("paul@exemple.fr");
        var key = (await world.Get<ApiKeys>().Create(paul, "caisse", shop)).Value;
        world.Get<Callers>().OfKey(key)!.May(Permission.ManageStock, shop).ShouldBeTrue();
        (await world.Get<Team>().Remove(odile, shop, paulId)).Ok.ShouldBeTrue();
        world.Get<Callers>().OfKey(key).ShouldBeNull();
        world.Again(paul).Seats.ShouldBeEmpty();
    }

    [Theory, OnBothEngines]
    public async Task A_mall_keeps_an_administrator(Engine engine)
    {
        using var world = new IdentityWorld(engine);
        var ada = await world.Administrator("ada@exemple.fr");
        var paul = await world.Person("paul@exemple.fr", "Paul Roy");
        var staff = world.Get<Staff>();
        (await staff.Remove(ada, ada.PersonId, MallRole.Administrator)).Problem.ShouldBe(IdentityProblems.LastAdministrator);
        var stale = ada with { ProvedAt = ada.ProvedAt - TimeSpan.FromHours(1) };
        (await staff.Grant(stale, paul, MallRole.Moderator)).Problem.ShouldBe(IdentityProblems.ProveAgain);
        (await staff.Remove(stale, ada.PersonId, MallRole.Administrator)).Problem.ShouldBe(IdentityProblems.ProveAgain);
        (await staff.Invite(stale, "lea@exemple.fr", MallRole.Moderator)).Problem.ShouldBe(IdentityProblems.ProveAgain);
        staff.List().ShouldHaveSingleItem("nothing was changed");
        (await staff.Grant(ada, paul, MallRole.Moderator)).Ok.ShouldBeTrue();
        (await staff.Grant(ada, paul, MallRole.Administrator)).Ok.ShouldBeTrue();
        staff.List().Single(m => m.PersonId == paul).Roles.ShouldBe([MallRole.Moderator, MallRole.Administrator]);
        (await staff.Remove(ada, ada.PersonId, MallRole.Administrator)).Ok.ShouldBeTrue();
        (await staff.Grant(world.Again(ada), ada.PersonId, MallRole.Administrator)).Problem.ShouldBe(IdentityProblems.Forbidden);
    }

    [Theory, OnBothEngines]
    public async Task The_first_administrator_opens_the_mall_by_a_link_once(Engine engine)
    {
        using var world = new IdentityWorld(engine);
        var token = await world.Mall.Write<string>(s => Staff.FirstAdministratorLink(s));
        var second = await world.Mall.Write<string>(s => Staff.FirstAdministratorLink(s));
        await world.Person("nadia@exemple.fr");
        (await world.Get<Invitations>().Accept(token, new Joining("Voleuse", "nadia@exemple.fr", IdentityWorld.Password, "fr"), "")).Problem.ShouldBe(IdentityProblems.EmailTaken, "it never enters an account");
        var step = await world.Get<Invitations>().Accept(token, new Joining("Ada Roy", "ada@exemple.fr", IdentityWorld.Password, "fr"), "");
        world.Get<Callers>().OfSession(step.Value.Session!.Token)!.Roles.ShouldBe([MallRole.Administrator]);
        (await world.Get<Invitations>().Accept(second, new Joining("Eve Roy", "eve@exemple.fr", IdentityWorld.Password, "fr"), "")).Problem.ShouldBe(IdentityProblems.AlreadyAdministered);
        (await world.Mall.Writer.Write(s => Staff.FirstAdministratorLink(s))).Problem.ShouldBe(IdentityProblems.AlreadyAdministered);
    }
}
