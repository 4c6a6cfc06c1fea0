using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Storefront;
using Halles.Web.Pages;
using Microsoft.AspNetCore.Http.Features;

namespace Halles.Web.Hosting;

/// <summary>
/// Answers what nobody else did: an address that leads nowhere, a database that is away or full, and any other exception,
/// which is a bug and is written down.
/// Pages for people, problem details (RFC 9457) for programs.
/// </summary>
public sealed class Faults(RequestDelegate next, ILogger<Faults> log)
{
    private static readonly Problem TooLarge = new("too-large", 413, "What was sent is larger than the {0} MB that are taken here. Send a smaller file, or a part of it.");

    public async Task Invoke(HttpContext context)
    {
        try
        {
            await next(context);
            if (context.Response is { HasStarted: false, ContentType: null, StatusCode: >= 400 } && context.Response.ContentLength is null or 0)
            {
                await Say(context, context.Response.StatusCode);
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            if (!context.Response.HasStarted)
            {
                context.Response.StatusCode = 499; // the visitor has gone
            }
        }
        catch (BadHttpRequestException e) when (!context.Response.HasStarted)
        {
            context.Response.Clear();
            await Say(context, e.StatusCode, e.StatusCode is StatusCodes.Status413PayloadTooLarge ? TooLarge.With(MostMegabytes(context)) : null);
        }
        catch (StorefrontNotReady) when (!context.Response.HasStarted)
        {
            await Say(context, StatusCodes.Status503ServiceUnavailable); // in the first moments after the start
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            var away = StorageProblems.Of(e);
            log.Log(away is null ? LogLevel.Error : LogLevel.Warning, e, "{Method} {Route} failed, request {Request}", context.Request.Method, RequestNumber.Route(context), RequestNumber.Of(context));
            var headers = context.Response.Headers.Where(h => !h.Key.StartsWith("Content-Length", StringComparison.Ordinal)).ToList();
            context.Response.Clear();
            headers.ForEach(h => context.Response.Headers[h.Key] = h.Value);
            await Say(context, away?.Status ?? StatusCodes.Status500InternalServerError, away);
        }
    }

    private static Task Say(HttpContext context, int status, Problem? problem = null)
    {
        var request = status >= 500 ? RequestNumber.Of(context) : null;
        if (request is not null)
        {
            context.Response.Headers[RequestNumber.Header] = request;
        }

        return context.Request.Path.StartsWithSegments("/api")
            ? Answers.Json(problem ?? new Problem(Code(status), status, Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status))).ExecuteAsync(context)
            : Render.Page<ErrorPage>(new { Status = status, Problem = problem, Request = request }, status).ExecuteAsync(context);
    }

    private static long MostMegabytes(HttpContext context) => (context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize ?? 0) / 1_000_000;

    private static string Code(int status) => status switch
    {
        404 => "not-found",
        401 => "not-signed-in",
        403 => "forbidden",
        405 => "method-not-allowed",
        415 => "unsupported-media-type",
        429 => "too-many-requests",
        503 => StorageProblems.Busy.Code,
        >= 500 => "fault",
        _ => "bad-request",
    };
}
