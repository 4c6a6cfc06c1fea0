using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Halles.Kernel.Changes;
using Halles.Mall.Content;
using Halles.Mall.Storefront;
using Halles.Web.Pages;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Net.Http.Headers;

namespace Halles.Web.Hosting;

/// <summary>Marks a public page as one that may be kept: it carries nothing personal.</summary>
public sealed class CachedPage
{
    /// <summary>The longest that any page is kept.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);
}

/// <summary>What a page says of its own keeping while it is made.</summary>
public sealed class PageFreshness
{
    /// <summary>The tag of pages that choose from all products or shops.</summary>
    public const string Listing = "listing";

    /// <summary>The tag of pages that show a product.</summary>
    public static string Product(Guid id) => $"product:{id:N}";

    /// <summary>The tag of pages that show a shop or a store of it.</summary>
    public static string Shop(Guid id) => $"shop:{id:N}";

    /// <summary>What the page of this request says of itself; nobody listens where it is not kept.</summary>
    public static PageFreshness Of(HttpContext context) => context.Features.Get<PageFreshness>() ?? new PageFreshness();

    /// <summary>What the page shows: a change of any of these removes it.</summary>
    public HashSet<string> Tags { get; } = new(StringComparer.Ordinal);

    /// <summary>When a word on the page turns untrue: a shop closes, a price ends.</summary>
    public DateTimeOffset? Until { get; private set; }

    /// <summary>The page must be made again at that moment, if not before.</summary>
    public void TurnsUntrue(DateTimeOffset? at) => Until = at is null ? Until : Until is null || at < Until ? at : Until;

    /// <summary>This page is not to be kept after all.</summary>
    public bool Never { get; set; }
}

/// <summary>
/// Keeps whole public pages, compressed, by path, query and encoding, once they are asked for again: most addresses are asked
/// for once, and would push out those that are not. A page goes when a subject that it shows has been projected anew, when a
/// word on it turns untrue, or after a minute. Whoever has just written something carries the feed's position in a cookie:
/// their next pages wait for the projection to reach it and are made for them.
/// </summary>
public sealed class PageCache : IDisposable
{
    /// <summary>Carries the position of the visitor's last write.</summary>
    public const string SeenCookie = "seen";

    private const long MostBytes = 64 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private readonly MemoryCache _pages = new(new MemoryCacheOptions { SizeLimit = MostBytes });
    private readonly Lock _tagging = new();
    private readonly Dictionary<string, HashSet<string>> _byTag = new(StringComparer.Ordinal);
    private readonly int[] _asked = new int[1 << 14];
    private long _bytes;
    private readonly PageCacheFigures _figures;
    private readonly TimeProvider _clock;
    private readonly Storefront _storefront;
    private readonly StorefrontProjector _projector;
    private readonly CurrentPages _written;

    public PageCache(TimeProvider clock, Storefront storefront, StorefrontProjector projector, CurrentPages written)
    {
        (_clock, _storefront, _projector, _written) = (clock, storefront, projector, written);
        _figures = new PageCacheFigures(() => _pages.Count, () => Interlocked.Read(ref _bytes));
        projector.Followed += Follow;
        written.Changed += _pages.Clear; // the foot of every page leads to them
    }

    /// <summary>How many pages are kept, and how many subjects they show.</summary>
    internal (int Pages, int Tags) Kept
    {
        get
        {
            lock (_tagging)
            {
                return (_pages.Count, _byTag.Count);
            }
        }
    }

    /// <summary>The middleware.</summary>
    public async Task Serve(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<CachedPage>() is null || !HttpMethods.IsGet(context.Request.Method))
        {
            await next(context);
            return;
        }

        context.Response.Headers[HeaderNames.Vary] = "Accept-Encoding, Save-Data";
        if (await WroteJustNow(context) || context.Request.Query.ContainsKey("near") || PageContext.WantsLight(context.Request))
        {
            _figures.Passed();
            context.Response.Headers[HeaderNames.CacheControl] = "private, no-cache";
            await next(context);
            return;
        }

        var encoding = Encoding(context.Request);
        var key = Key(context.Request, encoding);
        var page = Fresh(key);
        _figures.Asked(page is not null);
        if (page is null)
        {
            page = await Make(context, next, key, encoding, keep: WasAsked(key));
        }

        if (page is not null)
        {
            await page.Send(context);
        }
    }

    /// <summary>Whether the page is kept, and may be sent to this visitor.</summary>
    public bool Has(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<CachedPage>() is not null && HttpMethods.IsGet(context.Request.Method)
        && !context.Request.Cookies.ContainsKey(SeenCookie) && !PageContext.WantsLight(context.Request)
        && Fresh(Key(context.Request, Encoding(context.Request))) is not null;

    /// <summary>Removes the pages that show any of these.</summary>
    public void Evict(IEnumerable<string> tags)
    {
        var stale = new HashSet<string>(StringComparer.Ordinal);
        lock (_tagging)
        {
            foreach (var tag in tags)
            {
                if (_byTag.TryGetValue(tag, out var keys))
                {
                    stale.UnionWith(keys);
                }
            }
        }

        foreach (var key in stale)
        {
            _pages.Remove(key);
        }
    }

    private string Key(HttpRequest request, string encoding) =>
        string.Create(CultureInfo.InvariantCulture, $"{_storefront.Number} {encoding} {request.Path}{request.QueryString}");

    private KeptPage? Fresh(string key) => _pages.Get<KeptPage>(key) is { } page && page.Until > _clock.GetUtcNow() ? page : null;

    // The last key of each place is remembered, as its hash: enough to tell what is asked for again and again.
    private bool WasAsked(string key)
    {
        var hash = key.GetHashCode(StringComparison.Ordinal);
        return Interlocked.Exchange(ref _asked[hash & (_asked.Length - 1)], hash) == hash;
    }

    public void Dispose()
    {
        _projector.Followed -= Follow;
        _written.Changed -= _pages.Clear;
        _figures.Dispose();
        _pages.Dispose();
    }

    private void Follow(IReadOnlyList<Change> changes)
    {
        if (changes.Any(c => c.Topic is Topic.Settings or Topic.Category or Topic.District))
        {
            _pages.Clear(); // they stand on every page
            return;
        }

        var stock = _storefront.ProductsOf(changes.Where(c => c.Topic is Topic.Stock).Select(c => c.Subject).Distinct());
        Evict([.. changes.SelectMany(TagsOf).Concat(stock.Select(PageFreshness.Product)).Distinct(StringComparer.Ordinal)]);
    }

    private static IEnumerable<string> TagsOf(Change change) => change.Topic switch
    {
        Topic.Product => [PageFreshness.Product(change.Subject), PageFreshness.Listing],
        Topic.Shop => [PageFreshness.Shop(change.ShopId == Guid.Empty ? change.Subject : change.ShopId), PageFreshness.Listing],
        Topic.Store => [PageFreshness.Shop(change.ShopId), PageFreshness.Listing],
        _ => [],
    };

    private async Task<KeptPage?> Make(HttpContext context, RequestDelegate next, string key, string encoding, bool keep)
    {
        var freshness = new PageFreshness();
        context.Features.Set(freshness);
        var before = (_projector.Position, _written.Now);
        freshness.TurnsUntrue(before.Now.Until);
        var body = context.Response.Body;
        using var buffer = new MemoryStream(32 * 1024);
        context.Response.Body = buffer;
        try
        {
            await next(context);
        }
        finally
        {
            context.Response.Body = body;
        }

        var page = KeptPage.Of(context.Response, buffer.GetBuffer().AsSpan(0, (int)buffer.Length), encoding, keep, [.. freshness.Tags], Until(freshness));
        if (keep && context.Response.StatusCode == StatusCodes.Status200OK && !freshness.Never && !context.Response.Headers.ContainsKey(HeaderNames.SetCookie))
        {
            Keep(key, page, before);
        }

        return page;
    }

    private void Keep(string key, KeptPage page, (FeedPosition Position, VisiblePages Written) before)
    {
        var kept = new MemoryCacheEntryOptions { Size = page.Size, AbsoluteExpirationRelativeToNow = CachedPage.Longest };
        kept.RegisterPostEvictionCallback((gone, value, _, _) => Untag((string)gone, (KeptPage)value!));
        lock (_tagging)
        {
            foreach (var tag in page.Tags)
            {
                (CollectionsMarshal.GetValueRefOrAddDefault(_byTag, tag, out _) ??= new HashSet<string>(StringComparer.Ordinal)).Add(key);
            }

            Interlocked.Add(ref _bytes, page.Size);
            _pages.Set(key, page, kept);
        }

        if (_projector.Position != before.Position || _written.Now != before.Written)
        {
            _pages.Remove(key); // something was projected or written while the page was made: it may show the state before
        }
    }

    // Told of later, when another page may stand under the same key: its tags stay.
    private void Untag(string key, KeptPage gone)
    {
        Interlocked.Add(ref _bytes, -gone.Size);
        lock (_tagging)
        {
            foreach (var tag in gone.Tags.Except(_pages.Get<KeptPage>(key)?.Tags ?? [], StringComparer.Ordinal))
            {
                if (_byTag.TryGetValue(tag, out var keys) && keys.Remove(key) && keys.Count == 0)
                {
                    _byTag.Remove(tag);
                }
            }
        }
    }

    private DateTimeOffset Until(PageFreshness freshness)
    {
        var longest = _clock.GetUtcNow() + CachedPage.Longest;
        return freshness.Until is { } until && until < longest ? until : longest;
    }

    private async Task<bool> WroteJustNow(HttpContext context)
    {
        if (!FeedPosition.TryParse(context.Request.Cookies[SeenCookie], out var position))
        {
            return false;
        }

        await _projector.WaitFor(position, Patience);
        return true;
    }

    private static string Encoding(HttpRequest request)
    {
        var accepted = request.Headers.AcceptEncoding.ToString();
        return accepted.Contains("br", StringComparison.Ordinal) ? "br" : accepted.Contains("gzip", StringComparison.Ordinal) ? "gzip" : "";
    }

    // What is kept is sent many times, and worth more work.
    private static byte[] Compress(ReadOnlySpan<byte> body, string encoding, bool keep)
    {
        if (encoding == "br")
        {
            var target = ArrayPool<byte>.Shared.Rent(BrotliEncoder.GetMaxCompressedLength(body.Length));
            try
            {
                return BrotliEncoder.TryCompress(body, target, out var written, quality: keep ? 5 : 1, window: 18)
                    ? target[..written]
                    : throw new InvalidOperationException("The page did not compress.");
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(target);
            }
        }

        if (encoding == "gzip")
        {
            using var target = new MemoryStream();
            using (var gzip = new GZipStream(target, keep ? CompressionLevel.Optimal : CompressionLevel.Fastest, leaveOpen: true))
            {
                gzip.Write(body);
            }

            return target.ToArray();
        }

        return body.ToArray();
    }

    private sealed record KeptPage(int Status, string? ContentType, byte[] Body, string Encoding, string Tag, string[] Tags, DateTimeOffset Until)
    {
        public long Size => Body.Length + 400;

        // The tag is of the words, so that it is the same however they are compressed.
        public static KeptPage Of(HttpResponse response, ReadOnlySpan<byte> html, string encoding, bool keep, string[] tags, DateTimeOffset until) => new(
            response.StatusCode, response.ContentType, Compress(html, encoding, keep), encoding,
            $"\"{Convert.ToHexStringLower(SHA256.HashData(html).AsSpan(0, 8))}{encoding}\"", tags, until);

        public Task Send(HttpContext context)
        {
            var (request, response) = (context.Request, context.Response);
            response.Headers[HeaderNames.ETag] = Tag;
            response.Headers[HeaderNames.CacheControl] = "no-cache"; // browsers ask again, and are told 304
            if (Status == StatusCodes.Status200OK && request.Headers.IfNoneMatch == Tag)
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return Task.CompletedTask;
            }

            response.StatusCode = Status;
            response.ContentType = ContentType;
            response.ContentLength = Body.Length;
            if (Encoding.Length > 0)
            {
                response.Headers[HeaderNames.ContentEncoding] = Encoding;
            }

            return response.Body.WriteAsync(Body, context.RequestAborted).AsTask();
        }
    }
}
