using System.Globalization;
using System.Text.Json;
using Halles.Kernel;
using Halles.Kernel.Auditing;
using Halles.Kernel.Jobs;
using Halles.Kernel.Storage;
using Halles.Mall.Identity;
using Halles.Mall.Mail;
using Halles.Web.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace Halles.Web.Pages.Operator;

/// <summary>The background work: what waits, what goes wrong, what to do about it.</summary>
internal static class JobEndpoints
{
    public static void MapJobs(this IEndpointRouteBuilder office)
    {
        office.MapGet("jobs", Show).RequirePermission(Permission.ViewJobs);
        office.MapPost("jobs", RetryAll).RequirePermission(Permission.ManageJobs);
        office.MapPost("jobs/{id:guid}", Change).RequirePermission(Permission.ManageJobs);
    }

    private static IResult Show(MallDatabase database, string? kind, string? state, [FromQuery(Name = "page")] int? number)
    {
        var (filter, at) = (Filter(kind, state), Math.Clamp(number ?? 1, 1, 100_000));
        var (rows, total) = JobList.Page(database, filter, at);
        var mails = MailQueue.Find(database, rows.Where(r => r.Kind == MailQueue.JobKind).Select(MailOf).OfType<Guid>());
        return Render.Page<JobsPage>(new { Jobs = rows.ConvertAll(r => (r, MailOf(r) is { } mail ? mails.GetValueOrDefault(mail) : null)), Total = total, PageNumber = at, Filter = filter, Kinds = JobList.Kinds(database) });
    }

    private static async Task<IResult> RetryAll(HttpContext context, PageContext page, MallWriter writer)
    {
        var form = await FormReader.Read(context);
        var filter = Filter(form.Raw("kind"), form.Raw("state"));
        await writer.Write<Done>(s =>
        {
            if (JobList.Retry(s, filter) is var count and > 0)
            {
                s.Audit(new AuditEntry(context.SignedIn().PersonId, "retry-job", Guid.Empty, Guid.Empty, string.Create(CultureInfo.InvariantCulture, $"{count} {filter.Kind}").Trim()));
            }

            return default(Done);
        });
        return Render.SeeOther(At(page, filter, 1));
    }

    private static async Task<IResult> Change(HttpContext context, PageContext page, MallWriter writer, Guid id)
    {
        var form = await FormReader.Read(context);
        var drop = form.Raw("then") == "drop";
        await writer.Write<Done>(s =>
        {
            if (drop ? JobList.Drop(s, id) : JobList.Retry(s, id)) // else it ended by itself meanwhile, or runs
            {
                s.Audit(new AuditEntry(context.SignedIn().PersonId, drop ? "drop-job" : "retry-job", Guid.Empty, id));
            }

            return default(Done);
        });
        return Render.SeeOther(At(page, Filter(form.Raw("kind"), form.Raw("state")), int.TryParse(form.Raw("page"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 1));
    }

    /// <summary>The address of a page of the list.</summary>
    internal static string At(PageContext page, JobFilter filter, int number) => Links.With(page.Links.OfficePage("jobs"),
        [new("kind", filter.Kind), new("state", filter.State?.ToString().ToLowerInvariant()), new("page", number > 1 ? number.ToString(CultureInfo.InvariantCulture) : null)]);

    private static JobFilter Filter(string? kind, string? state) => new(
        kind is { Length: > 0 and <= 80 } ? kind : null, Enum.TryParse<JobState>(state, ignoreCase: true, out var chosen) && Enum.IsDefined(chosen) ? chosen : null);

    private static Guid? MailOf(JobRow row) => row.Kind == MailQueue.JobKind ? JsonSerializer.Deserialize<Guid>(row.Payload, Json.Stored) : null;
}
