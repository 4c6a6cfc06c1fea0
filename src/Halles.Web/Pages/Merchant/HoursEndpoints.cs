using System.Globalization;
using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Identity;
using Halles.Mall.Stores;
using Halles.Web.Hosting;

namespace Halles.Web.Pages.Merchant;

/// <summary>When a shop's stores are open: the week, other dates, and "close now".</summary>
public static class HoursEndpoints
{
    /// <summary>Days as the fields are called, from Monday.</summary>
    internal static readonly string[] Days = ["mo", "tu", "we", "th", "fr", "sa", "su"];

    /// <summary>The most periods of a day that the form takes.</summary>
    internal const int MostPeriods = 6;

    private const int MostNewDates = 3;

    public static void MapHours(this IEndpointRouteBuilder routes)
    {
        var desk = routes.MapGroup("/{lang:language}/desk/{shop}/hours").GuardForms();
        desk.MapGet("", (HttpContext context, MallDatabase database, string? store, string? done) => Show(Desk.Of(context), database, store, null, [], done)).RequirePermission(Permission.ViewShop);
        desk.MapPost("", Set).RequirePermission(Permission.ManageStores);
        desk.MapPost("now", CloseNow).RequirePermission(Permission.ManageStores);
    }

    /// <summary>The fields of a period: <c>mo.0.from</c>.</summary>
    internal static string Field(int day, int period, string end) => string.Create(CultureInfo.InvariantCulture, $"{Days[day]}.{period}.{end}");

    private static IResult Show(Desk desk, MallDatabase database, string? store, Typed? typed, IReadOnlyList<Problem> problems, string? done = null)
    {
        var stores = ReadStores.Of(database, desk.ShopId);
        var place = stores.Find(s => s.Slug == store) ?? stores.FirstOrDefault();
        return Render.Page<HoursPage>(
            new { Desk = desk, Stores = stores, Place = place, V = typed ?? (place is null ? Typed.Nothing : Typed.Of(Kept(place))), Problems = problems, Done = done is not null },
            problems.Count > 0 ? problems[0].Status : 200);
    }

    private static async Task<IResult> Set(HttpContext context, PageContext page, MallDatabase database, StoreHours hours)
    {
        var (desk, form) = (Desk.Of(context), await FormReader.Read(context));
        if (ReadStores.Of(database, desk.ShopId).Find(s => s.Slug == form.Raw("store")) is not { } place)
        {
            return Answers.Page(StoreProblems.None);
        }

        var input = Read(form);
        var version = form.Whole("version", 0, long.MaxValue, otherwise: -1);
        var set = form.Ok ? await hours.Set(desk.ShopId, place.Id, input, version, desk.PersonId) : form.Problems[0];
        if (set.Ok)
        {
            return Render.SeeOther($"{page.Links.DeskPage(desk.Slug, "hours")}?store={place.Slug}&done=1");
        }

        return Show(desk, database, place.Slug, Typed.Of(form), [.. form.ProblemsOr(set.Problem).Select(OnField)]);
    }

    private static async Task<IResult> CloseNow(HttpContext context, PageContext page, MallDatabase database, StoreHours hours)
    {
        var (desk, form) = (Desk.Of(context), await FormReader.Read(context));
        if (ReadStores.Of(database, desk.ShopId).Find(s => s.Slug == form.Raw("store")) is not { } place)
        {
            return Answers.Page(StoreProblems.None);
        }

        var zone = TimeZoneInfo.FindSystemTimeZoneById(place.TimeZone);
        var today = zone.DateAt(page.Now);
        DateTimeOffset? until = form.Raw("until") switch
        {
            "hour" => page.Now.AddHours(1),
            "tomorrow" => zone.InstantOf(today.AddDays(2), 0),
            "week" => zone.InstantOf(today.AddDays(8), 0),
            "open" => null,
            _ => zone.InstantOf(today.AddDays(1), 0),
        };
        var closed = await hours.CloseUntil(desk.ShopId, place.Id, until, desk.PersonId);
        return closed.Ok ? Render.SeeOther($"{page.Links.DeskPage(desk.Slug, "hours")}?store={place.Slug}&done=1") : Show(desk, database, place.Slug, null, [closed.Problem!]);
    }

    private static HoursInput Read(FormReader form)
    {
        var week = Enumerable.Range(0, Days.Length).Select(day => string.Join(' ', Enumerable.Range(0, MostPeriods)
            .Select(p => (From: form.Raw(Field(day, p, "from")).Trim(), To: form.Raw(Field(day, p, "to")).Trim())).Where(p => p.From.Length + p.To.Length > 0)
            .Select(p => $"{p.From}-{(p.To == "00:00" ? "24:00" : p.To)}"))).ToList();
        var dates = new List<(DateOnly, string)>();
        for (var i = 0; i < StoreHours.MostDates + MostNewDates; i++)
        {
            var date = form.Raw($"dates.{i}.date").Trim();
            if (date.Length == 0 || form.Checked($"dates.{i}.gone"))
            {
                continue;
            }

            if (DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            {
                dates.Add((day, form.Raw($"dates.{i}.text")));
            }
            else
            {
                form.Add($"dates.{i}.date", ValueProblems.HoursDay);
            }
        }

        return new HoursInput(week, dates);
    }

    // A day's problem is shown at its first period, a date's at its hours.
    private static Problem OnField(Problem problem) => problem.Field switch
    {
        { } field when Days.Contains(field) => problem.On($"{field}.0.from"),
        { } field when field.StartsWith("dates.", StringComparison.Ordinal) && field.Count(c => c == '.') == 1 => problem.On(field + ".text"),
        _ => problem,
    };

    private static Dictionary<string, string?> Kept(Store place)
    {
        var kept = new Dictionary<string, string?>(StringComparer.Ordinal) { ["version"] = place.Version.ToString(CultureInfo.InvariantCulture) };
        var hours = OpeningHours.Parse(place.Hours);
        for (var day = 0; day < Days.Length; day++)
        {
            foreach (var (period, text) in OpeningHoursText.FormatDay(hours.On((DayOfWeek)((day + 1) % 7))).Split(' ', StringSplitOptions.RemoveEmptyEntries).Index())
            {
                kept[Field(day, period, "from")] = text[..5];
                kept[Field(day, period, "to")] = text[6..] == "24:00" ? "00:00" : text[6..];
            }
        }

        foreach (var (i, (date, text)) in hours.Exceptions.Select(e => (e.Key, OpeningHoursText.FormatDay(e.Value))).Index())
        {
            kept[$"dates.{i}.date"] = date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            kept[$"dates.{i}.text"] = text;
        }

        return kept;
    }
}
