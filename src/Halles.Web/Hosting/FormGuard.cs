using Halles.Kernel;
using Halles.Web.Pages;
using Halles.Web.Pages.Shopper;
using Microsoft.AspNetCore.Antiforgery;

namespace Halles.Web.Hosting;

/// <summary>Antiforgery tokens for the forms of account, checkout and back-office pages; their pages hold an <c>AntiforgeryField</c>.</summary>
public static class FormGuard
{
    private static readonly Problem Old = new("form-old", 422, "This form is too old or was opened by somebody else. Go back, load the page again and send it once more.");
    private static readonly Problem Unreadable = new("form-unreadable", 400, "What was sent ends in the middle or is damaged. Go back and send it once more.");

    /// <summary>
    /// Refuses writes whose form does not carry this visitor's token. Who sent one finds what it changed on the very next
    /// page, though shoppers' pages follow the records a moment later.
    /// </summary>
    public static RouteGroupBuilder GuardForms(this RouteGroupBuilder group) => group.AddEndpointFilter(async (context, next) =>
    {
        var http = context.HttpContext;
        if (!HttpMethods.IsPost(http.Request.Method))
        {
            return await next(context);
        }

        if (!await CanBeRead(http))
        {
            return Answers.Page(Unreadable);
        }

        if (!await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http))
        {
            return Answers.Page(Old);
        }

        var answer = await next(context);
        http.RequestServices.GetRequiredService<CurrentShopper>().SeesOwnWrites(http);
        return answer;
    });

    // Antiforgery would read it, and make of every fault of the sender one of ours. What is too large is told by Faults.
    private static async Task<bool> CanBeRead(HttpContext http)
    {
        try
        {
            _ = http.Request.HasFormContentType ? await http.Request.ReadFormAsync(http.RequestAborted) : null;
            return true;
        }
        catch (Exception e) when (e is InvalidDataException or (IOException and not BadHttpRequestException))
        {
            return false;
        }
    }
}
