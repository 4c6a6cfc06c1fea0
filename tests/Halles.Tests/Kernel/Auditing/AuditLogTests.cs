using Halles.Kernel;
using Halles.Kernel.Auditing;
using Halles.Kernel.Storage;
using Halles.Testing;

namespace Halles.Tests.Kernel.Auditing;

public sealed class AuditLogTests
{
    [Theory, OnBothEngines]
    public async Task Entries_are_kept_in_one_chain_newest_first(Engine engine)
    {
        using var mall = await With(engine, 30);
        AuditLog log = new(mall.Database);
        log.Find(new AuditQuery(), 3).Select(r => r.Number).ShouldBe([30, 29, 28]);
        mall.Database.Read(AuditLog.Verify).ShouldBe((30, null));
    }

    [Theory, OnBothEngines]
    public async Task Entries_are_found_by_who_what_shop_and_when(Engine engine)
    {
        using var mall = await With(engine, 3);
        var (who, shop, from) = (Ids.New(mall.Clock), Ids.New(mall.Clock), mall.Clock.GetUtcNow().AddHours(1));
        mall.Clock.Advance(TimeSpan.FromHours(1));
        await mall.Write<Done>(s =>
        {
            s.Audit(new AuditEntry(who, "edit-shop", shop, shop));
            s.Audit(new AuditEntry(null, "edit-shop", shop, shop));
            s.Audit(new AuditEntry(who, "close-shop", Guid.Empty, shop));
            return default(Done);
        });
        AuditLog log = new(mall.Database);
        Numbers(new() { Actors = [who] }).ShouldBe([6, 4]);
        Numbers(new() { Actors = [] }).ShouldBeEmpty("nobody is called so");
        Numbers(new() { Action = "edit-shop" }).ShouldBe([5, 4]);
        Numbers(new() { Shop = shop, Actors = [who, Guid.Empty] }).ShouldBe([4]);
        Numbers(new() { From = from }).ShouldBe([6, 5, 4]);
        Numbers(new() { To = from }).ShouldBe([3, 2, 1]);
        Numbers(new() { From = from, Before = 6, Action = "edit-shop" }).ShouldBe([5, 4]);
        Numbers(new() { To = from, Before = 3 }).ShouldBe([2, 1]);
        log.Actions().ShouldBe(["close-shop", "edit-shop", .. log.Find(new AuditQuery { To = from }, 1).Select(r => r.Entry.Action)], ignoreOrder: true);

        List<long> Numbers(AuditQuery query) => log.Find(query, 10).ConvertAll(r => r.Number);
    }

    [Theory, OnBothEngines]
    public async Task What_is_refused_leaves_no_entry(Engine engine)
    {
        using var mall = await With(engine, 1);
        await mall.Writer.Write<Done>(s =>
        {
            s.Audit(new AuditEntry(null, "open-mall", Guid.Empty, Guid.Empty));
            return StorageProblems.Stale;
        });
        mall.Database.Read(AuditLog.Verify).ShouldBe((1, null));
    }

    [Theory]
    [InlineData(Engine.Sqlite, "UPDATE audit SET action = 'close-shop' WHERE number = 5", 5)]
    [InlineData(Engine.PostgreSql, "UPDATE audit SET action = 'close-shop' WHERE number = 5", 5)]
    [InlineData(Engine.Sqlite, "UPDATE audit SET at = at + 1 WHERE number = 7", 7)]
    [InlineData(Engine.PostgreSql, "UPDATE audit SET at = at + 1 WHERE number = 7", 7)]
    [InlineData(Engine.Sqlite, "DELETE FROM audit WHERE number = 3", 4)]
    [InlineData(Engine.PostgreSql, "DELETE FROM audit WHERE number = 3", 4)]
    public async Task Whoever_removes_the_triggers_and_alters_a_row_is_found(Engine engine, string tampering, long found)
    {
        using var mall = await With(engine, 10);
        await mall.Write<int>(s =>
        {
            foreach (var trigger in (string[])["audit_no_update", "audit_no_delete"])
            {
                s.Sql.Execute(engine is Engine.Sqlite ? $"DROP TRIGGER {trigger}" : $"DROP TRIGGER {trigger} ON audit");
            }

            return s.Sql.Execute(tampering);
        });
        mall.Database.Read(AuditLog.Verify).Broken.ShouldBe(found);
    }

    [Theory, OnBothEngines]
    public async Task Many_writers_at_once_make_one_chain(Engine engine)
    {
        using var mall = TestMall.On(engine);
        await Task.WhenAll(Enumerable.Range(0, 60).Select(n => mall.Writer.Write<Done>(s => Tell(s, n), n % 2 == 0 ? Lane.Trade : Lane.Office)));
        mall.Database.Read(AuditLog.Verify).ShouldBe((60, null));
    }

    private static async Task<TestMall> With(Engine engine, int entries)
    {
        var mall = TestMall.On(engine);
        for (var n = 0; n < entries; n++)
        {
            var number = n;
            await mall.Write<Done>(s => Tell(s, number));
        }

        return mall;
    }

    private static Result<Done> Tell(WriteSession s, int n)
    {
        s.Audit(new AuditEntry(n % 2 == 0 ? null : Ids.New(s.Now), "approve-shop", Guid.Empty, Ids.New(s.Now), $"entry {n}"));
        return default(Done);
    }
}
