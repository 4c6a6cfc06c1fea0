using System.Data.Common;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Halles.Kernel.Changes;

/// <summary>
/// Reads the change feed once for all in this process who keep in memory what a change makes untrue, and goes on by itself
/// when the database was down.
/// </summary>
public sealed class ChangeFollower(ChangeFeed feed, ILogger<ChangeFollower> log) : BackgroundService
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);
    private readonly List<Action<Change>> _listeners = [];
    private FeedPosition? _seen;

    /// <summary>
    /// Tells a listener of each change from now on, in the feed's order; so it is asked for before the first reading of what
    /// is kept. After a failure a change may be told again.
    /// </summary>
    public void Tell(Action<Change> listener)
    {
        lock (_listeners)
        {
            _listeners.Add(listener);
        }
    }

    /// <summary>Fixes where "from now on" begins, before any page is answered.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            _seen = feed.Newest();
        }
        catch (DbException e)
        {
            log.LogWarning(e, "The change feed cannot be read yet");
        }

        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var more = feed.More;
                _seen ??= feed.Newest();
                foreach (var change in feed.After(_seen.Value))
                {
                    TellAll(change);
                    _seen = change.Position;
                }

                await feed.Wait(more, stoppingToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                log.LogWarning(e, "The change feed cannot be followed; it is tried again"); // the database is down, or a listener fell: neither closes the mall
                await Task.Delay(Retry, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void TellAll(Change change)
    {
        lock (_listeners)
        {
            _listeners.ForEach(listener => listener(change));
        }
    }
}
