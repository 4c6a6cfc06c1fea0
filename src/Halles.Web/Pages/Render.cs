using Microsoft.AspNetCore.Components;

namespace Halles.Web.Pages;

/// <summary>Answers with a page.</summary>
public static class Render
{
    /// <summary>The page with its parameters, whole at once: a status is sent before its first byte. Who is refused for the moment is told when to come back.</summary>
    public static IResult Page<TPage>(object? parameters = null, int status = StatusCodes.Status200OK)
        where TPage : IComponent
    {
        var page = new PageResult(typeof(TPage), parameters, status);
        return status is StatusCodes.Status503ServiceUnavailable or StatusCodes.Status429TooManyRequests ? new LaterResult(page) : page;
    }

    /// <summary>After a successful form: see the other page (POST, redirect, GET).</summary>
    public static IResult SeeOther(string path) => new SeeOtherResult(path);

    private sealed class LaterResult(IResult page) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            if (httpContext.Response.Headers.RetryAfter.Count == 0)
            {
                httpContext.Response.Headers.RetryAfter = "2";
            }

            return page.ExecuteAsync(httpContext);
        }
    }

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
