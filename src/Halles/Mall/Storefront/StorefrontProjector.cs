using System.Data.Common;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Halles.Mall.Storefront;

/// <summary>
/// Keeps the storefront's file at the change feed: a batch of changes is one reading of their subjects and one
/// transaction. When the system of record is down the file stays as it is, and this tries again. A missing, foreign or
/// outdated file is built anew beside the old one, which answers until then.
/// </summary>
public sealed class StorefrontProjector(MallDatabase database, ChangeFeed feed, Storefront storefront, TimeProvider clock, ILogger<StorefrontProjector> log) : BackgroundService
{
    private const int Batch = 1000;
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    // Where commits come in crowds, each following is a transaction of its own: a moment's wait makes one of many.
    private const int Crowd = 16;
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(20);
    private readonly Lock _gate = new();
    private TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource? _reindex;
    private FeedPosition _position;
    private Projection? _projection;
    private ProjectionFigures? _figures;

    /// <summary>Called with the changes that the storefront shows from now on: pages made before may be untrue.</summary>
    public event Action<IReadOnlyList<Change>>? Followed;

    /// <summary>Up to where the storefront follows the feed.</summary>
    public FeedPosition Position
    {
        get
        {
            lock (_gate)
            {
                return _position;
            }
        }
    }

    /// <summary>Ends with true once the storefront shows what was committed up to a position; false when that takes longer.</summary>
    public async Task<bool> WaitFor(FeedPosition position, TimeSpan most)
    {
        var late = Task.Delay(most, clock);
        while (true)
        {
            Task moved;
            lock (_gate)
            {
                if (_position >= position)
                {
                    return true;
                }

                moved = _moved.Task;
            }

            if (await Task.WhenAny(moved, late).ConfigureAwait(false) == late)
            {
                return Position >= position;
            }
        }
    }

    /// <summary>Builds the storefront anew into another file; ends when pages read from that.</summary>
    public Task Reindex()
    {
        lock (_gate)
        {
            _reindex ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _reindex.Task;
        }
    }

    /// <summary>Opens the file that stands, which is quick, or builds the first one, before the first page is asked for.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.Run(() => Open(cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is DbException or IOException)
        {
            log.LogError(e, "The storefront cannot be read or built yet");
        }

        _figures = new ProjectionFigures(() => Position, feed, clock);

        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes one batch from the feed, or builds anew when asked to; the loop's body, and the tests'.</summary>
    /// <returns>How many changes were followed.</returns>
    internal int Step(CancellationToken stop)
    {
        TaskCompletionSource? asked;
        lock (_gate)
        {
            (asked, _reindex) = (_reindex, null);
        }

        try
        {
            if (_projection is null || asked is not null || _projection.NeedsNewFile)
            {
                if (asked is null)
                {
                    Open(stop);
                }
                else
                {
                    Build(stop);
                }

                asked?.TrySetResult();
            }
        }
        catch (Exception e) when (asked is not null)
        {
            asked.TrySetException(e);
            throw;
        }

        return Follow();
    }

    public override void Dispose()
    {
        _figures?.Dispose();
        _projection?.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(() => Loop(stoppingToken), CancellationToken.None);

    private async Task Loop(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var more = feed.More;
                var followed = Step(stop);
                if (followed < Batch && !Asked())
                {
                    await feed.Wait(more, stop).ConfigureAwait(false);
                    await (followed > Crowd ? Task.Delay(Gather, clock, stop) : Task.CompletedTask).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                log.LogWarning(e, "The storefront could not follow; it is tried again");
                await Task.Delay(Retry, clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private int Follow()
    {
        var changes = feed.After(_projection!.Position, Batch);
        if (changes.Count > 0)
        {
            _projection.Follow(changes);
            Moved(_projection.Position);
            Followed?.Invoke(changes);
        }

        return changes.Count;
    }

    private bool Asked()
    {
        lock (_gate)
        {
            return _reindex is not null;
        }
    }

    /// <summary>Goes on with the newest whole file, if it is of this schema and of this system of record; else builds one.</summary>
    private void Open(CancellationToken stop)
    {
        if (!database.Folder.Writable)
        {
            throw new InvalidOperationException("Only the holder of the folder's lock writes the storefront.");
        }

        if (_projection is null)
        {
            Generation? kept = null;
            foreach (var (file, number) in Generation.In(database.Folder))
            {
                kept ??= Generation.Open(file, number);
                if (kept?.File != file)
                {
                    Generation.Delete(file);
                }
            }

            if (kept is not null)
            {
                storefront.Use(kept);
                var projection = new Projection(database, clock, kept);
                if (IsOurs(projection))
                {
                    _projection = projection;
                    Moved(projection.Position);
                    return;
                }

                projection.Dispose();
            }
        }

        Build(stop);
    }

    // With the system of record down nobody can tell; what stands is read on.
    private bool IsOurs(Projection projection)
    {
        try
        {
            return projection.Origin == Source.Snapshot(database, s => s.Origin()) && projection.Position <= feed.Newest();
        }
        catch (DbException e)
        {
            log.LogWarning(e, "The storefront goes on without its system of record");
            return true;
        }
    }

    private void Build(CancellationToken stop)
    {
        var began = clock.GetTimestamp();
        var number = Generation.In(database.Folder).Select(g => g.Number).FirstOrDefault() + 1;
        var file = Generation.FileOf(database.Folder, number);
        var position = feed.Newest();
        var (mall, origin) = Source.Snapshot(database, s => (s.Settings(), s.Origin()));
        if (mall is null)
        {
            throw new IOException("There are no settings yet: nothing to show.");
        }

        Projection.Create(file, mall, origin);
        var projection = new Projection(database, clock, Generation.Empty(file, number, mall));
        try
        {
            projection.Fill(position, meanwhile: () => _ = _projection is null ? 0 : Follow(), stop);
            while (_projection is { } shown && projection.Position < shown.Position)
            {
                projection.Follow(feed.After(projection.Position, Batch)); // time never goes back for readers
            }
        }
        catch
        {
            projection.Dispose();
            projection.Generation.Retire();
            throw;
        }

        var old = _projection;
        _projection = projection;
        storefront.Use(projection.Generation);
        old?.Dispose();
        Moved(projection.Position);
        log.LogInformation("Storefront {Number} built in {Seconds:0.0} s", number, clock.GetElapsedTime(began).TotalSeconds);
    }

    private void Moved(FeedPosition position)
    {
        TaskCompletionSource waiting;
        lock (_gate)
        {
            _position = position;
            waiting = _moved;
            _moved = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        waiting.TrySetResult();
    }
}
