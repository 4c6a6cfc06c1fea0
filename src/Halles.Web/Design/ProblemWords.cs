using Halles.Kernel;
using Halles.Web.Pages;

namespace Halles.Web.Design;

/// <summary>Problems in the words of the page.</summary>
public static class ProblemWords
{
    /// <summary>The message of a problem in the page's language, its money and moments written out.</summary>
    public static string Say(this PageComponent component, Problem problem) => component.Page.Say(problem);

    /// <inheritdoc cref="Say(PageComponent, Problem)"/>
    public static string Say(this PageContext page, Problem problem)
    {
        var args = problem.Args.Select(a => a switch
        {
            Money money => page.Format.Money(money),
            DateTimeOffset instant => page.Format.Moment(instant, page.Now),
            DateOnly day => page.Format.Day(day, page.Format.Zone.DateAt(page.Now)),
            LocalText text => text.Best(page.Language),
            _ => a,
        }).ToArray();
        return page.Words.Get(problem.Message, args);
    }

    /// <summary>The problem of a field, or null.</summary>
    public static Problem? Of(this IReadOnlyList<Problem> problems, string field) => problems.FirstOrDefault(p => p.Field == field);
}
