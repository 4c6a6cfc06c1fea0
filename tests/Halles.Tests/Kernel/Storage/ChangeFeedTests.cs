using Halles.Kernel;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Halles.Testing;
using Npgsql;

namespace Halles.Tests.Kernel.Storage;

public sealed class ChangeFeedTests
{
    [Theory, OnBothEngines]
    public async Task What_is_committed_is_read_once_and_in_order(Engine engine)
    {
        using var mall = TestMall.On(engine);
        var subjects = Enumerable.Range(0, 50).Select(_ => Ids.New(mall.Clock)).ToList();
        foreach (var subject in subjects)
        {
            await Tell(mall, subject);
        }

        var read = await Read(mall, FeedPosition.Start, subjects.Count);
        read.Select(c => c.Subject).ShouldBe(subjects);
        read[^1].Position.ShouldBe(mall.Feed.LastCommitted);
    }

    [Theory, OnBothEngines]
    public async Task What_is_refused_leaves_no_change(Engine engine)
    {
        using var mall = TestMall.On(engine);
        var result = await mall.Writer.Write<Done>(s =>
        {
            s.Changed(Topic.Shop, Guid.Empty, Guid.Empty);
            return StorageProblems.Stale;
        });
        result.Problem.ShouldBe(StorageProblems.Stale);
        mall.Feed.After(FeedPosition.Start).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_reader_does_not_skip_a_transaction_that_commits_late()
    {
        using var mall = TestMall.On(Engine.PostgreSql);
        var late = Ids.New(mall.Clock);
        await using var source = NpgsqlDataSource.Create(mall.Postgres!);
        await using var slow = await source.OpenConnectionAsync();
        await using var transaction = await slow.BeginTransactionAsync();
        using (var sql = new SqlSession(slow, Engine.PostgreSql))
        {
            ChangeFeed.Append(sql, [(Topic.Product, Guid.Empty, late)], mall.Clock.GetUtcNow()); // has its number, is not committed
        }

        var early = Ids.New(mall.Clock);
        await Tell(mall, early); // a later transaction commits first

        mall.Feed.After(FeedPosition.Start).ShouldBeEmpty("the window ends before the oldest running transaction");
        await transaction.CommitAsync();
        (await Read(mall, FeedPosition.Start, 2)).Select(c => c.Subject).ShouldBe([late, early]);
    }

    [Fact]
    public async Task A_restored_cluster_begins_a_new_epoch_after_all_that_was_read()
    {
        using var mall = TestMall.On(Engine.PostgreSql);
        ChangeFeed.OpenEpoch(mall.Database);
        await Tell(mall, Guid.Empty);
        var before = (await Read(mall, FeedPosition.Start, 1))[^1].Position;
        await mall.Write<int>(s => s.Sql.Execute("UPDATE feed_epoch SET cluster = '1/1'")); // as if another cluster had written the backup
        ChangeFeed.OpenEpoch(mall.Database);
        await Tell(mall, Guid.Empty);
        (await Read(mall, before, 1)).ShouldHaveSingleItem().Position.Epoch.ShouldBe(before.Epoch + 1);
    }

    // On PostgreSQL a transaction of any other test in the cluster may hold the window back for a while.
    private static async Task<List<Change>> Read(TestMall mall, FeedPosition after, int count)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var read = new List<Change>();
        while (read.Count < count)
        {
            var next = mall.Feed.More;
            var more = mall.Feed.After(read.Count == 0 ? after : read[^1].Position, most: 7);
            read.AddRange(more);
            if (more.Count == 0)
            {
                await mall.Feed.Wait(next, patience.Token);
            }
        }

        return read;
    }

    private static Task<Done> Tell(TestMall mall, Guid subject) => mall.Write<Done>(s =>
    {
        s.Changed(Topic.Product, Guid.Empty, subject);
        return default(Done);
    });
}
