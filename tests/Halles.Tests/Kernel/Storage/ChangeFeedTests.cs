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

        var read = new List<Change>();
        while (mall.Feed.After(read.Count == 0 ? FeedPosition.Start : read[^1].Position, most: 7) is { Count: > 0 } more)
        {
            read.AddRange(more);
        }

        read.Select(c => c.Subject).ShouldBe(subjects);
        read[^1].Position.ShouldBe(mall.Feed.LastCommitted);
        mall.Feed.Newest().ShouldBe(mall.Feed.LastCommitted);
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
            ChangeFeed.Append(sql, Topic.Product, Guid.Empty, late, mall.Clock.GetUtcNow()); // has its number, is not committed
        }

        var early = Ids.New(mall.Clock);
        await Tell(mall, early); // a later transaction commits first

        mall.Feed.After(FeedPosition.Start).ShouldBeEmpty("the window ends before the oldest running transaction");
        await transaction.CommitAsync();
        mall.Feed.After(FeedPosition.Start).Select(c => c.Subject).ShouldBe([late, early]);
    }

    [Fact]
    public async Task A_restored_cluster_begins_a_new_epoch_after_all_that_was_read()
    {
        using var mall = TestMall.On(Engine.PostgreSql);
        await mall.Write<Done>(s => Open(s));
        await Tell(mall, Guid.Empty);
        var before = mall.Feed.Newest();
        await mall.Write<int>(s => s.Sql.Execute("UPDATE feed_epoch SET cluster = '1/1'")); // as if another cluster had written the backup
        await mall.Write<Done>(s => Open(s));
        await Tell(mall, Guid.Empty);
        mall.Feed.After(before).ShouldHaveSingleItem().Position.Epoch.ShouldBe(before.Epoch + 1);

        static Result<Done> Open(WriteSession s)
        {
            ChangeFeed.OpenEpoch(s.Sql);
            return default(Done);
        }
    }

    private static Task<Done> Tell(TestMall mall, Guid subject) => mall.Write<Done>(s =>
    {
        s.Changed(Topic.Product, Guid.Empty, subject);
        return default(Done);
    });
}
