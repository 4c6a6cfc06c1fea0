using System.Runtime.InteropServices;
using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Baskets;
using Halles.Mall.Settings;
using Microsoft.Extensions.Hosting;

namespace Halles.Mall.Statistics;

/// <summary>
/// Counts what is looked at and put into baskets, in memory, and adds it to the totals of the products every few seconds and
/// when the server stops: a view costs no write of its own. A node that is killed loses the counts of those seconds.
/// </summary>
public sealed class ProductCounts(MallWriter writer, CurrentSettings settings, TimeProvider clock) : BackgroundService, IBasketWatcher
{
    private const int Portion = 500, MostKept = 100_000;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);
    private readonly Lock _counting = new();
    private readonly Dictionary<(string Shop, string Handle, int Day), long> _views = [];
    private readonly Dictionary<(Guid Shop, Guid Product, int Day), long> _baskets = [];

    /// <summary>Somebody was shown the page of a product.</summary>
    /// <param name="shop">The shop's name in addresses.</param>
    /// <param name="handle">The product's.</param>
    public void Seen(string shop, string handle) => Add(_views, (shop, handle, Today()), 1);

    /// <inheritdoc />
    public void PutIn(Guid shop, Guid product) => Add(_baskets, (shop, product, Today()), 1);

    /// <summary>Writes down what was counted so far. What cannot be written now is kept for the next time.</summary>
    public async Task Flush()
    {
        await Flush(_views, (s, k, count) => AddCounts.Named(s, k.Shop, k.Handle, k.Day, count)).ConfigureAwait(false);
        await Flush(_baskets, (s, k, count) => AddCounts.Of(s, k.Shop, k.Product, k.Day, 0, count)).ConfigureAwait(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Flush().ConfigureAwait(false);
        }
    }

    private async Task Flush<TKey>(Dictionary<TKey, long> counts, Action<WriteSession, TKey, long> add)
        where TKey : notnull
    {
        foreach (var portion in Take(counts).Chunk(Portion))
        {
            var written = await writer.Write<Done>(s =>
            {
                foreach (var (key, count) in portion)
                {
                    add(s, key, count);
                }

                return default(Done);
            }, Lane.Office, AddCounts.Lock).ConfigureAwait(false);
            if (!written.Ok)
            {
                Array.ForEach(portion, c => Add(counts, c.Key, c.Value));
            }
        }
    }

    private KeyValuePair<TKey, long>[] Take<TKey>(Dictionary<TKey, long> counts)
        where TKey : notnull
    {
        lock (_counting)
        {
            var taken = counts.ToArray();
            counts.Clear();
            return taken;
        }
    }

    // While nothing can be written, memory is not filled without end: what comes newly is then not counted.
    private void Add<TKey>(Dictionary<TKey, long> counts, TKey key, long more)
        where TKey : notnull
    {
        lock (_counting)
        {
            if (counts.Count < MostKept || counts.ContainsKey(key))
            {
                CollectionsMarshal.GetValueRefOrAddDefault(counts, key, out _) += more;
            }
        }
    }

    private int Today() => TimeZoneInfo.FindSystemTimeZoneById(settings.Value.TimeZone).DateAt(clock.GetUtcNow()).DayNumber;
}
