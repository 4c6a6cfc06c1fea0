using Halles.Kernel;
using Halles.Kernel.Api;
using Halles.Kernel.Tables;

namespace Halles.Web.Pages;

/// <summary>Answers that are no pages of their own: problems, for people and for programs, and tables to download.</summary>
public static class Answers
{
    /// <summary>An RFC 9457 problem with its stable code.</summary>
    public static IResult Json(Problem problem) => ApiEndpoints.Refuse(problem);

    /// <summary>An error page.</summary>
    public static IResult Page(Problem problem) => Render.Page<ErrorPage>(new { problem.Status, Problem = problem }, problem.Status);

    /// <summary>A table to download, sent as it is written.</summary>
    /// <param name="separator">What stands between cells.</param>
    public static IResult Table(string fileName, char separator, Func<DelimitedWriter, Task> write) => Results.Stream(
        async to =>
        {
            await using var table = new DelimitedWriter(to, separator);
            await write(table);
        }, "text/csv; charset=utf-8", fileName);
}
