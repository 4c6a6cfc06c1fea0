using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Halles.Kernel;
using Halles.Kernel.Changes;
using Halles.Kernel.Jobs;
using Halles.Kernel.Storage;
using Halles.Mall.Storefront;
using Halles.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Halles.Tests.Kernel;

public sealed class TelemetryTests
{
    [Theory, OnBothEngines]
    public async Task Writes_tell_how_many_wait_how_many_are_committed_together_how_long_that_takes_and_which_were_refused(Engine engine)
    {
        using var mall = TestMall.On(engine);
        mall.Writer.Dispose();
        using var figures = new Figures();
        using var writer = figures.Of(() => new MallWriter(mall.Database, mall.Feed, mall.Clock, NullLogger<MallWriter>.Instance, capacity: 2));
        (await writer.Write<Done>(_ => default(Done))).Ok.ShouldBeTrue();
        figures["halles.write.batch"].ShouldBe([1]);
        figures["halles.write.commit.duration"].ShouldHaveSingleItem().ShouldBeInRange(0, 60);
        figures["halles.write.waiting"].ShouldBe([0]);

        using var gate = new ManualResetEventSlim();
        var began = new CountdownEvent(engine is Engine.Sqlite ? 1 : 2);
        var busy = Enumerable.Range(0, began.InitialCount).Select(_ => writer.Write<int>(_ => Wait(began, gate), Lane.Office)).ToList();
        began.Wait(TimeSpan.FromSeconds(30)).ShouldBeTrue();
        busy.AddRange(Enumerable.Range(0, 3).Select(n => writer.Write<int>(_ => n)));
        figures["halles.write.waiting"].ShouldBe([2]);
        figures["halles.write.refused problem=busy"].ShouldBe([1]);
        gate.Set();
        await Task.WhenAll(busy);
        figures["halles.write.waiting"].ShouldBe([0]);
    }

    [Theory, OnBothEngines]
    public async Task Jobs_tell_what_became_of_them_and_how_long_the_oldest_has_been_due(Engine engine)
    {
        using var mall = TestMall.On(engine);
        using var figures = new Figures();
        using var worker = figures.Of(() => new JobWorker(mall.Database, mall.Writer, mall.Feed, [new Flaky()], mall.Clock, NullLogger<JobWorker>.Instance));
        await mall.Write<Done>(s =>
        {
            JobQueue.Enqueue(s, "flaky", "well");
            JobQueue.Enqueue(s, "flaky", "ill");
            return default(Done);
        });
        mall.Clock.Advance(TimeSpan.FromSeconds(90));
        figures["halles.jobs.waiting state=due"].ShouldBe([2]);
        figures["halles.jobs.oldest"].ShouldBe([90]);
        (await worker.RunDue(CancellationToken.None)).ShouldBe(2);
        figures["halles.jobs.done kind=flaky outcome=done"].ShouldBe([1]);
        figures["halles.jobs.done kind=flaky outcome=failed"].ShouldBe([1]);
        figures["halles.jobs.waiting state=due"].ShouldBe([0]);
        figures["halles.jobs.waiting state=retrying"].ShouldBe([1]);
        figures["halles.jobs.oldest"].ShouldBe([0]);
        for (var i = 0; i < 9; i++)
        {
            mall.Clock.Advance(TimeSpan.FromHours(7));
            await worker.RunDue(CancellationToken.None);
        }

        figures["halles.jobs.waiting state=given-up"].ShouldBe([1]);
    }

    [Theory, OnBothEngines]
    public async Task The_storefront_tells_how_far_it_is_behind_and_nothing_while_the_database_is_down(Engine engine)
    {
        using var mall = TestMall.On(engine);
        var seen = mall.Feed.After(FeedPosition.Start).LastOrDefault()?.Position ?? FeedPosition.Start;
        using var figures = new Figures();
        using var projection = figures.Of(() => new ProjectionFigures(() => seen, mall.Feed, mall.Clock));
        figures["halles.projection.behind"].ShouldBe([0]);
        await mall.Write<Done>(s =>
        {
            s.Changed(Topic.Product, Guid.Empty, s.NewId());
            s.Changed(Topic.Product, Guid.Empty, s.NewId());
            return default(Done);
        });
        SpinWait.SpinUntil(() => mall.Feed.After(seen).Count == 2, TimeSpan.FromSeconds(60)).ShouldBeTrue(); // other tests' transactions hold the cluster's feed back
        mall.Clock.Advance(TimeSpan.FromSeconds(12));
        figures["halles.projection.behind"].ShouldBe([12]);
        figures["halles.projection.changes"].ShouldBe([2]);
        seen = mall.Feed.After(seen)[^1].Position;
        figures["halles.projection.behind"].ShouldBe([0]);
        if (engine is Engine.PostgreSql)
        {
            mall.TakeDown();
            figures["halles.projection.behind"].ShouldBeEmpty();
            mall.BringBack();
        }
    }

    [Theory, OnBothEngines]
    public async Task A_write_is_a_step_of_its_request_and_a_commit_a_step_of_the_write(Engine engine)
    {
        using var mall = TestMall.On(engine);
        var ended = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = s => s.Name is Telemetry.Name or "test",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = ended.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        using var source = new ActivitySource("test");
        using var request = source.StartActivity("request")!;
        await mall.Write<Done>(_ => default(Done));
        Activity.Current.ShouldBe(request);
        var mine = ended.Where(a => a.TraceId == request.TraceId).ToDictionary(a => a.OperationName, StringComparer.Ordinal);
        mine.Keys.ShouldBe(["commit", "write"], ignoreOrder: true);
        mine["write"].ParentSpanId.ShouldBe(request.SpanId);
        mine["write"].GetTagItem("halles.outcome").ShouldBe("committed");
        mine["commit"].ParentSpanId.ShouldBe(mine["write"].SpanId);
    }

    private static Result<int> Wait(CountdownEvent began, ManualResetEventSlim gate)
    {
        began.Signal();
        gate.Wait();
        return 0;
    }

    private sealed class Flaky : IJob
    {
        public string Kind => "flaky";

        public Task Run(string payload, CancellationToken stop) => payload == "\"well\"" ? Task.CompletedTask : throw new InvalidOperationException("ill");
    }

    /// <summary>Hears what one object measures, and not those of other tests.</summary>
    private sealed class Figures : IDisposable
    {
        private readonly AsyncLocal<bool> _mine = new();
        private readonly ConcurrentQueue<(string Name, double Value)> _heard = new();
        private readonly MeterListener _listener = new();

        public Figures()
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (_mine.Value && instrument.Meter.Name == Telemetry.Name)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<int>((i, value, tags, _) => Hear(i, value, tags));
            _listener.SetMeasurementEventCallback<long>((i, value, tags, _) => Hear(i, value, tags));
            _listener.SetMeasurementEventCallback<double>((i, value, tags, _) => Hear(i, value, tags));
            _listener.Start();
        }

        /// <summary>What was told under a name since the last question, gauges now.</summary>
        public IReadOnlyList<double> this[string name]
        {
            get
            {
                _listener.RecordObservableInstruments();
                var heard = _heard.Where(h => h.Name == name).Select(h => h.Value).ToList();
                var others = _heard.Where(h => h.Name != name && !h.Name.Contains("waiting", StringComparison.Ordinal) && !h.Name.Contains("oldest", StringComparison.Ordinal) && !h.Name.Contains("projection", StringComparison.Ordinal)).ToList();
                _heard.Clear();
                others.ForEach(_heard.Enqueue);
                return heard;
            }
        }

        public T Of<T>(Func<T> make)
        {
            _mine.Value = true;
            var made = make();
            _mine.Value = false;
            return made;
        }

        public void Dispose() => _listener.Dispose();

        private void Hear(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var name = instrument.Name;
            foreach (var (key, tag) in tags)
            {
                name += $" {key}={tag}";
            }

            _heard.Enqueue((name, value));
        }
    }
}
