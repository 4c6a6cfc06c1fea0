using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Halles.Web.Pages;

/// <summary>Answers with a page.</summary>
public static class Render
{
    /// <summary>The page with its parameters, whole at once: a status is sent before its first byte.</summary>
    public static RazorComponentResult Page<TPage>(object? parameters = null, int status = StatusCodes.Status200OK)
        where TPage : IComponent =>
        new(typeof(TPage), parameters ?? new { }) { StatusCode = status, PreventStreamingRendering = true };

    /// <summary>After a successful form: see the other page (POST, redirect, GET).</summary>
    public static IResult SeeOther(string path) => new SeeOtherResult(path);

    private sealed class SeeOtherResult(string url) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = url;
            return Task.CompletedTask;
        }
    }
}
