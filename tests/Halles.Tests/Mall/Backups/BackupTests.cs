using Halles.Kernel;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Halles.Mall.Backups;
using Halles.Mall.Invariants;
using Halles.Mall.Media;
using Halles.Testing;
using Halles.Tests.Mall.Invariants;

namespace Halles.Tests.Mall.Backups;

public sealed class BackupTests : IDisposable
{
    private const int Photos = 45;
    private readonly string _backups = Directory.CreateTempSubdirectory("halles-backups-").FullName;

    [Theory, OnBothEngines]
    public async Task A_mall_comes_back_as_it_was_and_everything_adds_up(Engine engine)
    {
        using var town = await UsedTown.On(engine);
        await Photograph(town.Mall);
        var orders = town.Mall.Scalar<long>("SELECT count(*) FROM orders");
        var taken = await Take(town.Mall);
        (taken.Manifest.Originals, taken.Copied).ShouldBe((Photos, Photos));
        await town.Mall.Write<int>(s => s.Sql.Execute("DELETE FROM settings")); // what comes after is not in it

        using var restored = new RestoredMall(engine);
        (await restored.From(_backups)).Damaged.ShouldBeEmpty();
        restored.Read(Checks.All).ShouldAllBe(f => f.Holds && f.Looked > 0);
        restored.Read(d => d.Read(s => s.Scalar<long>("SELECT count(*) FROM orders"))).ShouldBe(orders);
        restored.Read(d => d.Read(s => s.Scalar<long>("SELECT count(*) FROM settings"))).ShouldBe(1);
        restored.Read(Originals).ShouldBe(Originals(town.Mall.Database));
    }

    [Fact]
    public async Task A_restored_database_begins_a_new_epoch_for_its_cluster_may_count_anew()
    {
        using var town = await UsedTown.On(Engine.PostgreSql);
        await town.Mall.Write<int>(s => s.Sql.Execute("UPDATE changes SET tx = tx + 1000000000")); // as if the old cluster was far ahead of this one
        await Take(town.Mall);
        using var restored = new RestoredMall(Engine.PostgreSql);
        await restored.From(_backups);
        restored.Read(Checks.All).ShouldAllBe(f => f.Holds);
        restored.Read(d => new ChangeFeed(d).After(FeedPosition.Start)).ShouldNotBeEmpty();
    }

    [Theory, OnBothEngines]
    public async Task A_backup_that_was_cut_off_leaves_the_old_one_whole_and_the_next_copies_only_what_is_missing(Engine engine)
    {
        using var town = await UsedTown.On(engine);
        await Photograph(town.Mall, 5);
        var old = await Take(town.Mall);
        await Photograph(town.Mall);
        await Should.ThrowAsync<OperationCanceledException>(() => Take(town.Mall, dieAt: 30));
        using (var restored = new RestoredMall(engine))
        {
            (await restored.From(_backups)).Path.ShouldBe(old.Path, "what is unfinished is no backup");
            restored.Read(Originals).Count.ShouldBe(5);
        }

        File.WriteAllText(Directory.GetFiles(Path.Combine(_backups, "originals"), "*", SearchOption.AllDirectories)[0], "rotten");
        var next = await Take(town.Mall);
        next.Copied.ShouldBeInRange(Photos - 30, Photos - 5, "what was copied is kept, what is rotten is copied anew");
        Directory.Exists(Path.Combine(_backups, "unfinished")).ShouldBeFalse();
        using var whole = new RestoredMall(engine);
        (await whole.From(_backups)).Path.ShouldBe(next.Path);
        whole.Read(Originals).Count.ShouldBe(Photos);
    }

    [Theory, OnBothEngines]
    public async Task A_restore_that_was_cut_off_goes_on_where_it_was(Engine engine)
    {
        using var town = await UsedTown.On(engine);
        await Photograph(town.Mall);
        var taken = await Take(town.Mall);
        using var restored = new RestoredMall(engine);
        await Should.ThrowAsync<OperationCanceledException>(() => restored.From(_backups, dieAt: 20));
        File.Exists(restored.Folder.Within(RestoreBackup.Mark)).ShouldBeTrue("nobody may open it");
        var copied = restored.Read(Originals).Count;
        copied.ShouldBeInRange(1, Photos - 1);

        (await restored.From(taken.Path)).Damaged.ShouldBeEmpty();
        restored.Read(Originals).Count.ShouldBe(Photos);
        File.Exists(restored.Folder.Within(RestoreBackup.Mark)).ShouldBeFalse();
        restored.Read(Checks.All).ShouldAllBe(f => f.Holds);
    }

    [Theory, OnBothEngines]
    public async Task What_is_damaged_is_refused_before_anything_is_written(Engine engine)
    {
        using var town = await UsedTown.On(engine);
        await Photograph(town.Mall);
        var taken = await Take(town.Mall);
        using var restored = new RestoredMall(engine);
        foreach (var file in Directory.GetFiles(taken.Path))
        {
            var kept = await File.ReadAllBytesAsync(file);
            foreach (var damage in (byte[][])[[], kept[..^2], [.. kept, 1], [.. kept.Select((b, i) => i == kept.Length / 2 ? (byte)(b ^ 1) : b)]])
            {
                await File.WriteAllBytesAsync(file, damage);
                (await Should.ThrowAsync<CannotStart>(() => restored.From(taken.Path), file)).Message.ShouldContain("damaged");
                Directory.GetFiles(restored.Folder.Path).Select(Path.GetFileName).ShouldBe(["halles.lock", "secret"], ignoreOrder: true);
            }

            File.Delete(file);
            await Should.ThrowAsync<CannotStart>(() => restored.From(taken.Path), file);
            await File.WriteAllBytesAsync(file, kept);
        }
    }

    [Theory, OnBothEngines]
    public async Task A_photo_that_is_damaged_in_the_backup_is_left_out_and_named(Engine engine)
    {
        using var town = await UsedTown.On(engine);
        await Photograph(town.Mall);
        await Take(town.Mall);
        var bad = Directory.GetFiles(Path.Combine(_backups, "originals"), "*", SearchOption.AllDirectories)[7];
        await File.WriteAllTextAsync(bad, "rotten");
        using var restored = new RestoredMall(engine);
        (await restored.From(_backups)).Damaged.ShouldBe([Path.GetFileName(bad)]);
        restored.Read(Originals).Count.ShouldBe(Photos - 1);
    }

    [Theory, OnBothEngines]
    public async Task A_place_that_is_not_empty_or_has_another_secret_is_refused(Engine engine)
    {
        using var town = await UsedTown.On(engine);
        var taken = await Take(town.Mall);
        using var restored = new RestoredMall(engine);
        File.WriteAllText(restored.Folder.Within("letter.txt"), "mine");
        await Refused("letter.txt is there");
        File.Delete(restored.Folder.Within("letter.txt"));

        File.WriteAllText(restored.Folder.Within("secret"), Convert.ToBase64String(new byte[31].Append((byte)1).ToArray()));
        await Refused("not that of the mall");
        File.Delete(restored.Folder.Within("secret"));
        await Refused("secret is missing");
        File.WriteAllText(restored.Folder.Within("secret"), Convert.ToBase64String(new byte[32]));

        await restored.From(taken.Path);
        await Refused(engine is Engine.Sqlite ? "is not empty" : "database is not empty|is not empty");
        using var other = new RestoredMall(engine is Engine.Sqlite ? Engine.PostgreSql : Engine.Sqlite);
        (await Should.ThrowAsync<CannotStart>(() => other.From(taken.Path))).Message.ShouldContain("--postgres");

        async Task Refused(string words) => (await Should.ThrowAsync<CannotStart>(() => restored.From(taken.Path))).Message.ShouldMatch(words);
    }

    /// <summary>The fault that shows that the check after a restore (invariant 13) can fail.</summary>
    [Fact]
    public async Task A_backup_that_lacks_an_order_is_noticed_by_the_check_after_its_restore()
    {
        using var town = await UsedTown.On(Engine.Sqlite);
        var taken = await Take(town.Mall);
        using (var backup = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(taken.Path, "mall.db")};Pooling=False"))
        {
            backup.Open();
            using var sql = new SqlSession(backup, Engine.Sqlite);
            sql.Execute("DELETE FROM orders WHERE state = 'Ready'").ShouldBeGreaterThan(0);
        }

        Checksums.Write(taken.Path);
        using var restored = new RestoredMall(Engine.Sqlite);
        await restored.From(taken.Path);
        restored.Read(Checks.All).Where(f => !f.Holds).Select(f => f.Number).ShouldContain(1);
    }

    [Fact]
    public async Task Two_backups_are_not_made_into_one_folder_at_once()
    {
        using var mall = TestMall.On(Engine.Sqlite);
        using var held = BackupFolder.ForWriting(_backups);
        (await Should.ThrowAsync<CannotStart>(() => Take(mall))).Message.ShouldContain("Another backup");
    }

    public void Dispose() => Directory.Delete(_backups, recursive: true);

    private Task<BackupTaken> Take(TestMall mall, int dieAt = int.MaxValue) =>
        TakeBackup.Into(_backups, mall.Database, mall.Postgres, mall.Secret, TimeProvider.System, new RestoredMall.Cut(dieAt), CancellationToken.None);

    private static Task<Done> Photograph(TestMall mall, int count = Photos) => mall.Write<Done>(s =>
    {
        for (var i = 0; i < count; i++)
        {
            byte[] bytes = [.. "photo"u8, (byte)i];
            MediaStore.Keep(s, new Original(MediaStore.HashOf(bytes), "image/png", i, i, bytes));
        }

        return default(Done);
    });

    private static List<(string, string, int, string)> Originals(MallDatabase database) => database.Read(sql => sql.List(
        "SELECT hash, content_type, width, content FROM media.originals ORDER BY hash",
        r => (Convert.ToHexString(r.Bytes(0)), r.Text(1), r.Int(2), Convert.ToHexString(r.Bytes(3)))));
}
