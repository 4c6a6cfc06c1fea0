using Halles.Kernel;
using Halles.Kernel.Api;

namespace Halles.Web.Pages;

/// <summary>Problems as answers: pages for people, problem details for programs.</summary>
public static class Answers
{
    /// <summary>An RFC 9457 problem with its stable code.</summary>
    public static IResult Json(Problem problem) => ApiEndpoints.Refuse(problem);

    /// <summary>An error page.</summary>
    public static IResult Page(Problem problem) => Render.Page<ErrorPage>(new { problem.Status, Problem = problem }, problem.Status);
}
