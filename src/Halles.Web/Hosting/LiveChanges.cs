using System.Collections.Concurrent;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;

namespace Halles.Web.Hosting;

/// <summary>
/// Tells each live screen of the changes of its shop. Screens that fall behind lose events, not their place: an event only
/// says "look again".
/// </summary>
public sealed class LiveChanges
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(20);
    private readonly ConcurrentDictionary<Channel<Change>, Guid> _screens = new();
    private readonly MallDatabase _database;
    private readonly IHostApplicationLifetime _lifetime;

    public LiveChanges(MallDatabase database, ChangeFollower follower, IHostApplicationLifetime lifetime)
    {
        (_database, _lifetime) = (database, lifetime);
        follower.Tell(Tell);
    }

    /// <summary>
    /// The events of a shop's screen: <c>order</c> when an order was placed, <c>change</c> for the rest, and a beat that
    /// keeps the line open. Ends when the visitor goes or the server stops, so that stopping is quick.
    /// </summary>
    public async IAsyncEnumerable<SseItem<string>> Follow(Guid shop, [EnumeratorCancellation] CancellationToken gone)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(gone, _lifetime.ApplicationStopping);
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

    private async Task<SseItem<string>> Next(ChannelReader<Change> changes, CancellationToken stop)
    {
        using var beat = CancellationTokenSource.CreateLinkedTokenSource(stop);
        beat.CancelAfter(Beat);
        try
        {
            var change = await changes.ReadAsync(beat.Token);
            return new SseItem<string>(change.Subject.ToString(), IsPlacing(change) ? "order" : "change");
        }
        catch (OperationCanceledException)
        {
            return new SseItem<string>("", "beat");
        }
    }

    // Every step of an order and every reminder is told too; what was just placed nobody has touched yet.
    private bool IsPlacing(Change change) => change.Topic is Topic.Order && _database.Read(sql => sql.Scalar<long>(
        "SELECT count(*) FROM orders WHERE shop_id = $1 AND id = $2 AND version = 1 AND placed_at = $3", change.ShopId, change.Subject, change.At)) > 0;
}
