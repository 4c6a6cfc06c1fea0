using System.Collections.Concurrent;
using System.Data.Common;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Halles.Kernel.Changes;

namespace Halles.Web.Hosting;

/// <summary>
/// Follows the change feed once for all live screens and tells each of the changes of its shop. Screens that fall
/// behind lose events, not their place: an event only says "look again".
/// </summary>
public sealed class LiveChanges(ChangeFeed feed, IHostApplicationLifetime lifetime, ILogger<LiveChanges> log) : BackgroundService
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(20);
    private readonly ConcurrentDictionary<Channel<Change>, Guid> _screens = new();

    /// <summary>
    /// The events of a shop's screen: <c>order</c> when an order came or moved, <c>change</c> for the rest, and a beat
    /// that keeps the line open. Ends when the visitor goes or the server stops, so that stopping is quick.
    /// </summary>
    public async IAsyncEnumerable<SseItem<string>> Follow(Guid shop, [EnumeratorCancellation] CancellationToken gone)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(gone, lifetime.ApplicationStopping);
        var screen = Channel.CreateBounded<Change>(new BoundedChannelOptions(64) { FullMode = BoundedChannelFullMode.DropOldest });
        _screens[screen] = shop;
        try
        {
            yield return new SseItem<string>("", "beat") { ReconnectionInterval = TimeSpan.FromSeconds(2) };
            while (!stop.IsCancellationRequested)
            {
                yield return await Next(screen.Reader, stop.Token);
            }
        }
        finally
        {
            _screens.TryRemove(screen, out _);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        FeedPosition? seen = null;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                seen ??= feed.Newest();
                foreach (var change in feed.After(seen.Value))
                {
                    seen = change.Position;
                    Tell(change);
                }

                await feed.WaitForMore(stoppingToken);
            }
            catch (DbException e)
            {
                log.LogWarning(e, "The change feed cannot be read; trying again");
                await Task.Delay(1000, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private void Tell(Change change)
    {
        foreach (var (screen, shop) in _screens)
        {
            if (shop == change.ShopId)
            {
                screen.Writer.TryWrite(change);
            }
        }
    }

    private static async Task<SseItem<string>> Next(ChannelReader<Change> changes, CancellationToken stop)
    {
        using var beat = CancellationTokenSource.CreateLinkedTokenSource(stop);
        beat.CancelAfter(Beat);
        try
        {
            var change = await changes.ReadAsync(beat.Token);
            return new SseItem<string>(change.Subject.ToString(), change.Topic is Topic.Order ? "order" : "change");
        }
        catch (OperationCanceledException)
        {
            return new SseItem<string>("", "beat");
        }
    }
}
