using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Halles.Kernel;

/// <summary>What all endpoints of the JSON API share: how answers, problems, bodies and keys travel.</summary>
public static class ApiEndpoints
{
    /// <summary>Members that nobody knows are refused, so that a misspelled one is not silently left out.</summary>
    public static readonly JsonSerializerOptions Wire = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    private static readonly Problem KeyLength = new("idempotency-key-long", 422, "An idempotency key has 1 to {0} characters.");

    /// <summary>The one place where a problem becomes an HTTP answer (RFC 9457). Programs read English and get figures as data.</summary>
    public static ProblemHttpResult Refuse(Problem problem)
    {
        var extensions = new Dictionary<string, object?>(StringComparer.Ordinal) { ["code"] = problem.Code };
        if (problem.Field is not null)
        {
            extensions["field"] = problem.Field;
        }

        foreach (var (name, value) in problem.Data ?? new Dictionary<string, object?>(StringComparer.Ordinal))
        {
            extensions[name] = value;
        }

        if (problem.Parts.Count > 0)
        {
            extensions["errors"] = problem.Parts.Select(p => new { p.Code, p.Field, detail = Detail(p), data = p.Data }).ToList();
        }

        return TypedResults.Problem(Detail(problem), statusCode: problem.Status, type: "/problems/" + problem.Code, extensions: extensions);
    }

    /// <summary>The value as JSON, or its problem.</summary>
    public static IResult Answer<T>(Result<T> result) => result.Ok ? TypedResults.Json(result.Value, Wire) : Refuse(result.Problem!);

    /// <summary>The value with an ETag of its content; 304 when the caller has it already (RFC 9110, 13.1.2).</summary>
    public static IResult Tagged<T>(HttpContext context, T value)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(value, Wire);
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 8))}\"";
        context.Response.Headers.ETag = tag;
        context.Response.Headers.CacheControl = "no-cache";
        return context.Request.Headers.IfNoneMatch == tag ? TypedResults.StatusCode(StatusCodes.Status304NotModified) : TypedResults.Bytes(body, "application/json; charset=utf-8");
    }

    /// <summary>The caller's idempotency key, or null when none was sent.</summary>
    public static Result<string?> Key(HttpContext context) => context.Request.Headers["Idempotency-Key"].ToString() switch
    {
        "" => (string?)null,
        { Length: > Storage.IdempotencyKey.MostLength } => KeyLength.With(Storage.IdempotencyKey.MostLength),
        var key => key,
    };

    /// <summary>Kebab-case word of an enumeration, as the API spells it.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    /// <summary>The member of an enumeration that a kebab-case word names.</summary>
    public static bool TryWord<T>(string? word, out T value)
        where T : struct, Enum
    {
        foreach (var candidate in Enum.GetValues<T>())
        {
            if (Word(candidate) == word)
            {
                value = candidate;
                return true;
            }
        }

        value = default;
        return false;
    }

    private static string Detail(Problem problem) => string.Format(CultureInfo.InvariantCulture, problem.Message, [.. problem.Args]);
}
