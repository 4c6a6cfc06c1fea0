using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Halles.Kernel.Jobs;

/// <summary>
/// Runs due jobs. A job is leased to one node at a time; a lease that runs out (the node died) lets another take it.
/// What fails comes back after 10 s, 20 s, 40 s … up to 6 h, and is given up after ten tries, for operators to see.
/// </summary>
public sealed class JobWorker(MallDatabase database, MallWriter writer, ChangeFeed feed, IEnumerable<IJob> jobs, TimeProvider clock, ILogger<JobWorker> log) : BackgroundService
{
    private const int MostTries = 10;
    private const int Crowd = 16;
    private const int Handful = 32, InACrowd = 8;
    private const int Handfuls = 4;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private readonly JobFigures _figures = new(database, clock);
    private readonly Dictionary<string, IJob> _jobs = jobs.ToDictionary(j => j.Kind, StringComparer.Ordinal);

    /// <summary>Runs what is due now, and tells how many that was.</summary>
    public async Task<int> RunDue(CancellationToken stop)
    {
        var until = clock.GetUtcNow() + Lease;
        var leased = await Take().ConfigureAwait(false);
        await Run(leased, until, stop).ConfigureAwait(false);
        return leased.Count;
    }

    private async Task<List<JobRow>> Take()
    {
        var now = clock.GetUtcNow();
        if (!database.Read(sql => AnyDue(sql, now)))
        {
            return [];
        }

        var most = writer.Trading > Crowd ? InACrowd : Handful;
        var leased = await writer.Write<List<JobRow>>(s => LeaseDue(s, most)).ConfigureAwait(false);
        return leased.Ok ? leased.Value : [];
    }

    // What has waited for its turn until its lease is over may be another's by now.
    private Task Run(List<JobRow> rows, DateTimeOffset until, CancellationToken stop) => Parallel.ForEachAsync(
        rows, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = stop }, async (row, ct) =>
        {
            if (clock.GetUtcNow() < until)
            {
                await Run(row, ct).ConfigureAwait(false);
            }
        });

    public override void Dispose()
    {
        _figures.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        await Write(PlantRecurring, stoppingToken).ConfigureAwait(false);
        var running = new List<Task>(); // what takes minutes, such as fetching photos, must not hold up a letter
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await GiveWay(stoppingToken).ConfigureAwait(false);
                var more = feed.More;
                foreach (var failed in running.Where(r => r.IsFaulted))
                {
                    log.LogError(failed.Exception, "Jobs could not be put back");
                }

                running.RemoveAll(r => r.IsCompleted);
                var until = clock.GetUtcNow() + Lease;
                if (running.Count == Handfuls)
                {
                    await Task.WhenAny(running).ConfigureAwait(false);
                }
                else if (await Take().ConfigureAwait(false) is { Count: > 0 } leased)
                {
                    running.Add(Run(leased, until, stoppingToken));
                    await Task.WhenAny(running[^1], Task.Delay(Poll, clock, stoppingToken)).ConfigureAwait(false);
                }
                else
                {
                    await Task.WhenAny(Task.Delay(Poll, clock, stoppingToken), more).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                // The loop ends.
            }
            catch (Exception e)
            {
                log.LogError(e, "Jobs could not be looked for");
                await Task.Delay(Poll, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    // Who buys goes before who is written to: while many wait for their purchase, a few jobs a while.
    private async Task GiveWay(CancellationToken stop)
    {
        if (writer.Trading > Crowd)
        {
            await Task.Delay(Pause, clock, stop).ConfigureAwait(false);
        }
    }

    private async Task Run(JobRow row, CancellationToken stop)
    {
        using var trace = JobFigures.Begin(row);
        var began = clock.GetTimestamp();
        try
        {
            var job = _jobs.GetValueOrDefault(row.Kind) ?? throw new InvalidOperationException($"Nobody does work of the kind {row.Kind}.");
            await job.Run(row.Payload, stop).ConfigureAwait(false);
            await Write(
                s =>
                {
                    if (job.Every is { } every)
                    {
                        s.Sql.Execute("UPDATE jobs SET run_at = $2, leased_until = NULL, attempts = 0, gave_up = $3, last_error = NULL WHERE id = $1", row.Id, s.Now + every, false);
                    }
                    else
                    {
                        s.Sql.Execute("DELETE FROM jobs WHERE id = $1", row.Id);
                    }

                    return default(Done);
                }, stop).ConfigureAwait(false);
            _figures.Ended(row, trace, clock.GetElapsedTime(began), failure: null);
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            log.LogWarning(e, "Job {Kind} failed, try {Attempt}", row.Kind, row.Attempts + 1);
            _figures.Ended(row, trace, clock.GetElapsedTime(began), e);
            await Write(s => PutBack(s, row, e), stop).ConfigureAwait(false);
        }
    }

    // What was done must be written down, else it is done again: a full queue is waited out.
    private async Task Write(Func<WriteSession, Result<Done>> work, CancellationToken stop)
    {
        while ((await writer.Write(work).ConfigureAwait(false)).Problem == StorageProblems.Busy)
        {
            await Task.Delay(Pause, clock, stop).ConfigureAwait(false);
        }
    }

    private Result<Done> PutBack(WriteSession s, JobRow row, Exception e)
    {
        var attempts = row.Attempts + 1;
        var recurring = _jobs.GetValueOrDefault(row.Kind)?.Every is not null;
        var wait = TimeSpan.FromSeconds(Math.Min(10 * Math.Pow(2, attempts - 1), 6 * 3600));
        s.Sql.Execute(
            "UPDATE jobs SET run_at = $2, leased_until = NULL, attempts = $3, gave_up = $4, last_error = $5 WHERE id = $1",
            row.Id, s.Now + wait, attempts, attempts >= MostTries && !recurring, $"{e.GetType().Name}: {e.Message}");
        return default(Done);
    }

    private static bool AnyDue(SqlSession sql, DateTimeOffset now) => sql.Scalar<long>(
        "SELECT 1 FROM jobs WHERE gave_up = $2 AND run_at <= $1 AND (leased_until IS NULL OR leased_until < $1) LIMIT 1", now, false) > 0;

    private static Result<List<JobRow>> LeaseDue(WriteSession s, int most) => s.Sql.List(
        $"""
        UPDATE jobs SET leased_until = $2 WHERE id IN (
            SELECT id FROM jobs WHERE gave_up = $3 AND run_at <= $1 AND (leased_until IS NULL OR leased_until < $1)
            ORDER BY run_at LIMIT $4 {(s.Engine is Engine.PostgreSql ? "FOR UPDATE SKIP LOCKED" : "")})
        RETURNING id, kind, payload, run_at, attempts, gave_up, last_error, created_at, unique_key
        """,
        JobQueue.Row, s.Now, s.Now + Lease, false, most);

    private Result<Done> PlantRecurring(WriteSession s)
    {
        foreach (var job in _jobs.Values.Where(j => j.Every is not null))
        {
            JobQueue.Enqueue(s, job.Kind, "", s.Now + job.Every, JobQueue.Recurring + job.Kind);
        }

        return default(Done);
    }
}
