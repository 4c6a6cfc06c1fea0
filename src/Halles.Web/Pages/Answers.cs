using Halles.Kernel;
using Microsoft.AspNetCore.WebUtilities;

namespace Halles.Web.Pages;

/// <summary>Problems as HTTP answers; the one place where a problem becomes a status.</summary>
public static class Answers
{
    /// <summary>An RFC 9457 problem with its stable code, for programs.</summary>
    public static IResult Json(Problem problem)
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

        return new Busy(problem.Status, TypedResults.Problem(detail: Detail(problem), statusCode: problem.Status, title: Phrase(problem.Status), type: $"/problems/{problem.Code}", extensions: extensions));
    }

    /// <summary>An error page for people.</summary>
    public static IResult Page(Problem problem) => new Busy(problem.Status, Render.Page<ErrorPage>(new { problem.Status, Problem = problem }, problem.Status));

    /// <summary>The standard words of a status.</summary>
    public static string Phrase(int status) => ReasonPhrases.GetReasonPhrase(status);

    // Programs read English and get the figures as data.
    private static string Detail(Problem problem) => string.Format(System.Globalization.CultureInfo.InvariantCulture, problem.Message, [.. problem.Args]);

    private sealed class Busy(int status, IResult inner) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            if (status is 503 or 429)
            {
                httpContext.Response.Headers.RetryAfter = "1";
            }

            return inner.ExecuteAsync(httpContext);
        }
    }
}
