using System.Globalization;
using Halles.Kernel;
using Halles.Kernel.Auditing;
using Halles.Mall.Identity;
using Halles.Web.Hosting;

namespace Halles.Web.Pages.Operator;

/// <summary>What of the audit is asked for, as it stands in the address.</summary>
public sealed record AuditFilter(string Who, string What, string Shop, string From, string To)
{
    private const int Longest = 100;

    /// <summary>Of the request's query.</summary>
    public static AuditFilter Of(HttpContext http)
    {
        return new(Of("who"), Of("what"), Of("shop"), Of("from"), Of("to"));
        string Of(string field) => http.Request.Query[field].ToString() is { Length: <= Longest } text && TextRules.CanBeKept(text) ? text.Trim() : "";
    }

    /// <summary>The filter as a query of an address.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Query => new[] { ("who", Who), ("what", What), ("shop", Shop), ("from", From), ("to", To) }
        .Where(f => f.Item2.Length > 0).Select(f => new KeyValuePair<string, string?>(f.Item1, f.Item2));

    /// <summary>What it means; null where it names a shop that there is not.</summary>
    /// <param name="shop">The shop that alone may be read; null for all.</param>
    public AuditQuery? Ask(ReadAudit audit, TimeZoneInfo zone, Guid? shop = null)
    {
        var named = shop ?? (Shop.Length > 0 ? audit.Shop(Shop) : null);
        return named is null && Shop.Length > 0 ? null : new AuditQuery
        {
            Actors = audit.People(Who),
            Action = What.Length > 0 ? What : null,
            Shop = named,
            From = FormReader.Day(From) is { } from ? zone.InstantOf(from, 0) : null,
            To = FormReader.Day(To) is { } to && to < DateOnly.MaxValue ? zone.InstantOf(to.AddDays(1), 0) : null, // that day too
        };
    }
}

/// <summary>The audit of the whole market: filtered, as CSV, and its chain of hashes recomputed.</summary>
internal static class AuditEndpoints
{
    private const int PageSize = 50, Portion = 1000;

    public static void MapAudit(this RouteGroupBuilder office)
    {
        var audit = office.MapGroup("audit").RequirePermission(Permission.ViewAudit);
        audit.MapGet("", Show);
        audit.MapGet("csv", Csv);
    }

    private static IResult Show(HttpContext http, PageContext page, ReadAudit audit, AuditLog log, long? before, string? verify)
    {
        var filter = AuditFilter.Of(http);
        var query = filter.Ask(audit, page.Format.Zone);
        var lines = query is null ? [] : audit.Find(query with { Before = before ?? long.MaxValue }, PageSize);
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        (long Rows, long? Broken)? chain = verify is null ? null : audit.Verify();
        return Render.Page<AuditPage>(new
        {
            Lines = lines,
            Filter = filter,
            Actions = log.Actions(),
            Older = lines.Count == PageSize ? lines[^1].Row.Number : (long?)null,
            Chain = chain,
            Took = System.Diagnostics.Stopwatch.GetElapsedTime(started),
        });
    }

    private static IResult Csv(HttpContext http, PageContext page, ReadAudit audit)
    {
        var query = AuditFilter.Of(http).Ask(audit, page.Format.Zone);
        return Answers.Table("audit.csv", ',', async table =>
        {
            await table.Row("number", "at", "actor", "name", "action", "shop", "shop-id", "subject", "details", "hash");
            for (var next = query; next is not null;)
            {
                var lines = audit.Find(next, Portion);
                foreach (var line in lines)
                {
                    await table.Row(Cells(line));
                }

                next = lines.Count == Portion ? next with { Before = lines[^1].Row.Number } : null;
            }
        });
    }

    private static string[] Cells(AuditLine line)
    {
        var (row, entry) = (line.Row, line.Row.Entry);
        return
        [
            row.Number.ToString(CultureInfo.InvariantCulture), row.At.ToString("O", CultureInfo.InvariantCulture), entry.Actor?.ToString() ?? "", line.Who, entry.Action, line.Shop,
            entry.ShopId.ToString(), entry.Subject.ToString(), entry.Details, Convert.ToHexStringLower(row.Hash),
        ];
    }
}
