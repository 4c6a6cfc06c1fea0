using System.Runtime.InteropServices;
using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Baskets;
using Halles.Mall.Settings;
using Microsoft.Extensions.Hosting;

namespace Halles.Mall.Statistics;

/// <summary>
/// Counts what is looked at and put into baskets, in memory, and adds it to the days of the products every few seconds and
/// when the server stops: a view costs no write of its own. A node that is killed loses the counts of those seconds.
/// </summary>
public sealed class ProductCounts(MallWriter writer, CurrentSettings settings, TimeProvider clock) : BackgroundService, IBasketWatcher
{
    private const int Portion = 500, MostKept = 100_000;
    private const string AddViews = """
        INSERT INTO product_days (shop_id, day, product_id, views, baskets)
        SELECT p.shop_id, $3, p.id, $4, 0 FROM shops s JOIN products p ON p.shop_id = s.id WHERE s.slug = $1 AND p.handle = $2
        ON CONFLICT (shop_id, day, product_id) DO UPDATE SET views = product_days.views + excluded.views
        """;
    private const string AddBaskets = """
        INSERT INTO product_days (shop_id, day, product_id, views, baskets) VALUES ($1, $3, $2, 0, $4)
        ON CONFLICT (shop_id, day, product_id) DO UPDATE SET baskets = product_days.baskets + excluded.baskets
        """;

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
        // All nodes in the same order, so that none waits for another in a circle.
        await Flush(_views, AddViews, k => k.Shop + "/" + k.Handle, k => [k.Shop, k.Handle, k.Day]).ConfigureAwait(false);
        await Flush(_baskets, AddBaskets, k => k.Product.ToString(), k => [k.Shop, k.Product, k.Day]).ConfigureAwait(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Flush().ConfigureAwait(false);
        }
    }

    private async Task Flush<TKey>(Dictionary<TKey, long> counts, string statement, Func<TKey, string> order, Func<TKey, object?[]> named)
        where TKey : notnull
    {
        foreach (var portion in Take(counts).OrderBy(c => order(c.Key), StringComparer.Ordinal).Chunk(Portion))
        {
            var written = await writer.Write<Done>(s =>
            {
                foreach (var (key, count) in portion)
                {
                    s.Later.Add(statement, [.. named(key), count]);
                }

                return default(Done);
            }).ConfigureAwait(false);
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
