using Halles.Kernel;
using Halles.Kernel.Changes;
using Halles.Kernel.Jobs;
using Halles.Kernel.Storage;
using Halles.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Halles.Tests.Kernel.Jobs;

public sealed class JobWorkerTests
{
    [Theory, OnBothEngines]
    public async Task Work_is_done_once_and_forgotten(Engine engine)
    {
        using var mall = TestMall.On(engine);
        var job = new Job();
        await Enqueue(mall, "bread");
        (await Due(mall, job)).ShouldBe(1);
        (await Due(mall, job)).ShouldBe(0);
        job.Done.ShouldBe(["\"bread\""]);
        Rows(mall).ShouldBeEmpty();
    }

    [Theory, OnBothEngines]
    public async Task Work_that_was_refused_with_its_cause_is_not_asked_for(Engine engine)
    {
        using var mall = TestMall.On(engine);
        await mall.Writer.Write<Done>(s =>
        {
            JobQueue.Enqueue(s, "test", "bread");
            return StorageProblems.Stale;
        });
        Rows(mall).ShouldBeEmpty();
    }

    [Theory, OnBothEngines]
    public async Task It_survives_a_restart(Engine engine)
    {
        using var mall = TestMall.On(engine);
        await Enqueue(mall, "bread");
        mall.Writer.Dispose();
        using var database = new MallDatabase(mall.Database.Folder, mall.Postgres);
        var feed = new ChangeFeed(database);
        using var writer = new MallWriter(database, feed, mall.Clock, NullLogger<MallWriter>.Instance);
        var job = new Job();
        using var worker = new JobWorker(database, writer, feed, [job], mall.Clock, NullLogger<JobWorker>.Instance);
        await worker.RunDue(CancellationToken.None);
        job.Done.ShouldHaveSingleItem();
    }

    [Theory, OnBothEngines]
    public async Task What_takes_long_does_not_hold_up_what_comes_after(Engine engine)
    {
        using var mall = TestMall.On(engine);
        var (begun, end, second) = (new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource());
        var job = new Job
        {
            Work = _ =>
            {
                if (begun.TrySetResult())
                {
                    return end.Task;
                }

                second.SetResult();
                return Task.CompletedTask;
            },
        };
        await Enqueue(mall, "photos");
        using var worker = new JobWorker(mall.Database, mall.Writer, mall.Feed, [job], TimeProvider.System, NullLogger<JobWorker>.Instance);
        await worker.StartAsync(CancellationToken.None);
        await begun.Task.WaitAsync(TimeSpan.FromMinutes(1));
        await Enqueue(mall, "letter");
        await second.Task.WaitAsync(TimeSpan.FromMinutes(1));
        end.SetResult();
        await worker.StopAsync(CancellationToken.None);
    }

    [Theory, OnBothEngines]
    public async Task A_lease_keeps_others_away_until_it_runs_out(Engine engine)
    {
        using var mall = TestMall.On(engine);
        await Enqueue(mall, "bread");
        using var dying = new CancellationTokenSource();
        var dead = new Job { Work = async stop => await dying.CancelAsync().ContinueWith(_ => stop.ThrowIfCancellationRequested(), TaskScheduler.Default) };
        await Should.ThrowAsync<OperationCanceledException>(Worker(mall, dead).RunDue(dying.Token));

        var other = new Job();
        (await Due(mall, other)).ShouldBe(0);
        mall.Clock.Advance(TimeSpan.FromMinutes(6));
        (await Due(mall, other)).ShouldBe(1);
        other.Done.ShouldHaveSingleItem();
    }

    [Theory, OnBothEngines]
    public async Task What_fails_comes_back_later_and_later_and_is_given_up(Engine engine)
    {
        using var mall = TestMall.On(engine);
        await Enqueue(mall, "bread");
        var job = new Job { Work = _ => throw new InvalidOperationException("no oven") };
        var waits = new List<double>();
        while (Rows(mall).Single() is { GaveUp: false } row)
        {
            waits.Add((row.RunAt - mall.Clock.GetUtcNow()).TotalSeconds);
            mall.Clock.Set(row.RunAt);
            (await Due(mall, job)).ShouldBe(1);
        }

        waits.ShouldBe([0, 10, 20, 40, 80, 160, 320, 640, 1280, 2560]);
        var given = Rows(mall).Single();
        (given.Attempts, given.LastError).ShouldBe((10, "InvalidOperationException: no oven"));
        mall.Clock.Advance(TimeSpan.FromDays(2));
        (await Due(mall, job)).ShouldBe(0);
    }

    [Theory, OnBothEngines]
    public async Task Operators_retry_or_drop_what_was_given_up(Engine engine)
    {
        using var mall = TestMall.On(engine);
        await Enqueue(mall, "bread");
        await mall.Write<int>(s => s.Sql.Execute("UPDATE jobs SET gave_up = $1, attempts = 10", true));
        var job = new Job();
        (await Due(mall, job)).ShouldBe(0);
        var id = Rows(mall).Single().Id;
        (await mall.Write<bool>(s => JobList.Retry(s, id))).ShouldBeTrue();
        (await Due(mall, job)).ShouldBe(1);

        await Enqueue(mall, "cheese");
        var other = Rows(mall).Single().Id;
        (await mall.Write<bool>(s => JobList.Drop(s, other))).ShouldBeTrue();
        (await mall.Write<bool>(s => JobList.Drop(s, other))).ShouldBeFalse();
        Rows(mall).ShouldBeEmpty();
    }

    [Theory, OnBothEngines]
    public async Task What_runs_is_let_finish_and_what_comes_back_is_never_forgotten(Engine engine)
    {
        using var mall = TestMall.On(engine);
        await Enqueue(mall, "running");
        await Enqueue(mall, "recurring", "recurring:test");
        await mall.Write<int>(s => s.Sql.Execute("UPDATE jobs SET leased_until = $1, attempts = 1 WHERE unique_key IS NULL", s.Now.AddMinutes(5)));
        var (runs, recurs) = (Rows(mall).Single(r => !r.Recurs).Id, Rows(mall).Single(r => r.Recurs).Id);
        (await mall.Write<bool>(s => JobList.Retry(s, runs))).ShouldBeFalse();
        (await mall.Write<bool>(s => JobList.Drop(s, runs))).ShouldBeFalse();
        mall.Scalar<long>("SELECT count(*) FROM jobs WHERE leased_until IS NOT NULL AND attempts = 1").ShouldBe(1);
        (await mall.Write<bool>(s => JobList.Drop(s, recurs))).ShouldBeFalse();
        mall.Clock.Advance(TimeSpan.FromMinutes(6));
        (await mall.Write<bool>(s => JobList.Retry(s, runs))).ShouldBeTrue("whoever ran it is dead");
    }

    [Theory, OnBothEngines]
    public async Task Work_is_looked_at_by_kind_and_state_a_page_at_a_time_and_all_that_failed_is_tried_again(Engine engine)
    {
        using var mall = TestMall.On(engine);
        await mall.Write<Done>(s =>
        {
            for (var i = 0; i < 60; i++)
            {
                JobQueue.Enqueue(s, i < 55 ? "oven" : "till", i);
            }

            return default(Done);
        });
        await mall.Write<int>(s => s.Sql.Execute("UPDATE jobs SET gave_up = $1, attempts = 10 WHERE kind = 'oven' AND payload <> '0'", true));
        await mall.Write<int>(s => s.Sql.Execute("UPDATE jobs SET attempts = 2 WHERE payload = '0'"));
        Count(null, null).ShouldBe((50, 60));
        Count("oven", JobState.GivenUp).ShouldBe((50, 54));
        Count(null, JobState.Failing).ShouldBe((1, 1));
        Count("till", JobState.Waiting).ShouldBe((5, 5));
        JobList.Page(mall.Database, new JobFilter("oven"), 2).Rows.Count.ShouldBe(5);
        JobList.Kinds(mall.Database).ShouldBe(["oven", "till"]);
        (await mall.Write<int>(s => JobList.Retry(s, new JobFilter("oven", JobState.GivenUp)))).ShouldBe(54);
        (await mall.Write<int>(s => JobList.Retry(s, new JobFilter()))).ShouldBe(1, "what only waits is left alone");
        Count(null, JobState.Waiting).ShouldBe((50, 60));

        (int, int) Count(string? kind, JobState? state) => JobList.Page(mall.Database, new JobFilter(kind, state), 1) is var (rows, total) ? (rows.Count, total) : default;
    }

    [Theory, OnBothEngines]
    public async Task The_same_work_under_a_key_waits_once(Engine engine)
    {
        using var mall = TestMall.On(engine);
        await Enqueue(mall, "bread", "k");
        await Enqueue(mall, "bread", "k");
        await Enqueue(mall, "bread");
        Rows(mall).Count.ShouldBe(2);
    }

    [Theory, OnBothEngines]
    public async Task Recurring_work_is_planted_once_and_comes_back(Engine engine)
    {
        using var mall = TestMall.On(engine);
        var job = new Job { Every = TimeSpan.FromHours(1) };
        using var worker = Worker(mall, job);
        await worker.StartAsync(CancellationToken.None);
        await Until(() => Rows(mall).Count == 1);
        await worker.StopAsync(CancellationToken.None);
        var planted = Rows(mall).Single();
        mall.Clock.Set(planted.RunAt);
        (await Due(mall, job)).ShouldBe(1);
        Rows(mall).Single().RunAt.ShouldBe(planted.RunAt + TimeSpan.FromHours(1));
    }

    private static async Task Until(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private static Task<Done> Enqueue(TestMall mall, string payload, string? key = null) => mall.Write<Done>(s =>
    {
        JobQueue.Enqueue(s, "test", payload, key: key);
        return default(Done);
    });

    private static List<JobRow> Rows(TestMall mall) => JobList.Page(mall.Database, new JobFilter(), 1).Rows;

    private static JobWorker Worker(TestMall mall, Job job) => new(mall.Database, mall.Writer, mall.Feed, [job], mall.Clock, NullLogger<JobWorker>.Instance);

    private static async Task<int> Due(TestMall mall, Job job)
    {
        using var worker = Worker(mall, job);
        return await worker.RunDue(CancellationToken.None);
    }

    private sealed class Job : IJob
    {
        public List<string> Done { get; } = [];

        public Func<CancellationToken, Task>? Work { get; init; }

        public string Kind => "test";

        public TimeSpan? Every { get; init; }

        public async Task Run(string payload, CancellationToken stop)
        {
            await (Work?.Invoke(stop) ?? Task.CompletedTask);
            Done.Add(payload);
        }
    }
}
