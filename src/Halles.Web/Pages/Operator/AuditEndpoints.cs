using System.Globalization;
using System.Text;
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
            From = Day(From) is { } from ? zone.InstantOf(from, 0) : null,
            To = Day(To) is { } to && to < DateOnly.MaxValue ? zone.InstantOf(to.AddDays(1), 0) : null, // that day too
        };
    }

    private static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 2000 and < 9999 ? day : null;
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
        return Results.Stream(
            async to =>
            {
                var writer = new StreamWriter(to, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
                await using (writer)
                {
                    await writer.WriteAsync("number,at,actor,name,action,shop,shop-id,subject,details,hash\r\n");
                    for (var next = query; next is not null;)
                    {
                        var lines = audit.Find(next, Portion);
                        foreach (var line in lines)
                        {
                            await writer.WriteAsync(Line(line));
                        }

                        next = lines.Count == Portion ? next with { Before = lines[^1].Row.Number } : null;
                    }
                }
            },
            "text/csv; charset=utf-8",
            "audit.csv");
    }

    private static string Line(AuditLine line)
    {
        var (row, entry) = (line.Row, line.Row.Entry);
        return string.Join(',', ((string[])
        [
            row.Number.ToString(CultureInfo.InvariantCulture), row.At.ToString("O", CultureInfo.InvariantCulture), entry.Actor?.ToString() ?? "", line.Who, entry.Action, line.Shop,
            entry.ShopId.ToString(), entry.Subject.ToString(), entry.Details, Convert.ToHexStringLower(row.Hash),
        ]).Select(Cell)) + "\r\n";
    }

    // What a spreadsheet would take for a formula is text here (safety.md, 11), and quotes are doubled (RFC 4180).
    private static string Cell(string text)
    {
        var plain = text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? "'" + text : text;
        return plain.AsSpan().IndexOfAny(",\"\r\n") < 0 ? plain : $"\"{plain.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
