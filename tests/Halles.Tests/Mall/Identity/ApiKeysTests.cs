using Halles.Kernel.Storage;
using Halles.Mall.Identity;
using Halles.Testing;

namespace Halles.Tests.Mall.Identity;

public sealed class ApiKeysTests
{
    [Theory, OnBothEngines]
    public async Task A_key_is_shown_once_kept_as_a_hash_and_revoked(Engine engine)
    {
        using var world = new IdentityWorld(engine);
        var caller = await world.Caller("nadia@exemple.fr");
        var keys = world.Get<ApiKeys>();
        var key = (await keys.Create(caller, " mon programme ")).Value;
        key.ShouldStartWith(ApiKeys.Prefix);
        var row = keys.List(caller).ShouldHaveSingleItem();
        (row.Name, key[..10]).ShouldBe(("mon programme", row.Prefix));
        world.Mall.Database.Read(s => s.List("SELECT hash FROM api_keys", r => r.Bytes(0))).Single().Length.ShouldBe(32);

        var acting = world.Get<Callers>().OfKey(key)!;
        acting.PersonId.ShouldBe(caller.PersonId);
        acting.IsStaff.ShouldBeFalse();
        (await keys.Create(acting, "another")).Problem.ShouldBe(IdentityProblems.ProveAgain, "a key makes no keys");
        (await keys.Revoke(caller, row.Id)).Ok.ShouldBeTrue();
        world.Get<Callers>().OfKey(key).ShouldBeNull();
        (await keys.Revoke(caller, row.Id)).Problem.ShouldBe(IdentityProblems.None);
    }

    [Theory, OnBothEngines]
    public async Task A_persons_key_gives_none_of_their_roles(Engine engine)
    {
        using var world = new IdentityWorld(engine);
        var (owner, shop) = await world.Owner("odile@exemple.fr", "fournil");
        var key = world.Get<Callers>().OfKey((await world.Get<ApiKeys>().Create(owner, "à moi")).Value)!;
        key.May(Permission.ManageOrders, shop).ShouldBeFalse();
        world.Get<ApiKeys>().List(owner, shop).ShouldBeEmpty();
    }

    [Theory, OnBothEngines]
    public async Task Keys_of_another_are_none_and_of_another_shop_forbidden(Engine engine)
    {
        using var world = new IdentityWorld(engine);
        var (odile, fournil) = await world.Owner("odile@exemple.fr", "fournil");
        var (sam, lampes) = await world.Owner("sam@exemple.fr", "lampes");
        var keys = world.Get<ApiKeys>();
        await keys.Create(odile, "caisse", fournil);
        await keys.Create(odile, "à moi");
        var (shops, own) = (keys.List(odile, fournil)[0].Id, keys.List(odile)[0].Id);
        (await keys.Create(sam, "x", fournil)).Problem.ShouldBe(IdentityProblems.Forbidden);
        (await keys.Revoke(sam, shops, fournil)).Problem.ShouldBe(IdentityProblems.Forbidden);
        (await keys.Revoke(sam, shops, lampes)).Problem.ShouldBe(IdentityProblems.None);
        (await keys.Revoke(sam, own)).Problem.ShouldBe(IdentityProblems.None);
        world.Mall.Scalar<long>("SELECT count(*) FROM api_keys WHERE revoked_at IS NOT NULL").ShouldBe(0);
    }

    [Fact]
    public async Task Names_and_numbers_have_limits()
    {
        using var world = new IdentityWorld(Engine.Sqlite);
        var caller = await world.Caller("nadia@exemple.fr");
        (await world.Get<ApiKeys>().Create(caller, " ")).Problem!.Code.ShouldBe("key-name");
        (await world.Get<ApiKeys>().Create(caller, new string('x', 61))).Problem!.Code.ShouldBe("key-name");
        for (var i = 0; i < 20; i++)
        {
            (await world.Get<ApiKeys>().Create(caller, "k" + i)).Ok.ShouldBeTrue();
        }

        (await world.Get<ApiKeys>().Create(caller, "one more")).Problem!.Code.ShouldBe("keys-many");
    }
}
