using Halles.Kernel;
using Halles.Web.Pages;
using Microsoft.AspNetCore.Antiforgery;

namespace Halles.Web.Hosting;

/// <summary>Antiforgery tokens for the forms of account, checkout and back-office pages; their pages hold an <c>AntiforgeryField</c>.</summary>
public static class FormGuard
{
    private static readonly Problem Old = new("form-old", 422, "This form is too old or was opened by somebody else. Go back, load the page again and send it once more.");

    /// <summary>Refuses writes whose form does not carry this visitor's token.</summary>
    public static RouteGroupBuilder GuardForms(this RouteGroupBuilder group) => group.AddEndpointFilter(async (context, next) =>
    {
        var http = context.HttpContext;
        return HttpMethods.IsPost(http.Request.Method) && !await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http)
            ? Answers.Page(Old)
            : await next(context);
    });
}
