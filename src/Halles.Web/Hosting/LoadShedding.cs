using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;
using System.Text.Encodings.Web;
using Halles.Kernel;
using Halles.Kernel.Api;
using Halles.Kernel.Storage;
using Halles.Mall.Identity;
using Halles.Mall.Settings;
using Halles.Web.Pages;
using Halles.Web.Text;

namespace Halles.Web.Hosting;

/// <summary>
/// Refuses work that would be answered too late: looking around first, then baskets, paying last. A refusal is quick, says when
/// to come back, and touches no database. Pages that are kept are cheaper than that, and always answered.
/// </summary>
public sealed class LoadShedding : IDisposable
{
    private readonly Meter _meter = Telemetry.Meter();
    private readonly Counter<long> _refused;
    private readonly Backlog _backlog;
    private readonly PageCache _pages;
    private readonly BusyPage _page;
    private int _paying;

    public LoadShedding(Backlog backlog, PageCache pages, BusyPage page)
    {
        (_backlog, _pages, _page) = (backlog, pages, page);
        _refused = _meter.CreateCounter<long>("halles.requests.refused", "{request}", "Requests that were refused because they would have waited too long, by priority.");
        _meter.CreateObservableGauge("halles.requests.wait", () => backlog.Wait.TotalSeconds, "s", "How long requests wait for a thread.");
        backlog.Measured += (wait, since) => Shares.Weigh(wait, since, Volatile.Read(ref _paying));
    }

    /// <summary>What is let in at this moment.</summary>
    public Shares Shares { get; } = new();

    /// <summary>The middleware.</summary>
    public Task Serve(HttpContext context, RequestDelegate next)
    {
        var priority = Of(context);
        if (priority is Priority.Always)
        {
            return next(context);
        }

        _backlog.Look();
        return !Shares.Admits(priority) && !_pages.Has(context) ? Refuse(context, priority)
            : priority is Priority.Pay ? Pay(context, next)
            : next(context);
    }

    public void Dispose() => _meter.Dispose();

    /// <summary>Whose request it is.</summary>
    internal static Priority Of(HttpContext context)
    {
        var endpoint = context.GetEndpoint()?.Metadata;
        return endpoint?.GetMetadata<Ranks>()?.Priority ?? endpoint?.GetMetadata<Counts>()?.Traffic switch
        {
            Traffic.Pay => Priority.Pay,
            Traffic.Basket or Traffic.SignIn or Traffic.Selling => Priority.Basket,
            Traffic.Browse or Traffic.Media => Priority.Browse,
            _ => IsLooking(context.Request.Method) && endpoint?.GetMetadata<AccessRule>() is not { SignedIn: true } ? Priority.Browse : Priority.Basket,
        };
    }

    private static bool IsLooking(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method);

    private async Task Pay(HttpContext context, RequestDelegate next)
    {
        Interlocked.Increment(ref _paying);
        try
        {
            await next(context);
        }
        finally
        {
            Interlocked.Decrement(ref _paying);
        }
    }

    // Not all come back at once.
    private Task Refuse(HttpContext context, Priority priority)
    {
        _refused.Add(1, new KeyValuePair<string, object?>("priority", Wire.Word(priority)));
        context.Response.Headers.RetryAfter = Random.Shared.Next(3) switch { 0 => "2", 1 => "4", _ => "6" };
        return context.Request.Path.StartsWithSegments("/api") ? Answers.Json(StorageProblems.Busy).ExecuteAsync(context) : _page.Send(context);
    }
}

/// <summary>The page of whoever is refused: made once for each language, since it must cost nothing.</summary>
public sealed class BusyPage(CurrentSettings settings, Texts texts, Assets assets, HtmlEncoder html)
{
    private readonly ConcurrentDictionary<(string Language, string Mall), byte[]> _made = new();

    /// <summary>Answers with it in the language of the address.</summary>
    public async Task Send(HttpContext context)
    {
        var mall = settings.Value;
        var language = PageContext.LanguageOf(context.Request.Path, mall);
        var body = _made.GetOrAdd((language, mall.Name), k => Encoding.UTF8.GetBytes(Make(k.Language, k.Mall)));
        var response = context.Response;
        response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(body, context.RequestAborted);
        }
    }

    private string Make(string language, string mall)
    {
        var words = texts.In(language);
        var title = html.Encode(words.Get("The market is very busy"));
        return $"""
            <!doctype html>
            <html lang="{language}" dir="{Language.Parse(language).Direction}">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <title>{title} · {html.Encode(mall)}</title>
              <meta name="robots" content="noindex">
              <link rel="stylesheet" href="{assets.Url("mall.css")}">
            </head>
            <body>
              <main class="wrap" id="main">
                <div class="empty">
                  <h1>{title}</h1>
                  <p class="soft">{html.Encode(words.Get("Nothing was lost. Please try again in a moment."))}</p>
                  <p><a class="btn" href="{new Links(language).Home}">{html.Encode(words.Get("To the market"))}</a></p>
                </div>
              </main>
            </body>
            </html>
            """;
    }
}
