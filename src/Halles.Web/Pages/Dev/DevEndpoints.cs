using Halles.Kernel.Storage;
using Halles.Mall.Identity;
using Halles.Mall.Mail;
using Microsoft.EntityFrameworkCore;

namespace Halles.Web.Pages.Dev;

/// <summary>Pages for those who try the demo: the e-mails that were written. In a real mall there are none of them.</summary>
public static class DevEndpoints
{
    private const int Most = 100;

    public static void MapDev(this IEndpointRouteBuilder routes)
    {
        var dev = routes.MapGroup("/dev").AllowEverybody();
        dev.MapGet("/mails", List);
        dev.MapGet("/mails/{id:guid}", One);
    }

    private static IResult List(HttpContext context, PageContext page, MallDatabase database)
    {
        if (!page.Mall.DemoPeopleNeedNoSecondFactor)
        {
            return NotFound();
        }

        context.Response.Headers.CacheControl = "no-store";
        using var db = database.Read();
        return Render.Page<MailList>(new { Mails = db.Set<MailMessage>().OrderByDescending(m => m.CreatedAt).Take(Most).ToList() });
    }

    private static IResult One(HttpContext context, PageContext page, MallDatabase database, Guid id)
    {
        if (!page.Mall.DemoPeopleNeedNoSecondFactor)
        {
            return NotFound();
        }

        context.Response.Headers.CacheControl = "no-store";
        using var db = database.Read();
        return db.Set<MailMessage>().FirstOrDefault(m => m.Id == id) is { } mail ? Render.Page<OneMail>(new { Mail = mail }) : NotFound();
    }

    private static IResult NotFound() => Render.Page<ErrorPage>(new { Status = 404 }, 404);
}
