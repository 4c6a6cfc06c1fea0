namespace Halles.Web.Hosting;

/// <summary>
/// How long work waits for a thread. Pages are made without waiting for anything, so a crowd stands in the queue of the
/// thread pool, where no count of running requests sees it. A token that queues like a request does, and is sent again by the
/// next request once it is through, measures what they wait.
/// </summary>
public sealed class Backlog(TimeProvider clock) : IThreadPoolWorkItem
{
    /// <summary>How often the wait is told: the least of that time, since one hiccup is no crowd.</summary>
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(20);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Stale = TimeSpan.FromSeconds(1);
    private long _sent; // when the token was queued; 0 while it is not
    private long _through; // when it was last through
    private long _began = clock.GetTimestamp(); // of the window
    private TimeSpan _least = TimeSpan.MaxValue;

    /// <summary>Called with the wait, and the time since the last call.</summary>
    public event Action<TimeSpan, TimeSpan>? Measured;

    /// <summary>The wait, as it was told last.</summary>
    public TimeSpan Wait { get; private set; }

    /// <summary>Called by every request: sends the token, unless it is on its way or was just now.</summary>
    public void Look()
    {
        var now = clock.GetTimestamp();
        var idle = clock.GetElapsedTime(Volatile.Read(ref _through), now);
        if (idle < Pause || Volatile.Read(ref _sent) != 0 || Interlocked.CompareExchange(ref _sent, now, 0) != 0)
        {
            return;
        }

        if (idle > Stale)
        {
            Tell(TimeSpan.Zero, now); // the crowd has long gone: whoever comes now is not measured by it
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    void IThreadPoolWorkItem.Execute()
    {
        var now = clock.GetTimestamp();
        var waited = clock.GetElapsedTime(_sent, now);
        _least = waited < _least ? waited : _least;
        if (clock.GetElapsedTime(_began, now) >= Window)
        {
            Tell(_least, now);
        }

        Volatile.Write(ref _through, now);
        Volatile.Write(ref _sent, 0);
    }

    // One at a time: only who has the token.
    private void Tell(TimeSpan wait, long now)
    {
        var since = clock.GetElapsedTime(_began, now);
        (Wait, _least, _began) = (wait, TimeSpan.MaxValue, now);
        Measured?.Invoke(wait, since);
    }
}
