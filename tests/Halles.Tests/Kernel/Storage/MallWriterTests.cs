using Halles.Kernel;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Halles.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Halles.Tests.Kernel.Storage;

public sealed class MallWriterTests
{
    [Theory, OnBothEngines]
    public async Task A_refusal_leaves_nothing_and_does_not_touch_its_neighbours(Engine engine)
    {
        using var mall = TestMall.On(engine);
        await Table(mall);
        var all = await Together(mall, Enumerable.Range(0, 20).Select(n => (Func<WriteSession, Result<int>>)(s =>
        {
            Put(s, n);
            return n % 3 == 0 ? StorageProblems.Stale : n;
        })));
        all.Count(r => r.Result.Problem == StorageProblems.Stale).ShouldBe(7);
        Numbers(mall).ShouldBe(Enumerable.Range(0, 20).Where(n => n % 3 != 0));
    }

    [Theory, OnBothEngines]
    public async Task A_bug_in_one_unit_fails_that_unit_alone(Engine engine)
    {
        using var mall = TestMall.On(engine);
        await Table(mall);
        var all = await Together(mall, Enumerable.Range(0, 6).Select(n => (Func<WriteSession, Result<int>>)(s =>
        {
            Put(s, n);
            return n == 2 ? throw new InvalidOperationException("a bug") : n == 4 ? s.Sql.Execute("INSERT INTO no_such_table VALUES (1)") : n;
        })));
        all.Select(r => r.Bug is not null).ShouldBe([false, false, true, false, true, false]);
        all[2].Bug.ShouldBeOfType<InvalidOperationException>().Message.ShouldBe("a bug");
        Numbers(mall).ShouldBe([0, 1, 3, 5]);
    }

    [Theory, OnBothEngines]
    public async Task A_full_queue_answers_busy_at_once(Engine engine)
    {
        using var mall = TestMall.On(engine);
        mall.Writer.Dispose();
        using var writer = new MallWriter(mall.Database, mall.Feed, mall.Clock, NullLogger<MallWriter>.Instance, capacity: 2);
        using var gate = new ManualResetEventSlim();
        var blocked = await Occupy(writer, gate, engine is Engine.Sqlite ? 1 : 2);
        var waiting = Enumerable.Range(0, 2).Select(n => writer.Write<int>(_ => n, Lane.Trade)).ToList();
        var refused = writer.Write<int>(_ => 9, Lane.Trade);
        refused.IsCompleted.ShouldBeTrue();
        (await refused).Problem.ShouldBe(StorageProblems.Busy);
        gate.Set();
        (await Task.WhenAll([.. blocked, .. waiting])).ShouldAllBe(r => r.Ok);
    }

    [Theory, OnBothEngines]
    public async Task Closing_does_what_waits_and_takes_no_more(Engine engine)
    {
        using var mall = TestMall.On(engine);
        await Table(mall);
        var waiting = Enumerable.Range(0, 50).Select(n => mall.Writer.Write<int>(s => Put(s, n), Lane.Trade)).ToList();
        mall.Writer.Dispose();
        (await Task.WhenAll(waiting)).ShouldAllBe(r => r.Ok);
        Numbers(mall).Count.ShouldBe(50);
        (await mall.Writer.Write<int>(_ => 1)).Problem.ShouldBe(StorageProblems.Busy);
    }

    [Fact]
    public async Task A_deadlock_is_tried_again_and_both_end_well()
    {
        using var mall = TestMall.On(Engine.PostgreSql);
        await Table(mall);
        await mall.Write<int>(s => Put(s, 1) + Put(s, 2));
        using var meet = new Barrier(2);
        var tries = 0;
        // Both undeclared, in opposite order: PostgreSQL ends one of them (40P01) on the first try.
        var both = await Task.WhenAll(new[] { (1, 2), (2, 1) }.Select(pair => mall.Writer.Write<int>(s =>
        {
            var first = Interlocked.Increment(ref tries) <= 2;
            Touch(s, pair.Item1);
            if (first)
            {
                meet.SignalAndWait(TimeSpan.FromSeconds(20)).ShouldBeTrue();
            }

            return Touch(s, pair.Item2);
        })));
        both.ShouldAllBe(r => r.Ok);
        tries.ShouldBeGreaterThan(2);
        mall.Scalar<long>("SELECT sum(touched) FROM things").ShouldBe(4);
    }

    [Fact]
    public async Task Two_nodes_that_declare_the_same_locks_in_opposite_order_do_not_wait_in_a_circle()
    {
        using var mall = TestMall.On(Engine.PostgreSql);
        await Table(mall);
        await mall.Write<int>(s => Put(s, 1) + Put(s, 2));
        using var otherDatabase = new MallDatabase(mall.Database.Folder, mall.Postgres);
        using var other = new MallWriter(otherDatabase, new ChangeFeed(otherDatabase), mall.Clock, NullLogger<MallWriter>.Instance);
        var (a, b) = (LockKey.Of(LockKind.Stock, Guid.Empty, Ids.New(mall.Clock)), LockKey.Of(LockKind.Stock, Guid.Empty, Ids.New(mall.Clock)));
        var runs = 0;
        var all = Enumerable.Range(0, 100).SelectMany(_ => new[]
        {
            mall.Writer.Write<int>(s => Both(s, 1, 2), Lane.Trade, a, b),
            other.Write<int>(s => Both(s, 2, 1), Lane.Trade, b, a),
        });
        (await Task.WhenAll(all)).ShouldAllBe(r => r.Ok);
        runs.ShouldBe(200, "no unit had to be tried again");
        mall.Scalar<long>("SELECT min(touched) FROM things").ShouldBe(200);

        Result<int> Both(WriteSession s, int first, int second)
        {
            Interlocked.Increment(ref runs);
            return Touch(s, first) + Touch(s, second);
        }
    }

    [Fact]
    public async Task A_lost_connection_is_said_and_the_next_write_goes_on()
    {
        using var mall = TestMall.On(Engine.PostgreSql);
        await Table(mall);
        var lost = await mall.Writer.Write<int>(s =>
        {
            Put(s, 1);
            return s.Sql.Execute("SELECT pg_terminate_backend(pg_backend_pid())");
        });
        lost.Problem.ShouldBe(StorageProblems.Unavailable);
        (await mall.Writer.Write<int>(s => Put(s, 2))).Ok.ShouldBeTrue();
        Numbers(mall).ShouldBe([2]);
    }

    [Theory, OnBothEngines]
    public async Task Trade_goes_before_office_where_they_share_a_thread(Engine engine)
    {
        using var mall = TestMall.On(engine);
        using var gate = new ManualResetEventSlim();
        var blocked = await Occupy(mall.Writer, gate, engine is Engine.Sqlite ? 1 : 2);
        var order = new List<Lane>();
        var office = mall.Writer.Write<int>(_ => Note(Lane.Office));
        var trade = mall.Writer.Write<int>(_ => Note(Lane.Trade), Lane.Trade);
        if (engine is Engine.PostgreSql)
        {
            await office; // has a thread of its own, and does not wait for trade
        }

        gate.Set();
        await Task.WhenAll([.. blocked, office, trade]);
        order.ShouldBe(engine is Engine.Sqlite ? [Lane.Trade, Lane.Office] : [Lane.Office, Lane.Trade]);

        Result<int> Note(Lane lane)
        {
            lock (order)
            {
                order.Add(lane);
            }

            return 0;
        }
    }

    [Theory, OnBothEngines]
    public async Task What_another_program_holds_is_not_waited_for_without_end(Engine engine)
    {
        using var mall = TestMall.On(engine);
        await Table(mall);
        using (var other = mall.Database.OpenWrite())
        using (var held = new SqlSession(other, engine))
        {
            held.Execute(engine is Engine.Sqlite ? "BEGIN IMMEDIATE" : "BEGIN; LOCK TABLE things");
            var refused = await mall.Writer.Write<int>(s => Put(s, 1)).WaitAsync(TimeSpan.FromSeconds(60));
            refused.Problem.ShouldBe(StorageProblems.Unavailable);
            held.Execute("ROLLBACK");
        }

        (await mall.Writer.Write<int>(s => Put(s, 2))).Ok.ShouldBeTrue();
        Numbers(mall).ShouldBe([2]);
    }

    // Holds the trade threads, each in a unit of its own, until the gate opens.
    private static async Task<List<Task<Result<int>>>> Occupy(MallWriter writer, ManualResetEventSlim gate, int threads)
    {
        var blocked = new List<Task<Result<int>>>();
        for (var i = 0; i < threads; i++)
        {
            var inside = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            blocked.Add(writer.Write<int>(_ =>
            {
                inside.TrySetResult();
                gate.Wait(TimeSpan.FromSeconds(30)).ShouldBeTrue();
                return 0;
            }, Lane.Trade));
            await inside.Task.WaitAsync(TimeSpan.FromSeconds(30));
        }

        return blocked;
    }

    // Queues all while the writer is held, so that they share a batch.
    private static async Task<List<(Result<int> Result, Exception? Bug)>> Together(TestMall mall, IEnumerable<Func<WriteSession, Result<int>>> units)
    {
        using var gate = new ManualResetEventSlim();
        var blocked = await Occupy(mall.Writer, gate, mall.Database.Engine is Engine.Sqlite ? 1 : 2);
        var waiting = units.Select(u => mall.Writer.Write(u, Lane.Trade)).ToList();
        gate.Set();
        await Task.WhenAll(blocked);
        var answers = new List<(Result<int>, Exception?)>();
        foreach (var unit in waiting)
        {
            try
            {
                answers.Add((await unit, null));
            }
            catch (Exception bug)
            {
                answers.Add((default, bug));
            }
        }

        return answers;
    }

    private static Task Table(TestMall mall) => mall.Write<int>(s => s.Sql.Execute("CREATE TABLE things (n integer NOT NULL PRIMARY KEY, touched integer NOT NULL)"));

    private static int Put(WriteSession s, int n) => s.Sql.Execute("INSERT INTO things (n, touched) VALUES ($1, 0)", n);

    private static int Touch(WriteSession s, int n) => s.Sql.Execute("UPDATE things SET touched = touched + 1 WHERE n = $1", n);

    private static List<int> Numbers(TestMall mall) => mall.Database.Read(s => s.List("SELECT n FROM things ORDER BY n", r => r.Int(0)));
}
