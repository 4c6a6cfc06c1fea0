using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Halles.Kernel.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Halles.Kernel.Api;

/// <summary>What all endpoints of the JSON API share: how parameters, bodies, keys, answers and problems travel.</summary>
public static class ApiEndpoints
{
    /// <summary>The one place where a problem becomes an HTTP answer (RFC 9457). Programs read English and get figures as data.</summary>
    public static IResult Refuse(Problem problem) => new Refusal(problem.Status, TypedResults.Problem(
        Detail(problem), statusCode: problem.Status, title: Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(problem.Status), type: "/problems/" + problem.Code, extensions: Extensions(problem)));

    /// <summary>The value as JSON, or its problem.</summary>
    public static IResult Answer<T>(Result<T> result, int status = StatusCodes.Status200OK) =>
        result.Ok ? TypedResults.Json(result.Value, Wire.Json, statusCode: status) : Refuse(result.Problem!);

    /// <summary>The value with an ETag of its content; 304 when the caller has it already (RFC 9110, 13.1.2).</summary>
    public static IResult Tagged<T>(HttpContext context, T value)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(value, Wire.Json);
        return Tagged(context, body, $"W/\"{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 8))}\"");
    }

    /// <summary>The same for JSON that is written already, under a tag of its own.</summary>
    public static IResult Tagged(HttpContext context, byte[] body, string tag)
    {
        context.Response.Headers.ETag = tag;
        context.Response.Headers.CacheControl = "no-cache";
        return Knows(context.Request, tag) ? TypedResults.StatusCode(StatusCodes.Status304NotModified) : TypedResults.Bytes(body, "application/json; charset=utf-8");
    }

    /// <summary>The parameters of a request.</summary>
    public static Asked Asked(this HttpContext context) => new(p => p.Place switch
    {
        ParameterPlace.Query => context.Request.Query[p.Name],
        ParameterPlace.Header => context.Request.Headers[p.Name],
        _ => context.Request.RouteValues[p.Name]?.ToString(),
    });

    /// <summary>The body as a record.</summary>
    public static async Task<Result<T>> Body<T>(this HttpContext context)
    {
        if (!context.Request.HasJsonContentType())
        {
            return ApiProblems.NotJson;
        }

        try
        {
            using var document = await JsonDocument.ParseAsync(context.Request.Body, new JsonDocumentOptions { AllowDuplicateProperties = false }, context.RequestAborted).ConfigureAwait(false);
            return BodyShape.Read<T>(document.RootElement);
        }
        catch (JsonException e)
        {
            return ApiProblems.Malformed.With(e.Message.Split(". Path:")[0]);
        }
        catch (InvalidOperationException)
        {
            return ApiProblems.TextUnfit; // half a surrogate pair in a member's name
        }
    }

    /// <summary>The caller's idempotency key for this write; null when none was sent and the operation does well without.</summary>
    /// <param name="scope">Who asks, such as <c>shop:</c> and its id.</param>
    /// <param name="body">What was sent; null when the operation takes nothing.</param>
    public static Result<IdempotencyKey?> Once(this HttpContext context, string scope, object? body = null)
    {
        var operation = context.GetEndpoint()!.Metadata;
        var needed = operation.GetMetadata<Takes>()!.Parameters.Single(p => p.Name == ApiParameter.IdempotencyKey.Name).Required;
        var asked = $"{context.Request.Path}{context.Request.QueryString}\n{JsonSerializer.Serialize(body, Kernel.Json.Stored)}";
        return (needed ? context.NeededKey() : context.Key())
            .Then(key => string.IsNullOrEmpty(key) ? null : IdempotencyKey.For($"{scope} {operation.GetRequiredMetadata<IEndpointNameMetadata>().EndpointName}", key, asked));
    }

    /// <summary>The caller's idempotency key, which this operation needs.</summary>
    public static Result<string> NeededKey(this HttpContext context) => context.Key() is { Ok: true, Value: "" } ? ApiProblems.KeyMissing : context.Key();

    // Empty when none was sent.
    private static Result<string> Key(this HttpContext context) => context.Request.Headers[ApiParameter.IdempotencyKey.Name].ToString() switch
    {
        var key when key.Length > IdempotencyKey.MostLength || !key.All(c => c is >= ' ' and <= '~') => ApiProblems.KeyWrong.With(IdempotencyKey.MostLength),
        var key => key,
    };

    private static bool Knows(HttpRequest request, string tag) => request.GetTypedHeaders().IfNoneMatch is { Count: > 0 } known
        && Microsoft.Net.Http.Headers.EntityTagHeaderValue.Parse(tag) is var present
        && known.Any(k => k.Compare(present, useStrongComparison: false) || k.Tag == "*");

    private static Dictionary<string, object?> Extensions(Problem problem)
    {
        var extensions = new Dictionary<string, object?>(StringComparer.Ordinal) { ["code"] = problem.Code };
        if (problem.Field is not null)
        {
            extensions["field"] = problem.Field;
        }

        foreach (var (name, value) in problem.Data ?? new Dictionary<string, object?>(StringComparer.Ordinal))
        {
            extensions[name] = Written(value);
        }

        if (problem.Parts.Count > 0)
        {
            extensions["errors"] = problem.Parts.Select(p => new { p.Code, p.Field, detail = Detail(p), data = p.Data?.ToDictionary(d => d.Key, d => Written(d.Value)) }).ToList();
        }

        return extensions;
    }

    private static object? Written(object? figure) => figure is Money money ? Wire.Of(money) : figure;

    private static string Detail(Problem problem) => string.Format(CultureInfo.InvariantCulture, problem.Message, [.. problem.Args]);

    // Whoever is refused for the moment is told when to come back.
    private sealed class Refusal(int status, ProblemHttpResult inner) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            if (status is 503 or 429 && httpContext.Response.Headers.RetryAfter.Count == 0)
            {
                httpContext.Response.Headers.RetryAfter = "1";
            }

            return inner.ExecuteAsync(httpContext);
        }
    }
}
